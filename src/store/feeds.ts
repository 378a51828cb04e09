/**
 * Feeds in the cellar: secret addresses for calendar programs, by the hash of their token. What a feed shows is not
 * known here.
 */
import type { Selectable } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import type { Feed, FeedStore, FeedWish } from '../domain/feed.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { precompile } from './precompile.ts';
import type { FeedRow } from './schema.ts';
import type { Place, Seal } from './seal.ts';

export const feedPlace = (draft: string, feed: string): Place => ['feeds', draft, feed];

interface FeedSecrets {
  readonly wish: FeedWish;
  readonly token: string;
}

export function feedStore(database: Database, seal: Seal, auditor: Auditor): FeedStore {
  const feedOf = (row: Selectable<FeedRow>): Feed => {
    const { wish, token } = seal.openValue(feedPlace(row.draft, row.id), row.sealed) as FeedSecrets;
    return { id: row.id, draft: row.draft, link: row.link, wish, token, madeAt: new Date(row.made_at) };
  };
  const byHash = precompile((slot: { hash: string; now: string }) =>
    database.builder
      .selectFrom('feeds')
      .innerJoin('links', 'links.id', 'feeds.link')
      .selectAll('feeds')
      .where('feeds.hash', '=', slot.hash)
      .where('links.revoked_at', 'is', null)
      .where((where) => where.or([where('links.expires_at', 'is', null), where('links.expires_at', '>', slot.now)])),
  );

  return {
    async makeFeed({ id, draft, link, wish, token, madeAt }, hash) {
      const sealed = seal.sealValue(feedPlace(draft, id), { wish, token } satisfies FeedSecrets);
      const made = { id, hash, made_at: madeAt.toISOString(), sealed };
      await database.write(async (db) => {
        await db
          .insertInto('feeds')
          .values({ ...made, draft, link })
          .onConflict((conflict) => conflict.columns(['draft', 'link']).doUpdateSet(made))
          .execute();
        await auditor.append(db, draft, [noteOf('calendar-made')], { link, at: madeAt });
      });
    },

    async feedByHash(hash, now) {
      const { rows } = await database.read((db) => db.executeQuery(byHash({ hash, now: now.toISOString() })));
      return rows[0] === undefined ? null : feedOf(rows[0]);
    },

    async feedOf(draft, link) {
      const row = await database.read((db) =>
        db.selectFrom('feeds').selectAll().where('draft', '=', draft).where('link', '=', link).executeTakeFirst(),
      );
      return row === undefined ? null : feedOf(row);
    },

    endFeed(draft, link, now = new Date()) {
      return database.write(async (db) => {
        const feed = db.deleteFrom('feeds').where('draft', '=', draft).where('link', '=', link);
        if ((await feed.executeTakeFirst()).numDeletedRows === 0n) return false;
        await auditor.append(db, draft, [noteOf('calendar-ended')], { link, at: now });
        return true;
      });
    },
  };
}
