/**
 * Cutting reference texts: headings are found where nothing marks them, no word is lost or said twice, and no excerpt is
 * too long. The texts in `test/reading/files/` are published ones.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXCERPT_WORDS_MAX, EXCERPT_WORDS_MIN, excerptsOf, textOf, type Excerpt } from '../../src/domain/excerpt.ts';
import type { TextBlock } from '../../src/domain/reading.ts';
import { readBytes } from '../../src/reading/readBytes.ts';

async function cut(name: string): Promise<Excerpt[]> {
  const read = await readBytes(readFileSync(join(import.meta.dirname, '../reading/files', name)), name);
  if (read.kind === 'refused') throw new Error(read.why);
  return excerptsOf(read);
}

const plain = (text: string): Excerpt[] =>
  excerptsOf({ kind: 'text', blocks: text.split(/\n{2,}/).map((part) => ({ kind: 'paragraph', text: part })) });

const wordsIn = (text: string): string[] => text.match(/\S+/g) ?? [];
const first = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

describe('a plan of action as plain text', () => {
  it('has its lines of action as headings, and their parts below them', async () => {
    const excerpts = await cut('plan-d-action-ue.txt');
    expect(first(excerpts.map(({ headings }) => headings[0]))).toEqual([
      undefined,
      'PROTÉGER ET RESPONSABILISER LES PERSONNES',
      'BÂTIR DES SOCIÉTÉS RÉSILIENTES, INCLUSIVES ET DÉMOCRATIQUES',
      'PROMOUVOIR UN SYSTÈME MONDIAL POUR LES DROITS DE L’HOMME ET LA DÉMOCRATIE',
      'TIRER PARTI DES POSSIBILITÉS OFFERTES PAR LES NOUVELLES TECHNOLOGIES ET RELEVER LES DÉFIS Y AFFÉRENTS',
      'ATTEINDRE LES OBJECTIFS FIXÉS EN TRAVAILLANT DE CONCERT',
    ]);
    const system = excerpts.filter(({ headings }) => headings[0]?.startsWith('PROMOUVOIR'));
    expect(first(system.map(({ headings }) => headings[1]))).toEqual([
      undefined,
      'Coopération multilatérale',
      'Partenariats régionaux',
      'Coopération bilatérale',
      'Société civile et institutions nationales de défense des droits de l’homme',
      'Secteur des entreprises',
      'Respect de la législation internationale relative aux droits de l’homme et du droit international humanitaire',
    ]);
  });

  it.each(['plan-d-action-ue.txt', 'plan-collaboratif.txt', 'plateforme.txt', 'coalition.txt', 'lighthouses.docx'])(
    'is cut into pieces of a good length: %s',
    async (name) => {
      const lengths = (await cut(name)).map((excerpt) => wordsIn(textOf(excerpt)).length);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(EXCERPT_WORDS_MAX);
      const whole = lengths.filter((length) => length >= EXCERPT_WORDS_MIN).length;
      expect(whole / lengths.length).toBeGreaterThan(name.startsWith('plan-d') ? 0.8 : 0.3);
    },
  );
});

describe('other texts', () => {
  it('takes the headings that light Markdown marks, without its marks', async () => {
    const excerpts = await cut('plan-collaboratif.txt');
    expect(first(excerpts.map(({ headings }) => headings.at(-1)))).toContain(
      '8. Collaboration avec la société civile :',
    );
    expect(excerpts.some((excerpt) => /\*\*|^#/m.test(textOf(excerpt)))).toBe(false);
  });

  it('joins lines that were broken to fit a page', () => {
    const broken =
      'The keepers of the light are\npaid in coal and in fish, as they\nhave been since the charter was made.';
    expect(plain(`A short heading\n\n${broken}\n\n${broken}`)).toEqual([
      {
        headings: ['A short heading'],
        lines: [broken.replaceAll('\n', ' '), broken.replaceAll('\n', ' ')],
        pages: null,
      },
    ]);
  });

  it('leaves sentences, questions and what leads over to a list alone', () => {
    const lines = ['Nobody came.', 'Who keeps the light?', 'These did:', '- the fishers', 'with all of their boats'];
    expect(plain(lines.join('\n'))).toEqual([{ headings: [], lines, pages: null }]);
  });

  it('leaves notes at the end under no heading, and a heading with nothing under it where it stands', () => {
    const blocks: TextBlock[] = [
      { kind: 'heading', level: 1, label: 'I.', text: 'Empty' },
      { kind: 'heading', level: 1, label: 'II.', text: 'Full' },
      { kind: 'row', cells: ['Boats', '12'] },
      { kind: 'note', label: '¹', text: 'Counted in 1911.' },
    ];
    expect(excerptsOf({ kind: 'docx', blocks })).toEqual([
      { headings: [], lines: ['I. Empty'], pages: null },
      { headings: ['II. Full'], lines: ['Boats\t12'], pages: null },
      { headings: [], lines: ['¹ Counted in 1911.'], pages: null },
    ]);
  });

  it('knows the pages of a PDF', async () => {
    const excerpts = await cut('lighthouses.pdf');
    expect(excerpts[0]?.pages?.[0]).toBe(1);
    const lasts = excerpts.map(({ pages }) => pages?.[1] ?? 0);
    expect(Math.max(...lasts)).toBeGreaterThan(1);
    expect(excerpts.every(({ pages }) => pages !== null && pages[0] <= pages[1])).toBe(true);
    expect((await cut('lighthouses.docx')).every(({ pages }) => pages === null)).toBe(true);
  });
});

describe('every word', () => {
  /** Each word stands once in a text, so that one that is lost or doubled is seen. */
  const counted = (lengths: readonly number[], letter: string): string[] => {
    let at = 0;
    return lengths.map((length) =>
      Array.from({ length }, () => `${letter}${(at += 1)}${at % 9 === 0 ? '.' : ''}`).join(' '),
    );
  };
  const said = (excerpts: readonly Excerpt[]): string[] => excerpts.flatMap((excerpt) => wordsIn(textOf(excerpt)));

  it('of a file is in one excerpt, in its order, or in a heading', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 450 }), { maxLength: 12 });
    const levels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(lengths, levels, (sizes, depths) => {
        const bodies = counted(sizes, 'w');
        const heads = counted(
          sizes.map(() => 2),
          'h',
        );
        const blocks = bodies.flatMap((text, index): TextBlock[] => {
          const level = depths[index] ?? 0;
          const body: TextBlock = { kind: 'paragraph', text };
          return level === 0 ? [body] : [{ kind: 'heading', level, label: null, text: heads[index] ?? '' }, body];
        });
        const excerpts = excerptsOf({ kind: 'docx', blocks });
        const words = said(excerpts);
        expect(words.filter((word) => word.startsWith('w'))).toEqual(bodies.flatMap(wordsIn));
        const headings = blocks.flatMap((block) => (block.kind === 'heading' ? wordsIn(block.text) : []));
        const over = new Set(excerpts.flatMap((one) => one.headings.flatMap(wordsIn)));
        const under = words.filter((word) => word.startsWith('h'));
        expect(headings.every((word) => over.has(word) !== under.includes(word))).toBe(true);
        expect(excerpts.every((one) => wordsIn(textOf(one)).length <= EXCERPT_WORDS_MAX)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('of a plain text is in one excerpt or in a heading, however its lines stand', () => {
    const line = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('', '- ', '# ', '1. '), fc.boolean());
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const bodies = counted(
          lines.map(([length]) => length),
          'Wörd',
        );
        const text = lines
          .map(([, mark, apart], index) => `${apart ? '\n' : ''}${mark}${bodies[index] ?? ''}`)
          .join('\n');
        const excerpts = plain(text.trim());
        const words = bodies.flatMap(wordsIn);
        const heads = new Set(excerpts.flatMap(({ headings }) => headings.flatMap(wordsIn)));
        const found = said(excerpts).filter((word) => word.startsWith('Wörd'));
        expect(found).toEqual(words.filter((word) => !heads.has(word)));
      }),
      { numRuns: 60 },
    );
  });
});
