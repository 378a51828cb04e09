/** The submission as Markdown for other programs: what is a table in it is one to them. */
import { describe, expect, it } from 'vitest';
import { composeOutline } from '../../src/domain/outline.ts';
import { outlinePaper } from '../../src/domain/outlinePaper.ts';
import { markdownPaper } from '../../src/domain/paperMarkdown.ts';
import { callWith, draftIn, phrases } from './drafts.ts';

const list = {
  ...{ id: 'list', kind: 'rows', label: { en: 'Measures' } },
  fields: [
    { id: 'year', label: { en: 'Year | date' }, size: 'short' },
    { id: 'what', label: { en: 'What was done' }, size: 'long' },
  ],
};
const call = callWith([{ id: 'measures', label: '1)', text: { en: 'What has been done?' }, asks: [list] }]);

function printed(rows: readonly { readonly year: string; readonly what: string }[], text = ''): string {
  const values = { list: { kind: 'rows' as const, rows: [...rows] } };
  const draft = draftIn('en', { answers: { measures: { text, values } } });
  return markdownPaper(outlinePaper(composeOutline(draft, call, phrases.en, { country: '' })));
}

describe('a table', () => {
  it('has a line for each row under its heads, and its name over it', () => {
    const text = printed(
      [
        { year: '2020', what: '**A**[^1]\n\n[^1]: Note.' },
        { year: '', what: 'B' },
      ],
      '- before\n- it',
    );
    expect(text).toContain(
      [
        '**Measures**',
        '',
        '| Year \\| date | What was done |',
        '| --- | --- |',
        '| 2020 | **A**[^1] |',
        '|  | B |',
        '',
        '',
      ].join('\n'),
    );
    expect(text).toContain('\n\n- before\n- it\n');
    expect(text).toContain('\n\n[^1]: Note.\n');
  });

  it.each([
    ['One.\n\nTwo\nlines.', 'One. / Two / lines.'],
    ['a | b \\| c', 'a \\| b \\| c'],
    ['a \\\\| b', 'a \\\\\\| b'],
    ['[[secret | words]]', '[[secret \\| words]]'],
    ['# no heading', '\\# no heading'],
  ])('has %j in one cell of one line', (what, cell) => {
    expect(printed([{ year: '2020', what }])).toContain(`\n| 2020 | ${cell} |\n`);
  });
});
