/**
 * Moves of drafts to newer versions of their questionnaires, in the cellar. Rows are added and never changed. What a move
 * does to answers is not known here.
 */
import { sql, type Kysely } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import type { DraftMove, MoveStore } from '../domain/newerVersion.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { labelPlace } from './links.ts';
import { partPlace } from './parts.ts';
import type { Tables } from './schema.ts';
import type { Seal } from './seal.ts';

type Moved = Awaited<ReturnType<MoveStore['moveDraft']>>;

export function moveStore(database: Database, seal: Seal, auditor: Auditor): MoveStore {
  /** The lock on the draft's row keeps saves out: with this revision the parts are those that the mover saw. */
  async function take({ draft, from, to }: DraftMove, db: Kysely<Tables>, at: string): Promise<Moved> {
    const { numUpdatedRows } = await db
      .updateTable('drafts')
      .set((value) => ({ questionnaire: to.hash, revision: value('revision', '+', value.lit(1)), changed_at: at }))
      .where('id', '=', draft)
      .where('questionnaire', '=', from.questionnaire)
      .where('revision', '=', from.revision)
      .where('submitted_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) return 'moved';
    const found = await db.selectFrom('drafts').select('submitted_at').where('id', '=', draft).executeTakeFirst();
    return found === undefined ? 'gone' : found.submitted_at === null ? 'stale' : 'submitted';
  }

  async function change({ draft, changes, link }: DraftMove, db: Kysely<Tables>, at: string): Promise<boolean> {
    for (const [key, { expected, value }] of Object.entries(changes)) {
      const revision = expected + 1;
      const { numUpdatedRows } = await db
        .updateTable('parts')
        .set({ revision })
        .where('draft', '=', draft)
        .where('key', '=', key)
        .where('revision', '=', expected)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      const sealed = seal.sealValue(partPlace(draft, key, revision), value);
      await db.insertInto('revisions').values({ draft, key, revision, saved_at: at, link, sealed }).execute();
    }
    return true;
  }

  return {
    async moveDraft(move, now) {
      const { draft, from, to, link } = move;
      const at = now.toISOString();
      return database.write(
        async (db): Promise<Moved> => {
          const taken = await take(move, db, at);
          if (taken !== 'moved') return taken;
          if (!(await change(move, db, at))) return 'stale';
          await db
            .insertInto('moves')
            .values((value) => ({
              draft,
              number: value
                .selectFrom('moves')
                .where('draft', '=', draft)
                .select(({ fn, lit }) => sql<number>`${fn.coalesce(fn.max('number'), lit(0))} + 1`.as('next')),
              from_hash: from.questionnaire,
              to_hash: to.hash,
              at,
              link,
            }))
            .execute();
          await auditor.append(db, draft, [noteOf('version-moved', null, to.questionnaire.version)], { link, at: now });
          return 'moved';
        },
        (result) => result === 'moved',
      );
    },

    async moves(draft) {
      const rows = await database.read((db) =>
        db
          .selectFrom('moves')
          .leftJoin('links', 'links.id', 'moves.link')
          .where('moves.draft', '=', draft)
          .select(['moves.from_hash', 'moves.to_hash', 'moves.at', 'moves.link', 'links.draft', 'links.label'])
          .orderBy('moves.number')
          .execute(),
      );
      return rows.map(({ from_hash: from, to_hash: to, at, link, draft: owner, label }) => ({
        from,
        to,
        at: new Date(at),
        by: label === null || owner === null ? '' : (seal.openValue(labelPlace(owner, link), label) as string),
      }));
    },
  };
}

/** Gives a draft the moves of the one that it follows: what it keeps of their questions is known by them. */
export async function copyMoves(db: Kysely<Tables>, from: string, to: string): Promise<void> {
  const rows = await db.selectFrom('moves').selectAll().where('draft', '=', from).execute();
  if (rows.length > 0) {
    await db
      .insertInto('moves')
      .values(rows.map((row) => ({ ...row, draft: to })))
      .execute();
  }
}
