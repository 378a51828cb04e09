/** The checks of sources: which numbers are figures, and what is said of citations and of the sources themselves. */
import { describe, expect, it } from 'vitest';
import { checkDraft } from '../../../src/domain/checks/check.ts';
import { findFigures } from '../../../src/domain/checks/figures.ts';
import type { Finding, Kind } from '../../../src/domain/checks/finding.ts';
import { EMPTY_SOURCE, sourceSchema, type Source } from '../../../src/domain/source.ts';
import { callWith, draftIn, solidarity } from '../drafts.ts';

const words = (text: string): string[] => findFigures(text).map((figure) => figure.words);

describe('figures', () => {
  it.each([
    ['In 2023, 45% of women had no land.', ['45%']],
    ['Only 12.5 per cent of judges are women, against 30 percent of clerks.', ['12.5 per cent', '30 percent']],
    ['At least 1,200 people were displaced, 350 of them children.', ['1,200 people', '350 of them children']],
    [
      'We counted 86 attacks and 1 450 human rights defenders in prison.',
      ['86 attacks', '1 450 human rights defenders'],
    ],
    ['One in three women, and two thirds of all girls.', ['One in three', 'two thirds of']],
    ['The fine was US$ 25,000, or 3 million pesos.', ['US$ 25,000', '3 million pesos']],
    ['More than 2 million people left.', ['2 million people']],
    ['Thousands of workers lost their jobs.', ['Thousands of workers']],
    ['Le taux atteint 45 % et 1 200 personnes ont fui.', ['45 %', '1 200 personnes']],
    [
      'Une femme sur trois ; les deux tiers des cas ; 350 nouveaux cas.',
      ['Une femme sur trois', 'deux tiers des', '350 nouveaux cas'],
    ],
    ['Une amende de 2 millions de francs.', ['2 millions de francs']],
    ['El 45 % de las mujeres y 1.200 personas desplazadas.', ['45 %', '1.200 personas']],
    [
      'Una de cada tres mujeres; miles de familias; 25 000 pesos.',
      ['Una de cada tres', 'miles de familias', '25 000 pesos'],
    ],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it.each([
    'Article 19 of the Covenant, paragraphs 12 to 15, and resolution 68/181.',
    'In 2024, and from 1998 to 2001; on 14 February 2024 at 18:30.',
    'We make 3 recommendations and answer question 5.',
    '1. First\n2. Second\n12. Twelfth',
    'Call +221 33 800 00 00 or write to A/HRC/39/47.',
    'Three women and 4 men were arrested; 2 lawyers were with them.',
    'Act No. 26.485 and case 45/2019; ISO 9001; chapter 7.',
    'Since 2020 women have organised.',
    'In 2021 people took to the streets, as in 1968 students did.',
    'L’article 25, la loi nº 68-08, la résolution 53/144 et 3 recommandations.',
    'En 2019, trois femmes ; la question 10 ; le 8 mars.',
    'El artículo 14, la ley 1448 de 2011 y 3 recomendaciones.',
    'According to the ministry, 45% of women own no land.',
    'Selon le rapport de l’INSEE, 45 % des femmes ; d’après lui, 30 % des hommes.',
    'Según el censo, el 45 % de las mujeres.',
    'Our office has 2 rooms, open 24 hours, 7 days a week.',
    'It took one in ten years to be heard.',
  ])('none in: %s', (text) => {
    expect(words(text)).toEqual([]);
  });
});

const NOW = new Date('2024-01-10T09:00:00Z');
const source = (key: string, more: Partial<Source> = {}): Source =>
  sourceSchema.parse({ ...EMPTY_SOURCE, title: key, ...more, key });

interface Told {
  readonly items?: readonly Source[];
  readonly values?: NonNullable<NonNullable<Parameters<typeof draftIn>[1]>['answers']>[string];
}
function found(text: string, kind: Kind, { items = [], values = {} }: Told = {}): readonly Finding[] {
  const draft = draftIn('en', { answers: { q7: { text, ...values } }, sources: { items: [...items] } });
  return checkDraft(draft, solidarity, NOW).findings.filter((one) => one.kind === kind);
}

describe('an answer with figures', () => {
  it('is pointed at once, at its first figure', () => {
    expect(found('Of all, 45% fled, and 1,200 people died.', 'figures')).toMatchObject([
      { quote: '45% …', severity: 'notice', place: { part: 'q7', field: 'text', start: 8, end: 11 } },
    ]);
  });

  it.each([
    'Of all, 45% fled.[^1]\n\n[^1]: Report, p. 3.',
    'Of all, 45% fled [@un-2020].',
    'Of all, 45% fled (see [the report](https://example.org/)).',
    'Of all, 45% fled: https://example.org/report',
    'Of all, [[45% fled]].',
    'Of all, none fled.',
  ])('is left alone: %s', (text) => {
    expect(found(text, 'figures')).toEqual([]);
  });

  it('is left alone where it recommends, declines, or is confidential', () => {
    const text = 'Spend 5% of it.';
    expect(found(text, 'figures', { values: { declined: { reason: '45% of us fear it.' } } })).toEqual([]);
    expect(found(text, 'figures', { values: { confidential: true } })).toEqual([]);
    const items = [{ to: '', what: text, by: '' }];
    const wish = { values: { recommendations: { kind: 'recommendations' as const, items } } };
    expect(found('', 'figures', { values: wish })).toEqual([]);
    const call = callWith([{ kind: 'recommendations', text: { en: 'What should be done?' } }]);
    const draft = draftIn('en', { answers: { q1: { text } } });
    expect(checkDraft(draft, call, NOW).findings.filter(({ kind }) => kind === 'figures')).toEqual([]);
  });
});

describe('citations', () => {
  const items = [source('un-2020')];

  it.each([
    ['A [@un-2020], b [@un-2020, p. 3], c [@UN-2020].', []],
    ['A [@nobody], b [@un-2020; @nobody, p. 2].', ['[@nobody]', '[@un-2020; @nobody, p. 2]']],
    ['A [@un-2020 p. 12], b [@un-2020', ['[@un-2020 p. 12]', '[@un-2020']],
    ['A \\[@nobody], b [@nobody](https://example.org/), c [see @nobody].', []],
  ])('of %j', (text, quotes) => {
    expect(found(text, 'citation', { items }).map(({ quote }) => quote)).toEqual(quotes);
  });
});

describe('sources', () => {
  it('that nothing cites, and web pages that nobody dated, are pointed at where they stand', () => {
    const items = [
      source('a', { kind: 'web-page', address: 'https://example.org/a' }),
      source('b', { kind: 'web-page', address: 'https://example.org/b', accessed: '2024-01-01' }),
      source('c', { kind: 'report', address: 'https://example.org/c' }),
    ];
    const text = 'See [@a; @c].';
    expect(found(text, 'uncited', { items }).map(({ place }) => place.field)).toEqual(['b']);
    expect(found(text, 'accessed', { items }).map(({ place }) => place.field)).toEqual(['a']);
    expect(found(text, 'accessed', { items })[0]?.place.part).toBe('sources');
  });

  it('ask about people who are cited by name, unless the source is confidential', () => {
    const spoke = (more: Partial<Source>): readonly Finding[] =>
      found('See [@x].', 'person', {
        items: [source('x', { kind: 'testimony', author: 'Mrs Mariam Traoré', ...more })],
      });
    expect(spoke({})).toMatchObject([{ severity: 'ask', place: { part: 'sources', field: 'x' } }]);
    expect(spoke({ confidential: true })).toEqual([]);
    expect(spoke({ kind: 'report' })).toEqual([]);
    expect(spoke({ author: 'a teacher of the school' })).toEqual([]);
  });
});
