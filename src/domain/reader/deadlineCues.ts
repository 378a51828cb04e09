/**
 * Whether the words around a date speak of a deadline, of an opening, of a task before it, or of something else.
 */
import type { Moment } from './moments.ts';
import { foldedOf, type Page } from './page.ts';
import { ofPack, says } from './patterns.ts';

export interface Cue {
  readonly kind: 'deadline' | 'opening' | 'task' | 'other';
  readonly strength: 'strong' | 'weak';
  /** The words themselves name a deadline or say what to send by it. */
  readonly certain: boolean;
}

const OTHER: Cue = { kind: 'other', strength: 'weak', certain: false };
const NEAR = 90;
/** A mailbox and a subject can hold any word. */
const QUOTED = /[«“"][^»”"]{0,160}/g;
const MAILBOX = /\S{0,64}@\S{0,64}/g;
const PERIOD_NEAR = 32;

export function deadlineCues(page: Page, moment: Moment): Cue {
  const { deadline, contribution, invites, send } = page.pack;
  const { mention, sentence, before, after, relation, label } = moment;
  if (label?.kind === 'noise') return OTHER;
  if (label?.kind === 'opening') return { kind: 'opening', strength: 'strong', certain: true };
  const close = before.replace(MAILBOX, ' ').slice(-NEAR);
  const named =
    label?.kind === 'deadline' ||
    says(deadline.names, close) ||
    says(deadline.names, after.slice(0, 40)) ||
    says(deadline.extended, close) ||
    // "… (first set for 15 August)", in a sentence on an extension.
    (says(deadline.former, close) && says(deadline.extended, sentence.folded) && says(deadline.names, sentence.folded));
  const submits = says(contribution, sentence.said) && says(send, sentence.said);
  if (mention.range !== null || mention.shortFrom !== null) return rangeCue(page, moment, submits);
  if (opens(page, moment, submits))
    return { kind: 'opening', strength: 'strong', certain: says(deadline.opens, close) };
  if (says(deadline.tasks, before) && (named || relation !== null))
    return { kind: 'task', strength: 'strong', certain: true };
  if (named) return { kind: 'deadline', strength: 'strong', certain: true };
  // "Cases that occurred before": a period.
  if (says(page.pack.period.cues, before.slice(-PERIOD_NEAR))) return OTHER;
  const bound = relation === 'by' || relation === 'before';
  const elsewhere = says(deadline.otherwise, `${close} ${after.replace(QUOTED, ' ').slice(0, 24)}`);
  if (bound && (submits || underDeadline(page, moment)) && !elsewhere)
    return { kind: 'deadline', strength: 'strong', certain: submits || says(contribution, sentence.said) };
  // "She kindly requests responses by 3 May."
  if (bound && !elsewhere && says(contribution, close) && says(invites, sentence.said))
    return { kind: 'deadline', strength: 'strong', certain: false };
  if (bound && submits) return { kind: 'deadline', strength: 'weak', certain: false };
  if (relation === 'on' && submits && !elsewhere) return { kind: 'deadline', strength: 'weak', certain: false };
  // "Send three pages to a@… by 3 May": what to send is not named, and where to is.
  if (bound && !elsewhere && says(send, before))
    return { kind: 'deadline', strength: 'weak', certain: sentence.folded.includes('@') };
  return underDeadline(page, moment) && !elsewhere
    ? { kind: 'deadline', strength: 'strong', certain: says(contribution, sentence.said) }
    : OTHER;
}

/** "Submissions are accepted from 1 March to 30 April": the first opens, the last closes. */
function rangeCue(page: Page, { mention, sentence, before }: Moment, submits: boolean): Cue {
  const { deadline, period } = page.pack;
  const about = says(period.cues, sentence.folded) || says(deadline.otherwise, sentence.folded);
  const open = says(deadline.opens, sentence.folded) || says(deadline.names, before);
  // "Extended from 14 to 21 March": two deadlines.
  if (says(deadline.extended, sentence.folded) && says(deadline.names, sentence.folded)) {
    return { kind: 'deadline', strength: 'strong', certain: true };
  }
  if (about || mention.shortFrom !== null || !(submits || open)) return OTHER;
  return {
    kind: mention.range === 'from' ? 'opening' : 'deadline',
    strength: submits || open ? 'strong' : 'weak',
    certain: submits,
  };
}

function opens(page: Page, { before, relation, sentence }: Moment, submits: boolean): boolean {
  const { deadline, contribution, send } = page.pack;
  if (relation === 'by' || relation === 'before') return false;
  const opened = ofPack(page.pack, submits ? 'opens from' : 'opens', () => {
    const words = [...deadline.opens, ...(submits ? deadline.opensFrom : [])].join('|');
    return new RegExp(`(?<![a-z])(?:${words})(?: (?:${deadline.fillers.join('|')})){0,4}[ ,:]{0,3}$`);
  });
  const spoken = submits || [deadline.names, contribution, send].some((words) => says(words, sentence.folded));
  return spoken && opened.test(before.slice(-40));
}

const HEADING_MAX = 120;
const ITEMS_MAX = 40;

/** A short line that ends with a year, as rows of a table of dates do. */
export function isRow(page: Page, block: Page['blocks'][number]): boolean {
  return block.end - block.start <= HEADING_MAX && /(?:19|20)\d\d[.;]?$/.test(foldedOf(page, block));
}

/** An item or line below "Deadlines:", or one whose own block names a deadline before the sentence. */
function underDeadline(page: Page, { sentence }: Moment): boolean {
  const own = page.blocks[sentence.block];
  if (own === undefined) return false;
  if (
    sentence.start > own.start &&
    says(page.pack.deadline.names, foldedOf(page, { start: own.start, end: sentence.start }).slice(-200))
  )
    return true;
  for (let index = own.index - 1; index >= Math.max(0, own.index - ITEMS_MAX); index -= 1) {
    const block = page.blocks[index];
    if (block === undefined) return false;
    const folded = foldedOf(page, block);
    const announces = folded.length <= HEADING_MAX && says(page.pack.deadline.names, folded) && !/\d{4}/.test(folded);
    if (announces) return own.labels.length > 0 || index === own.index - 1 || isRow(page, own);
    if (block.labels.length === 0 && !isRow(page, block)) return false;
  }
  return false;
}
