/**
 * Rules that one sentence states: attachments, consent of people who are named, what the email must say, and tasks that
 * come before sending.
 */
import { webAddressesIn } from './addresses.ts';
import { deadlineCues } from './deadlineCues.ts';
import type { Moment } from './moments.ts';
import { type Page, type Sentence, textOf } from './page.ts';
import { says } from './patterns.ts';
import { type CallProposal, type Certainty, fieldOf, type Found, type Span, type TaskProposal } from './proposal.ts';

const spanOf = ({ start, end }: Span): Span => ({ start, end });

export function attachmentsOf(page: Page): CallProposal['attachments'] {
  const { attachments, document } = page.pack;
  type Value = 'allowed' | 'forbidden' | 'recommended';
  const found = page.sentences.flatMap((sentence): Found<Value>[] => {
    const { folded } = sentence;
    if (!says(attachments.cues, folded)) return [];
    const one = (value: Value, certainty: Certainty): Found<Value>[] => [
      { value, certainty, spans: [spanOf(sentence)] },
    ];
    // "Ten pages, without annexes" tells what counts.
    const counting = says(document.uncounted, folded);
    if (!counting && says(attachments.forbidden, folded)) return one('forbidden', 'likely');
    if (says(attachments.allowed, folded)) return one('allowed', 'likely');
    return says(attachments.recommended, folded) ? one('recommended', 'likely') : [];
  });
  const values = new Set(found.map(({ value }) => value));
  const clash = values.has('forbidden') && values.size > 1;
  return fieldOf(clash ? found.map((one) => ({ ...one, certainty: 'unsure' as const })) : found);
}

export function consentOf(page: Page): CallProposal['consent'] {
  const { consent, publication } = page.pack;
  const found = page.sentences.flatMap((sentence): Found<'needed'>[] => {
    const { folded } = sentence;
    const asked = folded.trimEnd().endsWith('?') || !says(consent.cues, folded) || !says(consent.needed, folded);
    // Consent to publication is another rule; so is consent as the topic of a call.
    if (asked || !says(consent.about, folded) || says(publication.publishes, folded)) return [];
    return [
      { value: 'needed', certainty: says(consent.strict, folded) ? 'sure' : 'likely', spans: [spanOf(sentence)] },
    ];
  });
  return fieldOf(found);
}

/** The declaration of consent: what it must say, and that it stands in the email, where the words tell. */
export function consentStatementOf(page: Page, consent: CallProposal['consent']): CallProposal['consentStatement'] {
  const { emailBody, document } = page.pack;
  const first = page.sentences.findIndex(({ start }) => start === consent.found?.spans[0]?.start);
  if (first < 0 || consent.found === null) return fieldOf<never>([]);
  const near = page.sentences
    .slice(first, first + 3)
    .filter(({ block }, index) => index === 0 || block <= (page.sentences[first]?.block ?? 0) + 1);
  const folded = near.map((sentence) => sentence.folded).join(' ');
  const inEmail = says(emailBody.cues, folded);
  const named = (['informed', 'risk', 'inclusion'] as const).filter((part) =>
    part === 'informed' ? /inform/.test(folded) : says(part === 'risk' ? document.risk : document.inclusion, folded),
  );
  const told = named.length === 3;
  if (!inEmail && !told) return fieldOf<never>([]);
  const value = { parts: told ? [...named] : ['informed' as const], place: inEmail ? ('email' as const) : null };
  const end = near.at(-1)?.end ?? consent.found.spans[0]?.end ?? 0;
  return fieldOf([{ value, certainty: 'likely', spans: [{ start: near[0]?.start ?? 0, end }] }]);
}

export function emailBodyOf(page: Page): CallProposal['emailBody'] {
  const { emailBody } = page.pack;
  const parts = new Set<'contact' | 'description' | 'consent' | 'publication'>();
  const spans: Span[] = [];
  let reach = -1;
  page.sentences.forEach((sentence) => {
    const cued = says(emailBody.cues, sentence.folded);
    // "In the text of the email:" rules the items below it.
    if (cued) reach = sentence.block + 3;
    const item = (page.blocks[sentence.block]?.labels.length ?? 0) > 0;
    if (!cued && !(sentence.block <= reach && item)) return;
    const before = parts.size;
    for (const part of ['contact', 'description', 'consent', 'publication'] as const) {
      if (says(emailBody[part], sentence.folded)) parts.add(part);
    }
    if (parts.size > before) spans.push(spanOf(sentence));
  });
  return parts.size === 0 ? fieldOf<never>([]) : fieldOf([{ value: [...parts], certainty: 'likely', spans }]);
}

const TASK_MAX = 400;

/** What must be done first, such as registering; its date where the sentence has one. */
export function tasksOf(page: Page, moments: readonly Moment[]): Found<TaskProposal>[] {
  const dated = new Map<Sentence, Moment>();
  for (const moment of moments) if (deadlineCues(page, moment).kind === 'task') dated.set(moment.sentence, moment);
  return page.sentences.flatMap((sentence): Found<TaskProposal>[] => {
    const moment = dated.get(sentence);
    const { tasks, must } = page.pack.deadline;
    const stated =
      moment !== undefined ||
      (says(tasks, sentence.folded) && says(must, sentence.folded) && !sentence.folded.trimEnd().endsWith('?'));
    if (!stated || sentence.end - sentence.start > TASK_MAX) return [];
    const [only, ...others] = moment?.mention.readings ?? [];
    const date = only !== undefined && others.length === 0 && moment?.mention.weekdayDisagrees === false ? only : null;
    const text = textOf(page, sentence);
    const address = webAddressesIn(text)[0]?.address ?? null;
    const whole = address === null || /^https?:/i.test(address) ? address : `https://${address}`;
    return [{ value: { text, date, address: whole }, certainty: 'likely', spans: [spanOf(sentence)] }];
  });
}
