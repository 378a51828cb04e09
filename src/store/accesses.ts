/**
 * Accesses in the cellar: which browsers were let into which drafts, by which link, and when they were last there.
 * What a session opens is read in `drafts.ts`.
 */
import { hash } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import {
  hourOf,
  IDLE_HOURS,
  IDLE_HOURS_MAX,
  lapseAfterHour,
  lapseAt,
  ROLES,
  type Access,
  type IdleHours,
  type Link,
  type LinkStore,
} from '../domain/link.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import type { AccessRow, DraftRow, Tables } from './schema.ts';

type Accesses = Pick<LinkStore, 'enter' | 'accesses' | 'endAccess' | 'setIdleHours'>;

/** A number that this version does not know is read with care, as the shortest time. */
export function idleHoursOf({ idle_hours: hours }: Pick<Selectable<DraftRow>, 'idle_hours'>): IdleHours {
  if (hours === null) return IDLE_HOURS_MAX;
  return IDLE_HOURS.find((known) => known === hours) ?? IDLE_HOURS[0];
}

/** Of one that is older than the column of hours, the hour in which it came in is all that is known. */
const seenAtOf = ({ since, seen_at: seenAt }: Pick<Selectable<AccessRow>, 'since' | 'seen_at'>): Date =>
  seenAt === '' ? hourOf(new Date(since)) : new Date(seenAt);

/** Sessions are hashes of 160 random bits: nobody finds one by trying, so this hash needs no key. */
const accessId = (draft: string, session: string): string => hash('sha256', `access ${draft} ${session}`).slice(0, 32);

export function accessStore(database: Database, auditor: Auditor): Accesses {
  return {
    async enter(session, link, now) {
      const at = now.toISOString();
      const hour = hourOf(now).toISOString();
      await database.write(async (db) => {
        await db.updateTable('links').set({ used_at: hour }).where('id', '=', link.id).execute();
        if (await hasStronger(db, session, link, at)) return;
        const draft = await db
          .selectFrom('drafts')
          .select('idle_hours')
          .where('id', '=', link.draft)
          .executeTakeFirst();
        if (draft === undefined) return;
        const lapses_at = lapseAt(idleHoursOf(draft), now)?.toISOString() ?? null;
        const entered = { link: link.id, since: at, seen_at: hour, lapses_at };
        await db
          .insertInto('access')
          .values({ session, draft: link.draft, ...entered })
          .onConflict((conflict) => conflict.columns(['session', 'draft']).doUpdateSet(entered))
          .execute();
        await auditor.append(db, link.draft, [noteOf('entered', link.id)], { link: link.id, at: now });
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
          .where((where) => where.or([where('access.lapses_at', 'is', null), where('access.lapses_at', '>', at)]))
          .selectAll('access')
          .orderBy('access.seen_at', 'desc')
          .orderBy('access.since', 'desc')
          .execute(),
      );
      return rows.map((row): Access => {
        const since = new Date(row.since);
        const id = accessId(draft, row.session);
        return { id, link: row.link, since, seenAt: seenAtOf(row), own: row.session === session };
      });
    },

    endAccess(draft, access, by) {
      return database.write(async (db) => {
        const rows = await db.selectFrom('access').select(['session', 'link']).where('draft', '=', draft).execute();
        const found = rows.find(({ session }) => accessId(draft, session) === access);
        if (found === undefined) return false;
        await db.deleteFrom('access').where('draft', '=', draft).where('session', '=', found.session).execute();
        await auditor.append(db, draft, [noteOf('browser-ended', found.link)], by ?? { at: new Date() });
        return true;
      });
    },

    async setIdleHours(draft, hours, by) {
      const idle_hours = hours === IDLE_HOURS_MAX ? null : hours;
      await database.write(async (db) => {
        await db.updateTable('drafts').set({ idle_hours }).where('id', '=', draft).execute();
        const rows = await db.selectFrom('access').selectAll().where('draft', '=', draft).execute();
        for (const row of rows) {
          await db
            .updateTable('access')
            .set({ lapses_at: lapseAfterHour(hours, seenAtOf(row))?.toISOString() ?? null })
            .where('session', '=', row.session)
            .where('draft', '=', draft)
            .execute();
        }
        await auditor.append(db, draft, [noteOf('idle-time-changed', null, hours)], by ?? { at: new Date() });
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
    .where((where) => where.or([where('access.lapses_at', 'is', null), where('access.lapses_at', '>', now)]))
    .select('links.role')
    .executeTakeFirst();
  return held !== undefined && ROLES.indexOf(held.role) < ROLES.indexOf(link.role);
}
