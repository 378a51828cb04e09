/**
 * The worksheet: the questionnaire with the answers so far, made to be filled in offline. This is what both ways use: the
 * press sets it (`src/docx/worksheet.ts`), and the reader of a sheet that comes back finds in it which places there
 * are, what each holds, and how a table or a row of boxes becomes a value. Pure; composed in the draft's language.
 *
 * In a place, answers stand as their text says (paragraphs, lists, bold, italic, links, footnotes); `[[passages]]` and
 * `[@citations]` stand as typed, and lines that look like ours are shielded (`worksheetShields.ts`). Which lines bound a place is `worksheetMarks.ts`; how asks become places is
 * `worksheetPlaces.ts`. Comments, checks and everything else that is no answer stay out.
 */
import type { Draft } from './draft.ts';
import { wordedIn, type Say, type Text } from './language.ts';
import { limitsFor, type Limit } from './limit.ts';
import { situationOf } from './measure.ts';
import type { Block } from './outline.ts';
import { Footnotes } from './prose.ts';
import { officialLanguages, type Questionnaire } from './questionnaire.ts';
import { withinScope } from './scope.ts';
import { END_SIGN, START_SIGN, STAMP_DIGITS, TICKED_BOX, type PlaceId, type Stamp } from './worksheetMarks.ts';
import { sheetSections } from './worksheetSections.ts';
import { sheetBlocks, shieldedBlocks } from './worksheetShields.ts';

/**
 * What a place holds. A sheet that comes back is read with the same value: of a place the ids, the forms and the labels
 * are what the reader needs, and the rest is what stood there when the sheet was taken.
 */
export type Place = TextPlace | BoxesPlace | TablePlace | RecordsPlace;

interface PlaceBase {
  readonly id: PlaceId;
  /** What is printed over it, without a mark; "": nothing. */
  readonly title: string;
  /** How to fill it in, in a sentence; "": it needs none. */
  readonly hint: string;
}

/** Free text in light Markdown: the text of an answer, or the details of a choice. */
export interface TextPlace extends PlaceBase {
  readonly kind: 'text';
  /** The question, or the ask of kind choice, that it belongs to. */
  readonly part: 'text' | 'details';
  /** Empty: nothing was written so far. */
  readonly blocks: readonly Block[];
}

/**
 * Boxes to tick, one a line: "☐ Yes", "☒ No", each with the words of its option. Under a box that takes details stands what
 * was written there, in paragraphs of its own, up to the next line that is a box with the words of an option.
 */
export interface BoxesPlace extends PlaceBase {
  readonly kind: 'boxes';
  /** `state`: options `finished`, `declined` (its details are the reason) and `confidential`. */
  readonly part: 'choice' | 'ticks' | 'state';
  /** Of a choice one option at most holds. */
  readonly options: readonly BoxOption[];
}
export interface BoxOption {
  readonly id: string;
  /** As printed after the box. */
  readonly text: string;
  readonly ticked: boolean;
  /** Light Markdown under the box; null: it takes none. */
  readonly details: readonly Block[] | null;
}

/** A table with a header row; a row of it for each row of the answer, and a few empty ones. Blank rows are no rows. */
export interface TablePlace extends PlaceBase {
  readonly kind: 'table';
  readonly part: 'rows' | 'recommendations';
  /** Its columns. */
  readonly fields: readonly Field[];
  /** By column. */
  readonly rows: readonly (readonly (readonly Block[])[])[];
  /** Empty rows after those. */
  readonly spare: number;
}

/** A table for each record: a row for each field, its label in the first column. A few have only labels. */
export interface RecordsPlace extends PlaceBase {
  readonly kind: 'records';
  readonly part: 'records' | 'comments';
  readonly fields: readonly Field[];
  /** Of each what is printed over its table ("Practice 2"), and its cells by field. Those at the end are empty. */
  readonly records: readonly { readonly title: string; readonly cells: readonly (readonly Block[])[] }[];
}

export interface Field {
  readonly id: string;
  readonly label: string;
  /**
   * What a cell holds. `text`: light Markdown. `literal`: characters, and nothing in them is a mark. `country`: the name of a
   * country; its value is the code, and what is no name of one is kept as typed. `choice`: boxes, one of `options` at
   * most; what is none of them is kept as typed.
   */
  readonly form: 'text' | 'literal' | 'country' | 'choice';
  /** How much room it wants. */
  readonly size: 'short' | 'line' | 'long';
  /** Of a choice; empty for all others. */
  readonly options: readonly { readonly id: string; readonly text: string }[];
}

/** A question of the call on the sheet. */
export interface SheetQuestion {
  readonly kind: 'question';
  readonly id: string;
  readonly label: string | null;
  /** The wording in the draft's language, or in an official one where there is none. */
  readonly text: string;
  readonly language: string;
  /** The mark to print where `text` is our own translation; null: it is official. */
  readonly unofficial: string | null;
  /** The official wording where `text` is a translation of ours; null: `text` is it. */
  readonly official: { readonly text: string; readonly language: string } | null;
  readonly level: number;
  /** Of the answer that stands here; 0: there was none. */
  readonly revision: number;
  /** What the call says around it: a condition, whether it must be answered. */
  readonly asides: readonly string[];
  /** Our help, in paragraphs; "" where there is none. */
  readonly help: readonly string[];
  readonly prompts: readonly string[];
  /** What to take care of; "": nothing. */
  readonly warning: string;
  /** "Length: at most 500 words." */
  readonly limits: readonly string[];
  /** In the order of the sheet: asks, the text, the state. */
  readonly places: readonly Place[];
}

/** A heading or a note of the call between questions. */
export interface SheetHeading {
  readonly kind: 'heading' | 'note';
  readonly id: string;
  readonly label: string | null;
  readonly text: string;
  readonly language: string;
  readonly unofficial: string | null;
  readonly level: number;
}
export type SheetSection = SheetHeading | SheetQuestion;

export interface Worksheet {
  /** The draft's language: that of every phrase on it. */
  readonly language: string;
  /** Title of the call. */
  readonly title: string;
  /** What this paper is. */
  readonly kicker: string;
  /** How to use it: paragraphs, in plain words. */
  readonly howTo: readonly string[];
  /** What it holds and who may read it. */
  readonly safety: string;
  /** Over our help to a question. */
  readonly helpTitle: string;
  /** Before an official wording. */
  readonly officialTitle: string;
  /** What the call says for all questions. */
  readonly hints: readonly string[];
  /** Limits of the whole text. */
  readonly limits: readonly string[];
  /** Heading over the questions as the call prints it; "" where it prints none. */
  readonly heading: string;
  readonly sections: readonly SheetSection[];
  /** Of all places together; each is called once. */
  readonly footnotes: readonly (readonly Block[])[];
  readonly stamp: Stamp;
  /** What is printed after every mark, by kind. */
  readonly phrases: MarkPhrases;
  /** Over the small print at the end. */
  readonly stampNote: string;
  /** When the draft was last changed: the only date in the file. */
  readonly changedAt: Date;
}

/** What stands after the marks of a place. */
export interface MarkPhrases {
  readonly start: string;
  readonly startBoxes: string;
  readonly startTable: string;
  readonly end: string;
}
export const PHRASE_KEYS = ['start', 'startBoxes', 'startTable', 'end'] as const;

/** The phrases after marks in the language of `say`. A reader joins those of all languages. */
export const markPhrases = (say: Say): MarkPhrases => ({
  start: say('worksheet.marks.start'),
  startBoxes: say('worksheet.marks.startBoxes'),
  startTable: say('worksheet.marks.startTable'),
  end: say('worksheet.marks.end'),
});

export const placesOfSheet = ({ sections }: Pick<Worksheet, 'sections'>): readonly Place[] =>
  sections.flatMap((section) => (section.kind === 'question' ? section.places : []));

/** The ids of all places: what `readMark` may find in a sheet that was made of the same questionnaire. */
export const knownPlaces = (sheet: Pick<Worksheet, 'sections'>): ReadonlySet<PlaceId> =>
  new Set(placesOfSheet(sheet).map(({ id }) => id));

/** What a worksheet needs besides draft and questionnaire. */
export interface WorksheetOptions {
  /** Names a country by its code in the draft's language; "" for what is no code. */
  readonly countryName: (code: string) => string;
  /** A limit in the draft's language: "at most 500 words". */
  readonly limitWords: (limit: Limit) => string;
}

/** Composes the worksheet of a draft. `say` speaks the draft's language. The same input gives the same sheet. */
export function composeWorksheet(
  whole: Draft,
  questionnaire: Questionnaire,
  say: Say,
  options: WorksheetOptions,
): Worksheet {
  const draft = withinScope(whole, questionnaire);
  const { language, changedAt, call, questionnaire: hash } = draft.record;
  const officials = officialLanguages(questionnaire);
  const worded = (text: Text) => wordedIn(text, language, officials);
  const textOf = (text: Text): string => worded(text)?.text ?? '';
  const footnotes = new Footnotes();
  const take = (text: string) => sheetBlocks(footnotes, text);
  const sections = sheetSections({ draft, questionnaire, say, worded, take, ...options });
  const questions = sections.filter((section) => section.kind === 'question');
  const limits = limitsFor(questionnaire, situationOf(draft, questionnaire));
  return {
    language,
    title: textOf(questionnaire.title),
    kicker: say('worksheet.kicker'),
    howTo: HOW_TO.map((line) =>
      say(`worksheet.howTo.${line}`, { start: START_SIGN, end: END_SIGN, ticked: TICKED_BOX }),
    ),
    safety: say('worksheet.safety'),
    helpTitle: say('question.help'),
    officialTitle: say('worksheet.officialText'),
    hints: questionnaire.hints.map(({ text }) => textOf(text)),
    limits: limits
      .filter(({ scope }) => scope === 'whole' || scope === 'section')
      .map((limit) => say('worksheet.wholeLimit', { limit: options.limitWords(limit) })),
    heading: questionnaire.heading === null ? '' : textOf(questionnaire.heading),
    sections,
    footnotes: footnotes.all.map(shieldedBlocks),
    stamp: {
      call,
      language,
      questionnaire: hash.slice(0, STAMP_DIGITS),
      revisions: Object.fromEntries(questions.map(({ id, revision }) => [id, revision])),
    },
    phrases: markPhrases(say),
    stampNote: say('worksheet.stampNote'),
    changedAt,
  };
}

const HOW_TO = ['offline', 'lines', 'marks', 'state', 'back', 'apart'] as const;
