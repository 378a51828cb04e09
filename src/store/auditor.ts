/**
 * Adds to the records of drafts, in the transaction of the deed that is noted: both are kept, or neither. Whoever adds
 * locks the end of the chain first, so that a chain never forks, whichever process asks. Reading is `audit.ts`.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { chained, noteOf, type Action, type ChainHead, type Doer, type Mac, type Note } from '../domain/audit.ts';
import { AppError } from '../domain/errors.ts';
import type { Database } from './database.ts';
import { labelPlace } from './links.ts';
import { precompile } from './precompile.ts';
import type { Tables } from './schema.ts';
import type { Place, Seal } from './seal.ts';

const KEY_BYTES = 32;

export const headPlace = (draft: string): Place => ['audits', draft];
export const entryPlace = (draft: string, number: number): Place => ['audit_entries', draft, number];

export const mac: Mac = (key, text) => createHmac('sha256', Buffer.from(key, 'base64url')).update(text).digest('hex');

export interface Auditor {
  /**
   * Notes deeds in the transaction `db`; to be the last thing that it does, so that no two wait for each other. Without a
   * link in `by`, the program itself did it. Does nothing for a draft that is gone, and never fails for a record that
   * somebody damaged: the damage itself is noted then.
   */
  append(db: Kysely<Tables>, draft: string, notes: readonly Note[], by: Doer | { readonly at: Date }): Promise<void>;
}

/** What the record of a draft begins with. */
const BEGINNINGS: readonly Action[] = ['started', 'started-anew', 'archive-brought-in'];

/** Where a record ends, and what has to be said before anything is added. */
interface End {
  readonly head: ChainHead;
  readonly first: readonly Note[];
}

export function auditorOf(database: Database, seal: Seal): Auditor {
  const query = queriesOf(database);

  const newHead = (count: number, hash: string): ChainHead => ({
    key: randomBytes(KEY_BYTES).toString('base64url'),
    count,
    hash,
    from: count + 1,
  });
  const sealHead = (draft: string, head: ChainHead): Uint8Array => seal.sealValue(headPlace(draft), head);

  /** Null where the draft is gone. Locks the row, so that whoever adds next sees what this one has added. */
  async function endOf(db: Kysely<Tables>, draft: string): Promise<End | null> {
    const found = (await db.executeQuery(query.head({ draft }))).rows[0];
    if (found !== undefined) {
      const head = openHead(seal, draft, found.sealed);
      return head === null ? anew(db, draft) : { head, first: [] };
    }
    const sealed = sealHead(draft, newHead(0, ''));
    const begun = await db.executeQuery(query.begin({ draft, sealed }));
    const row = (await db.executeQuery(query.head({ draft }))).rows[0];
    const head = row === undefined ? null : openHead(seal, draft, row.sealed);
    if (head === null) return null;
    return { head, first: begun.numAffectedRows === 1n ? [noteOf('record-begun')] : [] };
  }

  /** What stands before can no longer be vouched for, and what comes after begins a chain of its own. */
  async function anew(db: Kysely<Tables>, draft: string): Promise<End> {
    const last = (await db.executeQuery(query.last({ draft }))).rows[0];
    return { head: newHead(last?.number ?? 0, last?.hash ?? ''), first: [noteOf('record-broken')] };
  }

  async function whoIs(db: Kysely<Tables>, draft: string, link: string | null) {
    const nobody = { link, role: null, label: '' };
    if (link === null) return nobody;
    const row = (await db.executeQuery(query.link({ draft, link }))).rows[0];
    if (row === undefined) return nobody;
    return { link, role: row.role, label: openLabel(seal, labelPlace(draft, link), row.label) ?? '' };
  }

  return {
    async append(db, draft, notes, by) {
      if (notes.length === 0) return;
      const end = await endOf(db, draft);
      if (end === null) return;
      const who = { ...(await whoIs(db, draft, 'link' in by ? by.link : null)), at: by.at };
      // A draft that is being started begins its record with just that.
      const begins = BEGINNINGS.some((action) => action === notes[0]?.action);
      const { entries, head } = chained(draft, end.head, who, begins ? notes : [...end.first, ...notes], mac);
      const rows = entries.map(({ at, label, ...entry }) => ({
        ...entry,
        draft,
        at: at.toISOString(),
        label: seal.sealValue(entryPlace(draft, entry.number), label),
      }));
      await db.insertInto('audit_entries').values(rows).execute();
      await db.executeQuery(query.move({ draft, sealed: sealHead(draft, head) }));
    },
  };
}

/** Drafts in one transaction: others wait for it. */
const BATCH = 100;

/** Notes what the program did to all drafts; once for each subject, however often it is begun again. */
export async function noteEverywhere(database: Database, seal: Seal, note: Note, at = new Date()): Promise<void> {
  const auditor = auditorOf(database, seal);
  for (let after: string | null = ''; after !== null;) {
    const from: string = after;
    after = await database.write((db) => noteSome(db, auditor, note, at, from));
  }
}

/** Notes it for the next drafts after this one. The last of them; null: there are no more. */
export async function noteSome(
  db: Kysely<Tables>,
  auditor: Auditor,
  note: Note,
  at: Date,
  after: string,
): Promise<string | null> {
  const next = db.selectFrom('drafts').select('id').where('id', '>', after).orderBy('id').limit(BATCH);
  const drafts = await next.execute();
  for (const { id } of drafts) if (!(await isNoted(db, id, note))) await auditor.append(db, id, [note], { at });
  return drafts.length < BATCH ? null : (drafts.at(-1)?.id ?? null);
}

async function isNoted(db: Kysely<Tables>, draft: string, { action, subject }: Note): Promise<boolean> {
  const found = db
    .selectFrom('audit_entries')
    .select('number')
    .where('draft', '=', draft)
    .where('action', '=', action)
    .where('subject', '=', subject);
  return (await found.executeTakeFirst()) !== undefined;
}

/** Null where it does not open: somebody damaged it. */
export function openHead(seal: Seal, draft: string, sealed: Uint8Array): ChainHead | null {
  return opened(() => seal.openValue(headPlace(draft), sealed) as ChainHead);
}

/** Null where it does not open. */
export function openLabel(seal: Seal, place: Place, sealed: Uint8Array): string | null {
  return opened(() => seal.openValue(place, sealed) as string);
}

function opened<Value>(open: () => Value): Value | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof AppError && error.code === 'broken-seal') return null;
    throw error;
  }
}

function queriesOf({ builder, engine }: Database) {
  const bytes = engine === 'postgres' ? 'bytea' : 'blob';
  return {
    head: precompile((slot: { draft: string }) => {
      const found = builder.selectFrom('audits').select('sealed').where('draft', '=', slot.draft);
      // SQLite has one writer at a time, and no words for this.
      return engine === 'postgres' ? found.forNoKeyUpdate() : found;
    }),
    /** Of two at once one begins it, and the other waits for that one. */
    begin: precompile((slot: { draft: string; sealed: Uint8Array }) =>
      builder
        .insertInto('audits')
        .columns(['draft', 'sealed'])
        .expression((value) =>
          value
            .selectFrom('drafts')
            .where('drafts.id', '=', slot.draft)
            .select(['drafts.id', sql<Uint8Array>`cast(${slot.sealed} as ${sql.raw(bytes)})`.as('sealed')]),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ),
    move: precompile((slot: { draft: string; sealed: Uint8Array }) =>
      builder.updateTable('audits').set({ sealed: slot.sealed }).where('draft', '=', slot.draft),
    ),
    last: precompile((slot: { draft: string }) =>
      builder
        .selectFrom('audit_entries')
        .select(['number', 'hash'])
        .where('draft', '=', slot.draft)
        .orderBy('number', 'desc')
        .limit(1),
    ),
    link: precompile((slot: { draft: string; link: string }) =>
      builder.selectFrom('links').select(['role', 'label']).where('id', '=', slot.link).where('draft', '=', slot.draft),
    ),
  };
}
