/**
 * The one way to save a part: its new value, its history and the draft's revision together, or none of them.
 * Ciphertext comes in; sealing and memory are `parts.ts`. PostgreSQL does it in one statement, because each round trip
 * to the server costs more than the work; SQLite has no statement that changes three tables, and no round trips.
 */
import { sql, type Kysely, type Selectable } from 'kysely';
import { AppError } from '../domain/errors.ts';
import type { Database } from './database.ts';
import { precompile } from './precompile.ts';
import type { RevisionRow, Tables } from './schema.ts';

/** A revision to be saved. Its number is one more than the newest revision that its writer saw. */
export type NewRevision = RevisionRow;

export type Saved =
  | { readonly kind: 'saved'; readonly draftRevision: number }
  | { readonly kind: 'stale'; readonly current: Selectable<RevisionRow> }
  | { readonly kind: 'submitted' | 'gone' };

/** What is done in the transaction of a save that is kept. `before` is the revision that it replaces; null: the first. */
export type AlongWith = (db: Kysely<Tables>, before: Selectable<RevisionRow> | null) => Promise<void>;

/** Durable when it resolves. Where the part was never saved, nothing can be overwritten, and any number is taken. */
export type Save = (next: NewRevision, alongWith: AlongWith | null) => Promise<Saved>;

export function saver(database: Database): Save {
  const inSteps = savesInSteps(database);
  if (database.engine !== 'postgres') return inSteps;
  const atOnce = savesAtOnce(database);
  return (next, alongWith) => (alongWith === null ? atOnce(next, null) : inSteps(next, alongWith));
}

type Queries = ReturnType<typeof queriesOf>;

function savesAtOnce(database: Database): Save {
  const query = queriesOf(database);
  return async (next) => {
    const { rows } = await database.run(query.atOnce({ ...next, seen: next.revision - 1 }));
    const draftRevision = rows[0]?.draft_revision ?? null;
    return draftRevision === null ? database.read((db) => whyNot(db, query, next)) : { kind: 'saved', draftRevision };
  };
}

function savesInSteps(database: Database): Save {
  const query = queriesOf(database);
  return (next, alongWith) =>
    database.write(
      async (db) => {
        const draft = (await db.executeQuery(query.bump(next))).rows[0];
        if (draft === undefined) return whyNot(db, query, next);
        const before = alongWith === null ? undefined : (await db.executeQuery(query.current(next))).rows[0];
        const pointed = await db.executeQuery(query.point({ ...next, seen: next.revision - 1 }));
        if (pointed.numAffectedRows === 0n) return whyNot(db, query, next);
        await db.executeQuery(query.record(next));
        await alongWith?.(db, before ?? null);
        return { kind: 'saved', draftRevision: draft.revision };
      },
      ({ kind }) => kind === 'saved',
    );
}

/** Why nothing was saved. Drafts that are submitted or gone stay so: this may be asked after the try. */
async function whyNot(db: Kysely<Tables>, query: Queries, next: NewRevision): Promise<Saved> {
  const draft = (await db.executeQuery(query.draft(next))).rows[0];
  if (draft === undefined) return { kind: 'gone' };
  if (draft.submitted_at !== null) return { kind: 'submitted' };
  const current = (await db.executeQuery(query.current(next))).rows[0];
  if (current === undefined) throw new AppError('internal', 'a part points to a revision that is not there');
  return { kind: 'stale', current };
}

type PointSlots = Pick<NewRevision, 'draft' | 'key' | 'revision'> & { readonly seen: number };

function queriesOf({ builder }: Database) {
  return {
    /** Comes first: its lock on the draft's row puts saves and the freezing of a submission one after the other. */
    bump: precompile((slot: Pick<NewRevision, 'draft' | 'saved_at'>) =>
      builder
        .updateTable('drafts')
        .set((value) => ({ revision: value('revision', '+', value.lit(1)), changed_at: slot.saved_at }))
        .where('id', '=', slot.draft)
        .where('submitted_at', 'is', null)
        .returning('revision'),
    ),

    /** Changes no row where somebody saved first. */
    point: precompile((slot: PointSlots) =>
      builder
        .insertInto('parts')
        .values({ draft: slot.draft, key: slot.key, revision: slot.revision })
        .onConflict((conflict) =>
          conflict
            .columns(['draft', 'key'])
            .doUpdateSet({ revision: slot.revision })
            .where('parts.revision', '=', slot.seen),
        ),
    ),

    record: precompile((slot: NewRevision) =>
      builder.insertInto('revisions').values({
        draft: slot.draft,
        key: slot.key,
        revision: slot.revision,
        saved_at: slot.saved_at,
        link: slot.link,
        sealed: slot.sealed,
      }),
    ),

    /** All of the above in one statement, behind the same lock. Gives no row where it changed nothing. */
    atOnce: precompile((slot: NewRevision & PointSlots) =>
      builder
        .with('open', (db) =>
          db
            .selectFrom('drafts')
            .select('id')
            .where('id', '=', slot.draft)
            .where('submitted_at', 'is', null)
            .forNoKeyUpdate(),
        )
        .with('pointed', (db) =>
          db
            .insertInto('parts')
            .columns(['draft', 'key', 'revision'])
            .expression((value) =>
              value
                .selectFrom('open')
                .select([
                  'open.id',
                  sql<string>`${slot.key}`.as('key'),
                  sql<number>`${slot.revision}::integer`.as('revision'),
                ]),
            )
            .onConflict((conflict) =>
              conflict
                .columns(['draft', 'key'])
                .doUpdateSet({ revision: slot.revision })
                .where('parts.revision', '=', slot.seen),
            )
            .returning(['parts.draft', 'parts.key', 'parts.revision']),
        )
        .with('recorded', (db) =>
          db
            .insertInto('revisions')
            .columns(['draft', 'key', 'revision', 'saved_at', 'link', 'sealed'])
            .expression((value) =>
              value
                .selectFrom('pointed')
                .select([
                  'pointed.draft',
                  'pointed.key',
                  'pointed.revision',
                  sql<string>`${slot.saved_at}`.as('saved_at'),
                  sql<string>`${slot.link}`.as('link'),
                  sql<Uint8Array>`${slot.sealed}::bytea`.as('sealed'),
                ]),
            ),
        )
        .with('bumped', (db) =>
          db
            .updateTable('drafts')
            .from('pointed')
            .set((value) => ({ revision: value('drafts.revision', '+', value.lit(1)), changed_at: slot.saved_at }))
            .whereRef('drafts.id', '=', 'pointed.draft')
            .returning('drafts.revision as draft_revision'),
        )
        .selectFrom('bumped')
        .select('bumped.draft_revision'),
    ),

    draft: precompile((slot: Pick<NewRevision, 'draft'>) =>
      builder.selectFrom('drafts').select('submitted_at').where('id', '=', slot.draft),
    ),

    current: precompile((slot: Pick<NewRevision, 'draft' | 'key'>) =>
      builder
        .selectFrom('parts')
        .innerJoin('revisions', (join) =>
          join
            .onRef('revisions.draft', '=', 'parts.draft')
            .onRef('revisions.key', '=', 'parts.key')
            .onRef('revisions.revision', '=', 'parts.revision'),
        )
        .where('parts.draft', '=', slot.draft)
        .where('parts.key', '=', slot.key)
        .selectAll('revisions'),
    ),
  };
}
