/**
 * Sending one reminder: composed of what holds at this moment, handed to the letterbox, and what its answer means. A
 * helper of ringing: the ports are handed in. Records nothing.
 */
import { assemble, type DraftStore } from './domain/draft.ts';
import type { Mailer, Notice, NoticeOutcome } from './domain/email.ts';
import { AppError } from './domain/errors.ts';
import type { OwnCallStore } from './domain/ownCall.ts';
import { callNow, questionnaireOf, type Questionnaires, type QuestionnaireStore } from './domain/questionnaire.ts';
import { nextTry, type ClaimedReminder, type Reminder, type ReminderOutcome } from './domain/reminder.ts';
import { composeReminder, messageIdOf } from './domain/reminderMail.ts';
import type { Phrases } from './phrases.ts';

/** What a line may hold: never an address, a text or a token. */
export interface RingingLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface SendingParts {
  readonly store: Pick<DraftStore, 'draftById'> & QuestionnaireStore & Pick<OwnCallStore, 'newestOwn'>;
  readonly mailer: Pick<Mailer, 'sender' | 'notify'>;
  readonly questionnaires: Questionnaires;
  readonly phrases: Phrases;
  /** Without a slash at the end. */
  readonly baseUrl: () => string;
  readonly clock: () => Date;
  readonly log: RingingLog;
}

/** What came of a try, and what it tells of the mail server. */
export interface Try {
  /** Of the reminder. */
  readonly id: string;
  readonly outcome: ReminderOutcome;
  readonly server: 'answers' | 'takes-nothing' | 'unasked';
}

/** What cannot be composed now is tried again later, like what nobody takes. */
export async function tryToSend(parts: SendingParts, { reminder, subscription }: ClaimedReminder): Promise<Try> {
  const { clock, mailer, baseUrl, log } = parts;
  const { id } = reminder;
  let notice: Notice | null;
  try {
    notice = await noticeFor(parts, { reminder, subscription });
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    log.error({ reminder: id, code }, 'a reminder could not be composed');
    return { id, outcome: later(reminder, clock(), ''), server: 'unasked' };
  }
  if (notice === null) return { id, outcome: { kind: 'passed', reply: '' }, server: 'unasked' };
  const host = mailer.sender?.from.address.split('@').at(-1) ?? new URL(baseUrl()).hostname;
  const answer = await mailer.notify(notice, messageIdOf(reminder, host));
  return { id, outcome: outcomeOf(answer, reminder, clock()), server: serverOf(answer) };
}

/** Composed of what holds now; null where nobody wants it any more. */
async function noticeFor(parts: SendingParts, { reminder, subscription }: ClaimedReminder): Promise<Notice | null> {
  const { store, clock, phrases, baseUrl } = parts;
  const now = clock();
  const opened = await store.draftById(reminder.draft);
  const isOver = opened?.record.submittedAt != null && reminder.kind !== 'removal';
  if (opened === null || isOver || reminder.deadlineAt <= now) return null;
  const questionnaire = await questionnaireOf(parts, opened.record.call, opened.record.questionnaire);
  return composeReminder({
    reminder,
    subscription,
    draft: assemble(opened.record, opened.parts),
    questionnaire,
    call: await callNow(parts, questionnaire),
    say: phrases[subscription.wish.language],
    now,
    baseUrl: baseUrl(),
  });
}

function outcomeOf(answer: NoticeOutcome, reminder: Reminder, now: Date): ReminderOutcome {
  const { reply } = answer;
  switch (answer.kind) {
    case 'sent':
    case 'written':
      return { kind: 'sent', reply };
    case 'unsure':
      return { kind: 'perhaps', reply };
    case 'refused':
      return { kind: 'refused', reply };
    case 'failed':
      return later(reminder, now, reply);
  }
}

const later = ({ tries, deadlineAt }: Reminder, now: Date, reply: string): ReminderOutcome => ({
  kind: 'later',
  reply,
  nextAt: nextTry(tries, now, deadlineAt),
});

/** A line that breaks after every mail would leave all of them in doubt: it is no answer either. */
function serverOf(answer: NoticeOutcome): Try['server'] {
  return answer.kind === 'unsure' || (answer.kind === 'failed' && answer.away) ? 'takes-nothing' : 'answers';
}
