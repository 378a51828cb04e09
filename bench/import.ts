/**
 * How well the reader of calls reads: the facts that are stated of twelve real calls and of the founding one, against what
 * is read from the words quoted of them, and those of invented calls that were written down before they were first read.
 * The real calls lie beside the repository, and none of their words in it: what is not there is skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CallProposal, Certainty, Field, QuestionProposal } from '../src/domain/reader/proposal.ts';
import { readCall } from '../src/domain/reader/readCall.ts';
import { readQuestionnaires } from '../src/store/questionnaires.ts';
import { outcomesOf, STATED, statedOf, textOfCall } from '../test/domain/reader/stated.ts';
import { median, printLine, printNote, printTitle } from './figures.ts';
import { type Fact, type Facts, importCases } from './importCases.ts';

const ROOT = resolve(import.meta.dirname, '..');
const CALLS = resolve(ROOT, '../shared/calls');
const FOUNDING = resolve(ROOT, '../shared/seeds/003_3277e6bede6b5b5b.txt');
const ROUNDS = 9;

export async function importing(): Promise<void> {
  const table: Table = new Map();
  for (const { file, name, text, expected } of importCases) {
    const path = join(CALLS, file);
    if (!existsSync(path)) continue;
    const facts = factsIn(readFileSync(path, 'utf8'));
    compare(name, readCall(text(facts).join('\n\n')), expected(facts), table);
  }
  if (existsSync(FOUNDING)) compare('the founding call', readCall(readFileSync(FOUNDING, 'utf8')), founding(), table);
  if (table.size === 0) printNote('the real calls are not here');
  else printTable('import: real calls', table);
  printTable('import: invented calls', invented());
  timing();
}

type Outcome = 'right' | 'missed' | 'wrong as sure' | 'wrong as likely';
type Tally = Record<Outcome | 'stated', number> & { readonly notes: string[] };
type Table = Map<string, Tally>;

function tallyOf(table: Table, field: string): Tally {
  let tally = table.get(field);
  if (tally === undefined) {
    tally = { stated: 0, right: 0, missed: 0, 'wrong as sure': 0, 'wrong as likely': 0, notes: [] };
    table.set(field, tally);
  }
  return tally;
}

/** Calls that nobody has published; a value that a call does not state counts as wrong. */
function invented(): Table {
  const table: Table = new Map();
  for (const name of STATED) {
    for (const { field, stated, outcome, read, expected } of outcomesOf(readCall(textOfCall(name)), statedOf(name))) {
      const tally = tallyOf(table, field);
      if (stated) tally.stated += 1;
      tally[outcome] += 1;
      if (outcome !== 'right') tally.notes.push(`${field}, ${name}, ${outcome}: ${short(read)} for ${short(expected)}`);
    }
  }
  return table;
}

interface Read {
  readonly value: Fact;
  readonly certainty: Certainty;
}

function compare(name: string, proposal: CallProposal, expected: Readonly<Record<string, Fact>>, table: Table): void {
  const read = readingOf(proposal);
  for (const [field, fact] of Object.entries(expected)) {
    const tally = tallyOf(table, field);
    const found = read[field];
    const value = found === undefined || found === null || found.certainty === 'unsure' ? null : found.value;
    // What a call does not say counts where it is said, or left open, all the same.
    if (fact === null && value === null) continue;
    if (fact !== null) tally.stated += 1;
    const outcome: Outcome = same(value, fact)
      ? 'right'
      : value === null
        ? 'missed'
        : found?.certainty === 'sure'
          ? 'wrong as sure'
          : 'wrong as likely';
    tally[outcome] += 1;
    if (outcome !== 'right') tally.notes.push(`${field}, ${name}, ${outcome}: ${short(value)} for ${short(fact)}`);
  }
}

const same = (a: Fact, b: Fact): boolean => JSON.stringify(a) === JSON.stringify(b);
const short = (fact: Fact | readonly (string | null)[]): string => JSON.stringify(fact).slice(0, 110);

/** What was read, field by field, in the form of the facts. */
function readingOf(proposal: CallProposal): Readonly<Record<string, Read | null>> {
  const one = <Value>(field: Field<Value>, make: (value: Value) => Fact): Read | null =>
    field.found === null ? null : { value: make(field.found.value), certainty: field.found.certainty };
  const deadline = proposal.deadlines.find(({ certainty }) => certainty !== 'unsure');
  const ofDeadline = (make: (value: NonNullable<typeof deadline>['value']) => Fact): Read | null =>
    deadline === undefined ? null : { value: make(deadline.value), certainty: deadline.certainty };
  const email = proposal.channels.find(({ value, certainty }) => value.kind === 'email' && certainty !== 'unsure');
  const issuers = proposal.issuers.filter(({ certainty }) => certainty !== 'unsure');
  const limits = proposal.limits.filter(({ certainty, value }) => certainty !== 'unsure' && !value.approximate);
  const holder = issuers.find(({ value }) => value.holder !== null);
  return {
    title: one(proposal.title, (value) => value),
    issuers:
      issuers[0] === undefined
        ? null
        : { value: issuers.map(({ value }) => value.name), certainty: issuers[0].certainty },
    holder: holder === undefined ? null : { value: holder.value.holder, certainty: holder.certainty },
    organ: one(proposal.destination, ({ organ }) => organ),
    session: one(proposal.destination, ({ session }) => session),
    kind: one(proposal.kind, (value) => value),
    'deadline date': ofDeadline(({ date }) => date),
    'deadline relation': ofDeadline(({ relation }) => relation),
    'deadline time': ofDeadline(({ time }) => time),
    'deadline zone': ofDeadline(({ zone }) => zone),
    mailbox: email?.value.kind === 'email' ? { value: email.value.to, certainty: email.certainty } : null,
    subject: one(proposal.subject, ({ value }) => Object.values(value)[0] ?? null),
    'email body': one(proposal.emailBody, (value) => value),
    'answer languages': one(proposal.answerLanguages, (value) => value),
    limits:
      limits[0] === undefined
        ? null
        : {
            value: limits.map(({ value }) =>
              [value.unit, value.maximum ?? `from ${value.minimum ?? 0}`, value.condition === 'joint' ? 'joint' : '']
                .join(' ')
                .trim(),
            ),
            certainty: limits[0].certainty,
          },
    'file types': one(proposal.fileTypes, ({ accepted, refused }) => [
      ...accepted,
      ...refused.map((type) => `-${type}`),
    ]),
    publication: one(proposal.publication, (value) => `${value.default} ${value.choice}`),
    addressees: one(proposal.addressees, (value) => value),
    attachments: one(proposal.attachments, (value) => value),
    consent: one(proposal.consent, (value) => value),
    period: one(proposal.period, ({ from, to }) => `${from ?? ''} ${to ?? ''}`),
    heading: one(proposal.heading, (value) => value),
    // Where paragraphs end cannot always be seen in the text of a PDF.
    background: one(proposal.background, (value) => value.replace(/\s+/g, ' ')),
    'question labels': questionFact(proposal.questions, ({ label }) => label ?? '·'),
    'question texts': questionFact(proposal.questions, ({ text }) => text ?? ''),
  };
}

function questionFact(nodes: readonly QuestionProposal[], make: (node: QuestionProposal) => string): Read | null {
  const flat = (list: readonly QuestionProposal[]): QuestionProposal[] =>
    list.flatMap((node) => [node, ...flat(node.children)]);
  const [first] = nodes;
  return first === undefined ? null : { value: flat(nodes).map(make), certainty: first.certainty };
}

/** The founding call, as the questionnaire in the box gives it. */
function founding(): Readonly<Record<string, Fact>> {
  const call = readQuestionnaires(join(ROOT, 'questionnaires')).questionnaires.current(
    'ie-solidarity-hrc56',
  )?.questionnaire;
  const [deadline] = call?.deadlines ?? [];
  const [channel] = call?.channels ?? [];
  const fr = (text: Readonly<Record<string, string>> | null | undefined): string | null => text?.['fr'] ?? null;
  return {
    issuers: (call?.issuers ?? []).map(({ name }) => fr(name) ?? ''),
    holder: fr(call?.issuers[0]?.holder),
    organ: call?.destination.value?.[0]?.organ ?? null,
    session: call?.destination.value?.[0]?.session ?? null,
    kind: call?.kind ?? null,
    'deadline date': deadline?.date ?? null,
    'deadline relation': deadline?.relation ?? null,
    'deadline time': deadline?.time ?? null,
    mailbox: channel?.kind === 'email' ? channel.to : null,
    subject: fr(call?.subject.value),
    'answer languages': call?.answerLanguages.value ?? null,
    limits: null,
    'file types': null,
    attachments: null,
    consent: null,
    period: null,
    publication: `${call?.publication.value?.default} ${call?.publication.value?.choice}`,
    addressees: call?.addressees.value?.map(({ id }) => id) ?? null,
    heading: fr(call?.heading),
    background: fr(call?.background)?.replace(/\s+/g, ' ') ?? null,
    'question labels': (call?.questions ?? []).map(({ label }) => label ?? '·'),
    'question texts': (call?.questions ?? []).map(({ text }) => fr(text) ?? ''),
  };
}

function factsIn(source: string): Facts {
  const match = (pattern: RegExp): string => {
    const found = pattern.exec(source)?.[1];
    if (found === undefined) throw new Error(`nothing in the facts matches ${pattern.source}`);
    return found;
  };
  return {
    match,
    line: (label) => {
      const line = source.split('\n').find((one) => one.startsWith(`${label}:`) || one.startsWith(`${label} (`));
      if (line === undefined) throw new Error(`the facts have no "${label}"`);
      return line
        .slice(line.indexOf(': ', label.length) + 2)
        .replace(/^"([^]*)"\s*$/, '$1')
        .trim();
    },
    questions: () => {
      const lines = source.split('\n');
      const from = lines.findIndex((line) => line.startsWith('QUESTIONS'));
      const to = lines.findIndex((line, index) => index > from && /^[A-Z]{4,}/.test(line));
      return lines.slice(from + 1, to < 0 ? undefined : to);
    },
  };
}

const COLUMNS = ['stated', 'right', 'missed', 'wrong as sure', 'wrong as likely'] as const;

function printTable(title: string, table: Table): void {
  const row = (...cells: readonly string[]): string =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(24) : cell.padStart(16))).join('');
  process.stdout.write(`\n${row(title, ...COLUMNS)}\n`);
  for (const [field, tally] of table) {
    process.stdout.write(`${row(field, ...COLUMNS.map((column) => String(tally[column])))}\n`);
  }
  const sum = (column: (typeof COLUMNS)[number]): number =>
    [...table.values()].reduce((total, tally) => total + tally[column], 0);
  process.stdout.write(`${row('all', ...COLUMNS.map((column) => String(sum(column))))}\n`);
  for (const { notes } of table.values()) notes.forEach((note) => printNote(note));
  printNote(
    `${sum('right')} of ${sum('stated')} stated facts right: ${((sum('right') / sum('stated')) * 100).toFixed(1)} % (aim: 95 %); wrong as sure: ${sum('wrong as sure')} (aim: 0)`,
  );
}

const PAGE_WORDS = 500;

/** A call of twenty pages and one of a hundred, made of invented words. */
function timing(): void {
  printTitle('import: time to read');
  for (const pages of [20, 100]) {
    const text = pagesOf(pages);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const startedAt = performance.now();
      readCall(text);
      times.push(performance.now() - startedAt);
    }
    printLine({
      what: `${pages} pages (median ${median(times).toFixed(0)} ms)`,
      ours: times,
      unit: 'ms',
      aim: pages === 20 ? '< 1000 ms' : '',
    });
  }
}

function pagesOf(pages: number): string {
  const question =
    'Please describe how the law of your country is applied in practice, and to whom; give examples. What changed in 2024? ';
  const paragraph =
    'The Special Rapporteur on quiet places invites all stakeholders to send submissions by 3 March 2031 to quiet@example.org in English. ';
  const words = (question.match(/\S+/g)?.length ?? 1) + (paragraph.match(/\S+/g)?.length ?? 1);
  return Array.from(
    { length: (pages * PAGE_WORDS) / words },
    (_, index) => `${paragraph}\n\n${index + 1}. ${question}`,
  ).join('\n\n');
}
