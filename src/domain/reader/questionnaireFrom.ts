/**
 * From what was read of a call to the questionnaire that people start drafts with. Uses what is sure or likely and leaves
 * out the rest: what is not in the result, the call does not state. Adds no words of its own but ids and a short title.
 * Pure.
 */
import { z } from 'zod';
import { fold } from './characters.ts';
import type { Text } from '../language.ts';
import type { NodeWritten } from '../nodes.ts';
import { isRecord, nodesOf } from './nodesFrom.ts';
import type { questionnaireSchema, TextStatus } from '../questionnaire.ts';
import type {
  CallProposal,
  ChannelProposal,
  DeadlineProposal,
  Field,
  Found,
  LimitProposal,
  QuestionProposal,
  Span,
} from './proposal.ts';

/** What a questionnaire file says, defaults left out. */
export type QuestionnaireInput = Omit<z.input<typeof questionnaireSchema>, 'questions'> & {
  readonly questions: NodeWritten[];
};

/** What the text cannot say, or what a person knows better. All optional. */
export interface Choices {
  /** Small letters, digits and hyphens; made of the title where missing. */
  readonly id?: string;
  readonly title?: string;
  readonly shortTitle?: string;
  /** The language of the text, where it could not be told. */
  readonly language?: string;
  /** Where the text comes from, and the day it was copied (ISO date). */
  readonly address?: string | null;
  readonly retrieved?: string | null;
  /** "repost" where missing: nobody has compared the text with the office's own. */
  readonly status?: TextStatus;
}

export type Made =
  | { readonly questionnaire: QuestionnaireInput; readonly missing: null }
  | { readonly questionnaire: null; readonly missing: readonly ('title' | 'questions')[] };

type Force = 'binding' | 'inferred';
type Words = (spans: readonly Span[]) => Text;

/** A questionnaire that the schema accepts, or what the text must give and does not: a title, and a question. */
export function questionnaireFrom(proposal: CallProposal, choices: Choices = {}): Made {
  const title = choices.title?.trim() ?? proposal.title.found?.value ?? '';
  const language = choices.language ?? proposal.language.found?.value ?? proposal.languages[0] ?? 'en';
  const record = isRecord(proposal, language);
  const questions = nodesOf(proposal, language, record);
  const missing = [
    ...(title === '' ? ['title' as const] : []),
    ...(questions.length === 0 ? ['questions' as const] : []),
  ];
  if (missing.length > 0) return { questionnaire: null, missing };
  const words: Words = (spans) => ({ [language]: wordingOf(proposal.text, spans) });
  return {
    questionnaire: {
      ...heads(proposal, choices, title, language, record),
      ...rules(proposal, words, language),
      questions,
    },
    missing: null,
  };
}

/** Runs of the text, apart by an empty line where they are; of overlapping ones the first. */
function wordingOf(text: string, spans: readonly Span[]): string {
  let end = -1;
  const kept = spans.filter((span) => {
    const apart = span.start >= end;
    if (apart) end = span.end;
    return apart;
  });
  return kept
    .map((span) => text.slice(span.start, span.end).trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

type Heads = Pick<
  QuestionnaireInput,
  | 'id'
  | 'language'
  | 'provenance'
  | 'title'
  | 'shortTitle'
  | 'issuers'
  | 'kind'
  | 'symbol'
  | 'background'
  | 'objectives'
  | 'heading'
>;

/** `record`: the heading over the questions is that of a record, and stands there. */
function heads(proposal: CallProposal, choices: Choices, title: string, language: string, record: boolean): Heads {
  const text = (value: string): Text => ({ [language]: value });
  const issuers = used(proposal.issuers).map(({ value }) => ({
    name: text(value.name),
    holder: value.holder === null ? null : text(value.holder),
    body: value.body,
  }));
  const { background, heading, kind, objectives, symbol } = proposal;
  const others = Object.fromEntries(
    Object.keys(proposal.subject.found?.value.value ?? {}).map((tag) => [tag, 'abridged' as const]),
  );
  return {
    id: choices.id ?? idFrom(title, 'call'),
    language,
    provenance: {
      address: choices.address ?? null,
      retrieved: choices.retrieved ?? null,
      // Of another language only the subject is known.
      languages: { ...others, [language]: choices.status ?? 'repost' },
      text: text(proposal.text),
    },
    title: text(title),
    shortTitle: text(choices.shortTitle ?? shortened(title)),
    issuers,
    ...(kind.found === null ? {} : { kind: kind.found.value }),
    ...(symbol.found === null ? {} : { symbol: symbol.found.value }),
    ...(background.found === null ? {} : { background: text(background.found.value) }),
    ...(objectives.found === null ? {} : { objectives: text(objectives.found.value) }),
    ...(heading.found === null || record ? {} : { heading: text(heading.found.value) }),
  };
}

type Rules = Omit<QuestionnaireInput, keyof Heads | 'questions'>;

function rules(proposal: CallProposal, words: Words, language: string): Rules {
  const { destination, fileTypes, period } = proposal;
  const deadlines = used(proposal.deadlines);
  const places = deadlines.map(({ value }, index) =>
    idFrom(value.label ?? '', index === 0 ? 'main' : `deadline-${index + 1}`),
  );
  return {
    ...rule('destination', destination, words, ({ organ, session, year }) => ({
      organ,
      session: session ?? (year === null ? null : String(year)),
    })),
    deadlines: deadlines.map((found, index) =>
      deadlineOf(found, words, deadlines.length === 1 ? 'main' : unique(places, index), language),
    ),
    ...rule('opening', proposal.opening, words, (value) => value),
    channels: used(proposal.channels).flatMap((found) => channelOf(found, words)),
    ...subjectOf(proposal, words),
    ...rule('contact', proposal.contact, words, (value) => (z.email().safeParse(value).success ? value : null)),
    ...rule('emailBody', proposal.emailBody, words, (value) => [...value]),
    ...rule('answerLanguages', proposal.answerLanguages, words, (value) => [...value]),
    ...rule('languageUse', proposal.languageUse, words, (value) => value),
    ...lengthOf(proposal, words),
    ...rule('fileTypes', fileTypes, words, ({ accepted, refused }) => {
      const types = { accepted: endingsOf(accepted), refused: endingsOf(refused) };
      return types.accepted.length + types.refused.length === 0 ? null : types;
    }),
    ...rule('layout', proposal.layout, words, (value) => value),
    ...rule('front', proposal.front, words, (value) => value.map((entry) => ({ entry }))),
    ...rule('joint', proposal.joint, words, (value) => value),
    ...rule('countryScope', proposal.oneCountry, words, () => ({ each: true })),
    ...rule('publication', proposal.publication, words, (value) => value),
    ...addresseesOf(proposal, words),
    ...rule('attachments', proposal.attachments, words, (value) => value),
    ...rule('consent', proposal.consent, words, (value) => value),
    ...rule('consentStatement', proposal.consentStatement, words, ({ parts, place }) => ({ parts: [...parts], place })),
    hints: used(proposal.hints).map(({ value }, index) => ({ id: `hint-${index + 1}`, text: { [language]: value } })),
    tasks: used(proposal.tasks).map(({ value: { text, date, address } }, index) => ({
      id: `task-${index + 1}`,
      text: { [language]: text },
      date,
      address: address !== null && z.url({ protocol: /^https?$/ }).safeParse(address).success ? address : null,
    })),
    ...rule('period', period, words, (value) => value),
  };
}

/** Endings of the types as calls name them. */
const ENDINGS: Readonly<Record<string, string>> = {
  Word: 'docx',
  PDF: 'pdf',
  RTF: 'rtf',
  ODT: 'odt',
  Excel: 'xlsx',
  text: 'txt',
};

const endingsOf = (types: readonly string[]): string[] =>
  types.flatMap((type) => {
    const ending = ENDINGS[type];
    return ending === undefined ? [] : [ending];
  });

/** The groups that the call speaks to, and those that questions or limits are for. */
function addresseesOf(proposal: CallProposal, words: Words): Pick<QuestionnaireInput, 'addressees'> | object {
  const { found } = proposal.addressees;
  const named = new Set(found?.value ?? []);
  const spans: Span[] = [...(found?.spans ?? [])];
  const walk = (nodes: readonly QuestionProposal[]): void => {
    for (const node of nodes) {
      if (node.addressees.some((id) => !named.has(id))) spans.push(...node.spans);
      node.addressees.forEach((id) => named.add(id));
      walk(node.children);
    }
  };
  walk(proposal.questions);
  for (const { value, spans: own } of used(proposal.limits)) {
    if (value.addressee === null || named.has(value.addressee)) continue;
    named.add(value.addressee);
    spans.push(...own);
  }
  if (named.size === 0) return {};
  const inOrder = spans.toSorted((a, b) => a.start - b.start);
  return { addressees: { wording: words(inOrder), value: [...named], force: 'inferred' } };
}

/** A rule with its words, its value and its force; nothing where nothing was found. A value of null leaves the words. */
function rule<Name extends string, Value, Kept>(
  name: Name,
  field: Field<Value>,
  words: Words,
  keep: (value: Value) => Kept | null,
): Partial<Record<Name, { wording: Text; value: Kept | null; force: Force }>> {
  if (field.found === null) return {};
  const { value, certainty, spans } = field.found;
  const made = {
    wording: words(spans),
    value: keep(value),
    force: certainty === 'sure' ? ('binding' as const) : ('inferred' as const),
  };
  return { [name]: made } as Partial<Record<Name, typeof made>>;
}

const used = <Value>(found: readonly Found<Value>[]): readonly Found<Value>[] =>
  found.filter(({ certainty }) => certainty !== 'unsure');

function deadlineOf(
  { value, certainty, spans }: Found<DeadlineProposal>,
  words: Words,
  id: string,
  language: string,
): NonNullable<QuestionnaireInput['deadlines']>[number] {
  const { date, relation, time, zone, relative, basis, strictness, label, was } = value;
  return {
    id,
    force: certainty === 'sure' ? 'binding' : 'inferred',
    wording: words(spans.slice(0, 1)),
    date,
    relation,
    time,
    zone,
    relative: relative === null ? null : { days: relative.days },
    basis,
    strictness,
    label: label === null ? null : { [language]: label },
    was: was.map(({ span, ...former }) => ({ ...former, wording: words([span]) })),
  };
}

type ChannelInput = NonNullable<QuestionnaireInput['channels']>[number];

/** Nothing for a channel whose address was lost. */
function channelOf({ value, certainty, spans }: Found<ChannelProposal>, words: Words): ChannelInput[] {
  const wording = words(spans.slice(0, 1));
  const force: Force = certainty === 'sure' ? 'binding' : 'inferred';
  if (value.kind === 'email') {
    const known = (addresses: readonly string[]): string[] =>
      addresses.filter((address) => z.email().safeParse(address).success);
    const to = known(value.to);
    const { which, use } = value;
    return to.length === 0 ? [] : [{ kind: 'email', to, toWhich: which, cc: known(value.cc), use, wording, force }];
  }
  return value.address === null
    ? []
    : [{ kind: value.kind, address: value.address, copies: value.copies, wording, force }];
}

function subjectOf({ subject: { found } }: CallProposal, words: Words): Pick<QuestionnaireInput, 'subject'> | object {
  if (found === null) return {};
  const { kind, value } = found.value;
  return {
    subject: {
      kind,
      value,
      wording: words(found.spans.slice(0, 1)),
      force: found.certainty === 'sure' ? 'binding' : 'inferred',
    },
  };
}

/** Limits, and for whom. The pages that explain a number of words stay with it; a limit of one part is none of the whole. */
function lengthOf(proposal: CallProposal, words: Words): Pick<QuestionnaireInput, 'length'> | object {
  const kept = used(proposal.limits).filter(({ value }) => value.scope !== 'part');
  const glosses = kept.filter(({ value }) => value.approximate && value.unit === 'pages');
  const limits = kept.filter((one) => !(glosses.includes(one) && kept.some((other) => explains(one, other))));
  if (limits.length === 0) return {};
  return {
    length: {
      wording: words(kept.flatMap(({ spans }) => spans.slice(0, 1)).toSorted((a, b) => a.start - b.start)),
      value: limits.map((one) => {
        const { unit, maximum, minimum, scope, condition, addressee, counts, approximate } = one.value;
        return {
          unit,
          maximum,
          minimum,
          scope: scope === 'answer' ? ('answer' as const) : ('whole' as const),
          when: condition === null && addressee === null ? null : { signed: condition, addressee },
          counts,
          approximate,
          pages: glosses.find((gloss) => explains(gloss, one))?.value.maximum ?? null,
        };
      }),
      force: limits.every(({ certainty }) => certainty === 'sure') ? 'binding' : 'inferred',
    },
  };
}

const BESIDE = 60;

/** "2,500 words (about five pages)": the pages stand right behind the words. */
function explains(gloss: Found<LimitProposal>, words: Found<LimitProposal>): boolean {
  const [after] = gloss.spans;
  const [before] = words.spans;
  if (words.value.unit !== 'words' || words.value.approximate || after === undefined || before === undefined)
    return false;
  return after.start >= before.end && after.start - before.end <= BESIDE;
}

const ID_MAX = 48;

/** The first words of a text as an id; `otherwise` where it has no letter that an id can have. */
export function idFrom(text: string, otherwise: string): string {
  const id = fold(text.normalize('NFC'))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, ID_MAX)
    .replace(/-[^-]*$|-+$/, (end) => (end.length > 1 && text.length > ID_MAX ? '' : end.replace(/-+$/, '')));
  return id === '' || id === 'constructor' ? otherwise : id;
}

/** The id at a place, with a number behind it where an earlier place has it too. */
function unique(ids: readonly string[], place: number): string {
  const id = ids[place] ?? `deadline-${place + 1}`;
  return ids.indexOf(id) === place ? id : `${id}-${place + 1}`;
}

const SHORT_MAX = 60;

/** A title without "Call for input:" and the like, cut at a word. */
function shortened(title: string): string {
  const topic = /[:–—]\s*(\S.{5,})$/.exec(title)?.[1] ?? title;
  const chosen = topic.length >= 8 ? topic : title;
  if (chosen.length <= SHORT_MAX) return chosen;
  const cut = chosen.slice(0, SHORT_MAX);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 20)).trimEnd()}…`;
}
