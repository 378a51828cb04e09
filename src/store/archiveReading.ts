/**
 * Archives out of the cellar: everything of a draft as it was at one moment, put together as `domain/archive.ts` has it.
 * Reads and opens; writes nothing.
 */
import type { Kysely, Selectable } from 'kysely';
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  archivedValue,
  PART_NAMES,
  type Archive,
  type ArchivedDraft,
  type ArchivedRecord,
  type ArchivedText,
  type Saved,
} from '../domain/archive.ts';
import { withTextsNamed, type MadeArchive } from '../domain/archiving.ts';
import { verifyChain, type FoundEntry } from '../domain/audit.ts';
import type { QuestionnaireStore } from '../domain/questionnaire.ts';
import { RESERVED_IDS } from '../domain/nodes.ts';
import type { ReferenceText } from '../domain/referenceText.ts';
import type { Submission } from '../domain/submission.ts';
import { idleHoursOf } from './accesses.ts';
import { approvalPlace } from './approvals.ts';
import { entryPlace, mac, openHead, openLabel } from './auditor.ts';
import { commentPlace } from './comments.ts';
import type { Database } from './database.ts';
import { labelPlace } from './links.ts';
import { partPlace } from './parts.ts';
import { textNamePlace, textPlace } from './referenceTexts.ts';
import type { CommentRow, DraftRow, LinkRow, Tables } from './schema.ts';
import type { Seal } from './seal.ts';
import { deliveryReplyPlace, recordPlace } from './submissions.ts';

/**
 * Where the records of earlier installations are kept: among the revisions, without being a part, so that nobody reads
 * them who opens the draft. No question has such an id.
 */
export const EARLIER_RECORDS = 'records:earlier';

/** Lets others have their turn: reading SQLite waits for nothing. */
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What of one draft is read with. */
interface Reading {
  readonly db: Kysely<Tables>;
  readonly seal: Seal;
  readonly draft: string;
  /** The name of a link in the archive; null where the link is gone. */
  readonly nameOf: (link: string | null) => string | null;
  /** The names of reference texts in the archive. */
  readonly textNames: ReadonlyMap<string, string>;
}

/** Null where there is no such draft. */
export function archiveIn(
  database: Database,
  seal: Seal,
  byHash: QuestionnaireStore['questionnaireByHash'],
  draft: string,
): Promise<MadeArchive | null> {
  return database.snapshot(async (db) => {
    const row = await db.selectFrom('drafts').selectAll().where('id', '=', draft).executeTakeFirst();
    if (row === undefined) return null;
    const moves = await db.selectFrom('moves').selectAll().where('draft', '=', draft).orderBy('number').execute();
    const links = await linksOf(db, draft);
    const linkNames = new Map(links.map(({ id }, at) => [id, `link-${at + 1}`]));
    const nameOf = (link: string | null): string | null => (link === null ? null : (linkNames.get(link) ?? null));
    const { texts, textNames } = await textsOf(db, seal, draft);
    const reading: Reading = { db, seal, draft, nameOf, textNames };
    const hashes = new Set([row.questionnaire, ...moves.flatMap(({ from_hash, to_hash }) => [from_hash, to_hash])]);
    const archive: ArchivedDraft = {
      format: ARCHIVE_FORMAT,
      version: ARCHIVE_VERSION,
      draft: draftIn(row),
      questionnaires: await questionnairesOf([...hashes], byHash),
      links: links.map((link) => ({
        name: linkNames.get(link.id) ?? '',
        role: link.role,
        label: openLabel(seal, labelPlace(link.draft, link.id), link.label) ?? '',
        signatory: link.signatory,
        createdAt: link.created_at,
      })),
      ...(await partsOf(reading)),
      threads: await threadsOf(reading),
      approvals: await approvalsOf(reading),
      moves: moves.map(({ from_hash: from, to_hash: to, at, link }) => ({ from, to, at, by: nameOf(link) })),
      submission: await submissionOf(reading),
      texts,
      audit: await recordOf(reading),
      earlierRecords: [...(await earlierRecordsOf(reading))],
    };
    return { archive, linkNames, textNames };
  });
}

const draftIn = (row: Selectable<DraftRow>): Archive['draft'] => ({
  language: row.language,
  startedAt: row.started_at,
  changedAt: row.changed_at,
  revision: row.revision,
  submittedAt: row.submitted_at,
  follows: row.follows !== null,
  questionnaire: row.questionnaire,
  keepUntil: row.keep_until,
  idleHours: idleHoursOf(row),
});

/** Moves of the draft that this one follows were made by links of that one. */
function linksOf(db: Kysely<Tables>, draft: string): Promise<Selectable<LinkRow>[]> {
  const moving = db.selectFrom('moves').select('link').where('draft', '=', draft);
  return db
    .selectFrom('links')
    .selectAll()
    .where((where) => where.or([where('draft', '=', draft), where('id', 'in', moving)]))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

async function questionnairesOf(
  hashes: readonly string[],
  byHash: QuestionnaireStore['questionnaireByHash'],
): Promise<Archive['questionnaires']> {
  const found = await Promise.all(hashes.map(async (hash) => ({ hash, questionnaire: await byHash(hash) })));
  return found.flatMap(({ hash, questionnaire }) => (questionnaire === null ? [] : [{ hash, questionnaire }]));
}

async function textsOf(
  db: Kysely<Tables>,
  seal: Seal,
  draft: string,
): Promise<Pick<Archive, 'texts'> & Pick<MadeArchive, 'textNames'>> {
  const rows = await db
    .selectFrom('reference_texts')
    .selectAll()
    .where('draft', '=', draft)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  const texts: Archive['texts'] = [];
  for (const { id, language, added_at: addedAt, label, sealed } of rows) {
    await pause();
    const { name: title, kind } = seal.openValue(textNamePlace(draft, id), label) as Pick<
      ReferenceText,
      'name' | 'kind'
    >;
    const excerpts = seal.openValue(textPlace(draft, id), sealed) as ArchivedText['excerpts'];
    texts.push({ name: `text-${texts.length + 1}`, title, kind, language, addedAt, excerpts });
  }
  return { texts, textNames: new Map(rows.map(({ id }, at) => [id, `text-${at + 1}`])) };
}

async function partsOf({ db, seal, draft, nameOf, textNames }: Reading): Promise<Pick<Archive, 'parts' | 'answers'>> {
  const rows = await db
    .selectFrom('parts')
    .innerJoin('revisions', (join) =>
      join
        .onRef('revisions.draft', '=', 'parts.draft')
        .onRef('revisions.key', '=', 'parts.key')
        .onRef('revisions.revision', '=', 'parts.revision'),
    )
    .where('parts.draft', '=', draft)
    .selectAll('revisions')
    .execute();
  await pause();
  const saved = new Map(
    rows.map(({ key, revision, saved_at: savedAt, link, sealed }): [string, Saved] => {
      const stored = seal.openValue(partPlace(draft, key, revision), sealed);
      const value = withTextsNamed(key, archivedValue(key, stored), textNames);
      return [key, { revision, savedAt, by: nameOf(link), value }];
    }),
  );
  const pick = (keys: readonly string[]): object =>
    Object.fromEntries(keys.flatMap((key) => (saved.has(key) ? [[key, saved.get(key)]] : [])));
  const questions = [...saved.keys()].filter((key) => !RESERVED_IDS.has(key)).sort();
  return { parts: pick(PART_NAMES), answers: pick(questions) as Archive['answers'] };
}

async function threadsOf({ db, seal, draft, nameOf }: Reading): Promise<Archive['threads']> {
  const rows = await db
    .selectFrom('comments')
    .selectAll()
    .where('draft', '=', draft)
    .orderBy('at')
    .orderBy('id')
    .execute();
  await pause();
  const commentOf = (row: Selectable<CommentRow>): Archive['threads'][number]['comments'][number] => ({
    kind: row.kind,
    text: seal.openValue(commentPlace(draft, row.question, row.id), row.sealed) as string,
    base: row.base,
    by: nameOf(row.link),
    at: row.at,
  });
  const threads = Map.groupBy(rows, ({ thread }) => thread);
  return rows
    .filter(({ id, thread }) => id === thread)
    .map((first) => ({
      question: first.question,
      resolved:
        first.resolved_at === null
          ? null
          : { at: first.resolved_at, by: nameOf(first.resolved_by), adopted: first.adopted === 1 },
      comments: [first, ...(threads.get(first.id) ?? []).filter(({ id }) => id !== first.id)].map(commentOf),
    }));
}

async function approvalsOf({ db, seal, draft, nameOf }: Reading): Promise<Archive['approvals']> {
  const rows = await db.selectFrom('approvals').selectAll().where('draft', '=', draft).orderBy('number').execute();
  return rows.map((row) => {
    const { signatory, decision, hash, at } = row;
    const sealed = seal.openValue(approvalPlace(row), row.sealed) as Pick<
      Archive['approvals'][number],
      'words' | 'revisions'
    >;
    return { signatory, decision, hash, revisions: sealed.revisions, words: sealed.words, by: nameOf(row.link), at };
  });
}

async function submissionOf({ db, seal, draft }: Reading): Promise<Archive['submission']> {
  const row = await db.selectFrom('submissions').select('record').where('draft', '=', draft).executeTakeFirst();
  if (row === undefined) return null;
  const { reference, revision, questionnaire, email, fileName, documentHash, publicDocument, attached, messageId } =
    seal.openValue(recordPlace(draft), row.record) as Submission;
  const tries = await db.selectFrom('deliveries').selectAll().where('draft', '=', draft).orderBy('number').execute();
  return {
    ...{ reference, revision, questionnaire },
    email: { ...email, to: [...email.to], cc: [...email.cc] },
    ...{
      fileName,
      documentHash,
      publicDocument: publicDocument ?? null,
      attached: [...(attached ?? ['full' as const])],
      messageId,
    },
    deliveries: tries.map((one) => ({
      route: one.route,
      startedAt: one.started_at,
      finishedAt: one.finished_at,
      outcome:
        one.outcome === null || one.reply === null
          ? null
          : { kind: one.outcome, reply: seal.openValue(deliveryReplyPlace(one.id), one.reply) as string },
    })),
  };
}

/** The record as it stands, with what looking it over says of it. */
async function recordOf({ db, seal, draft }: Reading): Promise<ArchivedRecord> {
  const head = await db.selectFrom('audits').select('sealed').where('draft', '=', draft).executeTakeFirst();
  const rows = await db.selectFrom('audit_entries').selectAll().where('draft', '=', draft).orderBy('number').execute();
  await pause();
  const found = rows.map((row): FoundEntry => ({
    ...row,
    at: new Date(row.at),
    label: openLabel(seal, entryPlace(draft, row.number), row.label),
  }));
  // A draft that is older than records, and to which nothing was done since.
  const verdict: ArchivedRecord['verdict'] =
    head === undefined && found.length === 0
      ? { kind: 'whole', count: 0, hash: '' }
      : verifyChain(draft, found, head === undefined ? null : openHead(seal, draft, head.sealed), mac);
  const labels = new Map(found.map(({ link, label }) => [link, label ?? '']));
  const links = await linksOf(db, draft);
  for (const { id, label } of links) labels.set(id, openLabel(seal, labelPlace(draft, id), label) ?? '');
  return {
    verdict,
    entries: found.map(({ number, at, role, label, action, subject, count }) => {
      const about = subject === null ? undefined : labels.get(subject);
      // The id of a link says nothing elsewhere.
      const named = { subject: about === undefined ? subject : null, about: about ?? '' };
      return { number, at: at.toISOString(), role, label: label ?? '', action, ...named, count };
    }),
  };
}

/** Empty for a draft that was begun here. */
export async function earlierRecordsOf({
  db,
  seal,
  draft,
}: Pick<Reading, 'db' | 'seal' | 'draft'>): Promise<readonly ArchivedRecord[]> {
  const row = await db
    .selectFrom('revisions')
    .select('sealed')
    .where('draft', '=', draft)
    .where('key', '=', EARLIER_RECORDS)
    .executeTakeFirst();
  return row === undefined
    ? []
    : (seal.openValue(partPlace(draft, EARLIER_RECORDS, 1), row.sealed) as ArchivedRecord[]);
}
