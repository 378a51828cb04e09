/** Quotations: to the letter, between the marks of the draft's language, with the citation of a source that is there. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/domain/markdown.ts';
import { quotationOf, sourceForText, withQuotation } from '../../src/domain/quotation.ts';
import { NO_SOURCES, sourcesSchema } from '../../src/domain/source.ts';

const SOURCE = { key: 'ue-2020' };
const excerpt = (lines: string[], pages: readonly [number, number] | null = null) => ({ headings: [], lines, pages });

/** What a reader reads of light Markdown. */
function readingOf(text: string): string {
  return parseMarkdown(text)
    .blocks.map((block) =>
      block.kind !== 'paragraph'
        ? '(not a paragraph)'
        : block.inlines
            .map((inline) => {
              if (inline.kind === 'run') return inline.text;
              return inline.kind === 'link' ? inline.runs.map((run) => run.text).join('') : '\n';
            })
            .join(''),
    )
    .join('\n\n');
}

describe('a quotation', () => {
  it('stands between the marks of its language, and names the page', () => {
    const one = excerpt(['· La coopération.'], [12, 12]);
    const two = excerpt(['Cooperation.'], [12, 13]);
    expect(quotationOf(one, 'fr', SOURCE)).toBe('«\u00a0La coopération.\u00a0» [@ue-2020, p. 12]');
    expect(quotationOf(one, 'es', SOURCE)).toBe('«La coopération.» [@ue-2020, p. 12]');
    expect(quotationOf(two, 'en', SOURCE)).toBe('“Cooperation.” [@ue-2020, pp. 12–13]');
    expect(quotationOf(excerpt(['Cooperation.']), 'en', SOURCE)).toBe('“Cooperation.” [@ue-2020]');
  });

  it('marks nothing confidential, bold or a list', () => {
    const lines = ['A [[word]] and *another*', '- an item', '1. and one more [^1] [@key]', '# and this'];
    const reading = readingOf(quotationOf(excerpt(lines), 'en', SOURCE));
    expect(reading).toContain('“A [ [word] ] and *another*\n- an item\n1. and one more [^1]');
    expect(reading).toContain('\n# and this”');
  });

  it('is one paragraph that says what the excerpt says, whatever that is', () => {
    const line = fc
      .stringMatching(/^[a-zA-Z0-9*_#[\]()<>!.,;:|\\^@&' -]{1,40}$/)
      .filter((text) => text.trim() === text);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const letters = (text: string): string[] => text.match(/[a-zA-Z0-9]/g) ?? [];
        const quoted = quotationOf(excerpt(lines), 'en', SOURCE);
        const { blocks, footnotes } = parseMarkdown(quoted);
        expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph']);
        expect(footnotes).toEqual([]);
        expect(JSON.stringify(blocks)).not.toContain('"confidential"');
        const wanted = letters(lines.join(''));
        expect(letters(readingOf(quoted)).slice(0, wanted.length)).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  });

  it('comes after what was written, as a paragraph of its own', () => {
    expect(withQuotation('', '“Q”')).toBe('“Q”');
    expect(withQuotation('We say so.\n- one\n\n', '“Q”')).toBe('We say so.\n- one\n\n“Q”');
  });

  it('comes once, where the text ends with it already', () => {
    for (const text of ['“Q” [@a]', 'We say so.\n\n“Q” [@a]\n']) expect(withQuotation(text, '“Q” [@a]')).toBe(text);
    expect(withQuotation('We say: “Q” [@a]', '“Q” [@a]')).toBe('We say: “Q” [@a]\n\n“Q” [@a]');
    expect(withQuotation('“Q” [@a]\n\nMore.', '“Q” [@a]')).toBe('“Q” [@a]\n\nMore.\n\n“Q” [@a]');
  });
});

describe('the source of a text', () => {
  it('is added once, and has its name', () => {
    const text = { id: 'k7m2k7m2k7', name: 'Plan d’action 2020' };
    const { sources, source } = sourceForText(NO_SOURCES, text);
    expect(sourcesSchema.parse(sources).items).toMatchObject([{ title: 'Plan d’action 2020', text: 'k7m2k7m2k7' }]);
    expect(sourceForText(sources, text)).toEqual({ sources, source });
    expect(sourceForText(sources, text).sources).toBe(sources);
    expect(sourceForText(sources, { ...text, id: 'another000' }).sources.items).toHaveLength(2);
  });
});
