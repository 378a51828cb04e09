/**
 * Links in the cellar: secret addresses by the hash of their token, and the access that they give to sessions.
 * Tokens never come here.
 */
import type { Kysely, Selectable } from 'kysely';
import { ROLES, type Link, type LinkStore } from '../domain/link.ts';
import type { Database } from './database.ts';
import { precompile } from './precompile.ts';
import type { LinkRow, Tables } from './schema.ts';
import type { Place, Seal } from './seal.ts';

/** Where the label of a link is kept. */
export const labelPlace = (draft: string, link: string): Place => ['links', draft, link];

export function linkStore(database: Database, seal: Seal): LinkStore {
  const byHash = precompile((slot: { hash: string; now: string }) =>
    database.builder
      .selectFrom('links')
      .selectAll()
      .where('hash', '=', slot.hash)
      .where('revoked_at', 'is', null)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', slot.now)])),
  );

  const rowOf = (link: Link, hash: string, codeHash: string | null): LinkRow => ({
    id: link.id,
    draft: link.draft,
    role: link.role,
    hash,
    label: seal.sealValue(labelPlace(link.draft, link.id), link.label),
    created_at: link.createdAt.toISOString(),
    expires_at: link.expiresAt?.toISOString() ?? null,
    used_at: link.usedAt?.toISOString() ?? null,
    revoked_at: link.revokedAt?.toISOString() ?? null,
    signatory: link.signatory,
    code_hash: codeHash,
    address: null,
    address_mark: null,
  });
  const linkOf = (row: Selectable<LinkRow>): Link => ({
    id: row.id,
    draft: row.draft,
    role: row.role,
    label: seal.openValue(labelPlace(row.draft, row.id), row.label) as string,
    signatory: row.signatory,
    address: null,
    createdAt: new Date(row.created_at),
    expiresAt: dateOf(row.expires_at),
    usedAt: dateOf(row.used_at),
    revokedAt: dateOf(row.revoked_at),
  });

  return {
    async addLink(link, hash, codeHash) {
      await database.run(database.builder.insertInto('links').values(rowOf(link, hash, codeHash)));
    },

    async linkByHash(hash, now) {
      const { rows } = await database.read((db) => db.executeQuery(byHash({ hash, now: now.toISOString() })));
      return rows[0] === undefined ? null : linkOf(rows[0]);
    },

    async links(draft) {
      const rows = await database.read((db) =>
        db.selectFrom('links').selectAll().where('draft', '=', draft).orderBy('created_at').orderBy('id').execute(),
      );
      return rows.map(linkOf);
    },

    linkByCode: () => Promise.reject(new Error('pending')),
    linksSentTo: () => Promise.reject(new Error('pending')),
    accesses: () => Promise.reject(new Error('pending')),
    endAccess: () => Promise.reject(new Error('pending')),

    revokeLink(draft, link, now) {
      return database.write(async (db) => {
        const revoked = await db
          .updateTable('links')
          .set((value) => ({ revoked_at: value.fn.coalesce('revoked_at', value.val(now.toISOString())) }))
          .where('id', '=', link)
          .where('draft', '=', draft)
          .executeTakeFirst();
        if (revoked.numUpdatedRows === 0n) return false;
        await db.deleteFrom('access').where('link', '=', link).execute();
        return true;
      });
    },

    async enter(session, link, now) {
      const at = now.toISOString();
      await database.write(async (db) => {
        await db.updateTable('links').set({ used_at: at }).where('id', '=', link.id).execute();
        if (await hasStronger(db, session, link, at)) return;
        await db
          .insertInto('access')
          .values({ session, draft: link.draft, link: link.id, since: at, seen_at: at })
          .onConflict((conflict) =>
            conflict.columns(['session', 'draft']).doUpdateSet({ link: link.id, since: at, seen_at: at }),
          )
          .execute();
      });
    },
  };
}

/** Whether the session is in by a link of a stronger role: an owner who tries a reader's link stays the owner. */
async function hasStronger(db: Kysely<Tables>, session: string, link: Link, now: string): Promise<boolean> {
  const held = await db
    .selectFrom('access')
    .innerJoin('links', 'links.id', 'access.link')
    .where('access.session', '=', session)
    .where('access.draft', '=', link.draft)
    .where('links.revoked_at', 'is', null)
    .where((where) => where.or([where('links.expires_at', 'is', null), where('links.expires_at', '>', now)]))
    .select('links.role')
    .executeTakeFirst();
  return held !== undefined && ROLES.indexOf(held.role) < ROLES.indexOf(link.role);
}

const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));
