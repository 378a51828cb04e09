/**
 * Archives into the cellar: a draft that is brought in, kept in one transaction, every value sealed for this cellar. The
 * links of its archive come as links that were taken back, so that the history says who wrote; only the owner's is new.
 * What comes in was checked before (`domain/archiveFaults.ts`).
 */
import { randomBytes } from 'node:crypto';
import type { Insertable, Kysely } from 'kysely';
import { savedIn, withTextsNamed, type BroughtIn } from '../domain/archiving.ts';
import { noteOf } from '../domain/audit.ts';
import { charactersIn } from '../domain/referenceText.ts';
import { hourOf, IDLE_HOURS_MAX, lapseAt } from '../domain/link.ts';
import { approvalPlace } from './approvals.ts';
import { EARLIER_RECORDS } from './archiveReading.ts';
import type { Auditor } from './auditor.ts';
import { callRows, type CallRows } from './broughtInCalls.ts';
import { commentPlace } from './comments.ts';
import type { Database } from './database.ts';
import { labelPlace } from './links.ts';
import { partPlace } from './parts.ts';
import { textNamePlace, textPlace } from './referenceTexts.ts';
import type { Tables } from './schema.ts';
import type { Seal } from './seal.ts';
import { deliveryReplyPlace, documentPlace, publicPlace, recordPlace } from './submissions.ts';

/** Rows in one statement. Few sizes, since each makes a statement of its own that the database keeps ready. */
const BATCHES = [100, 10, 1] as const;
/** Values sealed before others get their turn. */
const SEALED_AT_ONCE = 50;

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The rows of a draft by table, in the order in which they can be put in. */
type Rows = { readonly [Table in keyof Tables]?: readonly Insertable<Tables[Table]>[] };

export async function bringIn(
  database: Database,
  seal: Seal,
  auditor: Auditor,
  brought: BroughtIn,
): Promise<{ readonly own: boolean }> {
  const calls = await callRows(database, seal, brought);
  const ids = linkIds(brought);
  const texts = idsFor(
    brought.archive.texts.map(({ name }) => name),
    brought.newId,
  );
  const revisions = await revisionRows(seal, brought, ids, texts);
  const rows: Rows = {
    ...calls.rows,
    drafts: [draftRow(brought, calls)],
    links: linkRows(seal, brought, ids),
    access: [accessRow(brought, ids)],
    parts: savedIn(brought.archive).map(({ key, revision }) => ({ draft: brought.draft, key, revision })),
    revisions,
    comments: commentRows(seal, brought, ids),
    approvals: approvalRows(seal, brought, ids),
    moves: moveRows(brought, ids, calls),
    ...submissionRows(seal, brought, calls),
    reference_texts: textRows(seal, brought, texts),
  };
  const note = noteOf('archive-brought-in', null, brought.archive.audit.entries.length);
  await database.write(async (db) => {
    for (const [table, some] of Object.entries(rows)) await insertAll(db, table as keyof Tables, some);
    await auditor.append(db, brought.draft, [note], { link: ids(OWNER), at: brought.now });
  });
  return { own: calls.own };
}

async function insertAll(db: Kysely<Tables>, table: keyof Tables, rows: readonly object[]): Promise<void> {
  let from = 0;
  while (from < rows.length) {
    const size = BATCHES.find((batch) => batch <= rows.length - from) ?? 1;
    let insertion = db.insertInto(table).values(rows.slice(from, from + size));
    from += size;
    // Somebody else may have kept the same questionnaire in this moment.
    if (table === 'questionnaires') insertion = insertion.onConflict((conflict) => conflict.doNothing());
    await insertion.execute();
    // Other writes wait for this one in any case; pages that are only read need not.
    await pause();
  }
}

/** New ids by name. They sort as the names stood: of two that were made at once, the order stays. */
function idsFor(names: readonly string[], newId: () => string): ReadonlyMap<string, string> {
  const fresh = names.map(newId).sort();
  return new Map(names.map((name, at) => [name, fresh[at] ?? '']));
}

/** What the new owner's link is called here: no link of an archive is called so. It comes last. */
const OWNER = 'owner';

/** The new id of a link; "" where the archive does not know it. */
function linkIds({ archive, newId }: BroughtIn): (name: string | null) => string {
  const ids = idsFor([...archive.links.map(({ name }) => name), OWNER], newId);
  return (name) => (name === null ? '' : (ids.get(name) ?? ''));
}
type LinkIds = ReturnType<typeof linkIds>;

/** Ids of twenty hexadecimal digits, in the order in which they sort. */
const hexIds = (count: number): readonly string[] =>
  Array.from({ length: count }, () => randomBytes(10).toString('hex')).sort();

const draftRow = ({ archive, draft, keepUntil }: BroughtIn, calls: CallRows): Insertable<Tables['drafts']> => ({
  id: draft,
  call: calls.call,
  questionnaire: calls.hashOf(archive.draft.questionnaire),
  language: archive.draft.language,
  started_at: archive.draft.startedAt,
  changed_at: archive.draft.changedAt,
  revision: archive.draft.revision,
  submitted_at: archive.draft.submittedAt,
  // The draft that it followed stayed where it was.
  follows: null,
  keep_until: keepUntil?.toISOString() ?? null,
  warned_at: null,
  idle_hours: archive.draft.idleHours === IDLE_HOURS_MAX ? null : archive.draft.idleHours,
});

function linkRows(seal: Seal, { archive, draft, owner, now }: BroughtIn, ids: LinkIds): Insertable<Tables['links']>[] {
  const at = now.toISOString();
  const bare = {
    draft,
    expires_at: null,
    used_at: null,
    code_hash: null,
    address: null,
    address_mark: null,
    device_key: null,
  };
  const earlier = archive.links.map(({ name, role, label, signatory, createdAt }) => ({
    ...bare,
    ...{ id: ids(name), role, signatory, created_at: createdAt, revoked_at: at },
    // Of no token: nobody comes in by it.
    hash: randomBytes(32).toString('hex'),
    label: seal.sealValue(labelPlace(draft, ids(name)), label),
  }));
  const own = {
    ...bare,
    ...{ id: ids(OWNER), role: 'owner' as const, signatory: null, created_at: at, revoked_at: null, hash: owner.hash },
    label: seal.sealValue(labelPlace(draft, ids(OWNER)), owner.label),
  };
  return [...earlier, own];
}

const accessRow = ({ archive, draft, owner, now }: BroughtIn, ids: LinkIds): Insertable<Tables['access']> => ({
  session: owner.session,
  draft,
  link: ids(OWNER),
  since: now.toISOString(),
  seen_at: hourOf(now).toISOString(),
  lapses_at: lapseAt(archive.draft.idleHours, now)?.toISOString() ?? null,
});

async function revisionRows(
  seal: Seal,
  { archive, earlier, draft, now }: BroughtIn,
  ids: LinkIds,
  texts: ReadonlyMap<string, string>,
): Promise<Insertable<Tables['revisions']>[]> {
  const rows: Insertable<Tables['revisions']>[] = savedIn(archive).map(({ key, revision, savedAt, by, value }) => ({
    ...{ draft, key, revision, saved_at: savedAt, link: ids(by) },
    sealed: seal.sealValue(partPlace(draft, key, revision), withTextsNamed(key, value, texts)),
  }));
  for (const [at, { key, revision, savedAt, by, json }] of earlier.entries()) {
    if (at % SEALED_AT_ONCE === 0) await pause();
    const place = partPlace(draft, key, revision);
    // Only the sources have to be opened, for the reference texts that they name.
    const sealed =
      key === 'sources' ? seal.sealValue(place, withTextsNamed(key, parsed(json), texts)) : seal.seal(place, json);
    rows.push({ draft, key, revision, saved_at: savedAt, link: ids(by), sealed });
  }
  const records = [...archive.earlierRecords, archive.audit];
  const place = partPlace(draft, EARLIER_RECORDS, 1);
  const kept = { draft, key: EARLIER_RECORDS, revision: 1, saved_at: now.toISOString(), link: '' };
  return [...rows, { ...kept, sealed: seal.sealValue(place, records) }];
}

const parsed = (json: Uint8Array): unknown => JSON.parse(Buffer.from(json).toString());

const textRows = (
  seal: Seal,
  { archive, draft }: BroughtIn,
  ids: ReadonlyMap<string, string>,
): Insertable<Tables['reference_texts']>[] =>
  archive.texts.map(({ name, title, kind, language, addedAt, excerpts }) => {
    const id = ids.get(name) ?? '';
    return {
      ...{ id, draft, language, added_at: addedAt, characters: charactersIn(excerpts) },
      label: seal.sealValue(textNamePlace(draft, id), { name: title, kind }),
      sealed: seal.sealValue(textPlace(draft, id), excerpts),
    };
  });

function commentRows(seal: Seal, { archive, draft }: BroughtIn, ids: LinkIds): Insertable<Tables['comments']>[] {
  const all = archive.threads.flatMap((thread, of) =>
    thread.comments.map((comment, place) => ({ thread, of, place, comment })),
  );
  // Within a millisecond the ids say the order.
  const fresh = hexIds(all.length);
  const firsts = all.filter(({ place }) => place === 0);
  const order = new Map([...firsts, ...all.filter(({ place }) => place > 0)].map((one, at) => [one, fresh[at] ?? '']));
  const idOf = (one: (typeof all)[number] | undefined): string => (one === undefined ? '' : (order.get(one) ?? ''));
  return all.map((one) => {
    const { thread, comment, place } = one;
    const { kind, text, base, by, at } = comment;
    const id = idOf(one);
    const resolved = place === 0 ? thread.resolved : null;
    return {
      ...{ id, draft, question: thread.question, thread: idOf(firsts[one.of]), kind, base, link: ids(by), at },
      sealed: seal.sealValue(commentPlace(draft, thread.question, id), text),
      resolved_at: resolved?.at ?? null,
      resolved_by: resolved === null ? null : ids(resolved.by),
      adopted: resolved?.adopted === true ? 1 : 0,
    };
  });
}

const approvalRows = (
  seal: Seal,
  { archive, draft, newId }: BroughtIn,
  ids: LinkIds,
): Insertable<Tables['approvals']>[] =>
  archive.approvals.map(({ signatory, decision, hash, revisions, words, by, at }, index) => {
    const row = { id: newId(), draft, signatory, decision, hash };
    const sealed = seal.sealValue(approvalPlace(row), { words, revisions });
    return { ...row, number: index + 1, link: ids(by), at, sealed };
  });

const moveRows = ({ archive, draft }: BroughtIn, ids: LinkIds, calls: CallRows): Insertable<Tables['moves']>[] =>
  archive.moves.map(({ from, to, at, by }, index) => ({
    ...{ draft, number: index + 1, from_hash: calls.hashOf(from), to_hash: calls.hashOf(to), at, link: ids(by) },
  }));

function submissionRows(seal: Seal, brought: BroughtIn, calls: CallRows): Rows {
  const { draft, submission, documents, deliveries, newId } = brought;
  if (submission === null || documents.full === null) return {};
  const kept = { ...submission, questionnaire: calls.hashOf(submission.questionnaire) };
  const row: Insertable<Tables['submissions']> = {
    id: submission.id,
    draft,
    submitted_at: submission.submittedAt.toISOString(),
    revision: submission.revision,
    record: seal.sealValue(recordPlace(draft), kept),
    document: seal.seal(documentPlace(draft), documents.full),
    public_document: documents.public === null ? null : seal.seal(publicPlace(draft), documents.public),
  };
  const tries = deliveries.map(({ by, startedAt, finishedAt, outcome }, index): Insertable<Tables['deliveries']> => {
    const id = newId();
    return {
      ...{ id, draft, number: index + 1, route: by, started_at: startedAt.toISOString() },
      finished_at: finishedAt?.toISOString() ?? null,
      outcome: outcome?.kind ?? null,
      reply: outcome === null ? null : seal.sealValue(deliveryReplyPlace(id), outcome.reply),
    };
  });
  return { submissions: [row], deliveries: tries };
}
