/**
 * Requests for reminders as a page shows them: their state in sentences, and when the next one comes. Changes nothing.
 */
import { mainDeadline } from '../domain/deadline.ts';
import type { Link } from '../domain/link.ts';
import type { EndReason, Reminder, Subscription } from '../domain/reminder.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { minuteIn } from './times.ts';
import type { Visit } from './visit.ts';
import { hourLabel } from './wishes.ts';

/** What the store gives of a draft. */
export interface Asked {
  readonly subscription: Subscription;
  readonly reminders: readonly Reminder[];
}

/** What decides whether anything is still sent, apart from the request itself. */
export interface Circumstances {
  readonly visit: Visit;
  /** Whether mails leave; otherwise they are written as files. */
  readonly mails: boolean;
  readonly submitted: boolean;
  /** Whether the deadline is over. */
  readonly closed: boolean;
}

export interface SubscriptionLine {
  readonly id: string;
  readonly wish: Subscription['wish'];
  readonly state: 'waiting' | 'running' | 'ended';
  readonly settings: string;
  readonly sentences: readonly string[];
  /** What the mail server said where something is amiss; "" where nothing is. */
  readonly reply: string;
}

/** Whether nothing has ended it: neither somebody, nor the end of the link by which its person came in. */
export const isRunning = ({ ended }: Subscription, link: Link | undefined, now: Date): boolean =>
  ended === null && link !== undefined && link.revokedAt === null && (link.expiresAt === null || link.expiresAt > now);

export function subscriptionLine(asked: Asked, link: Link | undefined, circumstances: Circumstances): SubscriptionLine {
  const { subscription, reminders } = asked;
  const { visit } = circumstances;
  const { id, wish, confirmedAt } = subscription;
  const running = isRunning(subscription, link, visit.now);
  const state = !running ? 'ended' : confirmedAt === null ? 'waiting' : 'running';
  const sentences = { ended: endedSentences, waiting: waitingSentences, running: runningSentences }[state];
  const troubled = reminders.findLast(({ reply }) => reply !== '');
  const amiss = troubled !== undefined && ['planned', 'perhaps', 'refused'].includes(troubled.state);
  return {
    id,
    wish,
    state,
    settings: settingsOf(wish, visit),
    sentences: sentences(asked, circumstances),
    reply: amiss ? troubled.reply : '',
  };
}

/** "At 09:00 (Europe/Zurich), in English, neutral". */
export function settingsOf(
  { hour, zone, language, neutral }: Subscription['wish'],
  { say, language: page }: Visit,
): string {
  const values = { hour: hourLabel(hour, page), zone, language: say(`languages.${language}`) };
  return `${say('reminders.settings', values)}, ${say(`reminders.short.${neutral ? 'neutral' : 'named'}`)}`;
}

/** The next mail that waits to be sent; null: none. */
export const nextOf = (reminders: readonly Reminder[]): Reminder | null =>
  reminders
    .filter(({ state }) => state === 'planned')
    .sort((a, b) => a.nextAt.getTime() - b.nextAt.getTime())
    .at(0) ?? null;

/** On the clock of the person who is reminded, with its zone. */
export const whenFor = (at: Date, { zone }: Subscription['wish'], { language }: Visit): string =>
  `${minuteIn(at, language, zone)} (${zone})`;

function endedSentences({ subscription: { ended, wish } }: Asked, { visit }: Circumstances): string[] {
  const reason: EndReason = ended?.reason ?? 'access';
  return [visit.say(`reminders.ended.${reason}`, { when: ended === null ? '' : whenFor(ended.at, wish, visit) })];
}

function waitingSentences({ subscription: { wish }, reminders }: Asked, { visit, mails }: Circumstances): string[] {
  const question = reminders.findLast(({ kind }) => kind === 'confirm');
  const asked = (state: string, at: Date | null): string[] => {
    const when = at === null ? '' : whenFor(at, wish, visit);
    return [visit.say(`reminders.question.${state}`, { address: wish.address, when })];
  };
  switch (question?.state) {
    case 'planned':
      return question.tries === 0 ? asked('leaving', null) : asked('failing', question.nextAt);
    case 'claimed':
      return asked('leaving', null);
    case 'sent':
      return asked(mails ? 'sent' : 'written', question.settledAt);
    case 'perhaps':
      return asked('perhaps', question.settledAt);
    default:
      return asked('over', null);
  }
}

function runningSentences({ subscription: { wish }, reminders }: Asked, circumstances: Circumstances): string[] {
  const { visit, mails, submitted, closed } = circumstances;
  const { say } = visit;
  const when = (at: Date): string => whenFor(at, wish, visit);
  const bells = reminders.filter(({ kind }) => kind !== 'confirm');
  const last = bells.findLast(({ state }) => state === 'sent' || state === 'perhaps');
  const next = submitted || closed ? null : nextOf(bells);
  const past =
    last?.settledAt == null
      ? []
      : [
          say(`reminders.last.${last.state === 'sent' && !mails ? 'written' : last.state}`, {
            when: when(last.settledAt),
          }),
        ];
  if (next !== null) {
    return [say(next.tries > 0 ? 'reminders.failing' : 'reminders.next', { when: when(next.nextAt) }), ...past];
  }
  if (bells.some(({ state }) => state === 'claimed')) return [say('reminders.sending'), ...past];
  return [say(`reminders.none.${submitted ? 'submitted' : closed ? 'closed' : 'rung'}`), ...past];
}

/** One line for the contents page: when the next mail comes to this reader. Null where none can come any more. */
export async function reminderSummary(parts: Parts, { draft, call, link, visit }: Desk): Promise<string | null> {
  const deadline = mainDeadline(call, visit.now);
  if (draft.record.submittedAt !== null || deadline === null || deadline.instant <= visit.now) return null;
  const own = (await parts.store.subscriptionsOf(draft.record.id)).filter(
    ({ subscription }) => subscription.link === link && subscription.ended === null,
  );
  if (own.length === 0) return visit.say('reminders.line.none');
  const confirmed = own.filter(({ subscription }) => subscription.confirmedAt !== null);
  if (confirmed.length === 0) return visit.say('reminders.line.waiting');
  const [first] = confirmed
    .flatMap(({ subscription: { wish }, reminders }) => {
      const next = nextOf(reminders);
      return next === null ? [] : [{ wish, at: next.nextAt }];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  if (first === undefined) return visit.say('reminders.none.rung');
  return visit.say('reminders.next', { when: whenFor(first.at, first.wish, visit) });
}
