/**
 * How long a draft is, held against the limits of its call (14 to 16): the whole, its sections, its answers. What counts
 * is what the call says; where it says nothing, footnotes count and the rest does not. Nothing is ever cut, and pages
 * are an estimate. Pure.
 */
import type { Answer } from './answer.ts';
import { printedTexts } from './checks/texts.ts';
import { answerTo, type Draft } from './draft.ts';
import { wordedIn } from './language.ts';
import { isFor, limitsFor, type Limit, type Situation } from './limit.ts';
import type { QuestionNode } from './nodes.ts';
import { isAnswered } from './places.ts';
import { officialLanguages, type Questionnaire } from './questionnaire.ts';
import { addresseesIn, scopedTo, scopeOf, type Scoped } from './scope.ts';
import { isJoint } from './signatory.ts';
import { countWords, withoutCitations } from './words.ts';

/** A limit held against what is there. */
export interface Measure {
  readonly limit: Limit;
  /** Id of the question or of the heading that it is about; null: the whole. */
  readonly node: string | null;
  /** In the unit of the limit; null: it cannot be counted here. */
  readonly count: number | null;
  readonly verdict: 'within' | 'over' | 'under' | 'unknown';
}

/** What the draft says of who writes it, and in which language. */
export function situationOf(draft: Draft, questionnaire: Questionnaire): Situation {
  const { organisation, signatories, record } = draft;
  const { status } = organisation.value;
  return {
    joint: isJoint(signatories.value),
    status: status === '' ? null : status !== 'none',
    language: record.language,
    addressees: addresseesIn(draft, questionnaire),
  };
}

/** Words on a page of single lines in twelve points. */
const WORDS_A_PAGE = 500;
const PLAIN_POINTS = 12;

/** About how many words fill a page that is set as the call asks. */
export function wordsAPage({ layout }: Pick<Questionnaire, 'layout'>): number {
  const { size, spacing } = layout.value ?? { size: null, spacing: null };
  return Math.round((WORDS_A_PAGE * (PLAIN_POINTS / (size ?? PLAIN_POINTS)) ** 2) / (spacing ?? 1));
}

interface Size {
  readonly words: number;
  readonly characters: number;
  readonly paragraphs: number;
}
const NOTHING: Size = { words: 0, characters: 0, paragraphs: 0 };

const sum = (sizes: readonly Size[]): Size =>
  sizes.reduce(
    (total, { words, characters, paragraphs }) => ({
      words: total.words + words,
      characters: total.characters + characters,
      paragraphs: total.paragraphs + paragraphs,
    }),
    NOTHING,
  );

/** A line that begins a paragraph of its own: after an empty one, or an item of a list. */
const PARAGRAPH = /(?:^|\n[^\S\n]*\n\s*|\n(?=[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]))(?=\S)/g;

/** Characters with their spaces, as Word's second figure counts them; line ends are none. */
function sizeOf(text: string): Size {
  const bare = text.trim();
  if (bare === '') return NOTHING;
  return {
    words: countWords(bare),
    characters: withoutCitations(bare).replace(/\n/g, '').length,
    paragraphs: bare.match(PARAGRAPH)?.length ?? 1,
  };
}

/** The text of a footnote: its line, and those that are set in under it. */
const FOOTNOTE = /^\[\^[^\]\n]{1,60}\]:.*(?:\n[ \t]+\S.*)*$/gm;

interface Sizes {
  readonly text: Size;
  readonly footnotes: Size;
}
const sized = new WeakMap<Answer, Sizes>();

/** An answer that did not change is the same value, and is not counted again. */
function sizesOf(answer: Answer): Sizes {
  let found = sized.get(answer);
  if (found === undefined) {
    const texts = printedTexts(answer).map(({ text }) => text);
    found = {
      text: sum(texts.map((text) => sizeOf(text.replace(FOOTNOTE, '')))),
      footnotes: sum(texts.flatMap((text) => [...text.matchAll(FOOTNOTE)].map(([note]) => sizeOf(note)))),
    };
    sized.set(answer, found);
  }
  return found;
}

interface Counting {
  readonly draft: Draft;
  readonly questionnaire: Questionnaire;
}

/** What counts of these questions: answers, and what else the call includes. */
function counted({ draft, questionnaire }: Counting, nodes: readonly QuestionNode[], { counts }: Limit): Size {
  const officials = officialLanguages(questionnaire);
  return sum(
    nodes.flatMap((node) => {
      const { text, footnotes } = sizesOf(answerTo(draft, node.id).value);
      const wording =
        counts.questions === 'included' ? wordedIn(node.text ?? {}, draft.record.language, officials) : null;
      return [
        text,
        ...(counts.footnotes === 'excluded' ? [] : [footnotes]),
        ...(wording === null || text.words === 0 ? [] : [sizeOf(wording.text)]),
      ];
    }),
  );
}

/** The title block, roughly: what it says, without the labels. */
function coverOf({ draft, questionnaire }: Counting): Size {
  const title = wordedIn(questionnaire.title, draft.record.language, officialLanguages(questionnaire))?.text ?? '';
  return sum([title, ...Object.values(draft.organisation.value), ...Object.values(draft.front.value)].map(sizeOf));
}

function inUnit({ unit }: Limit, { words, characters, paragraphs }: Size, questionnaire: Questionnaire): number | null {
  switch (unit) {
    case 'words':
      return words;
    case 'characters':
      return characters;
    case 'paragraphs':
      return paragraphs;
    case 'pages':
      return Math.ceil(words / wordsAPage(questionnaire));
    default:
      return null;
  }
}

function measured(limit: Limit, node: string | null, count: number | null): Measure {
  const { minimum, maximum } = limit;
  const verdict =
    count === null
      ? 'unknown'
      : maximum !== null && count > maximum
        ? 'over'
        : minimum !== null && count > 0 && count < minimum
          ? 'under'
          : 'within';
  return { limit, node, count, verdict };
}

/** The limits of one answer: those of its question, and those of the call for each answer. */
export function answerLimits(questionnaire: Questionnaire, node: QuestionNode, situation: Situation): readonly Limit[] {
  return [
    ...(questionnaire.length.value ?? []).filter(({ scope }) => scope === 'answer'),
    ...(isAnswered(node) ? node.limits : []),
  ].filter((limit) => isFor(limit, situation));
}

export function answerMeasures(counting: Counting, node: QuestionNode, situation: Situation): readonly Measure[] {
  const { questionnaire } = counting;
  return answerLimits(questionnaire, node, situation).map((limit) =>
    measured(limit, node.id, inUnit(limit, counted(counting, [node], limit), questionnaire)),
  );
}

interface Part {
  readonly heading: QuestionNode;
  readonly questions: readonly QuestionNode[];
  readonly outermost: boolean;
}

/** Every heading and group with what is answered under it; a heading without children reaches up to the next one. */
function partsOf({ nodes: all, byId: answerable }: Scoped): readonly Part[] {
  const under = (nodes: readonly QuestionNode[]): readonly QuestionNode[] =>
    nodes.flatMap((node) => [...(answerable.has(node.id) ? [node] : []), ...under(node.children)]);
  const walk = (nodes: readonly QuestionNode[], outermost: boolean): readonly Part[] =>
    nodes.flatMap((heading, index) => {
      const inside = walk(heading.children, false);
      if (answerable.has(heading.id) || heading.kind === 'note') return inside;
      const following = nodes.slice(index + 1);
      const end = following.findIndex(({ kind }) => kind === 'heading');
      const reach = heading.children.length > 0 ? heading.children : following.slice(0, end === -1 ? undefined : end);
      return [{ heading, questions: under(reach), outermost }, ...inside];
    });
  return walk(all, true);
}

/** Every limit that can be held against the text: of the whole, of each section, of each answer. */
export function measuresOf(counting: Counting, situation: Situation): readonly Measure[] {
  const { questionnaire } = counting;
  const scoped = scopedTo(questionnaire, scopeOf(counting.draft));
  const questions = scoped.questions.map(({ node }) => node);
  const limits = limitsFor(questionnaire, situation);
  const of = (limit: Limit, nodes: readonly QuestionNode[], node: string | null, more: Size = NOTHING): Measure =>
    measured(limit, node, inUnit(limit, sum([counted(counting, nodes, limit), more]), questionnaire));
  return [
    ...limits
      .filter(({ scope }) => scope === 'whole')
      .map((limit) => of(limit, questions, null, limit.counts.cover === 'included' ? coverOf(counting) : NOTHING)),
    ...partsOf(scoped).flatMap(({ heading, questions: inside, outermost }) =>
      [
        ...(outermost ? limits.filter(({ scope }) => scope === 'section') : []),
        ...heading.limits.filter((limit) => isFor(limit, situation)),
      ].map((limit) => of(limit, inside, heading.id)),
    ),
    ...questions.flatMap((node) => answerMeasures(counting, node, situation)),
  ];
}

/** Limits of the email, held against its text. */
export function emailMeasures(questionnaire: Questionnaire, text: string, situation: Situation): readonly Measure[] {
  return limitsFor(questionnaire, situation)
    .filter(({ scope }) => scope === 'email')
    .map((limit) => measured(limit, null, inUnit(limit, sizeOf(text), questionnaire)));
}
