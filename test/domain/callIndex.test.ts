/** Looking through calls: what is found, in which order, and that the clock alone moves calls from open to closed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY_CALL, callIndexOf, headOf, issuerKey, type CallQuery } from '../../src/domain/callIndex.ts';
import { callState, mainDeadline } from '../../src/domain/deadline.ts';
import { foldedWords } from '../../src/domain/lookup.ts';
import { questionnaireSchema, type KeptQuestionnaire } from '../../src/domain/questionnaire.ts';

interface Sketch {
  readonly title: string;
  readonly issuer?: string;
  readonly date?: string | null;
  readonly second?: string | null;
  readonly standing?: boolean;
  readonly language?: string;
  readonly session?: string;
}

const call = (sketch: Sketch, place: number): KeptQuestionnaire => {
  const { title, issuer = 'Special Rapporteur', date = null, second = null, standing = false } = sketch;
  const { language = 'en', session } = sketch;
  const text = (words: string): object => ({ [language]: words });
  const deadlines = [date, second].flatMap((day, index) =>
    day === null ? [] : [{ id: `d${index}`, wording: text('by then'), date: day, relation: 'by' }],
  );
  return {
    hash: String(place),
    questionnaire: headOf(
      questionnaireSchema.parse({
        id: `call-${place}`,
        kind: standing ? 'standing' : 'thematic',
        provenance: { languages: { [language]: 'official' }, text: text('The whole text.') },
        title: text(title),
        shortTitle: text(title),
        issuers: [{ name: text(issuer) }],
        destination: session === undefined ? {} : { value: [{ organ: 'HRC', session }] },
        deadlines,
        questions: [{ id: 'q1', text: text('What?') }],
      }),
    ),
  };
};

const NOW = new Date('2024-03-10T09:00:00Z');
const find = (calls: readonly KeptQuestionnaire[], query: Partial<CallQuery>, now = NOW, language = 'en' as const) =>
  callIndexOf(calls).find({ ...ANY_CALL, ...query }, language, now);
const titles = (found: { readonly calls: readonly KeptQuestionnaire[] }): string[] =>
  found.calls.map(({ questionnaire }) => Object.values(questionnaire.title)[0] ?? '');

describe('words', () => {
  it('are folded: small letters, no accents, no marks', () => {
    const words = foldedWords('L’Œuvre ÉTÉ – naïve, A/HRC/56; Straße Łódź');
    expect(words.join(' ')).toBe('l oeuvre ete naive a hrc 56 strasse lodz');
  });

  const calls = [
    { title: 'Solidarité internationale', issuer: 'Expert indépendant', language: 'fr', session: '56' },
    { title: 'Water and sanitation', issuer: 'Special Rapporteur on water' },
    { title: 'Agua limpia', language: 'es' },
  ].map(call);

  it.each([
    ['solidarite', ['Solidarité internationale']],
    ['INTERNAT', ['Solidarité internationale']],
    ['indépendant 56', ['Solidarité internationale']],
    ['hrc', ['Solidarité internationale']],
    ['wat special', ['Water and sanitation']],
    ['water limpia', []],
    ['ater', []],
    ['– ; /', ['Solidarité internationale', 'Water and sanitation', 'Agua limpia']],
    ['call-2', ['Agua limpia']],
  ])('%j finds %j', (q, expected) => {
    expect(titles(find(calls, { q }))).toEqual(expected);
  });

  it('chooses by language and issuer', () => {
    expect(titles(find(calls, { language: 'es' }))).toEqual(['Agua limpia']);
    const key = issuerKey({ en: 'Special Rapporteur on water' });
    expect(titles(find(calls, { issuer: key }))).toEqual(['Water and sanitation']);
    expect(titles(find(calls, { issuer: key, language: 'es' }))).toEqual([]);
    expect(titles(find(calls, { issuer: 'nobody' }))).toEqual([]);
    const { issuers, languages } = callIndexOf(calls);
    expect(issuers.map((facet) => [facet.key, facet.count])).toContainEqual([key, 1]);
    expect(languages.map((facet) => facet.key).sort()).toEqual(['en', 'es', 'fr']);
  });
});

describe('the order', () => {
  const calls = [
    { title: 'Nothing said' },
    { title: 'Long past', date: '2024-01-01' },
    { title: 'Always', standing: true },
    { title: 'Later', date: '2024-05-01' },
    { title: 'Just past', date: '2024-03-01' },
    { title: 'Soon', date: '2024-03-10' },
    { title: 'Two dates', date: '2024-03-05', second: '2024-04-01' },
    { title: 'Standing, with rounds', standing: true, date: '2024-02-01' },
  ].map(call);

  it('is nearest first, then what never closes, then what says nothing', () => {
    const found = find(calls, {});
    const open = ['Soon', 'Two dates', 'Later', 'Always', 'Standing, with rounds', 'Nothing said'];
    expect(titles(found)).toEqual(open);
    expect([found.open, found.closed]).toEqual([6, 2]);
    expect(titles(find(calls, { state: 'closed' }))).toEqual(['Just past', 'Long past']);
    expect(titles(find(calls, { state: 'all' })).slice(-2)).toEqual(['Just past', 'Long past']);
  });

  it('follows the clock to the very instant', () => {
    const end = mainDeadline(calls[5]!.questionnaire, NOW)!.instant;
    expect(titles(find(calls, {}, new Date(end.getTime() - 1)))[0]).toBe('Soon');
    expect(titles(find(calls, {}, end))).not.toContain('Soon');
    expect(titles(find(calls, { state: 'closed' }, end))[0]).toBe('Soon');
    // A clock that is put back is followed too.
    expect(titles(find(calls, {}))[0]).toBe('Soon');
  });

  it('is that of the titles, as they are read in the language of the page', () => {
    const named = ['Zebra', 'élan', 'Eland', 'ecology 10', 'Ecology 9'].map((title) => ({ title })).map(call);
    expect(titles(find(named, { sort: 'title' }))).toEqual(['Ecology 9', 'ecology 10', 'élan', 'Eland', 'Zebra']);
  });
});

const WORDS = ['water', 'éau', 'solidarity', 'A/HRC/56', 'Sol'];
const sketch = fc.record({
  title: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  issuer: fc.constantFrom('Expert', 'Committee', 'Special Rapporteur'),
  date: fc.constantFrom(null, '2024-03-01', '2024-03-09', '2024-03-10', '2024-03-12'),
  second: fc.constantFrom(null, '2024-03-11'),
  standing: fc.boolean(),
  language: fc.constantFrom('en', 'fr', 'ar'),
});

it('finds what going through all of them would find, at any time', () => {
  fc.assert(
    fc.property(
      fc.array(sketch, { maxLength: 12 }).map((all) => all.map(call)),
      fc.record({
        q: fc.constantFrom('', 'wat', 'EAU', 'sol 56', 'committee', 'none'),
        issuer: fc.constantFrom('', 'expert', 'committee'),
        language: fc.constantFrom('', 'fr', 'en'),
        state: fc.constantFrom('open', 'closed', 'all'),
        sort: fc.constantFrom('deadline', 'title'),
      }),
      fc.array(fc.date({ min: new Date('2024-02-28'), max: new Date('2024-03-14'), noInvalidDate: true }), {
        minLength: 1,
        maxLength: 4,
      }),
      (calls, query, moments) => {
        for (const now of moments) {
          const fits = calls.filter(({ questionnaire: one }) => {
            const text = [
              one.id,
              ...Object.values(one.title),
              ...one.issuers.flatMap(({ name }) => Object.values(name)),
            ];
            const words = text.flatMap(foldedWords);
            return (
              foldedWords(query.q).every((wanted) => words.some((word) => word.startsWith(wanted))) &&
              (query.issuer === '' || one.issuers.some(({ name }) => issuerKey(name) === query.issuer)) &&
              (query.language === '' || Object.hasOwn(one.provenance.languages, query.language))
            );
          });
          const isClosed = ({ questionnaire }: KeptQuestionnaire): boolean =>
            callState(questionnaire, now) === 'closed';
          const wanted = fits.filter((one) => query.state === 'all' || isClosed(one) === (query.state === 'closed'));
          const found = find(calls, query, now);
          expect(new Set(found.calls)).toEqual(new Set(wanted));
          expect(found.calls).toHaveLength(wanted.length);
          expect([found.open, found.closed]).toEqual([
            fits.filter((one) => !isClosed(one)).length,
            fits.filter(isClosed).length,
          ]);
        }
      },
    ),
    { numRuns: 150 },
  );
});
