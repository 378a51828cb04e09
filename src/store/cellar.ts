/**
 * The cellar: everything that is kept, in one SQLite file or in PostgreSQL, sealed wherever somebody typed it.
 * Puts the stores together; the queries are in one file a noun.
 */
import { join } from 'node:path';
import type { ApprovalStore } from '../domain/approval.ts';
import type { ArchiveStore } from '../domain/archiving.ts';
import type { AuditStore } from '../domain/audit.ts';
import type { ActivityStore } from '../domain/coalition.ts';
import type { CommentStore } from '../domain/comment.ts';
import type { DraftStore } from '../domain/draft.ts';
import type { FeedStore } from '../domain/feed.ts';
import type { DeviceKeyStore, LinkStore, SessionStore } from '../domain/link.ts';
import type { MoveStore } from '../domain/newerVersion.ts';
import type { OwnCallStore } from '../domain/ownCall.ts';
import type { QuestionnaireStore } from '../domain/questionnaire.ts';
import type { ReferenceTextStore } from '../domain/referenceText.ts';
import type { ReminderStore } from '../domain/reminder.ts';
import type { RemovalStore } from '../domain/removal.ts';
import type { RetentionStore } from '../domain/retention.ts';
import type { SubmissionStore } from '../domain/submission.ts';
import { accessStore } from './accesses.ts';
import { activityStore } from './activity.ts';
import { approvalStore } from './approvals.ts';
import { archiveStore } from './archives.ts';
import { auditStore } from './audit.ts';
import { auditorOf } from './auditor.ts';
import { commentStore } from './comments.ts';
import type { Database } from './database.ts';
import { draftStore } from './drafts.ts';
import { deviceKeyStore } from './deviceKeys.ts';
import { feedStore } from './feeds.ts';
import { assertSecrets, openSeal, type KeySettings, type OpenedSeal } from './keys.ts';
import { linkStore } from './links.ts';
import { partsMemory } from './memory.ts';
import { moveStore } from './moves.ts';
import { ownCallStore } from './ownCalls.ts';
import { offerQuestionnaires, type LiveOffer, type OfferOptions } from './offer.ts';
import { partStore } from './parts.ts';
import { openPostgres } from './postgres.ts';
import { openReadings } from './readings.ts';
import { referenceTextStore } from './referenceTexts.ts';
import { reminderStore } from './reminders.ts';
import { reminderRows } from './reminderRows.ts';
import { removalStore } from './removals.ts';
import { retentionStore } from './retentions.ts';
import { sessionStore } from './sessions.ts';
import { snapshotStore } from './snapshots.ts';
import { openSqlite } from './sqlite.ts';
import { submissionStore } from './submissions.ts';

/** What was read of questionnaire files: a folder in DATA_DIR that may be removed at any time. */
const READINGS = 'readings';
/** For the drafts that were opened lately. */
const MEMORY_BYTES_MAX = 16 * 1024 * 1024;

/** DATA_DIR holds the SQLite file, and the key file where SECRET_KEY is not set. Made if it is missing. */
export interface CellarSettings extends KeySettings {
  /** DATABASE_URL, `postgres://…`; null: SQLite. */
  readonly databaseUrl: string | null;
}

/** Every method may throw AppError `unavailable`, `broken-seal` or `internal`. */
export interface Cellar
  extends
    DraftStore,
    ActivityStore,
    ApprovalStore,
    ArchiveStore,
    AuditStore,
    CommentStore,
    LinkStore,
    DeviceKeyStore,
    SessionStore,
    SubmissionStore,
    QuestionnaireStore,
    MoveStore,
    OwnCallStore,
    ReferenceTextStore,
    ReminderStore,
    RemovalStore,
    RetentionStore,
    FeedStore {
  /** What the operator should put right, in plain English, for the log. */
  readonly notices: readonly string[];
  /** The questionnaires of a folder, as its files are now; what was read of them before is kept in DATA_DIR. */
  offer(folder: string, options: Omit<OfferOptions, 'readings'>): LiveOffer;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Waits for what was begun. Afterwards everything throws `unavailable`. */
  close(): Promise<void>;
}

/**
 * Opens the cellar, bringing its tables up to date. Throws SettingError DATA_DIR, DATABASE_URL or SECRET_KEY for a
 * setting that is wrong, AppError `unavailable` for a database that does not answer.
 */
export async function openCellar(settings: CellarSettings): Promise<Cellar> {
  const database = await openDatabase(settings);
  try {
    return cellarOver(settings, database, await openSeal(settings, database));
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The database alone, for work that goes past the stores. Throws as `openCellar` does. */
export function openDatabase(settings: CellarSettings): Promise<Database> {
  assertSecrets(settings);
  return settings.databaseUrl === null ? openSqlite(settings.dataDir) : openPostgres(settings.databaseUrl);
}

function cellarOver({ dataDir }: CellarSettings, database: Database, { seal, notices }: OpenedSeal): Cellar {
  const memory = partsMemory(MEMORY_BYTES_MAX);
  const auditor = auditorOf(database, seal);
  const snapshots = snapshotStore(database, seal);
  const { newest, ...parts } = partStore(database, seal, memory, auditor);
  return {
    ...parts,
    ...draftStore(database, seal, newest, auditor),
    ...activityStore(database),
    ...approvalStore(database, seal, auditor),
    ...archiveStore(database, seal, auditor, snapshots.questionnaireByHash),
    ...auditStore(database, seal, auditor),
    ...commentStore(database, seal, auditor),
    ...linkStore(database, seal, auditor),
    ...accessStore(database, auditor),
    ...sessionStore(database, auditor),
    ...submissionStore(database, seal, auditor),
    ...snapshots,
    ...moveStore(database, seal, auditor),
    ...ownCallStore(database, seal, snapshots.questionnaireByHash),
    ...referenceTextStore(database, seal, auditor),
    ...reminderStore(database, seal, auditor),
    ...deviceKeyStore(database, seal),
    ...feedStore(database, seal, auditor),
    ...removalStore(database, memory),
    ...retentionStore(database, reminderRows(seal), auditor),
    notices,
    offer: (folder, options) =>
      offerQuestionnaires(folder, { ...options, readings: openReadings(join(dataDir, READINGS), seal) }),
    async ping() {
      await database.read((db) => db.selectNoFrom((value) => value.lit(1).as('one')).execute());
    },
    close: () => database.close(),
  };
}
