/**
 * How often something may be tried: by one client, or for one mailbox, and by everybody together. Kept in memory only,
 * and by keyed hashes: what it remembers leads to no address, and is gone when the program ends.
 */
import { createHmac, randomBytes } from 'node:crypto';

export interface TryLimit {
  /** Tries of one key in one window. */
  readonly each: number;
  /** Tries of all keys together in one window. */
  readonly all: number;
  readonly windowMs: number;
}

export interface Tries {
  /**
   * Counts one try of `key`. Null: it may go on. Otherwise the whole seconds after which it may be tried again; then
   * nothing is counted.
   */
  take(key: string, now: Date): number | null;
  /** Takes a try back, because it was a rightful one. */
  giveBack(key: string): void;
}

export function countTries({ each, all, windowMs }: TryLimit): Tries {
  const secret = randomBytes(32);
  const counts = new Map<string, number>();
  let together = 0;
  let endsAt = 0;
  const markOf = (key: string): string => createHmac('sha256', secret).update(key).digest('base64url');

  return {
    take(key, now) {
      const at = now.getTime();
      // A clock that was turned back must not keep everybody out for long.
      if (at >= endsAt || endsAt - at > windowMs) {
        counts.clear();
        together = 0;
        endsAt = at + windowMs;
      }
      const mark = markOf(key);
      const count = counts.get(mark) ?? 0;
      if (count >= each || together >= all) return Math.ceil((endsAt - at) / 1000);
      counts.set(mark, count + 1);
      together += 1;
      return null;
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

/**
 * What stands for a client: its address, or the network of one that has a whole one to itself (IPv6, the first 64 bits).
 */
export function clientKey(ip: string | undefined): string {
  if (ip?.includes(':') !== true || ip.startsWith('::ffff:')) return ip?.replace('::ffff:', '') ?? '';
  const [head = '', tail] = ip.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length;
  return [...groups, ...Array.from({ length: missing }, () => '0')].slice(0, 4).join(':');
}
