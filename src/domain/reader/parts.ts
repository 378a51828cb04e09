/**
 * What each paragraph of a call is: a heading, a part of the background, a question, a rule for sending, or neither. The
 * tree of questions is made elsewhere, of the paragraphs that are questions here.
 */
import { mailboxesIn } from './addresses.ts';
import { groupsIn } from './addressees.ts';
import type { LabelKind } from './labels.ts';
import { bodyOf, foldedOf, isLabel, labelledValues, type Page, textOf } from './page.ts';
import type { Part } from './packs/pack.ts';
import type { Block } from './paragraphs.ts';
import { atStart, ofPack, says, whole } from './patterns.ts';
import { languageOf } from './tongue.ts';

export type Role = Part | 'heading' | 'lead-in' | 'unknown' | 'label';

const HEADING_MAX = 160;
const TITLE_WORDS_MAX = 22;
const TOP = 3;

/** One role a block, in the order of the text. */
export function rolesOf(page: Page): Role[] {
  const meta = labelBlocks(page);
  const roles = page.blocks.map((block) => (meta.has(block.index) ? 'label' : 'unknown') as Role);
  markUnderHeadings(page, roles);
  if (!roles.some((role, index) => role === 'questions' && isAsked(page, index))) markLists(page, roles);
  if (!roles.includes('questions')) markRecord(page, roles);
  closeQuestions(page, roles);
  if (page.languages.length > 1) markOtherLanguages(page, roles);
  return roles;
}

/** Of a text in two languages only the main one's questions are asked, and only its background is given. */
function markOtherLanguages(page: Page, roles: Role[]): void {
  let other = false;
  for (const block of page.blocks) {
    const language = languageOf(foldedOf(page, block), page.languages);
    if (language !== null) other = language !== page.languages[0];
    if (other) roles[block.index] = 'other';
  }
}

function labelBlocks(page: Page): Set<number> {
  const kinds = [
    'issuer',
    'deadline',
    'opening',
    'mailbox',
    'subject',
    'limit',
    'fileTypes',
    'languages',
    'noise',
  ] as const;
  const organs = new RegExp(`(?<![a-z])(?:${Object.values(page.pack.organs).join('|')})(?![a-z])`);
  // "Purpose: to inform the report to …" tells where it goes, and no background.
  const purposes = labelledValues(page, 'purpose').filter(({ value }) =>
    organs.test(foldedOf(page, value).slice(0, 600)),
  );
  const places = new Map(page.blocks.map((block) => [bodyOf(block).start, block.index]));
  const found = new Set<number>();
  for (const { label, value } of [...kinds.flatMap((kind) => labelledValues(page, kind)), ...purposes]) {
    const own = places.get(label.start);
    const below = places.get(value.start);
    if (own !== undefined && !foldedOf(page, { start: label.start, end: value.end }).includes('?')) found.add(own);
    if (below !== undefined && value.end - value.start <= HEADING_MAX) found.add(below);
  }
  return found;
}

/** Headings open parts; a lead-in opens the questions; a rule for sending closes them. */
function markUnderHeadings(page: Page, roles: Role[]): void {
  let part = 'unknown' as Part | 'unknown';
  let last = null as Block | null;
  for (const block of page.blocks) {
    const known: Part | null = headingOf(page, block);
    // "How do rules affect …?" among questions without labels is one of them.
    const opened: Part | null =
      known !== null && part === 'questions' && last === null && asksAmongQuestions(page, block) ? null : known;
    if (
      opened !== null &&
      !(
        part === 'questions' &&
        opened !== 'rules' &&
        opened !== 'questions' &&
        block.labels.length > 0 &&
        follows(last, block)
      )
    ) {
      // At the very top it is the title of the paper, unless questions follow at once.
      if (opened === 'questions' && block.index < TOP && !firstAsked(page, block.index)) continue;
      part = opened;
      roles[block.index] = 'heading';
      if (opened === 'questions') last = null;
      continue;
    }
    if (roles[block.index] === 'label') {
      if (part === 'questions') part = 'unknown';
      continue;
    }
    if (part !== 'questions' && (leadsIn(page, block, part) || namesQuestions(page, block))) {
      part = 'questions';
      roles[block.index] = 'lead-in';
      continue;
    }
    if (part === 'questions' && (isRule(page, block) || announcesRules(page, block))) part = 'rules';
    else if (part === 'rules' && last !== null && continues(page, last, block)) part = 'questions';
    if (part !== 'unknown') roles[block.index] = part;
    if (part === 'questions' && block.labels.length > 0) last = block;
  }
}

/** A line that ends with a question mark and does not ask about the contributions, or has another question below it. */
function asksAmongQuestions(page: Page, block: Block): boolean {
  const folded = foldedOf(page, bodyOf(block));
  if (!folded.endsWith('?')) return false;
  const next = page.blocks[block.index + 1];
  return !says(page.pack.publication.theirs, folded) || (next !== undefined && foldedOf(page, next).endsWith('?'));
}

/** "Key issues and questions on which comments are sought": names the questions in words of its own. */
function namesQuestions(page: Page, block: Block): boolean {
  const span = bodyOf(block);
  return (
    block.index >= TOP &&
    block.labels.length === 0 &&
    looksLikeHeading(page, block) &&
    !textOf(page, span).endsWith(':') &&
    !isSetHeading(page, block) &&
    says(page.pack.questionNames, foldedOf(page, span)) &&
    textOf(page, span).split(/\s+/).length <= NAMING_WORDS_MAX &&
    firstAsked(page, block.index)
  );
}

const NAMING_WORDS_MAX = 12;

/** What is printed after the last item, and asks for nothing, is no part of the questions any more. */
function closeQuestions(page: Page, roles: Role[]): void {
  let items = false;
  let tail: number[] = [];
  const close = (): void => {
    if (items) for (const index of tail) roles[index] = 'rules';
    tail = [];
  };
  for (const block of page.blocks) {
    if (roles[block.index] !== 'questions') {
      close();
      items = roles[block.index] === 'lead-in' ? items : false;
      continue;
    }
    if (block.labels.length > 0 || isAsked(page, block.index)) {
      items = true;
      tail = [];
    } else tail.push(block.index);
  }
  close();
}

const RECORD_MIN = 2;

/** "Each communication must contain:" and a list: the fields of a record of a case, where nothing else is asked. */
function markRecord(page: Page, roles: Role[]): void {
  if (!says(page.pack.kinds.cases, page.folded.slice(0, RECORD_OPENING))) return;
  for (const block of page.blocks) {
    const folded = foldedOf(page, bodyOf(block));
    const stem = folded.endsWith(':') && says(page.pack.records, folded) && !says(page.pack.emailBody.cues, folded);
    if (!stem || folded.length > HEADING_MAX) continue;
    let end = block.index + 1;
    while ((page.blocks[end]?.labels.length ?? 0) > 0 && !isRule(page, page.blocks[end] as Block)) end += 1;
    if (end - block.index - 1 < RECORD_MIN) continue;
    roles[block.index] = 'lead-in';
    for (let index = block.index + 1; index < end; index += 1) roles[index] = 'questions';
    return;
  }
}

const RECORD_OPENING = 3000;

const follows = (last: Block | null, block: Block): boolean =>
  last !== null &&
  last.labels[0]?.style === block.labels[0]?.style &&
  (block.labels[0]?.numbers.at(-1) ?? 0) === (last.labels[0]?.numbers.at(-1) ?? 0) + 1;

/** "Replies can be sent:", before a list of ways. */
function announcesRules(page: Page, block: Block): boolean {
  const folded = foldedOf(page, bodyOf(block));
  const { contribution, send, strongLeadIn, requests } = page.pack;
  return (
    block.labels.length === 0 &&
    folded.endsWith(':') &&
    says(contribution, folded) &&
    says(send, folded) &&
    !says(strongLeadIn, folded) &&
    !atStart(requests).test(folded)
  );
}

/** The next number of the questions' own list, after a rule that stood among them. */
function continues(page: Page, last: Block, block: Block): boolean {
  return (
    block.labels[0]?.kind !== 'bullet' && follows(last, block) && !isRule(page, block) && isAsked(page, block.index)
  );
}

/** The part that a heading opens; null for a block that is no known heading. */
export function headingOf(page: Page, block: Block): Part | null {
  const span = bodyOf(block);
  if (span.end - span.start > HEADING_MAX || span.end === span.start) return null;
  const folded = foldedOf(page, span);
  if (folded.includes('@')) return null;
  // "Who can contribute?" over a paragraph; as an item of a list it is a question.
  const asks = /[?]$/.test(folded);
  if (ENQUIRIES.test(folded)) return 'rules';
  if (asks && block.labels.length > 0) return null;
  const words = folded.replace(/^[¿ ]+|[? ]+$/g, '');
  const bare = block.labels.length === 0 && (asks || words.split(' ').length <= BARE_WORDS_MAX);
  if (bare && whole(page.pack.askingHeadings).test(words)) return 'rules';
  for (const part of ['rules', 'background', 'other', 'questions'] as const) {
    if (asks && part === 'questions') continue;
    // "Contributions may address the following topics:" is no heading over rules.
    if (part === 'rules' && folded.endsWith(':') && says(page.pack.strongLeadIn, folded)) continue;
    if (whole(page.pack.headings[part]).test(words)) return part;
  }
  return null;
}

const BARE_WORDS_MAX = 2;

/** A short line without an end that stands over others. */
export function looksLikeHeading(page: Page, block: Block): boolean {
  const text = textOf(page, bodyOf(block));
  if (text.length === 0 || text.length > HEADING_MAX || /[.?!;,…]["'”»)\]]*$/.test(text) || text.includes('@'))
    return false;
  return text.split(/\s+/).length <= TITLE_WORDS_MAX && /^[\p{Lu}\d"“«¿(]/u.test(text);
}

/** "Any questions?", over whom to write to; in all languages. */
const ENQUIRIES = /^[¿ ]{0,2}(?:any |des |alguna |tiene )?(?:questions?|preguntas?|dudas) ?\?$/;

/** A question, or something that is asked for, by its own words. */
export function isAsked(page: Page, index: number): boolean {
  const block = page.blocks[index];
  if (block === undefined) return false;
  const folded = foldedOf(page, bodyOf(block));
  if (ENQUIRIES.test(folded)) return false;
  return folded.includes('?') || atStart(page.pack.requests).test(folded.replace(/^[¿("“«*_ ]+/, ''));
}

/** A rule for sending: a mailbox, a limit, a deadline. A question with these words in it is none. */
export function isRule(page: Page, block: Block): boolean {
  const text = textOf(page, bodyOf(block));
  const folded = foldedOf(page, bodyOf(block));
  if (/\?["'”»)]?$/.test(folded)) return false;
  if (mailboxesIn(text).length > 0 || (block.labels.length === 0 && atStart(page.pack.remarks).test(folded)))
    return true;
  const { deadline, contribution, send, limits, publication } = page.pack;
  const sends = says(contribution, folded) && says(send, folded);
  if (sends && says(deadline.names, folded) && /\d{4}/.test(folded)) return true;
  if (sends && says(limits.maximum, folded) && figures(page).test(folded)) return true;
  if (says(deadline.tasks, folded) && says(deadline.must, folded) && /\d{4}/.test(folded)) return true;
  return (
    says(contribution, folded) &&
    says(publication.publishes, folded) &&
    !folded.includes('?') &&
    (says(publication.unless, folded) ||
      (says(publication.theirs, folded) && !atStart(page.pack.requests).test(folded)))
  );
}

const figures = ({ pack }: Page): RegExp =>
  ofPack(pack, 'figure', () => new RegExp(`\\d ?(?:${Object.values(pack.limits.units).join('|')})(?![a-z])`));

/** "…in response to the following questions:", just before a list or a question; or a heading for a set of questions. */
function leadsIn(page: Page, block: Block, part: Part | 'unknown'): boolean {
  const next = page.blocks[block.index + 1];
  if (next === undefined) return false;
  const span = bodyOf(block);
  const folded = foldedOf(page, span);
  const colon = /:["'”»)]?$/.test(folded.trimEnd());
  if (isSetHeading(page, block)) return true;
  if (!colon && promisesQuestions(page, block, folded)) return true;
  if (!colon && !(next.labels.length > 0 && block.labels.length === 0)) return false;
  // Of a long paragraph only its last sentence announces what follows.
  const sentence = page.sentences.length === 0 ? folded : lastSentence(folded);
  const asks = says(page.pack.leadIn, sentence) || (colon && says(page.pack.strongLeadIn, sentence));
  if (!asks || folded.includes('@')) return false;
  const asked = firstAsked(page, block.index);
  if (announcesOther(page, sentence))
    return colon && (asked || next.labels.length > 0) && says(page.pack.strongLeadIn, sentence);
  return colon
    ? asked ||
        (next.labels.length > 0 && ((part !== 'rules' && part !== 'other') || says(page.pack.strongLeadIn, sentence)))
    : asked && next.labels.length > 0;
}

/** "…comments on the following topics. She is eager to …", and then a heading or a question. */
function promisesQuestions(page: Page, block: Block, folded: string): boolean {
  const next = page.blocks[block.index + 1];
  if (next === undefined || folded.includes('@') || !says(page.pack.promises, folded)) return false;
  const begins =
    foldedOf(page, bodyOf(next)).endsWith('?') || (looksLikeHeading(page, next) && headingOf(page, next) === null);
  return begins && firstAsked(page, block.index);
}

const announcesOther = (page: Page, sentence: string): boolean => says(page.pack.otherLists, sentence);

const LOOK_AHEAD = 3;

/** Whether one of the next paragraphs is asked. */
function firstAsked(page: Page, index: number): boolean {
  for (let ahead = index + 1; ahead <= index + LOOK_AHEAD; ahead += 1) {
    const block = page.blocks[ahead];
    if (block !== undefined && isAsked(page, ahead) && !isRule(page, block)) return true;
  }
  return false;
}

function lastSentence(folded: string): string {
  const at = Math.max(folded.lastIndexOf('. '), folded.lastIndexOf('? '), folded.lastIndexOf('! '));
  return folded.slice(at + 1);
}

/** "Questions for civil society:", "A. Questions pour les États". */
export function isSetHeading(page: Page, block: Block): boolean {
  const span = bodyOf(block);
  if (span.end - span.start > HEADING_MAX || !looksLikeHeading(page, block)) return false;
  const folded = foldedOf(page, span);
  // "b) For children" goes on with a list; "a) Questions for children" may head one.
  if (block.labels.some(({ kind }) => SMALL.has(kind)) && !says(page.pack.questionNames, folded)) return false;
  return atStart(page.pack.setFor).test(folded) && groupsIn(page, span).length > 0;
}

/** Labels that items have, and headings seldom. */
const SMALL: ReadonlySet<LabelKind> = new Set(['letter', 'roman', 'bullet']);

const RUN_MIN = 2;

/** Without any heading: lists of which most items are asked, and single paragraphs that end with a question mark. */
function markLists(page: Page, roles: Role[]): void {
  const open = (index: number): boolean =>
    roles[index] === 'unknown' || roles[index] === 'background' || roles[index] === 'questions';
  let at = 0;
  while (at < page.blocks.length) {
    const end = endOfRun(page, roles, at, open);
    const items = page.blocks.slice(at, end).filter(({ index }) => isAsked(page, index));
    const marked = page.blocks
      .slice(at, end)
      .filter(({ index }) => foldedOf(page, bodyOf(page.blocks[index] as Block)).includes('?'));
    if (items.length >= RUN_MIN && marked.length > 0) {
      const heads = headsFirst(page, roles, at, end) ? at - 1 : at;
      for (let index = heads; index < end; index += 1) roles[index] = 'questions';
    }
    at = Math.max(end, at + 1);
  }
  if (roles.includes('questions')) return;
  for (const block of page.blocks) {
    const folded = foldedOf(page, bodyOf(block));
    // "Have visits been refused? Please tell us of cases.", between others.
    const goesOn = roles[block.index - 1] === 'questions' && folded.includes('? ');
    if (!open(block.index) || !(folded.endsWith('?') || goesOn) || isLabel(page, block) || block.index === 0) continue;
    roles[block.index] = 'questions';
    const above = page.blocks[block.index - 1];
    if (above !== undefined && above.index > 0 && roles[above.index] === 'unknown' && looksLikeHeading(page, above)) {
      roles[above.index] = 'questions';
    }
  }
}

/** Whether the line above a run is a heading as another within the run is. */
function headsFirst(page: Page, roles: readonly Role[], from: number, to: number): boolean {
  const heads = (block: Block | undefined): boolean =>
    block !== undefined && block.labels.length === 0 && !block.doubtful && looksLikeHeading(page, block);
  const above = page.blocks[from - 1];
  const free = roles[from - 1] === 'unknown' || roles[from - 1] === 'background';
  return free && heads(above) && page.blocks.slice(from, to).some(heads);
}

/** A run of labelled items, with at most one paragraph or heading without a label between two of them. */
function endOfRun(page: Page, roles: readonly Role[], from: number, open: (index: number) => boolean): number {
  let end = from;
  for (let index = from; index < page.blocks.length; index += 1) {
    const block = page.blocks[index];
    if (block === undefined || !open(index) || isRule(page, block)) break;
    if (block.labels.length > 0 && !(roles[index] === 'background' && !isAsked(page, index))) end = index + 1;
    else if (index - end >= 1 || end === from) break;
  }
  return end;
}
