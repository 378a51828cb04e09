/**
 * Worksheets for the tests: a call with a question of every kind, answers that fast-check makes up for it, and the way of
 * a sheet out and back in.
 */
import fc from 'fast-check';
import { EMPTY_ANSWER, isValueBlank, type Answer, type AskValue } from '../../src/domain/answer.ts';
import { answerTo, type Draft } from '../../src/domain/draft.ts';
import { LANGUAGES } from '../../src/domain/language.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import { scopedTo, scopeOf } from '../../src/domain/scope.ts';
import { composeWorksheet, markPhrases, PHRASE_KEYS, type Worksheet } from '../../src/domain/worksheet.ts';
import { answerFound } from '../../src/domain/worksheetAnswers.ts';
import type { SheetFound } from '../../src/domain/worksheetFound.ts';
import { readSheet } from '../../src/domain/worksheetReading.ts';
import { readRichBytes } from '../../src/reading/readBytes.ts';
import { readCountries } from '../../src/web/countries.ts';
import { callWith, draftIn, phrases } from '../domain/drafts.ts';

export const countries = readCountries();

const en = (text: string): { readonly en: string } => ({ en: text });

/** A question of every kind that there is. */
export const islands: Questionnaire = callWith(
  [
    { id: 'laws', label: '1)', text: en('Which laws protect the lagoons of your islands?'), asks: [] },
    {
      id: 'harm',
      label: '2)',
      text: en('Have people been harmed for speaking about waste? Please describe.'),
      asks: [
        { id: 'happened', kind: 'choice', scale: 'yes-no', details: true, label: en('Harm') },
        { id: 'extent', kind: 'choice', scale: 'extent', label: en('Extent of the harm') },
        {
          id: 'ways',
          kind: 'ticks',
          label: en('In what ways'),
          options: [
            { id: 'fines', text: en('Fines') },
            { id: 'threats', text: en('Threats, also by telephone') },
            { id: 'other', text: en('Other ways') },
          ],
        },
      ],
    },
    {
      id: 'measures',
      label: '3)',
      text: en('What has been done? Name the measures.'),
      asks: [
        {
          id: 'list',
          kind: 'rows',
          label: en('Measures'),
          fields: [
            { id: 'year', label: en('Year'), size: 'short' },
            { id: 'what', label: en('What was done'), size: 'long' },
          ],
        },
        { id: 'asks', kind: 'recommendations', label: en('Recommendations') },
      ],
    },
    {
      id: 'cases',
      label: '4)',
      text: en('Please share cases from practice.'),
      asks: [
        {
          id: 'told',
          kind: 'records',
          label: en('Cases'),
          one: en('Case'),
          fields: [
            { id: 'name', label: en('Name of the case'), kind: 'line' },
            { id: 'where', label: en('Country'), kind: 'country' },
            { id: 'story', label: en('What happened'), kind: 'text' },
            {
              id: 'ended',
              label: en('How it ended'),
              kind: 'choice',
              options: [
                { id: 'won', text: en('Won') },
                { id: 'lost', text: en('Lost') },
              ],
            },
          ],
        },
        { id: 'notes', kind: 'comments', label: en('Comments on the draft') },
      ],
    },
  ],
  { id: 'ie-solidarity-hrc56' },
);

const words = fc
  .array(
    fc.constantFrom('mot', 'été', 'the lagoon', '2 * 3', '(x)', 'a_b', '“q”', '50 %', 'art. 5', '#', '[sic]', '—'),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(' '));
const marked = fc.oneof(
  { weight: 3, arbitrary: words },
  words.map((text) => `**${text}**`),
  words.map((text) => `*${text}*`),
  words.map((text) => `***${text}***`),
  words.map((text) => `[[${text}]]`),
  fc.constantFrom('[the report](https://example.org/a_b)', 'https://example.org/c', 'us@example.org', '[@key, p. 2]'),
);
const line = fc.array(marked, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
const list = fc
  .array(fc.tuple(fc.nat({ max: 2 }), line), { minLength: 1, maxLength: 4 })
  .chain((items) =>
    fc
      .constantFrom('- ', '1. ', '4. ')
      .map((mark) =>
        items.map(([depth, text], at) => `${'   '.repeat(at === 0 ? 0 : depth)}${mark}${text}`).join('\n'),
      ),
  );
const paragraphs = fc.oneof(
  line,
  line,
  list,
  fc.tuple(line, line).map((lines) => lines.join('\n')),
);
const text = fc
  .tuple(fc.array(paragraphs, { maxLength: 4 }), fc.boolean())
  .map(([blocks, noted]) =>
    noted && blocks.length > 0
      ? [
          `${blocks[0]?.startsWith('-') || /^\d/.test(blocks[0] ?? '') ? 'Noted:' : 'Noted'}[^1]`,
          ...blocks,
          '[^1]: A **source**.',
        ].join('\n\n')
      : blocks.join('\n\n'),
  );
const short = fc.oneof(fc.constant(''), line);
const literal = fc.oneof(fc.constant(''), words);

const filledRow = (row: Record<string, string>): boolean => Object.values(row).some((value) => value.trim() !== '');
const rowsOf = <Row extends Record<string, string>>(row: fc.Arbitrary<Row>): fc.Arbitrary<Row[]> =>
  fc.array(row, { maxLength: 3 }).map((rows) => rows.filter(filledRow));

const someOf = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });
const ticks = fc
  .record({
    ticked: fc.subarray(['fines', 'threats', 'other']),
    details: fc.record({ fines: short, other: text }),
  })
  .map(({ ticked, details }): AskValue => ({
    kind: 'ticks',
    ticked,
    details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== '')),
  }));
const choice = (scale: readonly string[], details: fc.Arbitrary<string>): fc.Arbitrary<AskValue> =>
  fc
    .record({ choice: fc.constantFrom(null, ...scale), details })
    .map((value): AskValue => ({ kind: 'choice', ...value }));

const VALUES: Readonly<Record<string, fc.Arbitrary<AskValue>>> = {
  happened: choice(['yes', 'no', 'unsure'], text),
  extent: choice(['fully', 'not-at-all'], fc.constant('')),
  ways: ticks,
  list: rowsOf(fc.record({ year: short, what: text })).map((rows): AskValue => ({ kind: 'rows', rows })),
  asks: rowsOf(fc.record({ to: short, what: text, by: short })).map((items): AskValue => ({
    kind: 'recommendations',
    items,
  })),
  told: rowsOf(
    fc.record({
      name: short,
      where: fc.constantFrom('', 'FR', 'KE', 'somewhere'),
      story: text,
      ended: fc.constantFrom('', 'won', 'lost', 'still going on'),
    }),
  ).map((rows): AskValue => ({ kind: 'records', rows })),
  notes: rowsOf(fc.record({ paragraph: literal, quotation: literal, comment: text, proposal: literal })).map(
    (rows): AskValue => ({ kind: 'comments', rows }),
  ),
};

const NO_ROWS: AskValue = { kind: 'rows', rows: [] };

const answerOf = (asks: readonly string[]): fc.Arbitrary<Answer> =>
  fc
    .record({
      text,
      values: fc.record(Object.fromEntries(asks.map((id) => [id, someOf(VALUES[id] ?? fc.constant(NO_ROWS))]))),
      declined: fc.boolean(),
      reason: short,
      finished: fc.boolean(),
      confidential: fc.boolean(),
    })
    .map(({ values, declined, reason, ...answer }) => ({
      ...answer,
      reason,
      declined: declined ? { reason } : null,
      // A blank value is not kept.
      values: Object.fromEntries(
        Object.entries(values).filter(([, value]) => value !== undefined && !isValueBlank(value)),
      ) as Answer['values'],
    }));

/** Answers to all questions of the islands. */
export const answers: fc.Arbitrary<Readonly<Record<string, Answer>>> = fc.record({
  laws: answerOf([]),
  harm: answerOf(['happened', 'extent', 'ways']),
  measures: answerOf(['list', 'asks']),
  cases: answerOf(['told', 'notes']),
});

export const draftWith = (given: Readonly<Record<string, Partial<Answer>>>): Draft => draftIn('en', { answers: given });

export const sheetOf = (draft: Draft, questionnaire: Questionnaire = islands): Worksheet =>
  composeWorksheet(draft, questionnaire, phrases[draft.record.language], {
    countryName: (code) => countries.name(code, draft.record.language),
    limitWords: () => 'at most 500 words',
  });

/** What the program prints after its marks, in every language. */
export const markWords: readonly string[] = LANGUAGES.flatMap((language) =>
  PHRASE_KEYS.map((key) => markPhrases(phrases[language])[key]),
);

export async function foundIn(
  bytes: Uint8Array,
  name: string,
  draft: Draft,
  questionnaire = islands,
): Promise<SheetFound> {
  const file = await readRichBytes(bytes, name);
  if (file.kind === 'refused') throw new Error(file.why);
  const found = readSheet(file, sheetOf(draft, questionnaire), markWords);
  if (found === null) throw new Error('no sheet of this call');
  return found;
}

/** The answers that a sheet gives, on top of those that it was taken with. */
export function answersIn(found: SheetFound, draft: Draft, questionnaire = islands): Readonly<Record<string, Answer>> {
  const { questions } = scopedTo(questionnaire, scopeOf(draft));
  return Object.fromEntries(
    questions.map(({ node }) => {
      const before = answerTo(draft, node.id).value;
      return [node.id, answerFound(node, found.places, before, (name) => countries.code(name))];
    }),
  );
}

export const answersOf = (draft: Draft): Readonly<Record<string, Answer>> =>
  Object.fromEntries(islands.questions.map(({ id }) => [id, draft.answers[id]?.value ?? EMPTY_ANSWER]));
