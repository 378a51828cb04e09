/**
 * What the writer settles for the way out: the slots of the subject that only people can fill (11), what is declared of
 * the consent of those who are named (34), and what was ticked on the list of things to do by hand. Two parts of a
 * draft, "sending" and "checklist": a tick must not meet a text that somebody else types. Pure.
 */
import { z } from 'zod';
import type { FormBody } from './answer.ts';
import { headerLine } from './header.ts';
import type { Questionnaire } from './questionnaire.ts';

export const sendingSchema = z.object({
  /** By name of the slot: a line, or the text of the option that was chosen. */
  slots: z.record(z.string(), z.string()),
  /** `given`: everybody who is named agrees; `nobody`: nobody is named; "": not said. */
  consent: z.enum(['', 'given', 'nobody']),
});
export type Sending = z.infer<typeof sendingSchema>;
export const EMPTY_SENDING: Sending = { slots: {}, consent: '' };

/** Longer subjects are cut by mail programs. */
const SLOT_MAX = 200;

/** The name of the form field of a slot, by its place: names of slots hold any letters. */
export const slotField = (index: number): string => `slot-${index}`;

/**
 * Reads the form: fields named by `slotField`, "slot-session" for a session that the call does not state, and "consent".
 * A field that is not sent keeps what it had. Only options of the call are taken where it gives some.
 */
export function sendingFromForm(body: FormBody, before: Sending, { subject }: Pick<Questionnaire, 'subject'>): Sending {
  const line = (name: string): string | undefined => {
    const sent = Object.hasOwn(body, name) ? body[name] : undefined;
    return sent === undefined ? undefined : headerLine(typeof sent === 'string' ? sent : (sent[0] ?? ''));
  };
  const slots: Record<string, string> = { ...before.slots };
  Object.entries(subject.slots).forEach(([name, { options }], index) => {
    const typed = line(slotField(index))?.slice(0, SLOT_MAX).toWellFormed();
    const known = options.length === 0 || options.some((option) => Object.values(option).includes(typed ?? ''));
    if (typed !== undefined && (typed === '' || known)) slots[name] = typed;
  });
  const session = line('slot-session')?.slice(0, SLOT_MAX).toWellFormed();
  if (session !== undefined) slots['session'] = session;
  const consent = line('consent');
  const declared = sendingSchema.shape.consent.safeParse(consent);
  return { slots, consent: consent !== undefined && declared.success ? declared.data : before.consent };
}

export const checklistSchema = z.object({
  /** Ids of what was done by hand, with the moment (ISO 8601, UTC). */
  done: z.record(z.string(), z.string()),
});
export type Checklist = z.infer<typeof checklistSchema>;
export const NOTHING_DONE: Checklist = { done: {} };

/** Ticks `ticked` of the lines that were shown, and unticks the others of them. What was ticked before keeps its moment. */
export function withTicks(
  { done }: Checklist,
  shown: readonly string[],
  ticked: ReadonlySet<string>,
  now: Date,
): Checklist {
  const kept = Object.entries(done).filter(([id]) => !shown.includes(id));
  const mine = shown.filter((id) => ticked.has(id)).map((id) => [id, done[id] ?? now.toISOString()] as const);
  return { done: Object.fromEntries([...kept, ...mine]) };
}
