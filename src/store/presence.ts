/**
 * Presence in the cellar: that a draft was opened puts off what ends by itself. Written behind the reader's back, and as
 * seldom as will do. What a session opens is read in `drafts.ts`.
 */
import { hourOf, lapseAt, SESSION_MS, type IdleHours } from '../domain/link.ts';
import type { Database } from './database.ts';

/** An access as it was read when its draft was opened. */
export interface Seen {
  readonly session: string;
  readonly draft: string;
  readonly link: string;
  readonly seenAt: string;
  readonly idleHours: IdleHours;
  /** When the draft closes to the session; null: not before the session ends. */
  readonly lapsesAt: string | null;
  /** When the session ends. */
  readonly expiresAt: string;
}

export interface Presence {
  /**
   * Notes that a draft was opened, at most once an hour for each browser and draft or, where a browser may leave it unused
   * for an hour, every ten minutes; and puts the end of the session off, at most once a day. Writes later: nothing waits for it, and a write that fails is tried again by the next reader.
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

  async function write(
    { session, draft, link, lapsesAt }: Seen,
    hour: string,
    lapse: string | null,
    expiresAt: string | null,
  ): Promise<void> {
    await database.write(async (db) => {
      await db
        .updateTable('access')
        .set({ seen_at: hour })
        .where('session', '=', session)
        .where('draft', '=', draft)
        .where('seen_at', '<', hour)
        .execute();
      if (lapse !== null) {
        // Where the owner has chosen anew in the meantime, that stands.
        await db
          .updateTable('access')
          .set({ lapses_at: lapse })
          .where('session', '=', session)
          .where('draft', '=', draft)
          .where((where) => (lapsesAt === null ? where('lapses_at', 'is', null) : where('lapses_at', '=', lapsesAt)))
          .execute();
      }
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
      const lapse = lapseAt(seen.idleHours, now)?.toISOString() ?? null;
      const puts = lapse !== null && (seen.lapsesAt === null || seen.lapsesAt < lapse);
      if (seen.seenAt >= bounds.hour && !renewed && !puts) return false;
      const key = `${seen.session} ${seen.draft}`;
      if (underWay.has(key)) return false;
      underWay.add(key);
      const expiresAt = renewed ? new Date(now.getTime() + SESSION_MS).toISOString() : null;
      void write(seen, bounds.hour, puts ? lapse : null, expiresAt)
        .catch(() => undefined)
        .finally(() => underWay.delete(key));
      return renewed;
    },
  };
}
