/**
 * Values of any form that a schema has, made by chance: for tests that must hold for whatever a draft may hold, also for
 * parts that nobody has thought of yet.
 */
import fc from 'fast-check';
import { z } from 'zod';

/** What people type, and what breaks files, tables and pages. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.lorem({ maxCount: 12 }) },
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.constantFrom(
    '',
    '  \n',
    'Défenseurs des droits — «espace cívico» [[à Dakar]].',
    'A claim.[^1] [@report-2020, p. 12]\n\n[^1]: A note.',
    '- one\n- **two**\n\n1. three',
    '<script>alert(1)</script>&amp;"\'',
    "=cmd|'/c calc'!A1",
    '\ud800 alone',
    'שלום 你好 🕊️',
  ),
);

/** For strings of which the schema wants more than that they are strings. */
const SHAPED = [
  '2024-05-01',
  '2024',
  'report-2020',
  'q1',
  'a',
  'https://example.org',
  'KE',
  '2024-05-01T10:00:00.000Z',
];

/** Any value that the schema takes, as it gives it back. */
export function valueOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  return inputOf(schema).map((value) => schema.parse(value));
}

function inputOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) {
    const shaped = SHAPED.filter((one) => schema.safeParse(one).success);
    return fc.oneof(text, fc.constantFrom(...shaped)).filter((one) => schema.safeParse(one).success);
  }
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return fc.integer({ min: 1, max: 500 });
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodNullable) return fc.option(inputOf(inner(schema)));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return fc.option(inputOf(inner(schema)), { nil: undefined });
  }
  if (schema instanceof z.ZodUnion) return fc.oneof(...(schema.options as z.ZodType[]).map(inputOf));
  if (schema instanceof z.ZodArray) return fc.array(inputOf(schema.element as z.ZodType), { maxLength: 3 });
  if (schema instanceof z.ZodTuple) return fc.tuple(...(schema.def.items as z.ZodType[]).map(inputOf));
  if (schema instanceof z.ZodRecord) {
    const id = fc.constantFrom('a', 'b-2', 'other', '7');
    return fc.dictionary(id, inputOf(schema.valueType as z.ZodType), { maxKeys: 3, noNullPrototype: true });
  }
  if (schema instanceof z.ZodObject) {
    return fc.record(
      Object.fromEntries(
        Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, one]) => [key, inputOf(one)]),
      ),
      { noNullPrototype: true },
    );
  }
  throw new Error(`no values are made of ${schema.constructor.name} yet`);
}

const inner = (schema: { unwrap(): unknown }): z.ZodType => schema.unwrap() as z.ZodType;
