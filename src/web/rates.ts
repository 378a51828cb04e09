/**
 * Rates: how often what costs others something may be done, by whom, and the headers that say so. One table, far above
 * what thirty people behind one address do. Where there is a draft it is the draft that counts, because many people
 * share an address, and over an onion service all of them do. Counting itself is `tries.ts`.
 */
import type { Request, Response } from 'express';
import { AppError } from '../domain/errors.ts';
import { clientKey } from './clients.ts';
import { countTries, type Quota, type Tries } from './tries.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Who or what a rate is counted by. */
type Subject = 'client' | 'draft' | 'mailbox';

const quota = (each: number, all: number, windowMs: number): Quota => ({ each, all, windowMs });

const QUOTAS = {
  /** Unknown links, calendars and reminders: wrong ones alone. A right one of 160 bits opens however many were wrong. */
  token: { client: quota(100, 20_000, 15 * MINUTE_MS) },
  /** Drafts that are unknown or not this browser's. */
  address: { client: quota(1_000, 50_000, 15 * MINUTE_MS) },
  /** Wrong codes of 60 bits: after these, no code at all. */
  code: { client: quota(60, 2_000, 15 * MINUTE_MS) },
  start: { client: quota(1_000, 5_000, HOUR_MS), draft: quota(30, 5_000, HOUR_MS) },
  /** Asking for one's links again: more to one address would be a way to pester somebody. */
  again: { client: quota(60, 600, HOUR_MS), mailbox: quota(3, 1_000, 24 * HOUR_MS) },
  /** Whatever is posted to a person, or sent to a call. */
  mail: {
    client: quota(600, 3_000, HOUR_MS),
    draft: quota(200, 3_000, HOUR_MS),
    mailbox: quota(40, 20_000, 24 * HOUR_MS),
  },
  export: { draft: quota(600, 20_000, 10 * MINUTE_MS) },
  upload: { client: quota(300, 3_000, 10 * MINUTE_MS), draft: quota(100, 3_000, 10 * MINUTE_MS) },
} satisfies Record<string, Partial<Record<Subject, Quota>>>;

export type Rate = keyof typeof QUOTAS;
/** What is counted beside the client. */
export type Counted = Partial<Record<Exclude<Subject, 'client'>, string>>;

export interface Rates {
  /**
   * Counts one, and says in the headers of the answer how many are left. Null: it may go on. Otherwise nothing was
   * counted, `Retry-After` is set, and it is the whole seconds to wait.
   */
  take(rate: Rate, request: Request, now: Date, counted?: Counted): number | null;
  /** Takes one back, because it was a rightful one. */
  giveBack(rate: Rate, request: Request, counted?: Counted): void;
}

interface Rule {
  /** As the headers name it. */
  readonly name: string;
  readonly by: Subject;
  readonly tries: Tries;
}

export function createRates(): Rates {
  const rules = new Map<Rate, readonly Rule[]>(
    (Object.keys(QUOTAS) as Rate[]).map((rate) => [
      rate,
      (Object.entries(QUOTAS[rate]) as [Subject, Quota][]).map(([by, each]) => ({
        name: `${rate}-${by}`,
        by,
        tries: countTries(each),
      })),
    ]),
  );
  const keyed = (rate: Rate, request: Request, counted: Counted): { rule: Rule; key: string }[] =>
    (rules.get(rate) ?? []).flatMap((rule) => {
      const key = rule.by === 'client' ? clientKey(request.ip) : counted[rule.by];
      return key === undefined ? [] : [{ rule, key }];
    });

  return {
    take(rate, request, now, counted = {}) {
      const all = keyed(rate, request, counted);
      const standings = all.map(({ rule, key }) => ({ rule, ...rule.tries.look(key, now) }));
      const closed = standings.filter(({ open }) => !open).sort((a, b) => b.seconds - a.seconds)[0];
      if (closed !== undefined) {
        tell(request.res, closed.rule, 0, closed.seconds);
        request.res?.setHeader('Retry-After', String(closed.seconds));
        return closed.seconds;
      }
      for (const { rule, key } of all) rule.tries.take(key, now);
      for (const { rule, left, seconds } of standings) {
        // What is left to an address, or a mailbox, would tell what its other users do here.
        if (rule.by === 'draft') tell(request.res, rule, left - 1, seconds);
      }
      return null;
    },
    giveBack(rate, request, counted = {}) {
      for (const { rule, key } of keyed(rate, request, counted)) rule.tries.giveBack(key);
    },
  };
}

/** Headers of draft-ietf-httpapi-ratelimit-headers-08, without the key of the partition: it would name the client. */
function tell(response: Response | undefined, { name, tries }: Rule, left: number, seconds: number): void {
  if (response === undefined || response.headersSent) return;
  response.append('RateLimit', `"${name}"; r=${left}; t=${seconds}`);
  response.append('RateLimit-Policy', `"${name}"; q=${tries.quota.each}; w=${tries.quota.windowMs / 1000}`);
}

/**
 * Counts one and lets it go on, or throws `too-often`. For routes: to be called once the draft is open and the form is
 * read, so that the page which refuses can give back what was typed, and before anything is changed.
 */
export function limit(
  parts: { readonly rates: Rates; readonly clock: () => Date },
  request: Request,
  rate: Rate,
  counted: Counted = {},
): void {
  if (parts.rates.take(rate, request, parts.clock(), counted) !== null) throw new AppError('too-often');
}
