/**
 * Sessions in the cellar: the browsers that were let in, by the hash of their cookie's token.
 * What a session may open is in `drafts.ts`; that it was used, and so lives longer, is noted in `accesses.ts`.
 */
import type { SessionStore } from '../domain/link.ts';
import type { Database } from './database.ts';
import { precompile } from './precompile.ts';

export function sessionStore(database: Database): SessionStore {
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

    async endSession(hash) {
      await database.run(database.builder.deleteFrom('sessions').where('id', '=', hash));
    },

    async forgetSessions(now) {
      const ended = database.builder.deleteFrom('sessions').where('expires_at', '<=', now.toISOString());
      return Number((await database.run(ended)).numAffectedRows ?? 0n);
    },
  };
}
