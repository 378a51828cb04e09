/**
 * What a reminder says: composed here, in the reader's language, and sent as it is. It names sections and never quotes an
 * answer. A neutral one names neither the call, nor who asks, nor the organisation, nor what the work is. Pure.
 */
import { deadlinesOf, GENEVA } from './deadline.ts';
import { progress, type Draft } from './draft.ts';
import type { Notice } from './email.ts';
import { headerLine } from './header.ts';
import { wordedIn, type Say, type Text } from './language.ts';
import { isUnofficial, officialLanguages, type Questionnaire } from './questionnaire.ts';
import type { PlacedQuestion } from './places.ts';
import type { Reminder, Subscription } from './reminder.ts';
import { questionsFor, scopeOf } from './scope.ts';
import { deadlineIn, lastMinute, longDayIn, minuteIn, timeLeft } from './times.ts';

/** All that a reminder is made of. */
export interface Occasion {
  readonly reminder: Pick<Reminder, 'kind' | 'deadlineAt' | 'movedFrom'>;
  readonly subscription: Pick<Subscription, 'wish' | 'token'>;
  readonly draft: Draft;
  /** The one that the draft was started with: its questions are those of the draft. */
  readonly questionnaire: Questionnaire;
  /** The version whose deadlines hold now. */
  readonly call: Questionnaire;
  /** Phrases in the language of the reader's wish. */
  readonly say: Say;
  readonly now: Date;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

/** The Message-ID of a reminder: the same for every try. `host` is that of the sender's address. */
export const messageIdOf = ({ id }: Pick<Reminder, 'id'>, host: string): string => `<${id}@${host}>`;

/** The same addresses as in `web/paths.ts`. */
const draftAddress = ({ baseUrl, draft }: Occasion): string => `${baseUrl}/drafts/${draft.record.id}`;
const confirmationAddress = ({ baseUrl, subscription }: Occasion): string =>
  `${baseUrl}/reminders/${subscription.token}`;
const endingAddress = (occasion: Occasion): string => `${confirmationAddress(occasion)}/end`;

/** Which of the phrases under `reminderMail` tells it. */
type News = 'confirm' | 'bell' | 'extended' | 'broughtForward' | 'stated' | 'removal';

function newsOf({ kind, deadlineAt, movedFrom }: Occasion['reminder']): News {
  if (kind === 'confirm' || kind === 'removal') return kind;
  if (kind !== 'moved') return 'bell';
  if (movedFrom === null) return 'stated';
  return deadlineAt < movedFrom ? 'broughtForward' : 'extended';
}

/** Composes the mail to the reader's address. */
export function composeReminder(occasion: Occasion): Notice {
  const { reminder, subscription, say, now, questionnaire } = occasion;
  const { address, language, zone, neutral } = subscription.wish;
  const news = newsOf(reminder);
  const values = {
    left: capital(timeLeft(reminder.deadlineAt, now, say)),
    day: longDayIn(lastMinute({ instant: reminder.deadlineAt }), language, zone),
    title: neutral ? '' : textIn(questionnaire.shortTitle, occasion),
  };
  const phrases = neutral ? `reminderMail.neutral.${news}` : `reminderMail.${news}`;
  const paragraphs = [
    say('reminderMail.greeting'),
    say(`${phrases}.lead`, values),
    ...bodyOf(news, occasion),
    neutral ? '' : `${say('layout.name')}\n${say('layout.footing')}`,
  ];
  return {
    draft: occasion.draft.record.id,
    to: address,
    subject: headerLine(say(`${phrases}.subject`, values)),
    text: `${paragraphs.filter(Boolean).join('\n\n')}\n`,
    language,
    neutral,
    endAddress: news === 'confirm' ? null : endingAddress(occasion),
  };
}

function bodyOf(news: News, occasion: Occasion): string[] {
  if (news === 'confirm') return questionIn(occasion);
  if (news === 'removal') return removalIn(occasion);
  return occasion.subscription.wish.neutral ? neutralNews(occasion) : namedNews(occasion);
}

/** What can be done about it: only an owner can keep the draft longer. */
function removalIn(occasion: Occasion): string[] {
  const { subscription, say } = occasion;
  const neutral = subscription.wish.neutral ? 'neutral.' : '';
  return [
    say(`reminderMail.${neutral}keep`),
    `${say(subscription.wish.neutral ? 'reminderMail.neutral.here' : 'reminderMail.draft')}\n${draftAddress(occasion)}\n${say('reminderMail.lost')}`,
    `${say('reminderMail.end')}\n${endingAddress(occasion)}`,
  ];
}

/** Asks whether the address is the reader's own. */
function questionIn(occasion: Occasion): string[] {
  const { reminder, subscription, say } = occasion;
  const { language, zone } = subscription.wish;
  return [
    `${say('reminderMail.press')}\n${confirmationAddress(occasion)}`,
    say('reminderMail.until', { when: minuteIn(reminder.deadlineAt, language, zone) }),
    say('reminderMail.notYou'),
  ];
}

function namedNews(occasion: Occasion): string[] {
  const { reminder, say } = occasion;
  const { kind, deadlineAt, movedFrom } = reminder;
  const label = say(kind === 'moved' ? 'reminderMail.newDeadline' : 'reminderMail.deadline');
  return [
    `${label}\n${timesOf(deadlineAt, occasion)}`,
    movedFrom === null ? '' : `${say('reminderMail.before')}\n${timesOf(movedFrom, occasion)}`,
    notesOn(occasion).join('\n'),
    missingIn(occasion),
    kind === 'moved' ? say('reminderMail.follow') : '',
    `${say('reminderMail.draft')}\n${draftAddress(occasion)}\n${say('reminderMail.lost')}`,
    `${say('reminderMail.end')}\n${endingAddress(occasion)}`,
  ];
}

/** A deadline in Geneva's time and, where that differs, in the reader's. */
function timesOf(instant: Date, { subscription, say }: Occasion): string {
  const { language, zone } = subscription.wish;
  const geneva = say('deadline.inGeneva', { when: deadlineIn({ instant }, language, GENEVA, say) });
  if (zone === GENEVA) return capital(geneva);
  const yours = say('deadline.inYours', { when: deadlineIn({ instant }, language, zone, say), zone });
  return `${capital(geneva)}\n${capital(yours)}`;
}

/** What else counts, as pages say it: a date that was moved, arrival or sending. */
function notesOn({ reminder, call, say }: Occasion): string[] {
  const deadline = deadlinesOf(call).find(({ instant }) => instant.getTime() === reminder.deadlineAt.getTime());
  if (deadline === undefined) return [];
  const { change, rule } = deadline;
  return [
    change === null || reminder.kind === 'moved' ? '' : say(`deadline.notes.${change}`),
    rule.basis === null ? '' : say(`deadline.notes.${rule.basis}`),
  ].filter(Boolean);
}

function neutralNews(occasion: Occasion): string[] {
  const { reminder, say } = occasion;
  const { deadlineAt, movedFrom } = reminder;
  const open = openParts(occasion).length;
  return [
    `${say('reminderMail.neutral.date')}\n${neutralTimesOf(deadlineAt, occasion)}`,
    movedFrom === null ? '' : `${say('reminderMail.before')}\n${neutralTimesOf(movedFrom, occasion)}`,
    open === 0 ? say('reminderMail.neutral.complete') : say('reminderMail.neutral.open', { count: open }),
    `${say('reminderMail.neutral.here')}\n${draftAddress(occasion)}\n${say('reminderMail.lost')}`,
    `${say('reminderMail.end')}\n${endingAddress(occasion)}`,
  ];
}

/** The zone of the reader goes without its name: it would tell strangers where the reader lives. */
function neutralTimesOf(instant: Date, { subscription, say }: Occasion): string {
  const { language, zone } = subscription.wish;
  const inZone = (name: string): string => deadlineIn({ instant }, language, name, say);
  const yours = say('reminderMail.neutral.yours', { when: inZone(zone) });
  return `${capital(yours)}\n${capital(say('reminderMail.neutral.utc', { when: inZone('UTC') }))}`;
}

/** Sections that are neither done nor declined. */
function openParts({ draft, questionnaire }: Occasion): readonly ('organisation' | 'publication' | PlacedQuestion)[] {
  const { organisation, publication, states } = progress(draft, questionnaire);
  return [
    ...(organisation === 'done' ? [] : (['organisation'] as const)),
    ...questionsFor(questionnaire, scopeOf(draft)).filter(
      ({ node }) => states[node.id] !== 'done' && states[node.id] !== 'declined',
    ),
    ...(publication === 'done' ? [] : (['publication'] as const)),
  ];
}

/** A longer list helps nobody on the way to work. */
const SECTIONS_MAX = 15;
const WORDING_LENGTH_MAX = 80;

function missingIn(occasion: Occasion): string {
  const { say, questionnaire, subscription } = occasion;
  const open = openParts(occasion);
  if (open.length === 0) return say('reminderMail.complete');
  const named = open.slice(0, SECTIONS_MAX).map((part) => {
    if (part === 'organisation') return say('organisation.title');
    if (part === 'publication') return say('publication.title');
    return sectionName(part, occasion);
  });
  const translated =
    isUnofficial(questionnaire, subscription.wish.language) && open.some((part) => typeof part === 'object');
  return [
    say('reminderMail.missing'),
    ...named.map((name) => `- ${name}`),
    open.length > named.length ? `- ${say('reminderMail.more', { count: open.length - named.length })}` : '',
    translated ? say('reminderMail.unofficial') : '',
  ]
    .filter(Boolean)
    .join('\n');
}

/** "3) Please share information on laws and policies that…" */
function sectionName({ node, number }: PlacedQuestion, occasion: Occasion): string {
  const words = node.text === null ? '' : textIn(node.text, occasion).replace(/\s+/gu, ' ');
  return `${node.label ?? `${number}.`} ${shortened(words)}`.trim();
}

/** Cut between two words. */
function shortened(text: string): string {
  if (text.length <= WORDING_LENGTH_MAX) return text;
  const start = text.slice(0, WORDING_LENGTH_MAX);
  const words = start.replace(/[^\p{L}\p{N}]+[^\s]*$/u, '');
  return `${(words === '' ? start : words).toWellFormed()}…`;
}

/** A text of the call in the reader's language or, failing that, in an official one. */
function textIn(text: Text, { subscription, questionnaire }: Occasion): string {
  return wordedIn(text, subscription.wish.language, officialLanguages(questionnaire))?.text ?? '';
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
