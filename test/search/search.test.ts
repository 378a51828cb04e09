/**
 * Searching reference texts: published ones in French, and small ones in all three languages. Phrases and headings come
 * first; stems, accents, elisions, beginnings and a mistyped letter are found; what is gone is found no more.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { excerptsOf, textOf } from '../../src/domain/excerpt.ts';
import type { Language } from '../../src/domain/language.ts';
import type { FoundExcerpt, SearchedText, TextSearch } from '../../src/domain/textSearch.ts';
import { readBytes } from '../../src/reading/readBytes.ts';
import { createTextSearch } from '../../src/search/searcher.ts';

const searches: TextSearch[] = [];
afterEach(() => searches.splice(0).forEach((search) => search.close()));
function open(...limits: Parameters<typeof createTextSearch>): TextSearch {
  const search = createTextSearch(...limits);
  searches.push(search);
  return search;
}

/** What was unsealed for an index, text by text. */
let opened: string[] = [];
const shelf = (texts: readonly SearchedText[], draft = 'draft', session = 'session') => ({
  draft,
  session,
  texts: texts.map(({ id }) => id),
  open: (ids: readonly string[]) => {
    opened.push(...ids);
    return Promise.resolve(texts.filter(({ id }) => ids.includes(id)));
  },
});

async function find(texts: readonly SearchedText[], words: string, search = open()): Promise<readonly FoundExcerpt[]> {
  return (await search.find(shelf(texts), { words, from: 0, most: 10 })).excerpts;
}

const small = (id: string, language: Language | null, ...lines: string[]): SearchedText => ({
  id,
  language,
  excerpts: lines.map((line) => ({ headings: [], lines: [line], pages: null })),
});

const plainOf = (runs: FoundExcerpt['lines'][number]): string => runs.map(({ text }) => text).join('');
const marksIn = (found: FoundExcerpt | undefined): string[] =>
  (found?.lines ?? []).flatMap((runs) => runs.filter(({ marked }) => marked).map(({ text }) => text));

describe('published texts', () => {
  let texts: SearchedText[];
  beforeAll(async () => {
    const names = ['plan-collaboratif', 'plan-d-action-ue', 'plateforme', 'coalition'];
    texts = await Promise.all(
      names.map(async (id) => {
        const read = await readBytes(
          readFileSync(join(import.meta.dirname, '../reading/files', `${id}.txt`)),
          `${id}.txt`,
        );
        if (read.kind === 'refused') throw new Error(read.why);
        return { id, language: 'fr' as const, excerpts: excerptsOf(read) };
      }),
    );
  });

  it.each(['défenseurs des droits', 'defenseurs des droits', 'défenseur droits', 'défenseurs des droi'])(
    'find those who defend rights first: %s',
    async (words) => {
      const [best, second] = await find(texts, words);
      expect(best?.text).toBe('plan-d-action-ue');
      expect(best?.headings.map(plainOf)[1]).toBe(
        'Protéger les personnes, mettre fin aux inégalités, aux discriminations et à l’exclusion',
      );
      expect(plainOf(best?.lines[0] ?? [])).toMatch(/^· Soutenir les défenseurs des droits de l'homme/);
      expect(marksIn(best).slice(0, 2)).toEqual(['défenseurs', 'droits']);
      expect(marksIn(second)).toContain('défenseurs');
    },
  );

  it.each(['espace civique', 'l’espace civique', 'espace civiqu', 'ESPACES CIVIQUES'])(
    'find civic space first: %s',
    async (words) => {
      const [best] = await find(texts, words);
      expect(best?.headings.map(plainOf)).toEqual([
        'PROTÉGER ET RESPONSABILISER LES PERSONNES',
        'Promouvoir les libertés fondamentales et renforcer l’espace civique et politique',
      ]);
      expect((best?.lines ?? []).map(plainOf).join(' ')).toContain('une fermeture de l’espace civique');
    },
  );

  it.each(['coalition', 'coalitio', 'la coalition', 'coalision'])('find the coalition first: %s', async (words) => {
    const [best, ...others] = await find(texts, words);
    expect(best).toMatchObject({ text: 'coalition', number: 1 });
    expect(marksIn(best)).toEqual(['coalition']);
    expect(others.every(({ text }) => text === 'plan-d-action-ue')).toBe(true);
  });

  it('find a phrase of a heading before words that stand apart', async () => {
    const [best] = await find(texts, 'secteur des entreprises');
    expect(best?.headings.map(plainOf).at(-1)).toBe('Secteur des entreprises');
  });

  it('tell how many there are, and give them page by page', async () => {
    const search = open();
    const all = await search.find(shelf(texts), { words: 'droits', from: 0, most: 1_000 });
    const later = await search.find(shelf(texts), { words: 'droits', from: 5, most: 5 });
    expect(all.count).toBe(all.excerpts.length);
    expect(all.count).toBeGreaterThan(20);
    expect(later).toEqual({ count: all.count, excerpts: all.excerpts.slice(5, 10) });
  });

  it('are given back to the letter, with marks or without', async () => {
    const search = open();
    const { excerpts } = await search.find(shelf(texts), { words: 'les droits', from: 0, most: 1_000 });
    for (const { text, number, lines } of excerpts) {
      const excerpt = texts.find(({ id }) => id === text)?.excerpts[number - 1];
      expect(lines.map(plainOf).join('\n')).toBe(textOf(excerpt!));
    }
  });

  it('never make it throw, whatever is typed', async () => {
    const search = open();
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('__proto__', 'constructor', 'l’', '  ', '"', '*'),
    );
    await fc.assert(
      fc.asyncProperty(typed, fc.integer({ min: 0, max: 90 }), async (words, from) => {
        const { count, excerpts } = await search.find(shelf(texts), { words, from, most: 5 });
        expect(excerpts.length).toBe(Math.max(0, Math.min(5, count - from)));
      }),
      { numRuns: 80 },
    );
  });
});

describe('words in three languages', () => {
  it.each([
    ['en', 'The defenders were protected by their communities.', ['defender', 'protecting', 'community']],
    [
      'fr',
      'Les États ont protégé l’indépendance d’élues régionales par des lois.',
      ['protéger', 'état', 'indépendant', 'élu', 'regionale', 'loi nationale'],
    ],
    [
      'es',
      'Las defensoras ñandúes protegieron a la población indígena.',
      ['defensora', 'proteger', 'poblaciones', 'nandues', 'indigenas'],
    ],
  ] as const)('are found by their stems, with accents and without: %s', async (language, line, words) => {
    const texts = [small('text', language, line, 'Nada, nothing, rien.')];
    for (const word of words)
      expect([word, (await find(texts, word)).map(({ number }) => number)]).toEqual([word, [1]]);
  });

  it('are each found in texts of their own, in one draft', async () => {
    const texts = [small('en', 'en', 'Houses were demolished.'), small('fr', 'fr', 'Des maisons furent démolies.')];
    expect((await find(texts, 'house')).map(({ text }) => text)).toEqual(['en']);
    expect((await find(texts, 'démolir maison')).map(({ text }) => text)).toEqual(['fr']);
  });

  it('are found as they stand where the language is another', async () => {
    const texts = [small('de', null, 'Die Küstenfischer warten seit Jahren.')];
    expect(await find(texts, 'kustenfisch')).toHaveLength(1);
    expect(await find(texts, 'seit Jahren')).toHaveLength(1);
  });

  it('that are usual find nothing by themselves beside others', async () => {
    const texts = [small('en', 'en', 'The house of the keeper.', 'Of the sea, and of the wind.')];
    expect((await find(texts, 'the keeper of')).map(({ number }) => number)).toEqual([1]);
  });

  it('come first where they stand together', async () => {
    const apart = 'The civic duty of all is to keep the space between houses free, civic and clean, space by space.';
    const texts = [small('en', 'en', apart, 'They closed the civic space.')];
    expect((await find(texts, 'civic space')).map(({ number }) => number)).toEqual([2, 1]);
  });
});

describe('an index', () => {
  const lines = ['The lighthouse burned.', 'The harbour froze.'];
  const [one, two] = [small('one', 'en', ...lines), small('two', 'en', 'The lighthouse was built anew.')];

  it('opens each text once, and a text that was added by itself', async () => {
    opened = [];
    const search = open();
    expect(await find([one], 'lighthouse', search)).toHaveLength(1);
    expect(await find([one], 'harbour', search)).toHaveLength(1);
    expect(await find([one, two], 'lighthouse', search)).toHaveLength(2);
    expect(opened).toEqual(['one', 'two']);
  });

  it('serves many at once without opening a text twice', async () => {
    opened = [];
    const search = open();
    const all = await Promise.all(Array.from({ length: 8 }, () => find([one, two], 'lighthouse', search)));
    expect(all.every(({ length }) => length === 2)).toBe(true);
    expect(opened).toEqual(['one', 'two']);
  });

  it('finds nothing of a text that was removed', async () => {
    const search = open();
    await find([one, two], 'lighthouse', search);
    expect((await find([two], 'lighthouse', search)).map(({ text }) => text)).toEqual(['two']);
    expect(await find([], 'lighthouse', search)).toEqual([]);
  });

  it('is made again after a failure', async () => {
    const search = open();
    const broken = { ...shelf([one]), open: () => Promise.reject(new Error('the database is away')) };
    const query = { words: 'harbour', from: 0, most: 5 };
    await expect(search.find(broken, query)).rejects.toThrow('the database is away');
    expect((await search.find(shelf([one]), query)).count).toBe(1);
  });

  it.each([
    [
      'when others need the room',
      (search: TextSearch) => search.find(shelf([two], 'other'), { words: 'x', from: 0, most: 1 }),
    ],
    ['when its draft is gone', (search: TextSearch) => Promise.resolve(search.forget('draft'))],
    ['when the last browser leaves', (search: TextSearch) => Promise.resolve(search.leave('session'))],
  ])('is forgotten %s', async (_, happens) => {
    const search = open({ bytesMax: 1 });
    await find([one], 'harbour', search);
    await happens(search);
    opened = [];
    await find([one], 'harbour', search);
    expect(opened).toEqual(['one']);
  });

  it('is forgotten when nobody uses it for a while', async () => {
    const search = open({ idleMs: 1 });
    await find([one], 'harbour', search);
    await vi.waitFor(async () => {
      opened = [];
      await find([one], 'harbour', search);
      expect(opened).toEqual(['one']);
    });
  });

  it('is made ready before anybody searches, and tells nobody of a failure', async () => {
    opened = [];
    const search = open();
    search.prepare({ ...shelf([one], 'broken'), open: () => Promise.reject(new Error('the database is away')) });
    search.prepare(shelf([one]));
    await vi.waitFor(() => expect(opened).toEqual(['one']));
    expect(await find([one], 'harbour', search)).toHaveLength(1);
    expect(opened).toEqual(['one']);
  });

  it('stays as long as another browser uses it', async () => {
    const search = open();
    const query = { words: 'harbour', from: 0, most: 5 };
    await search.find(shelf([one], 'draft', 'amina'), query);
    await search.find(shelf([one], 'draft', 'bruno'), query);
    search.leave('amina');
    opened = [];
    await search.find(shelf([one], 'draft', 'bruno'), query);
    expect(opened).toEqual([]);
  });
});
