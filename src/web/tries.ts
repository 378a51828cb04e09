/**
 * Counting: how often something was tried under one key in one stretch of time. Kept in memory only, and by keyed
 * hashes: what it remembers leads to no address, and is gone when the program ends. Knows no requests (`rates.ts`).
 */
import { createHmac, randomBytes } from 'node:crypto';

export interface Quota {
  /** Tries of one key in one window. */
  readonly each: number;
  /** Tries of all keys together in one window; also what bounds the memory that this takes. */
  readonly all: number;
  readonly windowMs: number;
}

export interface Standing {
  /** Whether one more try may go on. */
  readonly open: boolean;
  /** Tries that this key has left. */
  readonly left: number;
  /** Whole seconds after which everything may be tried again. */
  readonly seconds: number;
}

export interface Tries {
  readonly quota: Quota;
  /** Counts nothing. */
  look(key: string, now: Date): Standing;
  /** Counts one try of `key`. */
  take(key: string, now: Date): void;
  /** Takes a try back, because it was a rightful one. */
  giveBack(key: string): void;
}

export function countTries(quota: Quota): Tries {
  const { each, all, windowMs } = quota;
  const secret = randomBytes(32);
  const counts = new Map<string, number>();
  let together = 0;
  let endsAt = 0;
  const markOf = (key: string): string => createHmac('sha256', secret).update(key).digest('base64url');

  function turnTo(at: number): void {
    // A clock that was turned back must not keep everybody out for long.
    if (at < endsAt && endsAt - at <= windowMs) return;
    counts.clear();
    together = 0;
    endsAt = at + windowMs;
  }

  return {
    quota,
    look(key, now) {
      turnTo(now.getTime());
      const left = Math.max(0, Math.min(each - (counts.get(markOf(key)) ?? 0), all - together));
      return { open: left > 0, left, seconds: Math.ceil((endsAt - now.getTime()) / 1000) };
    },
    take(key, now) {
      turnTo(now.getTime());
      const mark = markOf(key);
      counts.set(mark, (counts.get(mark) ?? 0) + 1);
      together += 1;
    },
    giveBack(key) {
      const mark = markOf(key);
      const count = counts.get(mark) ?? 0;
      if (count === 0) return;
      if (count === 1) counts.delete(mark);
      else counts.set(mark, count - 1);
      together -= 1;
    },
  };
}
