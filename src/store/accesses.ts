/**
 * Accesses in the cellar: which browsers were let into which drafts, by which link, and when they were last there.
 * What a session opens is read in `drafts.ts`.
 */
import { hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { hourOf, ROLES, SESSION_MS, type Access, type Link, type LinkStore } from '../domain/link.ts';
import type { Database } from './database.ts';
import type { Tables } from './schema.ts';

type Accesses = Pick<LinkStore, 'enter' | 'accesses' | 'endAccess'>;

/** Sessions are hashes of 160 random bits: nobody finds one by trying, so this hash needs no key. */
const accessId = (draft: string, session: string): string => hash('sha256', `access ${draft} ${session}`).slice(0, 32);

export function accessStore(database: Database): Accesses {
  return {
    async enter(session, link, now) {
      const at = now.toISOString();
      const hour = hourOf(now).toISOString();
      await database.write(async (db) => {
        await db.updateTable('links').set({ used_at: hour }).where('id', '=', link.id).execute();
        if (await hasStronger(db, session, link, at)) return;
        await db
          .insertInto('access')
          .values({ session, draft: link.draft, link: link.id, since: at, seen_at: hour })
          .onConflict((conflict) =>
            conflict.columns(['session', 'draft']).doUpdateSet({ link: link.id, since: at, seen_at: hour }),
          )
          .execute();
      });
    },

    async accesses(draft, session, now) {
      const at = now.toISOString();
      const rows = await database.read((db) =>
        db
          .selectFrom('access')
          .innerJoin('sessions', 'sessions.id', 'access.session')
          .innerJoin('links', 'links.id', 'access.link')
          .where('access.draft', '=', draft)
          .where('sessions.expires_at', '>', at)
          .where('links.revoked_at', 'is', null)
          .where((where) => where.or([where('links.expires_at', 'is', null), where('links.expires_at', '>', at)]))
          .selectAll('access')
          .orderBy('access.seen_at', 'desc')
          .orderBy('access.since', 'desc')
          .execute(),
      );
      return rows.map((row): Access => {
        const since = new Date(row.since);
        const seenAt = row.seen_at === '' ? hourOf(since) : new Date(row.seen_at);
        return { id: accessId(draft, row.session), link: row.link, since, seenAt, own: row.session === session };
      });
    },

    endAccess(draft, access) {
      return database.write(async (db) => {
        const rows = await db.selectFrom('access').select('session').where('draft', '=', draft).execute();
        const found = rows.find(({ session }) => accessId(draft, session) === access);
        if (found === undefined) return false;
        await db.deleteFrom('access').where('draft', '=', draft).where('session', '=', found.session).execute();
        return true;
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

/** An access as it was read when its draft was opened. */
export interface Seen {
  readonly session: string;
  readonly draft: string;
  readonly link: string;
  readonly seenAt: string;
  /** When the session ends. */
  readonly expiresAt: string;
}

export interface Presence {
  /**
   * Notes that a draft was opened, at most once an hour for each browser and draft, and puts the end of the session off,
   * at most once a day. Writes later: nothing waits for it, and a write that fails is tried again by the next reader.
   * Whether the end of the session is put off by this.
   */
  note(seen: Seen, now: Date): boolean;
}

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** What a moment is compared with, as text. Every page asks, so it is made once a minute. */
interface Bounds {
  readonly minute: number;
  /** The hour that has begun. */
  readonly hour: string;
  /** A session that ends before this has not been put off for a day. */
  readonly renewBefore: string;
}

function boundsAt(minute: number): Bounds {
  const at = minute * MINUTE_MS;
  const renewBefore = new Date(at + SESSION_MS - DAY_MS).toISOString();
  return { minute, hour: hourOf(new Date(at)).toISOString(), renewBefore };
}

export function presence(database: Database): Presence {
  const underWay = new Set<string>();
  let bounds = boundsAt(0);

  async function write({ session, draft, link }: Seen, hour: string, expiresAt: string | null): Promise<void> {
    await database.write(async (db) => {
      await db
        .updateTable('access')
        .set({ seen_at: hour })
        .where('session', '=', session)
        .where('draft', '=', draft)
        .where('seen_at', '<', hour)
        .execute();
      await db
        .updateTable('links')
        .set({ used_at: hour })
        .where('id', '=', link)
        .where((where) => where.or([where('used_at', 'is', null), where('used_at', '<', hour)]))
        .execute();
      if (expiresAt === null) return;
      await db
        .updateTable('sessions')
        .set({ expires_at: expiresAt })
        .where('id', '=', session)
        .where('expires_at', '<', expiresAt)
        .execute();
    });
  }

  return {
    note(seen, now) {
      const minute = Math.floor(now.getTime() / MINUTE_MS);
      if (bounds.minute !== minute) bounds = boundsAt(minute);
      const renewed = seen.expiresAt < bounds.renewBefore;
      if (seen.seenAt >= bounds.hour && !renewed) return false;
      const key = `${seen.session} ${seen.draft}`;
      if (underWay.has(key)) return false;
      underWay.add(key);
      const expiresAt = renewed ? new Date(now.getTime() + SESSION_MS).toISOString() : null;
      void write(seen, bounds.hour, expiresAt)
        .catch(() => undefined)
        .finally(() => underWay.delete(key));
      return renewed;
    },
  };
}
