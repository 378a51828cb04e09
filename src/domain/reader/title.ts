/**
 * The title of a call: its first heading, or the first that speaks of a call. Text without a heading has none.
 */
import { bodyOf, foldedOf, isLabel, labelledValues, type Page, textOf, trimmed } from './page.ts';
import { namesIn } from './issuerNames.ts';
import type { Block } from './paragraphs.ts';
import { headingOf, looksLikeHeading, type Role } from './parts.ts';
import { asLabel, atStart, ofPack, says } from './patterns.ts';
import { type Field, fieldOf, type Found, type Span } from './proposal.ts';

/** Titles stand at the top; further down a heading is one of a section. */
const BLOCKS_MAX = 14;
const LENGTH_MAX = 320;
const PARTS_MAX = 6;
const TOP = 3;

/** "CRC/C/GC/27 — " before a title. */
const SYMBOL = /^[a-z]{1,8}(?:\/[a-z0-9.-]{1,12}){1,6} ?[:-]? ?/;

/** "OHCHR | Calls for input", "Home > Calls": where a page stands on its site. */
const CRUMBS = /\S (?:\||>|»|›|\/) \S[^«“"]*$/;

const BARE_MAX = 24;

/** What surrounds the text of a page in any language: "Skip to main content", "Home / Calls", "A/HRC/61/2". */
const FURNITURE =
  /^(?:skip to|aller au contenu|pasar al contenido|saltar al|ir al contenido|home|accueil|inicio)(?![a-z])|^[a-z]{1,8}(?:\/[a-z0-9.-]{1,12}){1,6}$|^distr\.|^original:|^[a-z' -]{2,24},? (?:le |el )?\d{1,2}(?:er)? (?:de )?[a-z]{3,12}(?: de)? \d{4}$|^\d{1,2} [a-z]{3,12} \d{4}$/;

export function titleOf(page: Page, roles: readonly Role[]): Field<string> {
  const top = page.blocks.slice(0, BLOCKS_MAX);
  const limit = top.findIndex(({ index }) => roles[index] === 'questions');
  const names = namesIn(page);
  const onlyNames = (block: Block): boolean =>
    names.some(
      ({ start, end }) => start >= block.start && end <= block.end && end - start > (block.end - block.body) * 0.85,
    );
  const blocks = (limit < 0 ? top : top.slice(0, limit)).filter(
    (block) => isTitle(page, block, roles) && !onlyNames(block),
  );
  const cued = blocks.filter((block) => says(page.pack.title.cues, foldedOf(page, block)));
  const [first] = blocks;
  const named = worded(page, cued, blocks);
  const found: Found<string>[] = [];
  if (named !== undefined) found.push(titleFrom(page, named, roles, isPlainly(page, named, first) ? 'sure' : 'likely'));
  if (first !== undefined && first !== named)
    found.push(titleFrom(page, first, roles, named === undefined && first.index < 3 ? 'likely' : 'unsure'));
  const subject = found.some(({ certainty }) => certainty !== 'unsure') ? [] : subjectOfLetter(page);
  return fieldOf([...subject, ...found, ...purposes(page)]);
}

/** The first title that speaks of a call. "Questionnaire for States" tells less than the heading right below it. */
function worded(page: Page, cued: readonly Block[], blocks: readonly Block[]): Block | undefined {
  const [named] = cued;
  if (named === undefined || headingOf(page, named) !== 'questions') return named;
  return blocks.find(({ index }) => index > named.index && index <= named.index + 2) ?? named;
}

/** Nothing but furniture stands before it, and it is not only named after whom it is for. */
const isPlainly = (page: Page, named: Block, first: Block | undefined): boolean =>
  (named === first || bareBefore(page, named)) && headingOf(page, named) !== 'questions' && tellsTopic(page, named);

const TOPIC_WORDS_MIN = 8;

/** "Call for the submission of contributions" names no topic: the title may stand below. */
function tellsTopic(page: Page, block: Block): boolean {
  const text = textOf(page, bodyOf(block));
  return /[:–—"«“]/.test(text) || text.split(/\s+/).length >= TOPIC_WORDS_MIN;
}

/** "Subject: …" at the head of a letter or message names its topic. */
function subjectOfLetter(page: Page): Found<string>[] {
  return labelledValues(page, 'subject')
    .filter(({ label, value }) => {
      const words = foldedOf(page, label);
      const top = page.blocks[BLOCKS_MAX]?.start ?? page.text.length;
      return label.start < top && /^(?:subject|objet|asunto|re)(?! ?[a-z])/.test(words) && value.end - value.start > 7;
    })
    .slice(0, 1)
    .map(({ value }) => ({ value: textOf(page, value), certainty: 'likely', spans: [value] }));
}

/** A heading that is more than "Call for input" or the name of an office's page. */
function isTitle(page: Page, block: Block, roles: readonly Role[]): boolean {
  const text = textOf(page, bodyOf(block));
  const folded = foldedOf(page, bodyOf(block));
  if (block.labels.some(({ kind }) => kind !== 'bullet') || text.length < 8 || text.length > LENGTH_MAX) return false;
  if (roles[block.index] === 'label' || isLabel(page, block)) return false;
  const part = headingOf(page, block);
  // "Questionnaire for States" at the very top is the title of a paper.
  if (part !== null && !(part === 'questions' && block.index < TOP && text.length > BARE_MAX)) return false;
  if (
    FURNITURE.test(folded) ||
    isBare(page, folded.replace(SYMBOL, '')) ||
    asLabel(page.pack.labelled.noise).test(folded)
  )
    return false;
  // "Mandate of the …" at the head of a letter names who writes.
  if (/^mandat[eo]? (?:of|de|du|del)(?![a-z])/.test(folded)) return false;
  if (CRUMBS.test(text) || (/[.;,:]$/.test(text) && !says(page.pack.title.cues, folded))) return false;
  return looksLikeHeading(page, block) || longTitle(page, block);
}

/** Titles of calls can be long, and end with a bracket or a full stop; a paragraph has sentences. */
function longTitle(page: Page, block: Block): boolean {
  const folded = foldedOf(page, bodyOf(block));
  const sentences = page.sentences.filter(({ block: index }) => index === block.index).length;
  // "Call for input to the reports of …", without a full stop, is no sentence.
  const begins = atStart(page.pack.title.cues).test(folded) && !folded.endsWith('.');
  return (
    sentences === 1 &&
    block.index < 4 &&
    says(page.pack.title.cues, folded.slice(0, 120)) &&
    !folded.includes('@') &&
    !/[?]$/.test(folded) &&
    (begins || (!says(page.pack.send, folded) && !says(page.pack.acts, folded)))
  );
}

/** "Call for input", "Concept note and call for contributions": words of no call's own. */
const isBare = (page: Page, folded: string): boolean =>
  ofPack(
    page.pack,
    'bare titles',
    () =>
      new RegExp(
        `^(?:${page.pack.title.bare.join('|')})(?:,? (?:${page.pack.dates.and.join('|')}|&|/) (?:${page.pack.title.bare.join('|')}))?[ .:;*-]{0,3}$`,
      ),
  ).test(folded);

function bareBefore(page: Page, block: Block): boolean {
  return page.blocks
    .slice(0, block.index)
    .every((other) => isBare(page, foldedOf(page, bodyOf(other))) || other.end - other.start < 60);
}

/** A title broken over several lines: those that follow without an empty line and begin no sentence. */
function titleFrom(
  page: Page,
  block: Block,
  roles: readonly Role[],
  certainty: Found<string>['certainty'],
): Found<string> {
  const spans: Span[] = [trimmed(page, bodyOf(block), '*#')];
  for (let index = block.index + 1; index < block.index + PARTS_MAX; index += 1) {
    const next = page.blocks[index];
    if (
      next === undefined ||
      !next.tight ||
      next.labels.length > 0 ||
      !isTitle(page, next, roles) ||
      foldedOf(page, next).length > 160
    )
      break;
    if (!openEnded(page, page.blocks[index - 1] ?? block, next)) break;
    spans.push(bodyOf(next));
  }
  const lowered = block.doubtful && certainty === 'sure' ? 'likely' : certainty;
  return { value: spans.map((span) => textOf(page, span)).join(' '), certainty: lowered, spans };
}

/** The line stops in the middle of a phrase, or both are set in capitals. */
function openEnded(page: Page, block: Block, next: Block): boolean {
  const last = foldedOf(page, block).split(' ').at(-1) ?? '';
  const capitals = (one: Block): boolean => textOf(page, one) === textOf(page, one).toUpperCase();
  return (
    /[:,–-]$/.test(textOf(page, block)) ||
    page.pack.usual.includes(last) ||
    (capitals(block) && capitals(next)) ||
    /^\p{Ll}/u.test(textOf(page, next))
  );
}

/** Words that say what the report is on: a candidate where nothing is printed as a title. */
function purposes(page: Page): Found<string>[] {
  return page.sentences.slice(0, 12).flatMap((sentence): Found<string>[] => {
    const match = /(?<!\p{L})[“«"]\s?([^“”«»"]{12,160}?)\s?[”»"]/u.exec(textOf(page, sentence));
    if (match?.[1] === undefined || !says(page.pack.kinds.thematic, sentence.folded)) return [];
    const start = sentence.start + match.index + match[0].indexOf(match[1]);
    return [{ value: match[1], certainty: 'unsure', spans: [{ start, end: start + match[1].length }] }];
  });
}
