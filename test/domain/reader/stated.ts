/**
 * What a call states, written down beside it by a person, against what the reader made of it: field by field, right,
 * missed or wrong, and how sure the reader was. In the facts "…" stands for any words and "*" for anything at all.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallProposal, Certainty, DeadlineProposal, Field, Found } from '../../../src/domain/reader/proposal.ts';
import { printed } from './facts.ts';

/** One value a line, in the order of the text; nothing stands for what the call does not state. */
type Lines = readonly (string | null)[];

export interface Outcome {
  readonly field: string;
  /** Whether the call states it at all. */
  readonly stated: boolean;
  /** `wrong` and how sure: a value that the call does not state counts too. */
  readonly outcome: 'right' | 'missed' | 'wrong as likely' | 'wrong as sure';
  readonly read: Lines;
  readonly expected: Lines;
}

export type Stated = Readonly<Record<string, string | Lines | null>>;

const FOLDER = join(import.meta.dirname, 'calls');

/** The calls that have their facts beside them. */
export const STATED: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json') && existsSync(join(FOLDER, file.replace('.json', '.txt'))))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

export const statedOf = (name: string): Stated =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Stated;

export const textOfCall = (name: string): string => readFileSync(join(FOLDER, `${name}.txt`), 'utf8');

interface Read {
  readonly value: string;
  readonly certainty: Certainty;
}

/** All that is stated, and all else that was read; what is neither stated nor read is left out. */
export function outcomesOf(proposal: CallProposal, stated: Stated): Outcome[] {
  const fields = { ...deadlineFields(stated), ...stated };
  return Object.entries(readingOf(proposal)).flatMap(([field, read]): Outcome[] => {
    const fact = fields[field] ?? null;
    const expected: Lines = fact === null ? [] : typeof fact === 'string' ? [fact] : fact;
    if (expected[0] === '*' && expected.length === 1) return [];
    if (field === 'background' && expected.length === 0) return [];
    if (expected.length === 0 && read.length === 0) return [];
    const outcome = outcomeOf(read, expected);
    return [{ field, stated: expected.length > 0, outcome, read: read.map(({ value }) => value), expected }];
  });
}

function outcomeOf(read: readonly Read[], expected: Lines): Outcome['outcome'] {
  const left = [...expected];
  const wrong = read.filter(({ value }) => {
    const exact = left.indexOf(value);
    const place = exact >= 0 ? exact : left.findIndex((one) => isLike(value, one ?? '-'));
    if (place >= 0) left.splice(place, 1);
    // "-" says that nothing was found.
    return place < 0 && value !== '-';
  });
  if (wrong.some(({ certainty }) => certainty === 'sure')) return 'wrong as sure';
  if (wrong.length > 0) return 'wrong as likely';
  if (left.some((one) => one !== '*')) return 'missed';
  const ordered = read.every(({ value }, index) => left.length > 0 || isLike(value, expected[index] ?? '-'));
  return ordered ? 'right' : 'wrong as likely';
}

function isLike(value: string, pattern: string): boolean {
  if (pattern === '*' || value === pattern) return true;
  if (!/[…*]/.test(pattern)) return false;
  const source = pattern
    .split(/ ?… ?|\*/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 's').test(value);
}

function readingOf(proposal: CallProposal): Readonly<Record<string, readonly Read[]>> {
  const one = <Value>({ found }: Field<Value>, make: (value: Value) => string | readonly string[]): Read[] =>
    found === null ? [] : [make(found.value)].flat().map((value) => ({ value, certainty: found.certainty }));
  const all = <Value>(found: readonly Found<Value>[], make: (value: Value) => string | null): Read[] =>
    found
      .filter(({ certainty }) => certainty !== 'unsure')
      .flatMap(({ value, certainty }) => {
        const made = make(value);
        return made === null ? [] : [{ value: made, certainty }];
      });
  const questions = printed(proposal.questions);
  const likely = (nodes: CallProposal['questions']): boolean =>
    nodes.some((node) => node.certainty !== 'sure' || likely(node.children));
  const certainty = likely(proposal.questions) ? 'likely' : 'sure';
  return {
    language: one(proposal.language, (value) => value),
    title: one(proposal.title, (value) => value),
    issuers: all(proposal.issuers, ({ name }) => name),
    holders: all(proposal.issuers, ({ holder }) => holder ?? '-'),
    kind: one(proposal.kind, (value) => value),
    destination: one(proposal.destination, ({ organ, session }) => `${organ} ${session ?? ''}`.trim()),
    ...Object.fromEntries(
      Object.entries(PARTS).map(([part, make]) => [`deadline ${part}`, all(proposal.deadlines, make)]),
    ),
    opening: one(proposal.opening, (value) => value),
    channels: all(proposal.channels, (value) =>
      value.kind === 'email'
        ? [
            ...(value.use === 'fallback' ? ['fallback'] : []),
            'email',
            ...value.to,
            ...(value.cc.length > 0 ? ['cc', ...value.cc] : []),
          ].join(' ')
        : [value.kind, value.copies ?? '', value.address ?? ''].filter((part) => part !== '').join(' '),
    ),
    subject: one(proposal.subject, ({ kind, value }) => `${kind} ${Object.values(value).join(' | ')}`),
    emailBody: one(proposal.emailBody, (value) => value),
    answerLanguages: one(proposal.answerLanguages, (value) => value),
    limits: all(proposal.limits, ({ unit, maximum, minimum, scope, condition, addressee, counts, approximate }) =>
      approximate
        ? null
        : [
            unit,
            minimum === null ? '' : `from ${minimum}`,
            maximum ?? '',
            scope === 'whole' ? '' : scope,
            condition ?? '',
            addressee === null ? '' : `for ${addressee}`,
            ...Object.entries(counts).map(([part, state]) =>
              state === null ? '' : `${state === 'included' ? '+' : '-'}${part}`,
            ),
          ]
            .filter((part) => part !== '')
            .join(' '),
    ),
    fileTypes: one(proposal.fileTypes, ({ accepted, refused }) => [...accepted, ...refused.map((type) => `-${type}`)]),
    publication: one(proposal.publication, (value) => `${value.default} ${value.choice}`),
    addressees: one(proposal.addressees, (value) => value),
    attachments: one(proposal.attachments, (value) => value),
    consent: one(proposal.consent, (value) => value),
    contact: one(proposal.contact, (value) => value),
    languageUse: one(proposal.languageUse, ({ demand, mixing, translated }) =>
      [demand ?? '', mixing === null ? '' : `mixing ${mixing}`, translated === false ? 'untranslated' : '']
        .filter((part) => part !== '')
        .join(' '),
    ),
    layout: one(proposal.layout, (value) =>
      Object.entries(value)
        .flatMap(([name, part]) => (part === null ? [] : [part === true ? name : `${name} ${part}`]))
        .join(', '),
    ),
    front: one(proposal.front, (value) => value),
    joint: one(proposal.joint, ({ listed, order }) => (order === 'given' ? listed : `${listed} ${order}`)),
    oneCountry: one(proposal.oneCountry, () => 'yes'),
    consentStatement: one(proposal.consentStatement, ({ parts, place }) => `${parts.join('+')} ${place ?? ''}`.trim()),
    symbol: one(proposal.symbol, (value) => value),
    hints: all(proposal.hints, (value) => value),
    objectives: one(proposal.objectives, (value) => value.replace(/\s+/g, ' ')),
    tasks: all(proposal.tasks, ({ date }) => date ?? '-'),
    period: one(proposal.period, ({ from, to }) => `${from ?? ''} ${to ?? ''}`),
    background: one(proposal.background, (value) => value.replace(/\s+/g, ' ')),
    heading: one(proposal.heading, (value) => value.replace(/\s+/g, ' ')),
    questions: questions.map((value) => ({ value: value.replaceAll('∅', '').trimEnd(), certainty })),
  };
}

/** The parts of a deadline that are judged apart. */
const PARTS: Readonly<Record<string, (deadline: DeadlineProposal) => string | null>> = {
  days: ({ date, relative }) => date ?? (relative === null ? null : `relative ${relative.days}`),
  relations: ({ relation }) => relation ?? '-',
  hours: ({ time }) => time ?? '-',
  zones: ({ zone }) => zone ?? '-',
  notes: ({ basis, strictness }) => [basis, strictness].filter((part) => part !== null).join(' ') || '-',
  extensions: ({ was }) => was.map(({ date }) => date).join(' ') || '-',
};

/** "by 2031-03-14 18:00 Europe/Zurich received was 2031-03-01", one a deadline. */
function deadlineFields({ deadlines }: Stated): Record<string, Lines> {
  const lines = (Array.isArray(deadlines) ? deadlines : []) as readonly string[];
  const part = (name: string, pattern: RegExp): [string, Lines] => [
    `deadline ${name}`,
    lines.map((line) => [...line.matchAll(pattern)].map(({ 0: words }) => words).join(' ') || '-'),
  ];
  return Object.fromEntries([
    part('days', /(?<!was )\d{4}-\d\d-\d\d|relative \d+/g),
    part('relations', /\b(?:before|by|on)\b/g),
    part('hours', /\b\d\d:\d\d(?!\d)|noon|midnight/g),
    part('zones', /[A-Z]\w+\/\w+|UTC|(?<=\s)[+-]\d\d:\d\d/g),
    part('notes', /received|sent|hard|soft/g),
    part('extensions', /(?<=was )\d{4}-\d\d-\d\d/g),
  ]);
}
