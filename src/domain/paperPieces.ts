/**
 * The pieces of each kind of paper in their order: what a summary, a letter and a statement say, and where in them it
 * stands. Knows one version at a time; which one, and how it came about, is `composePaper.ts`. Pure.
 */
import { sayWithheld, WITHHELD } from './confidentiality.ts';
import type { Draft } from './draft.ts';
import type { Language } from './language.ts';
import { joined } from './markdown.ts';
import type { Block, Composing, Inline, List, Run } from './outline.ts';
import type { Body, Heading, Line, LineRole, Names, Piece } from './paper.ts';
import type { PaperKind } from './papers.ts';
import { TEXT } from './paperTexts.ts';
import { answerBlocks, type Footnotes } from './prose.ts';
import { isJoint } from './signatory.ts';
import { composeSignatories, signatoryLine, type SignatoryGroup } from './signatoryList.ts';
import { PACES, saidSeconds, speakingOf, spokenWords } from './speaking.ts';
import { flattened, plain } from './strokes.ts';
import { withheldFields } from './versions.ts';

/** What every part of a paper is composed with. */
export interface Setting extends Composing {
  readonly language: Language;
  readonly country: string;
  readonly footnotes: Footnotes;
  /** The papers as they were typed, for what is no text: times and paces. */
  readonly whole: Draft;
}

/** The pieces of a paper in their order. `call` is the title of the call. */
export function paperPieces(setting: Setting, kind: PaperKind, call: string): readonly Piece[] {
  return COMPOSED[kind](setting, call).filter(isPrinted);
}

const COMPOSED: Readonly<Record<PaperKind, (setting: Setting, call: string) => readonly Piece[]>> = {
  summary: (setting, call) => {
    const { say, questionnaire } = setting;
    const title = inlinesIn(setting, 'title');
    return [
      line('kicker', [plain(say(`papers.print.summaryOf.${questionnaire.paper}`))]),
      line('title', title.length > 0 ? title : [plain(call)]),
      line('by', byWhom(setting)),
      ...messages(setting),
      ...recommendations(setting),
      line('note', reachable(setting)),
    ];
  },
  letter: (setting) => {
    const { say } = setting;
    const subject = inlinesIn(setting, 'subject');
    return [
      line('sender', separate([lead(setting), ...contacts(setting)], BREAK)),
      line('date', separate([inlinesIn(setting, 'place'), inlinesIn(setting, 'date')], plain(', '))),
      line('addressee', inlinesIn(setting, 'addressee')),
      line('subject', subject.length === 0 ? [] : [plain(`${say('papers.print.subject')} `), ...subject]),
      line('salutation', inlinesIn(setting, 'salutation')),
      body('text', blocksIn(setting, 'body')),
      line('closing', inlinesIn(setting, 'closing')),
      line('signer', separate([inlinesIn(setting, 'signer'), lead(setting)], BREAK)),
      ...names(setting),
    ];
  },
  statement: (setting, call) => {
    const { say, draft } = setting;
    const kicker = isJoint(draft.signatories.value) ? 'papers.print.jointStatement' : 'papers.print.statement';
    const occasion = inlinesIn(setting, 'occasion');
    const speaker = inlinesIn(setting, 'speaker');
    const spoken = blocksIn(setting, 'text');
    return [
      line('kicker', [plain(say(kicker))]),
      line('title', occasion.length > 0 ? occasion : [plain(call)]),
      line('by', separate([speaker, byWhom(setting)], plain(', '))),
      body('spoken', spoken),
      line('note', spoken.length === 0 ? [] : [plain(speakingTime(setting, spoken))]),
      ...names(setting),
    ];
  },
};

const BREAK: Inline = { kind: 'break' };
const line = (role: LineRole, inlines: readonly Inline[]): Line => ({ kind: 'line', role, inlines: joined(inlines) });
const body = (role: Body['role'], blocks: readonly Block[]): Body => ({ kind: 'body', role, blocks });
const heading = (text: string): Heading => ({ kind: 'heading', level: 2, label: null, text });

/** Pieces with nothing in them are left out. */
function isPrinted(piece: Piece): boolean {
  if (piece.kind === 'line') return piece.inlines.length > 0;
  return piece.kind === 'body' ? piece.blocks.length > 0 : piece.kind === 'heading' || piece.list.length > 0;
}

/** What is filled in, with `between` in between. */
function separate(parts: readonly (readonly Inline[])[], between: Inline): readonly Inline[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? [...part] : [between, ...part]));
}

const textIn = ({ draft }: Setting, key: string): string => draft.answers[key]?.value.text ?? '';
const blocksIn = (setting: Setting, field: string): readonly Block[] =>
  setting.footnotes.take(textIn(setting, TEXT.typed(field)));
const inlinesIn = (setting: Setting, field: string): readonly Inline[] => flattened(blocksIn(setting, field));

const confidential = (text: string): Run => ({ ...plain(`[[${text}]]`), confidential: true });

/** A fact about the organisation; one that is withheld in brackets, or, in the public version, not at all. */
function fact({ draft, whole, version, footnotes }: Setting, field: 'name' | 'email' | 'website'): readonly Inline[] {
  const text = draft.organisation.value[field].trim();
  if (text === '') return [];
  if (version === 'full' && withheldFields(whole).has(field)) return [confidential(text)];
  // What was typed as an address is read as one.
  return field === 'name' ? [plain(text)] : flattened(footnotes.take(text));
}

const isNameMarked = ({ whole, version }: Setting): boolean => version === 'full' && withheldFields(whole).has('name');

/** The organisation of the draft, by its name. */
const lead = (setting: Setting): readonly Inline[] => fact(setting, 'name');
const contacts = (setting: Setting): readonly (readonly Inline[])[] => [
  fact(setting, 'website'),
  fact(setting, 'email'),
];

/** "Rivages (Senegal) and 3 other organisations, supported by 2 organisations". */
function byWhom(setting: Setting): readonly Inline[] {
  const { draft, say, country } = setting;
  const count = (kind: string): number => draft.signatories.value.list.filter((one) => one.kind === kind).length;
  const [submitting, endorsing] = [count('submitting'), count('endorsing')];
  const others = submitting === 0 ? '' : ` ${say('papers.print.others', { count: submitting })}`;
  const support = endorsing === 0 ? '' : `, ${say('outline.signatories.support', { count: endorsing })}`;
  const name = draft.organisation.value.name.trim();
  if (name === '') return [];
  const placed = country === '' ? name : `${name} (${country})`;
  return [isNameMarked(setting) ? confidential(placed) : plain(placed), plain(others + support)];
}

function reachable(setting: Setting): readonly Inline[] {
  const found = separate(contacts(setting), plain(' · '));
  return found.length === 0 ? [] : [plain(`${setting.say('papers.print.contact')} `), ...found];
}

type Items = List['items'];

function messages(setting: Setting): readonly Piece[] {
  const items = [...ownItems(setting, TEXT.own), ...chosenItems(setting, TEXT.message)];
  return listed(setting, 'papers.print.messages', items, false);
}

function recommendations(setting: Setting): readonly Piece[] {
  const { draft, footnotes } = setting;
  const own = ownItems(setting, TEXT.ownRecommendations);
  const stored = draft.answers[TEXT.items]?.value;
  const blocks = stored === undefined ? [] : answerBlocks(RECOMMENDING, stored, setting, footnotes);
  const told = blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
  const items = [...own, ...told, ...chosenItems(setting, TEXT.recommendation)];
  return listed(setting, 'papers.print.recommendations', items, true);
}

/** A question that asks for recommendations and for nothing else. */
const RECOMMENDING = {
  asks: [{ kind: 'recommendations', id: 'recommendations', wording: null, label: null }],
} as const;

/** Each paragraph of a text in the writer's own words is one, and so is each item. */
function ownItems(setting: Setting, key: string): Items {
  const blocks = setting.footnotes.take(textIn(setting, key));
  return blocks.flatMap((block): Items => (block.kind === 'list' ? block.items : [[block]]));
}

/** Of those side by side that are withheld one is left: how many there were is nobody's business. */
function chosenItems(setting: Setting, keyOf: (index: number) => string): Items {
  const texts: string[] = [];
  for (let index = 0; setting.draft.answers[keyOf(index)] !== undefined; index += 1) {
    const text = textIn(setting, keyOf(index));
    if (text.trim() !== WITHHELD || texts.at(-1)?.trim() !== WITHHELD) texts.push(text);
  }
  return texts.map((text) => setting.footnotes.take(text)).filter((blocks) => blocks.length > 0);
}

function listed({ say }: Setting, key: string, items: Items, ordered: boolean): readonly Piece[] {
  if (items.length === 0) return [];
  return [heading(say(key)), body('text', [{ kind: 'list', ordered, start: 1, items }])];
}

/** Who signs besides the organisation of the draft: those who submit with it, in one list, and those who support it. */
function names(setting: Setting): readonly Names[] {
  const list = composeSignatories(setting, setting.countryName);
  if (list === null) return [];
  const named = (kind: SignatoryGroup['kind']): Names['list'] =>
    (list.groups.find((group) => group.kind === kind)?.list ?? []).map((one) => ({
      text: signatoryLine(one),
      ...(one.confidential ? { confidential: true as const } : {}),
    }));
  const signing = [...named('lead'), ...named('submitting')];
  return [
    { kind: 'names', heading: setting.say('papers.print.signed'), numbered: true, list: signing },
    { kind: 'names', heading: setting.say('papers.print.supported'), numbered: true, list: named('endorsing') },
  ];
}

function speakingTime({ say, whole, language }: Setting, spoken: readonly Block[]): string {
  const { minutes, pace } = whole.papers.value.statement;
  const said = sayWithheld(spoken, say('outline.withheld'));
  const { words, seconds } = speakingOf(spokenWords(said), pace ?? PACES[language], minutes);
  return say('papers.print.speaking', { words, time: saidSeconds(seconds, say), pace: pace ?? PACES[language] });
}
