/**
 * The preview of a worksheet that was brought back, as its view needs it: what needs a look first, and everything that
 * stays as it is in one line. Answers no request.
 */
import { difference, excerpt, type Gap, type Run } from '../domain/difference.ts';
import { newEffort } from '../domain/edits.ts';
import { wordedIn } from '../domain/language.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import { labelOf } from '../domain/places.ts';
import { officialLanguages } from '../domain/questionnaire.ts';
import { FINDING_STATES, type Choice, type FindingState } from '../domain/worksheetFindings.ts';
import type { SheetFound } from '../domain/worksheetFound.ts';
import { countWords } from '../domain/words.ts';
import { questionsAt, type Desk } from './desk.ts';
import { shown, type Shown } from './page.ts';
import { to } from './paths.ts';
import { comparing, writtenIn } from './questionPages.ts';
import type { Chosen, Weighed } from './worksheetReturns.ts';

type Runs = readonly (Run | Gap)[];

interface Entry {
  readonly id: string;
  readonly number: number;
  readonly label: string | null;
  readonly wording: Shown;
  readonly state: FindingState;
  readonly choice: Choice;
  readonly revision: number;
  /** Of two texts that met: each with what changed in it. Of all others one: what taking the sheet changes. */
  readonly runs: Runs;
  readonly theirs: Runs | null;
  /** Everything that would stand there. */
  readonly whole: string;
  readonly words: number;
  /** The sheet has no text for it any more. */
  readonly emptied: boolean;
}

export interface PreviewPage {
  readonly id: string;
  readonly title: Shown;
  readonly own: boolean;
  readonly found: string;
  /** More than a plain form may carry. */
  readonly large: boolean;
  readonly entries: readonly Entry[];
  readonly unchanged: readonly { readonly number: number; readonly label: string | null; readonly id: string }[];
  /** Questions that the file does not speak of. */
  readonly missing: readonly { readonly number: number; readonly label: string | null; readonly id: string }[];
  readonly counts: readonly { readonly state: FindingState; readonly count: number; readonly first: string }[];
  readonly pieces: readonly { readonly text: string; readonly near: string | null; readonly place: string }[];
  readonly questions: readonly { readonly id: string; readonly name: string }[];
  readonly written: string;
  readonly here: string;
  readonly noSwitch: true;
}

/** Bytes of a plain form that are surely taken, with every letter of it encoded in three. */
const PLAIN_LENGTH_MAX = 400_000;

export function previewPage(desk: Desk, weighed: readonly Weighed[], found: SheetFound, chosen: Chosen): PreviewPage {
  const { draft, questionnaire, visit } = desk;
  const { id, language } = draft.record;
  const entries = weighed
    .filter(({ finding }) => finding.state !== 'unchanged')
    .map((one) => entryOf(desk, one, chosen));
  const json = JSON.stringify(found);
  const spoken = new Set(weighed.map(({ placed }) => placed.node.id));
  const named = (placed: PlacedQuestion) => ({
    id: placed.node.id,
    number: placed.number,
    label: labelOf(placed.node),
  });
  return {
    id,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    own: found.own,
    found: json,
    large: encodeURIComponent(json).length > PLAIN_LENGTH_MAX,
    entries,
    unchanged: weighed.filter(({ finding }) => finding.state === 'unchanged').map(({ placed }) => named(placed)),
    missing: questionsAt(desk)
      .filter(({ node }) => !spoken.has(node.id))
      .map(named),
    counts: FINDING_STATES.flatMap((state) => {
      const own = entries.filter((entry) => entry.state === state);
      return own.length === 0 ? [] : [{ state, count: own.length, first: own[0]?.id ?? '' }];
    }),
    pieces: found.pieces.map((piece, index) => ({ ...piece, place: chosen.places[index] ?? '' })),
    questions: questionsAt(desk).map((placed) => ({ id: placed.node.id, name: nameOf(desk, placed) })),
    written: language,
    here: to.worksheet(id),
    noSwitch: true,
  };
}

function entryOf(desk: Desk, { placed, finding, revision }: Weighed, { choices }: Chosen): Entry {
  const { node, number } = placed;
  const { state, base, mine, theirs, taken } = finding;
  const compare = comparing(desk, placed, newEffort());
  const met = state === 'conflict';
  const written = writtenIn(desk, placed, taken);
  return {
    id: node.id,
    number,
    label: labelOf(node),
    wording: shown(desk.questionnaire, node.text ?? {}, desk.visit.language),
    state,
    choice: choices[node.id] ?? 'theirs',
    revision,
    runs: state === 'new' ? opening(written) : excerpt(compare(met ? (base ?? theirs) : theirs, met ? mine : taken)),
    theirs: met ? (base === null ? opening(writtenIn(desk, placed, theirs)) : excerpt(compare(base, theirs))) : null,
    whole: written,
    words: countWords(taken.text),
    emptied: written.trim() === '',
  };
}

const OPENING_WORDS = 60;

/** The first words of a text that is new as a whole. */
function opening(text: string): Runs {
  const words = text.match(/\s*\S+/g) ?? [];
  if (words.length <= OPENING_WORDS + 10) return difference(text, text);
  return [
    { kind: 'same', text: words.slice(0, OPENING_WORDS).join('') },
    { kind: 'gap', words: words.length - OPENING_WORDS },
  ];
}

const NAME_LENGTH_MAX = 70;

/** "3) Which laws protect…", for a list to choose from. */
function nameOf({ questionnaire, visit }: Desk, { node, number }: PlacedQuestion): string {
  const text = wordedIn(node.text ?? {}, visit.language, officialLanguages(questionnaire))?.text ?? '';
  const whole = `${labelOf(node) ?? `${number}.`} ${text}`.trim();
  return whole.length <= NAME_LENGTH_MAX ? whole : `${whole.slice(0, NAME_LENGTH_MAX - 1).trimEnd()}…`;
}
