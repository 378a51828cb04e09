/**
 * Links in the cellar: secret addresses by the hash of their token, short codes, and addresses of mail by a keyed mark.
 * Tokens never come here. Who came in by a link is `accesses.ts`.
 */
import type { Kysely, Selectable } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import { CODE_MS, type Link, type LinkStore } from '../domain/link.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { precompile } from './precompile.ts';
import type { LinkRow, Tables } from './schema.ts';
import type { Place, Seal } from './seal.ts';

type Links = Pick<LinkStore, 'addLink' | 'linkByHash' | 'spendCode' | 'links' | 'linksSentTo' | 'revokeLink'>;

/** Where the label of a link is kept. */
export const labelPlace = (draft: string, link: string): Place => ['links', draft, link];
export const addressPlace = (draft: string, link: string): Place => ['links', draft, link, 'address'];

/** The marks by which links to an address are found, however its letters are typed. */
export const addressMarksOf = (seal: Seal, address: string) => seal.marks('address', address.trim().toLowerCase());

const SENT_MAX = 200;

export function linkStore(database: Database, seal: Seal, auditor: Auditor): Links {
  const query = queriesOf(database);
  const addressMarks = (address: string) => addressMarksOf(seal, address);
  const codeMarks = (codeHash: string) => seal.marks('code', codeHash);

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
    code_hash: codeHash === null ? null : codeMarks(codeHash)[0],
    address: link.address === null ? null : seal.sealValue(addressPlace(link.draft, link.id), link.address),
    address_mark: link.address === null ? null : addressMarks(link.address)[0],
    device_key: null,
  });
  const linkOf = (row: Selectable<LinkRow>): Link => ({
    id: row.id,
    draft: row.draft,
    role: row.role,
    label: seal.openValue(labelPlace(row.draft, row.id), row.label) as string,
    signatory: row.signatory,
    address: row.address === null ? null : (seal.openValue(addressPlace(row.draft, row.id), row.address) as string),
    createdAt: new Date(row.created_at),
    expiresAt: dateOf(row.expires_at),
    usedAt: dateOf(row.used_at),
    revokedAt: dateOf(row.revoked_at),
  });

  return {
    async addLink(link, hash, codeHash, by) {
      await database.write(async (db) => {
        await db
          .insertInto('links')
          .values(rowOf(link, hash, codeHash))
          .execute();
        await auditor.append(db, link.draft, [noteOf('link-made', link.id)], by ?? { at: link.createdAt });
      });
    },

    async linkByHash(hash, now) {
      const { rows } = await database.read((db) => db.executeQuery(query.byHash({ hash, now: now.toISOString() })));
      return rows[0] === undefined ? null : linkOf(rows[0]);
    },

    async spendCode(codeHash, now) {
      const made = new Date(now.getTime() - CODE_MS).toISOString();
      const { rows } = await database.run(
        database.builder
          .updateTable('links')
          .set({ code_hash: null })
          .where('code_hash', 'in', codeMarks(codeHash))
          .where('created_at', '>', made)
          .where('revoked_at', 'is', null)
          .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now.toISOString())]))
          .returningAll(),
      );
      return rows[0] === undefined ? null : linkOf(rows[0]);
    },

    async links(draft) {
      const rows = await database.read((db) =>
        db.selectFrom('links').selectAll().where('draft', '=', draft).orderBy('created_at').orderBy('id').execute(),
      );
      return rows.map(linkOf);
    },

    async linksSentTo(address, now) {
      const at = now.toISOString();
      const rows = await database.read((db) =>
        db
          .selectFrom('links')
          .selectAll()
          .where('address_mark', 'in', addressMarks(address))
          .where('revoked_at', 'is', null)
          .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', at)]))
          .orderBy('created_at', 'desc')
          .orderBy('id')
          .limit(SENT_MAX)
          .execute(),
      );
      return rows.map(linkOf);
    },

    revokeLink(draft, link, now, by, why = 'revoked') {
      return database.write(async (db) => {
        const revoked = await db
          .updateTable('links')
          .set({ revoked_at: now.toISOString(), device_key: null })
          .where('id', '=', link)
          .where('draft', '=', draft)
          .where('revoked_at', 'is', null)
          .executeTakeFirst();
        if (revoked.numUpdatedRows === 0n) return isKnown(db, draft, link);
        await db.deleteFrom('access').where('link', '=', link).execute();
        await auditor.append(db, draft, [noteOf(`link-${why}`, link)], by ?? { at: now });
        return true;
      });
    },
  };
}

async function isKnown(db: Kysely<Tables>, draft: string, link: string): Promise<boolean> {
  const found = db.selectFrom('links').select('id').where('id', '=', link).where('draft', '=', draft);
  return (await found.executeTakeFirst()) !== undefined;
}

function queriesOf({ builder }: Database) {
  return {
    byHash: precompile((slot: { hash: string; now: string }) =>
      builder
        .selectFrom('links')
        .selectAll()
        .where('hash', '=', slot.hash)
        .where('revoked_at', 'is', null)
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', slot.now)])),
    ),
  };
}

const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));
