/**
 * The outline: the one reading order of a submission. Review page, Word document and plain text all render this value,
 * so they cannot disagree. Pure; phrases of the draft's language come in as a `Say`.
 * Its parts are composed in `front.ts` (title block, publication statement), `sections.ts` (the questions in order) and
 * `prose.ts` (answers).
 */
import type { AnswerState } from './answer.ts';
import type { Layout, Printing } from './callRules.ts';
import { Citations } from './citing.ts';
import { sayWithheld, WITHHELD } from './confidentiality.ts';
import type { Draft } from './draft.ts';
import { composeFront, composeStatement } from './front.ts';
import { wordedIn, type Say, type Text, type Worded } from './language.ts';
import { Footnotes } from './prose.ts';
import { isInReply, isUnofficial, officialLanguages, type Questionnaire } from './questionnaire.ts';
import { scopedTo, scopeOf, withinScope } from './scope.ts';
import { composeSections, isPrinted } from './sections.ts';
import { isJoint } from './signatory.ts';
import { composeSignatories, sayJointly, signatoryNote, type SignatoryList } from './signatoryList.ts';
import type { Paper } from './paper.ts';
import { composeSources, type SourceList } from './sourceList.ts';
import { confidentialityOf, isAuthorWithheld, publicDraft, type Version } from './versions.ts';
import type { Worksheet } from './worksheet.ts';

/** A run of text with its marks. */
export interface Run {
  readonly kind: 'run';
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  /** Stands in a passage, brackets included. Never in a public version. */
  readonly confidential?: true;
  /** Of a proposed wording: what goes, and what comes. */
  readonly change?: 'removed' | 'added';
}
/** `href` is http, https or mailto, never anything else. */
export interface LinkInline {
  readonly kind: 'link';
  readonly href: string;
  readonly runs: readonly Run[];
}
/**
 * A call of a footnote; `number` counts from 1 over the whole outline, in the order of the first calls, and number 1
 * is the first of `Outline.footnotes`. A footnote that is called again keeps its number. Footnotes hold no calls.
 */
export interface FootnoteCall {
  readonly kind: 'footnote';
  readonly number: number;
}
export interface LineBreak {
  readonly kind: 'break';
}
export type Inline = Run | LinkInline | FootnoteCall | LineBreak;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly inlines: readonly Inline[];
}
export interface List {
  readonly kind: 'list';
  readonly ordered: boolean;
  /** Number of the first item, from 0; 1 for bullets. */
  readonly start: number;
  /** Each of one block or more; the paragraph of an item left empty has no inlines. */
  readonly items: readonly (readonly Block[])[];
}
export interface Table {
  readonly kind: 'table';
  /** Read out before the table and shown over it. */
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (readonly Inline[])[])[];
}
export type Block = Paragraph | List | Table;

/** A line of the title block: "Issued by", "Organisation", "Date". Entries without a value are left out. */
export interface FrontEntry {
  readonly id: string;
  /** Without a colon. */
  readonly label: string;
  /** Plain text, as typed. Only those of "description" and "summary" may hold line ends ("\n"). */
  readonly value: string;
  /** Withheld in the public version: the full one prints it in brackets (`frontText`). */
  readonly confidential?: true;
}

/** What is printed of a line of the title block after its label. */
export const frontText = ({ value, confidential }: FrontEntry): string => (confidential ? `[[${value}]]` : value);

/** Says at the head of a document which of two versions it is. */
export interface VersionNotice {
  readonly version: Version;
  /** The first line of the document. */
  readonly text: string;
  /** The same in a few words, for the head of every page. */
  readonly short: string;
}

/**
 * A heading of the call between questions, or a note, or a question with its answer. An outline has all of them, also
 * the blank ones, for the review page; what goes into a document or an email is `printed(outline)`.
 */
export interface Section {
  readonly kind: 'heading' | 'note' | 'question';
  /** Id of the question node. */
  readonly id: string;
  /** As printed in the call ("5)"); null where the call prints none. */
  readonly label: string | null;
  /** The wording of the call in the outline's language, or in an official one where there is none; "" for a bare label. */
  readonly text: string;
  /** Language of `text`: the outline's own, or an official one. */
  readonly language: string;
  /** The mark to print where `text` is our own translation ("unofficial translation"); null: official. */
  readonly unofficial: string | null;
  /** 1 for the outermost. */
  readonly level: number;
  /** That of the answer. Headings and notes are "done", or "not-started" where nothing under them is printed. */
  readonly state: AnswerState;
  /** The answer; empty for a blank one. A declined one says so here, if the writer wants that said; else it is empty. */
  readonly blocks: readonly Block[];
  /** Words of the answer as the program counts them. */
  readonly words: number;
}

export interface Outline {
  /** Missing from the full version of a draft in which nothing is confidential. */
  readonly notice?: VersionNotice;
  /** The draft's language. */
  readonly language: string;
  /** The title of the call. */
  readonly title: string;
  /** Over the title: what this paper is ("Submission in reply to the call for input"). */
  readonly kicker: string;
  /** The organisation's name, for the document's author; a neutral phrase where none was given, or it is withheld. */
  readonly author: string;
  readonly front: readonly FrontEntry[];
  /** Who signs besides the organisation of the title block; missing where nobody does. */
  readonly signatories?: SignatoryList;
  /** The publication statement, in the draft's language. */
  readonly statement: readonly Block[];
  /** Says that the questions are printed in an unofficial translation; null where they are official. */
  readonly translationNote: string | null;
  /** Heading over the questions as the call prints it; null where it prints none. */
  readonly heading: string | null;
  readonly sections: readonly Section[];
  /** Text of the footnotes, in the order of their calls; each of one paragraph or more. */
  readonly footnotes: readonly (readonly Block[])[];
  /** What is cited, after the last answer; missing where the writer wants no list. */
  readonly sources?: SourceList;
  /** Of the printed answers. */
  readonly words: number;
  /** When the draft was last changed: the only date that the document carries. */
  readonly changedAt: Date;
  /** How the call wants the document to look (17); missing: the call leaves it to us. */
  readonly layout?: Layout;
  /** How the call wants the questions printed (19); missing: as they stand, with their labels. */
  readonly printing?: Printing;
}

/** The press, as the web needs it: outline in, Word document out. The same outline gives the same bytes. */
export interface Press {
  /**
   * `key` names this exact outline for ever (draft, revision, version): a document that was pressed before comes back
   * at once. Throws AppError `unavailable` when the press is overloaded.
   */
  press(key: string, outline: () => Outline): Promise<Uint8Array>;
  /** The same for a worksheet. */
  pressWorksheet(key: string, sheet: () => Worksheet): Promise<Uint8Array>;
  /** The same for a paper beside the submission. */
  pressPaper(key: string, paper: () => Paper): Promise<Uint8Array>;
  /** A paper as light Markdown: no Word file, but as long in the making. */
  pressMarkdown(key: string, paper: () => Paper): Promise<Uint8Array>;
  /** Forgets the documents whose keys begin with this draft. One that is being pressed is not kept. */
  forget(draft: string): void;
  close(): Promise<void>;
}

/**
 * The sections that a document or an email prints: questions that have blocks, with the headings and notes over them.
 * Blank questions have none, nor have declined ones where the writer wants them left out. Where the call wants no
 * questions printed, they have no wording, and where it wants no numbers, no label.
 */
export function printed({ sections, printing }: Pick<Outline, 'sections' | 'printing'>): readonly Section[] {
  const shown = sections.filter(isPrinted);
  if (printing === undefined) return shown;
  const { questions, numbering } = printing;
  return shown
    .map((section) => ({
      ...section,
      ...(questions === false ? { text: '', unofficial: null } : {}),
      // Without its wording a label would only puzzle, unless the call asks for it.
      ...(numbering === 'none' || (questions === false && numbering !== 'call') ? { label: null } : {}),
    }))
    .filter(({ kind, text, label }) => kind === 'question' || text !== '' || label !== null);
}

/** What the outline needs besides draft and questionnaire. */
export interface OutlineOptions {
  /** The full one unless said otherwise. */
  readonly version?: Version;
  /** Name of the organisation's country in the draft's language; "" where none was given. */
  readonly country: string;
  /** Names other countries likewise. */
  readonly countryName?: (code: string) => string;
}

/** What every part of an outline is composed with. */
export interface Composing {
  /** Of the public version the public draft. */
  readonly draft: Draft;
  readonly version: Version;
  readonly questionnaire: Questionnaire;
  readonly say: Say;
  /** A text of the call in the draft's language, else in an official one. Null only for a text without any. */
  readonly worded: (text: Text) => Worded | null;
  /** The name of a country by its code; "" for what is no code. */
  readonly countryName: (code: string) => string;
  /** Ids of the questions that take an answer; a node that takes none is printed as a heading. */
  readonly answerable: ReadonlySet<string>;
}

/** Composes the outline of a draft. `say` speaks the draft's language. The same input gives the same outline. */
export function composeOutline(whole: Draft, questionnaire: Questionnaire, say: Say, options: OutlineOptions): Outline {
  const draft = withinScope(whole, questionnaire);
  if (options.version !== 'public') return compose(draft, questionnaire, say, options);
  const shown = publicDraft(draft);
  const country = shown.organisation.value.country === draft.organisation.value.country ? options.country : '';
  return sayWithheld(compose(shown, questionnaire, say, { ...options, country }), say('outline.withheld'));
}

function compose(draft: Draft, questionnaire: Questionnaire, say: Say, options: OutlineOptions): Outline {
  const { version = 'full', countryName = () => '' } = options;
  const scoped = scopedTo(questionnaire, scopeOf(draft));
  const { language, changedAt } = draft.record;
  const officials = officialLanguages(questionnaire);
  const composing: Composing = {
    draft,
    version,
    questionnaire,
    say: isJoint(draft.signatories.value) ? sayJointly(say) : say,
    worded: (text) => wordedIn(text, language, officials),
    countryName,
    answerable: new Set(scoped.byId.keys()),
  };
  const style = { language, say };
  const citations = new Citations(style, draft.sources.value.items);
  const footnotes = new Footnotes(citations);
  const signatories = composeSignatories(composing, countryName);
  if (signatories?.place === 'footnote') footnotes.add(signatoryNote(signatories));
  const sections = withUnanswered(composing, composeSections(composing, scoped.nodes, 1, footnotes));
  const { heading } = questionnaire;
  const sources = composeSources(style, draft.sources.value, citations);
  const notice = noticeOf(composing);
  return {
    ...(notice === null ? {} : { notice }),
    language,
    title: composing.worded(questionnaire.title)?.text ?? '',
    kicker: say(isInReply(questionnaire) ? 'outline.kicker' : `outline.ours.${questionnaire.paper}`),
    author: (isAuthorWithheld(draft) ? '' : draft.organisation.value.name.trim()) || say('outline.author'),
    front: composeFront(composing, options.country),
    ...(signatories === null ? {} : { signatories }),
    statement: composeStatement(composing),
    translationNote:
      isUnofficial(questionnaire, language) && questionnaire.printing.value?.questions !== false
        ? say('outline.translationNote', { languages: languageNames(officials, language) })
        : null,
    heading:
      heading === null || questionnaire.printing.value?.questions === false
        ? null
        : (composing.worded(heading)?.text ?? null),
    sections,
    footnotes: footnotes.all,
    ...(sources === null ? {} : { sources }),
    words: sections.filter(isPrinted).reduce((sum, { words }) => sum + words, 0),
    changedAt,
    ...(questionnaire.layout.value === null ? {} : { layout: questionnaire.layout.value }),
    ...(questionnaire.printing.value === null ? {} : { printing: questionnaire.printing.value }),
  };
}

/** Where the call wants them marked, blank questions say that they are (19), and everything over them is printed. */
function withUnanswered({ questionnaire, say }: Composing, sections: readonly Section[]): readonly Section[] {
  if (questionnaire.printing.value?.unanswered !== 'marked') return sections;
  const mark: Block = {
    kind: 'paragraph',
    inlines: [{ kind: 'run', text: say('outline.unanswered'), bold: false, italic: true }],
  };
  return sections.map((section) => {
    if (section.kind !== 'question') return { ...section, state: 'done' };
    return section.state === 'not-started' && section.blocks.length === 0 ? { ...section, blocks: [mark] } : section;
  });
}

function noticeOf({ draft, questionnaire, version, say }: Composing): VersionNotice | null {
  const confidentiality = confidentialityOf(draft);
  if (version === 'full' && confidentiality === 'none') return null;
  const annex = version === 'full' && questionnaire.publication.value?.annex === true;
  const kind = confidentiality === 'whole' ? 'whole' : annex ? 'annex' : version;
  const isOurs = kind === 'whole' && !isInReply(questionnaire);
  const text = say(isOurs ? 'outline.ours.notice' : `outline.notice.${kind}`, { withheld: WITHHELD });
  return { version, text, short: say(`outline.notice.short.${kind}`) };
}

/** Names of languages in a language: "anglais et français". */
function languageNames(codes: readonly string[], language: string): string {
  const names = new Intl.DisplayNames([language], { type: 'language' });
  return new Intl.ListFormat(language).format(codes.map((code) => names.of(code) ?? code));
}
