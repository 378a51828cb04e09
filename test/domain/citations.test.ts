/** Citations: how they are read, printed and listed, and that nothing of a confidential source comes to be public. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textHash } from '../../src/domain/approval.ts';
import { readCitation, withCitation } from '../../src/domain/citation.ts';
import { webAddress } from '../../src/domain/citationStyle.ts';
import type { Language } from '../../src/domain/language.ts';
import { parseMarkdown } from '../../src/domain/markdown.ts';
import { composeOutline, type Outline } from '../../src/domain/outline.ts';
import { EMPTY_SOURCE, newKey, SOURCE_KEY, sourceSchema, withNewSource, type Source } from '../../src/domain/source.ts';
import { plainText } from '../../src/domain/text.ts';
import { confidentialityOf, publicDraft, type Version } from '../../src/domain/versions.ts';
import { countWords } from '../../src/domain/words.ts';
import { draftIn, phrases, solidarity } from './drafts.ts';
import { sketch } from './sketch.ts';

const source = (key: string, more: Partial<Source> = {}): Source =>
  sourceSchema.parse({ ...EMPTY_SOURCE, title: `Title of ${key}`, ...more, key });

const REPORT = source('hrw-2021', {
  author: 'Human Rights Watch',
  title: 'World Report 2021: Events of 2020',
  imprint: 'New York',
  date: '2021-01-13',
  address: 'https://www.hrw.org/world-report/2021',
  accessed: '2024-03-01',
});
const RESOLUTION = source('un-2020', {
  kind: 'un-document',
  author: 'United Nations, General Assembly',
  title: 'Human rights defenders',
  imprint: 'A/RES/74/146',
  date: '2020-01',
});
const PRESS = source('diario-nd', { kind: 'news', author: '', title: 'Diez detenidos', imprint: 'El Diario' });
const WITNESS = source('interview-1', {
  kind: 'interview',
  author: 'Qzx Canary, teacher',
  title: 'What qzxtitle saw',
  imprint: 'qzxplace',
  date: '2023-05',
  address: 'https://qzxaddress.example.org/a',
  confidential: true,
});
const ITEMS = [REPORT, RESOLUTION, PRESS, WITNESS];

interface Told {
  readonly language?: Language;
  readonly version?: Version;
  readonly listed?: boolean;
  readonly items?: readonly Source[];
  readonly filled?: NonNullable<Parameters<typeof draftIn>[1]>;
}

function outlineOf(texts: string | readonly string[], told: Told = {}): Outline {
  const { language = 'en', version = 'full', listed = false, items = ITEMS, filled = {} } = told;
  const answers = Object.fromEntries([texts].flat().map((text, index) => [`q${index + 7}`, { text }]));
  const draft = draftIn(language, { ...filled, answers, sources: { items: [...items], listed } });
  return composeOutline(draft, solidarity, phrases[language], { version, country: '' });
}
const notesOf = (outline: Outline): string[] =>
  outline.footnotes.map((blocks) => sketch(blocks).replaceAll('\u00a0', ' '));
const answersOf = (outline: Outline): string[] =>
  outline.sections.flatMap(({ kind, blocks }) => (kind === 'question' && blocks.length > 0 ? [sketch(blocks)] : []));

describe('a citation', () => {
  it.each<[string, string | null]>([
    ['[@un-2020]', 'un-2020'],
    ['[@Un-2020, p. 12]', 'un-2020 at p. 12'],
    ['[@a; @b, paras. 3–5, note 2]', 'a|b at paras. 3–5, note 2'],
    ['[@a ; @b ]', 'a|b'],
    ['[@]', null],
    ['[@-a]', null],
    ['[@a p. 12]', null],
    ['[@a, [p. 12]]', null],
    ['[@a, p. 1; p. 2]', null],
    [`[@${'a'.repeat(41)}]`, null],
    ['[@a\n, p. 12]', null],
  ])('%j', (text, expected) => {
    const cited = readCitation(text);
    const words = cited?.map(({ key, place }) => (place === '' ? key : `${key} at ${place}`)).join('|');
    expect(words ?? null).toBe(expected);
  });

  it.each([
    ['So it is [@un-2020].', 'So it is{1}.'],
    ['So it is [^n], and so [@un-2020] and [^n] again.\n\n[^n]: Ours.', 'So it is {1}, and so{2} and {1} again.'],
    ['- one [@un-2020]\n- two [@hrw-2021, p. 3]', 'ul[one{1}; two{2}]'],
    ['**bold [@un-2020]** *it*', '<b>bold</b>{1} <i>it</i>'],
    ['[see [@un-2020]](https://example.org/)', '<see → https://example.org/>{1}'],
    ['[@un-2020](https://example.org/)', '<@un-2020 → https://example.org/>'],
    ['\\[@un-2020]', '[@un-2020]'],
    ['[@nobody-1999, *p. 3*]', '[@nobody-1999, *p. 3*]'],
    ['[@un-2020; @nobody-1999]', '[@un-2020; @nobody-1999]'],
    ['[@un-2020, *p. 3*]', '{1}'],
    ['[@un-2020] [@hrw-2021]', '{1} {2}'],
  ])('stands in %j', (text, expected) => {
    expect(answersOf(outlineOf(text))).toEqual([expected]);
  });

  it('is printed in a footnote of the writer where it stands in one', () => {
    const outline = outlineOf(['One[^a].\n\n[^a]: See [@un-2020, p. 2], and others.', 'Two [@un-2020].']);
    expect(notesOf(outline)).toEqual([
      'See United Nations, General Assembly, <i>Human rights defenders</i> (A/RES/74/146, January 2020), p. 2, and others.',
      'United Nations, General Assembly, <i>Human rights defenders</i> (see footnote 1).',
    ]);
  });

  it('counts as no word, in the answer and in its printed text', () => {
    expect(countWords('It was so [@un-2020, p. 12]. And [@hrw-2021] more.')).toBe(5);
    expect(countWords('[@un-2020](https://example.org/)')).toBe(1);
  });

  it('is found in tables, lists of recommendations and reasons', () => {
    const answers = {
      q4: {
        values: { initiatives: { kind: 'rows' as const, rows: [{ name: 'Law [@un-2020]', year: '', effect: '' }] } },
      },
      q9: { declined: { reason: 'See [@hrw-2021].' } },
    };
    const draft = draftIn('en', { answers, sources: { items: ITEMS, listed: false } });
    const outline = composeOutline(draft, solidarity, phrases.en, { country: '' });
    expect(notesOf(outline).map((note) => note.slice(0, 14))).toEqual(['United Nations', 'Human Rights W']);
  });
});

describe('a citation put at the end', () => {
  it.each([
    ['', '[@a, p. 3]'],
    ['Words.\n', 'Words. [@a, p. 3]'],
    ['Words.[^1]\n\n[^1]: Note\n    more', 'Words.[^1] [@a, p. 3]\n\n[^1]: Note\n    more'],
    ['[^1]: Note\n\nWords.', '[^1]: Note\n\nWords. [@a, p. 3]'],
    ['- one\n  - two', '- one\n  - two [@a, p. 3]'],
    ['[^1]: Note', '[@a, p. 3]\n\n[^1]: Note'],
  ])('of %j', (text, expected) => {
    expect(withCitation(text, [{ key: 'a', place: 'p. 3' }])).toBe(expected);
  });
});

describe('the style', () => {
  const text = 'A [@hrw-2021, p. 7]. B [@un-2020]. C [@hrw-2021, p. 9]. D [@diario-nd].';
  it.each<[Language, readonly string[]]>([
    [
      'en',
      [
        'Human Rights Watch, <i>World Report 2021: Events of 2020</i> (New York, 13 January 2021), p. 7. Available at <https://www.hrw.org/world-report/2021 → https://www.hrw.org/world-report/2021> (accessed on 1 March 2024).',
        'United Nations, General Assembly, <i>Human rights defenders</i> (A/RES/74/146, January 2020).',
        'Human Rights Watch, <i>World Report 2021</i> (see footnote 1), p. 9.',
        '“Diez detenidos”, <i>El Diario</i>, n.d.',
      ],
    ],
    [
      'fr',
      [
        'Human Rights Watch, <i>World Report 2021: Events of 2020</i> (New York, 13 janvier 2021), p. 7. Disponible à l’adresse : <https://www.hrw.org/world-report/2021 → https://www.hrw.org/world-report/2021> (consulté le 1er mars 2024).',
        'United Nations, General Assembly, <i>Human rights defenders</i> (A/RES/74/146, janvier 2020).',
        'Human Rights Watch, <i>World Report 2021</i> (voir note 1), p. 9.',
        '« Diez detenidos », <i>El Diario</i>, s. d.',
      ],
    ],
    [
      'es',
      [
        'Human Rights Watch, <i>World Report 2021: Events of 2020</i> (New York, 13 de enero de 2021), p. 7. Disponible en: <https://www.hrw.org/world-report/2021 → https://www.hrw.org/world-report/2021> (consultado el 1 de marzo de 2024).',
        'United Nations, General Assembly, <i>Human rights defenders</i> (A/RES/74/146, enero de 2020).',
        'Human Rights Watch, <i>World Report 2021</i> (véase la nota 1), p. 9.',
        '«Diez detenidos», <i>El Diario</i>, s. f.',
      ],
    ],
  ])('in %s', (language, expected) => {
    expect(notesOf(outlineOf(text, { language })).map((note) => note.replaceAll('\u00a0', ' '))).toEqual(expected);
  });

  it('links to the web alone', () => {
    expect(webAddress('https://example.org/a b')).toBeNull();
    expect(webAddress('javascript:alert(1)//https://x')).toBeNull();
    expect(webAddress('www.example.org')).toBeNull();
    expect(webAddress('http://example.org/"><b>')).toBe('http://example.org/%22%3E%3Cb%3E');
    const odd = source('odd', { address: 'archive of the court, box 7' });
    expect(notesOf(outlineOf('x [@odd]', { items: [odd] }))[0]).toContain('Available at archive of the court, box 7.');
  });
});

describe('the list at the end', () => {
  it('names what is cited, by author, and our own apart', () => {
    const outline = outlineOf('A [@un-2020] [@diario-nd] [@hrw-2021] [@interview-1].', { listed: true });
    const lines = plainText(outline).split('\nSources\n')[1]?.split('\n[1]')[0]?.trim().split('\n').filter(Boolean);
    expect(lines?.map((line) => line.slice(0, 24))).toEqual([
      'Published sources',
      '- “Diez detenidos”, El D',
      '- Human Rights Watch, Wo',
      '- United Nations, Genera',
      'Interviews, testimonies ',
      '- [[Qzx Canary, teacher,',
    ]);
  });

  it('is not there unasked, nor where nothing is cited', () => {
    expect(outlineOf('A [@un-2020].').sources).toBeUndefined();
    expect(outlineOf('A.', { listed: true }).sources).toBeUndefined();
  });

  it('leaves out of the public version what is withheld, and what only passages cite', () => {
    const text = 'A [@interview-1, p. qzx]. B [@un-2020]. [[C [@hrw-2021].]]';
    const { sources } = outlineOf(text, { listed: true, version: 'public' });
    const entries = sources?.groups.flatMap((group) => group.entries.map((entry) => sketch([entry]).slice(0, 14)));
    expect(entries).toEqual(['United Nations', 'Other sources ']);
  });
});

describe('a confidential source', () => {
  it('stands in brackets in the full version, and makes it one of two', () => {
    const outline = outlineOf('A [@interview-1, p. 2; @un-2020].');
    expect(outline.notice?.version).toBe('full');
    expect(notesOf(outline)[0]).toMatch(
      /^\[\[Qzx Canary, teacher, “What qzxtitle saw” \(interview, qzxplace, May 2023\).*\]\]; Un/,
    );
    const [paragraph] = outline.footnotes[0] ?? [];
    const inlines = paragraph?.kind === 'paragraph' ? paragraph.inlines : [];
    const runs = inlines.flatMap((one) => (one.kind === 'run' ? [one] : one.kind === 'link' ? one.runs : []));
    expect(runs.map(({ confidential = false }) => confidential)).toEqual([true, true, true, false, false, false]);
    expect(outlineOf('A [@un-2020].')).not.toHaveProperty('notice');
  });

  it('has one pair of brackets in an answer that is confidential as a whole', () => {
    const draft = draftIn('en', {
      answers: { q7: { text: 'A [@interview-1].', confidential: true } },
      sources: { items: ITEMS, listed: false },
    });
    const [note = ''] = notesOf(composeOutline(draft, solidarity, phrases.en, { country: '' }));
    expect(note.match(/\[\[|\]\]/g)).toEqual(['[[', ']]']);
  });

  it.each(['en', 'fr', 'es'] as const)('is withheld from the public version, in words: %s', (language) => {
    const outline = outlineOf('A [@interview-1, p. 2; @un-2020; @interview-1].', { language, version: 'public' });
    expect(notesOf(outline)[0]).toMatch(
      new RegExp(`^${phrases[language]('sources.printed.withheld').replaceAll('\u00a0', ' ')} ?; United`),
    );
  });

  it('is withheld with the citation that a passage holds', () => {
    const outline = outlineOf('A [[b [@un-2020]]] c [@un-2020].', { version: 'public' });
    expect(answersOf(outline)).toEqual(['A [Withheld: confidential] c{1}.']);
    expect(notesOf(outline)[0]).toContain('A/RES/74/146');
    const [first, second] = notesOf(outlineOf('A [[b [@un-2020]]] c [@un-2020].'));
    expect(first).toMatch(/^\[\[United.*\]\]$/);
    expect(second).toContain('(see footnote 1)');
  });

  it('is not told by a key, whether its source is there or was taken away', () => {
    const named = source('canary-qzx-2023', { confidential: true });
    for (const items of [[named], []]) {
      const text = 'A [@canary-qzx-2023]. B [@canary-qzx-2023, p. 3]. [[C]]';
      expect(JSON.stringify(outlineOf(text, { items, version: 'public' }))).not.toContain('qzx');
    }
    const odd = 'See [@canary-qzx-2023 p. 3] and @Canary-qzx-2023, not \\[@canary-qzx-2023].';
    expect(JSON.stringify(outlineOf(odd, { items: [named], version: 'public' }))).not.toMatch(/qzx|\uFDD1/i);
  });

  it('names nobody whose name is withheld', () => {
    const ours = source('casa-qzx-2020', {
      author: 'Casa Qzx',
      title: 'Report of Casa Qzx',
      address: 'https://casaqzx.example.org/report',
    });
    const filled = {
      organisation: { name: 'Casa Qzx', website: 'https://casaqzx.example.org' },
      publication: {
        choice: 'part' as const,
        withheld: { organisation: true, contact: false, signatories: [] },
      },
    };
    const told = { items: [ours], listed: true, filled, version: 'public' } as const;
    const outline = outlineOf('A [@casa-qzx-2020, p. 3].', told);
    expect(notesOf(outline)[0]).toContain('p. 3');
    expect(outline.sources?.groups).toHaveLength(1);
    expect(JSON.stringify(outline)).not.toMatch(/qzx|\uFDD0|\uFDD1/i);
    const answers = { q7: { text: 'A [@casa-qzx-2020, p. 3].' } };
    const draft = draftIn('en', { ...filled, answers, sources: { items: [ours], listed: true } });
    expect(JSON.stringify(publicDraft(draft))).not.toMatch(/qzx/i);
  });

  it('is not in the draft that the public version is made of, nor is one that only passages cite', () => {
    const text = 'A [@interview-1]. B [@un-2020]. [[C [@hrw-2021].]]';
    const draft = draftIn('en', { answers: { q7: { text } }, sources: { items: ITEMS, listed: true } });
    expect(publicDraft(draft).sources.value.items.map(({ title }) => title)).toEqual([RESOLUTION.title]);
  });
});

describe('for any text', () => {
  const CANARIES = /qzx/i;
  const piece = fc.constantFrom(
    'plain words ',
    '**bold** ',
    '- item\n',
    '1. first\n',
    '\n\n',
    '[[',
    ']]',
    '[@un-2020]',
    '[@hrw-2021, p. 4]',
    '[@interview-1]',
    '[@Interview-1, room qzxroom]',
    '[@interview-1; @un-2020]',
    '[@un-2020 ; @interview-1, qzxroom]',
    '[@qzx-gone]',
    '\\[@interview-1]',
    '[@interview-1](https://example.org/)',
    '[a [@interview-1] b](https://example.org/b)',
    '[^1]',
    '\n[^1]: note [@interview-1] ',
    '\n[^1]: note [@un-2020] ',
    'https://qzxaddress.example.org/a ',
    'said Qzx  Canary ',
    '[@',
    ']',
  );
  const texts = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

  it('nothing of a confidential source is in the public version', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, listed) => {
        const draft = draftIn('en', { answers: { q7: { text } }, sources: { items: ITEMS, listed } });
        const open = publicDraft(draft);
        const outline = composeOutline(draft, solidarity, phrases.en, { version: 'public', country: '' });
        for (const held of [JSON.stringify(open), JSON.stringify(outline), plainText(outline)]) {
          expect(held).not.toMatch(CANARIES);
        }
        expect(JSON.stringify(outline)).not.toMatch(/\uFDD0|\uFDD1/);
        if (/@interview-1/i.test(text)) expect(confidentialityOf(draft)).toBe('part');
      }),
      { numRuns: 400 },
    );
  });

  it('no word is lost, and every citation has its footnote', () => {
    const word = /[a-z]{4,}/gi;
    fc.assert(
      fc.property(texts, (text) => {
        const bare = text.replaceAll('](https', '] (https');
        const outline = outlineOf(bare);
        const printed = plainText(outline);
        for (const [found] of bare.replace(/\[@[^[\]]*\]/g, '').matchAll(word)) expect(printed).toContain(found);
        const calls = [
          ...answersOf(outline)
            .join('')
            .matchAll(/\{(\d+)\}/g),
        ].map(([, number]) => Number(number));
        expect(new Set(calls)).toEqual(new Set(outline.footnotes.map((_, index) => index + 1)));
      }),
      { numRuns: 300 },
    );
  });

  it('means what it meant before where no sources are known', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { blocks } = parseMarkdown(text);
        for (const [mark] of text.replace(/\\/g, '').matchAll(/\[@un-2020\](?!\])/g)) {
          expect(JSON.stringify(blocks) + JSON.stringify(parseMarkdown(text).footnotes)).toContain(mark);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('an approval', () => {
  it('is void when a source changes that is cited, and no other', () => {
    const hashOf = (items: readonly Source[], listed = false): string =>
      textHash(outlineOf('A [@un-2020].', { items, listed }), (text) => text);
    const before = hashOf(ITEMS);
    expect(hashOf([{ ...RESOLUTION, date: '2021' }, REPORT, PRESS, WITNESS])).not.toBe(before);
    expect(hashOf([RESOLUTION, { ...REPORT, date: '2021' }])).toBe(before);
    expect(hashOf(ITEMS, true)).not.toBe(before);
  });
});

describe('a key', () => {
  it.each<[Partial<Source>, string]>([
    [{ author: 'United Nations', date: '2020' }, 'united-nations-2020'],
    [{ author: 'UN', date: '2020-03' }, 'un-2020'],
    [{ author: 'Human Rights Watch', date: '2021' }, 'hrw-2021'],
    [{ author: 'López García, María', date: '2019' }, 'lopez-garcia-2019'],
    [{ author: 'Office of the High Commissioner for Human Rights (OHCHR)', date: '' }, 'ohchr'],
    [{ author: '', title: 'Ley 1448', date: '2011' }, 'ley-1448-2011'],
    [{ author: 'Министерство', title: '报告', date: '2020' }, 'report-2020'],
    [{ author: 'María López', kind: 'interview', date: '2020' }, 'interview-1'],
    [{ author: 'María López', confidential: true, date: '2020' }, 'report-1'],
  ])('of %j is %s', (details, expected) => {
    expect(newKey({ ...EMPTY_SOURCE, ...details }, { items: [] })).toBe(expected);
  });

  it('is one of its own, and fits where keys stand', () => {
    const details = fc.record({
      author: fc.string({ unit: 'grapheme', maxLength: 80 }),
      title: fc.string({ maxLength: 80 }),
      date: fc.constantFrom('', '2020', '2021-05'),
      confidential: fc.boolean(),
      kind: fc.constantFrom(...(['report', 'interview', 'own-data'] as const)),
    });
    fc.assert(
      fc.property(fc.array(details, { maxLength: 12 }), (list) => {
        let sources: { items: Source[]; listed: boolean } = { items: [], listed: false };
        for (const one of [...list, ...list]) {
          sources = withNewSource(sources, { ...EMPTY_SOURCE, ...one }).sources;
        }
        const keys = sources.items.map(({ key }) => key);
        expect(new Set(keys).size).toBe(list.length * 2);
        for (const key of keys) expect(key).toMatch(SOURCE_KEY);
      }),
      { numRuns: 200 },
    );
  });
});
