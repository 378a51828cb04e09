/** The worksheet as a value: its places, its marks as they come back from programs and mails, and its small print. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ANSWER, type AskValue } from '../../src/domain/answer.ts';
import type { Draft } from '../../src/domain/draft.ts';
import {
  composeWorksheet,
  knownPlaces,
  markPhrases,
  PHRASE_KEYS,
  placesOfSheet,
  type Worksheet,
} from '../../src/domain/worksheet.ts';
import {
  bookmarkOf,
  endMark,
  readMark,
  readStamp,
  shielded,
  stampLine,
  startMark,
  tagOf,
  unshielded,
} from '../../src/domain/worksheetMarks.ts';
import { parseMarkdown } from '../../src/domain/markdown.ts';
import { unshieldedBlocks } from '../../src/domain/worksheetShields.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import { callWith, draftIn, phrases, solidarity } from './drafts.ts';
import { inlinesIn, sketch } from './sketch.ts';

const known = new Set(['q1', 'q1.media', 'q1.media.details', 'q1/state', 'human-rights-hate-speech', 'x']);
const PHRASES = (['en', 'fr', 'es'] as const).flatMap((language) => {
  const said = markPhrases(phrases[language]);
  return PHRASE_KEYS.map((key) => said[key]);
});

const sheetOf = (draft: Draft, questionnaire: Questionnaire = solidarity): Worksheet =>
  composeWorksheet(draft, questionnaire, phrases[draft.record.language], {
    countryName: (code) => (code === 'KE' ? 'Kenya' : ''),
    limitWords: ({ maximum, unit }) => `${maximum ?? 0} ${unit}`,
  });

describe('a mark', () => {
  it.each([...known])('of %s is read as it was written', (place) => {
    expect(readMark(`${startMark(place)} Write below this line.`, known, PHRASES)).toEqual({
      kind: 'start',
      place,
      before: '',
      after: '',
    });
    expect(readMark(endMark(place), known)).toMatchObject({ kind: 'end', place });
  });

  it.each([
    ['capitals', '[► Q1.Media]', 'start', 'q1.media'],
    ['no-break spaces', '[►\u00a0q1\u202f]', 'start', 'q1'],
    ['no spaces', '[►q1]', 'start', 'q1'],
    ['a space after the full stop', '[► q1. media]', 'start', 'q1.media'],
    ['dashes', '[► human–rights‑hate—speech]', 'start', 'human-rights-hate-speech'],
    ['a soft hyphen in place of ours', '[◄ /human\u00adrights-hate-speech]', 'end', 'human-rights-hate-speech'],
    ['angle quotes', '[» q1]', 'start', 'q1'],
    ['angle quotes at the end', '[« q1]', 'end', 'q1'],
    ['another arrow', '[▸ q1]', 'start', 'q1'],
    ['an arrow with the face of an emoji', '[▶\ufe0e q1]', 'start', 'q1'],
    ['a lost arrow', '[? q1]', 'start', 'q1'],
    ['a lost arrow at the end', '[\ufffd /q1]', 'end', 'q1'],
    ['only the slash', '[/q1/state]', 'end', 'q1/state'],
    ['escapes of Markdown', String.raw`\[► q1.media\]`, 'start', 'q1.media'],
    ['bold of Markdown', '**[► q1]**', 'start', 'q1'],
    ['the mark of a quoted mail', '> [► q1]', 'start', 'q1'],
    ['wide brackets', '［► q1］', 'start', 'q1'],
    ['round ones', '(► q1)', 'start', 'q1'],
  ] as const)('survives %s', (_what, line, kind, place) => {
    expect(readMark(line, known, PHRASES)).toMatchObject({
      kind,
      place,
      before: expect.stringMatching(/^>?$/) as string,
    });
  });

  it.each([
    'q1',
    '[q1]',
    '[1]',
    '[@q1]',
    '[[q1]]',
    '[► q9]',
    '[x] q1',
    'the arrow ► q1 without brackets',
    `\u2060${startMark('q1')}`,
  ])('is not seen in %j', (line) => {
    expect(readMark(line, known, PHRASES)).toBeNull();
  });

  it('gives back what was written on its line, and not our own phrase', () => {
    expect(readMark('[► q1] Write below this line. We met in 2021.', known, PHRASES)?.after).toBe('We met in 2021.');
    expect(readMark('[► q1] ÉCRIVEZ SOUS CETTE LIGNE : oui', known, PHRASES)?.after).toBe('oui');
    expect(readMark('the last words. [◄ /q1] End of this part.', known, PHRASES)).toMatchObject({
      kind: 'end',
      before: 'the last words.',
      after: '',
    });
    expect(readMark('[► q1] Schreiben Sie unter diese Zeile.', known, PHRASES)?.after).not.toBe('');
  });

  it('is never made by an answer, whatever that says', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '► ',
      '◄ /',
      'q1',
      '/state',
      ' ',
      '☐ ',
      '[x] ',
      '■ sheet a fr 0123456789',
      'word',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const line = parts.join('');
        const kept = shielded(line);
        expect(readMark(kept, known)).toBeNull();
        expect(unshielded(kept)).toBe(line);
        expect(kept).not.toMatch(/^\s*(?:[☐☑☒]|\[x?\])/u);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no time over a line that only looks like many', () => {
    expect(readMark('[► '.repeat(20_000), known)).toBeNull();
    expect(readMark(`[►${' '.repeat(50_000)}`, known)).toBeNull();
  });
});

describe('names of places for programs', () => {
  it('are different for different places, and no longer than Word takes', () => {
    const id = fc.stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,5}$/);
    const place = fc
      .tuple(id, fc.constantFrom('', '.media', '.media.details', '/state'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(place, { maxLength: 20 }), (places) => {
        const names = places.map(bookmarkOf);
        expect(new Set(names).size).toBe(places.length);
        for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
        for (const one of places) expect(tagOf(one).length).toBeLessThan(64);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the small print', () => {
  const stamp = {
    call: 'ie-solidarity-hrc56',
    language: 'fr',
    questionnaire: '0123456789abcdef',
    revisions: { q1: 3, 'q2-1': 12 },
  };

  it('comes back as it was, also broken into lines, quoted and in capitals', () => {
    const line = stampLine(stamp);
    expect(readStamp(line)).toEqual(stamp);
    expect(readStamp(`some text\n> ${line.replaceAll(' ', '\n> ')}\nmore`)).toEqual(stamp);
    expect(readStamp(line.toUpperCase())).toEqual(stamp);
    expect(readStamp(line.replace('■', '?').replaceAll('-', '\u2011'))).toEqual(stamp);
    expect(readStamp(String.raw`\[■ sheet a fr 0123456789abcdef q1:2\]`)?.revisions).toEqual({ q1: 2 });
  });

  it('is not made up of anything else', () => {
    for (const text of ['', '[sheet]', 'a sheet of paper [1]', '[■ sheet metal is used]']) {
      expect(readStamp(text)).toBeNull();
    }
  });

  it('names no question that was not answered', () => {
    const sheet = sheetOf(draftIn('fr', { answers: { q1: { text: 'Oui.' } } }));
    expect(stampLine(sheet.stamp)).toBe('[■ sheet ie-solidarity-hrc56 fr aaaaaaaaaaaaaaaa q1:1]');
  });
});

describe('a line of an answer', () => {
  it.each([
    '[► q2] A line\nof mine [◄ /q2]',
    '- [► q2] an item\n- ☐ a box\n- [x] another',
    '**[► q2]** is **bold**',
    '[[► q2 [◄ /q2] ]]',
    '[■ sheet a fr 0123456789abcdef]',
    'Plain.[^1]\n\n[^1]: [► q2] in a note',
  ])('that looks like one of ours is kept apart from them: %j', (text) => {
    const { blocks, footnotes } = parseMarkdown(text);
    const sheet = sheetOf(draftIn('en', { answers: { q1: { text } } }));
    const place = placesOfSheet(sheet).find(({ id }) => id === 'q1');
    if (place?.kind !== 'text') throw new Error('no place for the text');
    const lines = [...inlinesIn(place.blocks), ...sheet.footnotes.flatMap(inlinesIn)];
    expect(lines.some((inline) => inline.kind === 'run' && inline.text.startsWith('\u2060'))).toBe(true);
    expect(unshieldedBlocks(place.blocks)).toEqual(blocks);
    expect(sheet.footnotes.map(unshieldedBlocks)).toEqual(footnotes);
  });
});

describe('the sheet', () => {
  it('has a place for each ask, the text and the state of every question', () => {
    const ids = placesOfSheet(sheetOf(draftIn('en'))).map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual(['q1.networks', 'q1', 'q1/state']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.endsWith('/state'))).toHaveLength(10);
    expect(ids).toContain('q3.access.details');
  });

  it('prints the official wording beside a translation of ours, and not beside itself', () => {
    const [english] = sheetOf(draftIn('en')).sections.filter(({ kind }) => kind === 'question');
    expect(english).toMatchObject({ unofficial: 'unofficial translation', official: { language: 'fr' } });
    const [french] = sheetOf(draftIn('fr')).sections.filter(({ kind }) => kind === 'question');
    expect(french).toMatchObject({ unofficial: null, official: null });
  });

  it('leaves passages and citations as typed, and numbers the footnotes of all places on', () => {
    const answers = { q1: { text: 'A [[b]] [@un-2020].[^1]\n\n[^1]: One.' }, q2: { text: 'C.[^n]\n\n[^n]: Two.' } };
    const sheet = sheetOf(draftIn('en', { answers }));
    const text = (id: string): string =>
      placesOfSheet(sheet).flatMap((place) =>
        place.id === id && place.kind === 'text' ? [sketch(place.blocks)] : [],
      )[0] ?? '';
    expect(text('q1')).toContain('[@un-2020]');
    expect(sheet.footnotes.map(sketch)).toEqual(['One.', 'Two.']);
    expect(text('q2')).toContain('2');
  });

  it('keeps a text under a box without a tick, and the reason of a question that is not declined', () => {
    const media: AskValue = { kind: 'ticks', ticked: [], details: { media: 'Radio.' } };
    const sheet = sheetOf(draftIn('en', { answers: { q3: { values: { media }, reason: 'Risk.' } } }));
    const options = placesOfSheet(sheet).flatMap((place) => (place.kind === 'boxes' ? place.options : []));
    expect(options.find(({ id, details }) => id === 'media' && details?.length)).toMatchObject({ ticked: false });
    expect(options.filter(({ id, details }) => id === 'declined' && details?.length)).toHaveLength(1);
  });

  it('has room for more rows and records, and as many records as the call asks for', () => {
    const questionnaire = callWith([
      {
        id: 'p',
        text: 'Practices',
        asks: [
          {
            id: 'cases',
            kind: 'records',
            minimum: 3,
            fields: [
              { id: 'country', label: 'Country', kind: 'country' },
              {
                id: 'kind',
                label: 'Kind',
                kind: 'choice',
                options: [
                  { id: 'a', text: 'One' },
                  { id: 'b', text: 'Two' },
                ],
              },
              { id: 'what', label: 'What happened' },
            ],
          },
          { id: 'notes', kind: 'comments' },
          { id: 'deeds', kind: 'recommendations' },
        ],
      },
    ]);
    const cases: AskValue = { kind: 'records', rows: [{ country: 'KE', kind: 'b', what: 'A **fine**.' }] };
    const notes: AskValue = {
      kind: 'comments',
      rows: [{ paragraph: '3', quotation: 'a *star*', comment: 'b *c*', proposal: 'x\n\ny' }],
    };
    const sheet = sheetOf(
      draftIn('en', { answers: { p: { ...EMPTY_ANSWER, values: { cases, notes } } } }),
      questionnaire,
    );
    const places = new Map(placesOfSheet(sheet).map((place) => [place.id, place]));
    const records = places.get('p.cases');
    if (records?.kind !== 'records') throw new Error('no records');
    expect(records.records).toHaveLength(3);
    expect(records.records[0]?.cells.map(sketch)).toEqual(['Kenya', '☐ One ¶ ☒ Two', 'A <b>fine</b>.']);
    const comments = places.get('p.notes');
    if (comments?.kind !== 'records') throw new Error('no comments');
    // What is literal keeps its stars, and what is text has none left.
    expect(comments.records[0]?.cells.map(sketch)[1]).toBe('a *star*');
    expect(comments.fields.map(({ form }) => form)).toEqual(['literal', 'literal', 'text', 'literal']);
    expect(places.get('p.deeds')).toMatchObject({ kind: 'table', rows: [], spare: 3 });
  });

  it('prints the paragraphs that comments are asked on', () => {
    const paragraphs = [{ label: '12.', text: 'States shall listen.' }];
    const questionnaire = callWith([
      { id: 'c', text: 'Comments', asks: [{ id: 'notes', kind: 'comments', paragraphs }] },
    ]);
    expect(sheetOf(draftIn('en'), questionnaire).sections[0]).toMatchObject({ asides: ['12. States shall listen.'] });
  });

  it('leaves out what the scope leaves out, and holds no comment and nothing of who submits', () => {
    const draft = draftIn('en', {
      organisation: { name: 'Canary Trust', contact: 'Ms Canary', email: 'c@canary.example' },
    });
    expect(JSON.stringify(sheetOf(draft))).not.toMatch(/canary/i);
    expect(JSON.stringify(sheetOf(draft))).not.toContain(draft.record.id);
  });

  it('finds its places in what it knows', () => {
    const sheet = sheetOf(draftIn('en'));
    expect(knownPlaces(sheet).size).toBe(placesOfSheet(sheet).length);
  });
});
