/**
 * The cellar: everything that is kept, in one SQLite file or in PostgreSQL, sealed wherever somebody typed it.
 * Puts the stores together; the queries are in one file a noun.
 */
import type { DraftStore } from '../domain/draft.ts';
import type { LinkStore, SessionStore } from '../domain/link.ts';
import type { QuestionnaireStore } from '../domain/questionnaire.ts';
import type { SubmissionStore } from '../domain/submission.ts';
import type { Database } from './database.ts';
import { draftStore } from './drafts.ts';
import { assertSecret, openSeal, type OpenedSeal } from './keys.ts';
import { linkStore } from './links.ts';
import { partsMemory } from './memory.ts';
import { partStore } from './parts.ts';
import { openPostgres } from './postgres.ts';
import { sessionStore } from './sessions.ts';
import { snapshotStore } from './snapshots.ts';
import { openSqlite } from './sqlite.ts';
import { submissionStore } from './submissions.ts';

/** For the drafts that were opened lately. */
const MEMORY_BYTES_MAX = 16 * 1024 * 1024;

export interface CellarSettings {
  /** DATA_DIR: holds the SQLite file, and the key file where SECRET_KEY is not set. Made if it is missing. */
  readonly dataDir: string;
  /** DATABASE_URL, `postgres://…`; null: SQLite. */
  readonly databaseUrl: string | null;
  /** SECRET_KEY, at least 32 characters; null: the key file. */
  readonly secretKey: string | null;
}

/** Every method may throw AppError `unavailable`, `broken-seal` or `internal`. */
export interface Cellar extends DraftStore, LinkStore, SessionStore, SubmissionStore, QuestionnaireStore {
  /** What the operator should put right, in plain English, for the log. */
  readonly notices: readonly string[];
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
  const { dataDir, databaseUrl, secretKey } = settings;
  assertSecret(secretKey);
  const database = databaseUrl === null ? await openSqlite(dataDir) : await openPostgres(databaseUrl);
  try {
    return cellarOver(database, await openSeal(settings, database));
  } catch (error) {
    await database.close();
    throw error;
  }
}

function cellarOver(database: Database, { seal, notices }: OpenedSeal): Cellar {
  const { newest, ...parts } = partStore(database, seal, partsMemory(MEMORY_BYTES_MAX));
  return {
    ...parts,
    ...draftStore(database, seal, newest),
    ...linkStore(database, seal),
    ...sessionStore(database),
    ...submissionStore(database, seal),
    ...snapshotStore(database),
    notices,
    async ping() {
      await database.read((db) => db.selectNoFrom((value) => value.lit(1).as('one')).execute());
    },
    close: () => database.close(),
  };
}
