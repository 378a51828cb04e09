/**
 * Calls that were brought in, in the cellar: their questionnaires are sealed, as somebody typed them. What drafts hang on
 * is a row of `questionnaires` without a body; the sealed body stands beside it. A call that nobody can open any more goes.
 */
import type { Kysely } from 'kysely';
import type { OwnCall, OwnCallStore } from '../domain/ownCall.ts';
import type { KeptQuestionnaire, QuestionnaireStore } from '../domain/questionnaire.ts';
import { AppError } from '../domain/errors.ts';
import type { Database } from './database.ts';
import { hashOf } from './questionnaires.ts';
import type { Tables } from './schema.ts';
import type { Place, Seal } from './seal.ts';

export const ownPlace = (call: string, hash: string): Place => ['own_versions', call, hash];

/** `byHash`: reads and remembers the questionnaires of all calls. */
export function ownCallStore(
  database: Database,
  seal: Seal,
  byHash: QuestionnaireStore['questionnaireByHash'],
): OwnCallStore {
  async function keptAt(hash: string): Promise<KeptQuestionnaire> {
    const questionnaire = await byHash(hash);
    if (questionnaire === null) throw new AppError('internal', 'a call that was brought in has lost its questionnaire');
    return { hash, questionnaire };
  }

  async function keepVersion(db: Kysely<Tables>, { hash, questionnaire }: KeptQuestionnaire): Promise<void> {
    const { id: call, version } = questionnaire;
    await db
      .insertInto('questionnaires')
      .values({ hash, call, version, body: '' })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await db
      .insertInto('own_versions')
      .values({ hash, call, sealed: seal.sealValue(ownPlace(call, hash), questionnaire) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  const seen = async ({ hash }: { readonly hash: string }, mine: boolean, drafted: boolean): Promise<OwnCall> => ({
    ...(await keptAt(hash)),
    mine,
    drafted,
  });

  return {
    async bringIn(questionnaire, session, at) {
      const kept = { hash: hashOf(questionnaire), questionnaire };
      const { id } = questionnaire;
      await database.write(async (db) => {
        await keepVersion(db, kept);
        await db.insertInto('own_calls').values({ id, hash: kept.hash, changed_at: at.toISOString() }).execute();
        await db.insertInto('own_holders').values({ session, call: id }).execute();
      });
    },

    correct(questionnaire, before, session, at) {
      const kept = { hash: hashOf(questionnaire), questionnaire };
      const { id } = questionnaire;
      return database.write(
        async (db) => {
          await keepVersion(db, kept);
          const { numUpdatedRows } = await db
            .updateTable('own_calls')
            .set({ hash: kept.hash, changed_at: at.toISOString() })
            .where('id', '=', id)
            .where('hash', '=', before)
            .where('id', 'in', db.selectFrom('own_holders').select('call').where('session', '=', session))
            .executeTakeFirst();
          return numUpdatedRows > 0n;
        },
        (corrected) => corrected,
      );
    },

    async newestOwn(call) {
      const row = await database.read((db) =>
        db.selectFrom('own_calls').select('hash').where('id', '=', call).executeTakeFirst(),
      );
      return row === undefined ? null : keptAt(row.hash);
    },

    async ownCall(call, session, now) {
      const row = await database.read(async (db) => {
        const found = await db.selectFrom('own_calls').select(['id', 'hash']).where('id', '=', call).executeTakeFirst();
        if (found === undefined) return undefined;
        const mine = await holds(db, call, session, now);
        return mine || (await opensDraftOf(db, call, session, now))
          ? { ...found, mine, drafted: await isDrafted(db, call) }
          : undefined;
      });
      return row === undefined ? null : seen(row, row.mine, row.drafted);
    },

    async ownCalls(session, now) {
      const rows = await database.read(async (db) => {
        const found = await db
          .selectFrom('own_calls')
          .innerJoin('own_holders', 'own_holders.call', 'own_calls.id')
          .innerJoin('sessions', 'sessions.id', 'own_holders.session')
          .where('sessions.id', '=', session)
          .where('sessions.expires_at', '>', now.toISOString())
          .select(['own_calls.id', 'own_calls.hash'])
          .orderBy('own_calls.changed_at', 'desc')
          .orderBy('own_calls.id')
          .execute();
        return Promise.all(found.map(async (row) => ({ ...row, drafted: await isDrafted(db, row.id) })));
      });
      return Promise.all(rows.map((row) => seen(row, true, row.drafted)));
    },

    removeOwn(call, session) {
      return database.write(async (db) => {
        const { numDeletedRows } = await db
          .deleteFrom('own_holders')
          .where('call', '=', call)
          .where('session', '=', session)
          .where((where) =>
            where.not(
              where.exists(where.selectFrom('drafts').select('id').whereRef('drafts.call', '=', 'own_holders.call')),
            ),
          )
          .executeTakeFirst();
        if (numDeletedRows > 0n) await forgetUnheld(db);
        return numDeletedRows > 0n;
      });
    },
  };
}

/** Removes the calls that no session holds any more and that have no draft. To be run in a transaction. */
export async function forgetUnheld(db: Kysely<Tables>): Promise<void> {
  const unheld = await db
    .selectFrom('own_calls')
    .select('id')
    .where((where) =>
      where.and([
        where.not(
          where.exists(
            where.selectFrom('own_holders').select('session').whereRef('own_holders.call', '=', 'own_calls.id'),
          ),
        ),
        where.not(
          where.exists(where.selectFrom('drafts').select('drafts.id').whereRef('drafts.call', '=', 'own_calls.id')),
        ),
      ]),
    )
    .execute();
  const ids = unheld.map(({ id }) => id);
  if (ids.length === 0) return;
  await db.deleteFrom('own_calls').where('id', 'in', ids).execute();
  // Their sealed bodies go with them.
  await db.deleteFrom('questionnaires').where('call', 'in', ids).execute();
}

/** Whether the session brought the call in, or may open a draft of it. */
export async function mayUseOwn(db: Kysely<Tables>, call: string, session: string, now: Date): Promise<boolean> {
  return (await holds(db, call, session, now)) || (await opensDraftOf(db, call, session, now));
}

async function holds(db: Kysely<Tables>, call: string, session: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('own_holders')
    .innerJoin('sessions', 'sessions.id', 'own_holders.session')
    .where('own_holders.call', '=', call)
    .where('own_holders.session', '=', session)
    .where('sessions.expires_at', '>', now.toISOString())
    .select('own_holders.call')
    .executeTakeFirst();
  return row !== undefined;
}

/** As `drafts.ts` opens drafts: the session goes on, and the link by which it came in holds. */
async function opensDraftOf(db: Kysely<Tables>, call: string, session: string, now: Date): Promise<boolean> {
  const at = now.toISOString();
  const row = await db
    .selectFrom('drafts')
    .innerJoin('access', 'access.draft', 'drafts.id')
    .innerJoin('sessions', 'sessions.id', 'access.session')
    .innerJoin('links', 'links.id', 'access.link')
    .where('drafts.call', '=', call)
    .where('access.session', '=', session)
    .where('sessions.expires_at', '>', at)
    .where('links.revoked_at', 'is', null)
    .where((where) => where.or([where('links.expires_at', 'is', null), where('links.expires_at', '>', at)]))
    .where((where) => where.or([where('access.lapses_at', 'is', null), where('access.lapses_at', '>', at)]))
    .select('drafts.id')
    .executeTakeFirst();
  return row !== undefined;
}

async function isDrafted(db: Kysely<Tables>, call: string): Promise<boolean> {
  const row = await db.selectFrom('drafts').select('id').where('call', '=', call).limit(1).executeTakeFirst();
  return row !== undefined;
}
