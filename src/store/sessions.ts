/**
 * Sessions in the cellar: the browsers that were let in, by the hash of their cookie's token.
 * What a session may open is in `drafts.ts`; that it was used, and so lives longer, is noted in `presence.ts`.
 */
import { noteOf } from '../domain/audit.ts';
import type { SessionStore } from '../domain/link.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { forgetUnheld } from './ownCalls.ts';
import { precompile } from './precompile.ts';

export function sessionStore(database: Database, auditor: Auditor): SessionStore {
  const begun = precompile((slot: { id: string; now: string }) =>
    database.builder.selectFrom('sessions').select('id').where('id', '=', slot.id).where('expires_at', '>', slot.now),
  );

  return {
    async beginSession(hash, now, expiresAt) {
      const row = { id: hash, begun_at: now.toISOString(), expires_at: expiresAt.toISOString() };
      await database.run(database.builder.insertInto('sessions').values(row));
    },

    async hasSession(hash, now) {
      const query = begun({ id: hash, now: now.toISOString() });
      return (await database.read((db) => db.executeQuery(query))).rows.length > 0;
    },

    async endSession(hash, now = new Date()) {
      await database.write(async (db) => {
        // In this order everybody locks them.
        const drafts = db.selectFrom('access').select(['draft', 'link']).where('session', '=', hash).orderBy('draft');
        const left = await drafts.execute();
        await db.deleteFrom('sessions').where('id', '=', hash).execute();
        await forgetUnheld(db);
        for (const { draft, link } of left) await auditor.append(db, draft, [noteOf('left')], { link, at: now });
      });
    },

    async forgetSessions(now) {
      const at = now.toISOString();
      return database.write(async (db) => {
        const ended = await db.deleteFrom('sessions').where('expires_at', '<=', at).executeTakeFirst();
        const lapsed = await db.deleteFrom('access').where('lapses_at', '<=', at).executeTakeFirst();
        await forgetUnheld(db);
        return Number(ended.numDeletedRows + lapsed.numDeletedRows);
      });
    },
  };
}
