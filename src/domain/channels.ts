/**
 * The ways in that a call offers (10): which of them are meant, whether one will do, and to whom the email goes. What is
 * done by hand on each is a line of the checklist (`checklist.ts`). Pure.
 */
import type { Channel } from './callRules.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { Delivery, Route } from './submission.ts';

export type EmailChannel = Extract<Channel, { kind: 'email' }>;
export type OtherChannel = Exclude<Channel, { kind: 'email' }>;
type Call = Pick<Questionnaire, 'channels' | 'channelUse'>;

const isEmail = (channel: Channel): channel is EmailChannel => channel.kind === 'email';

export const mainChannels = ({ channels }: Call): readonly Channel[] => channels.filter(({ use }) => use === 'main');

/** Those for whoever cannot use the others. */
export const fallbackChannels = ({ channels }: Call): readonly Channel[] =>
  channels.filter(({ use }) => use === 'fallback');

/** The ways other than email, the main ones first. */
export const otherChannels = (call: Call): readonly OtherChannel[] =>
  [...mainChannels(call), ...fallbackChannels(call)].filter((channel) => !isEmail(channel));

export interface Recipients extends Pick<EmailChannel, 'to' | 'cc' | 'toWhich' | 'use'> {
  /** Other email addresses of the call, which it does not want together with these. */
  readonly others: readonly EmailChannel[];
}

/**
 * To whom the email goes: all that the call wants at once, else its first way by email, else the one for whom the others
 * fail. Null: the call takes no email.
 */
export function recipientsOf(call: Call): Recipients | null {
  const main = mainChannels(call).filter(isEmail);
  const emails = main.length > 0 ? main : fallbackChannels(call).filter(isEmail);
  const [first, ...rest] = emails;
  if (first === undefined) return null;
  if (call.channelUse.value !== 'all') return { ...first, others: rest };
  const unique = (addresses: readonly string[]): string[] => [...new Set(addresses)];
  const to = unique(emails.flatMap((channel) => channel.to));
  const cc = unique(emails.flatMap((channel) => channel.cc)).filter((address) => !to.includes(address));
  return { ...first, to, cc, toWhich: rest.length > 0 ? 'all' : first.toWhich, others: [] };
}

/** Ways by which something was handed in: what a writer may say of a call that has these channels. */
export const ROUTES = ['smtp', 'self', 'form', 'portal', 'post', 'fax'] as const satisfies readonly Route[];

export const kindOf = (route: Route): Channel['kind'] => (route === 'smtp' || route === 'self' ? 'email' : route);

/** The kinds of the channels of a call, each once; a call that names none is answered by email, if at all. */
export function kindsOf(call: Call): readonly Channel['kind'][] {
  const kinds = [...new Set([...mainChannels(call), ...fallbackChannels(call)].map(({ kind }) => kind))];
  return kinds.length === 0 ? ['email'] : kinds;
}

/** What must still be done where the call wants all of its ways: the kinds by which nothing has left yet. */
export function kindsLeft(
  call: Call,
  deliveries: readonly Pick<Delivery, 'by' | 'outcome'>[],
): readonly Channel['kind'][] {
  if (call.channelUse.value !== 'all') return [];
  const gone = new Set(deliveries.filter(({ outcome }) => outcome?.kind === 'sent').map(({ by }) => kindOf(by)));
  return [...new Set(mainChannels(call).map(({ kind }) => kind))].filter((kind) => !gone.has(kind));
}
