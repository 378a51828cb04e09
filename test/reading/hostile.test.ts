/**
 * Files that mean harm: each is refused with a reason that has its sentence, and neither the program nor its memory
 * suffers.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { REFUSALS } from '../../src/domain/reading.ts';
import { readPhrases } from '../../src/phrases.ts';
import { createFileReader } from '../../src/reading/reader.ts';
import { ROOT } from '../cast.ts';
import { draftWith, islands, markWords, sheetOf } from '../docx/sheets.ts';
import { BOMBS, paragraph, relations, RETURN_BOMBS, wordFile } from './bombs.ts';

const reader = createFileReader();
afterAll(() => reader.close());

/** More than the bytes of a file and its copies on the way; far less than what any of them unpacks to. */
const GROWTH_MAX = 120 * 1024 * 1024;

describe('a hostile file', () => {
  it.each(Object.entries(BOMBS))('%s is refused', async (_, { make, name, why }) => {
    const bytes = make();
    const before = process.memoryUsage();
    const answer = await reader.read(bytes, name);
    const after = process.memoryUsage();
    expect(answer).toMatchObject({ kind: 'refused', why });
    expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(GROWTH_MAX);
  });

  it('names both kinds where the name says another', async () => {
    const answer = await reader.read(wordFile(paragraph('A call')), 'call.PDF');
    expect(answer).toEqual({ kind: 'refused', why: 'mismatch', named: 'pdf', found: 'docx' });
  });

  it('leaves the reader as it was', async () => {
    expect(await reader.read(wordFile(paragraph('Still here.')), 'call.docx')).toMatchObject({ text: 'Still here.' });
  });

  it('has a sentence for every refusal in every language', () => {
    const phrases = readPhrases(ROOT);
    for (const language of LANGUAGES) {
      for (const why of REFUSALS) {
        const key = `reading.refused.${why}`;
        expect(phrases[language](key, { named: 'pdf', found: 'x' })).not.toBe(key);
      }
    }
  });
});

describe('a hostile file that is brought back to a draft', () => {
  const asked = {
    sheet: sheetOf(draftWith({})),
    phrases: markWords,
    questions: islands.questions,
    answerable: islands.questions.map(({ id }) => id),
  };

  // Of those above the ones that differ in how they are refused.
  const others = Object.entries(BOMBS).filter(([what]) =>
    /200 MB|sixty thousand|without end|Word pad|nothing/.test(what),
  );

  it.each([...Object.entries(RETURN_BOMBS), ...others])('%s is refused', async (_, { make, name, why }) => {
    const source = { bytes: make(), name };
    const before = process.memoryUsage();
    const answer = await reader.readReturn(source, asked);
    const after = process.memoryUsage();
    expect(answer).toMatchObject({ kind: 'refused', why });
    expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(GROWTH_MAX);
  });

  it('leaves links, pictures of a usual size and a template on the own disk alone', async () => {
    const links =
      '<Relationships><Relationship Id="r" Type="http://x/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>';
    const png = Buffer.from('89504e470d0a1a0a0000000d494844520000100000000c00', 'hex');
    const file = wordFile(`<w:p><w:hyperlink r:id="r"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>`, {
      'word/_rels/document.xml.rels': new TextEncoder().encode(links),
      'word/media/image1.png': png,
      'word/_rels/settings.xml.rels': relations('attachedTemplate', String.raw`file:///C:\Templates\Letter.dotx`),
    });
    expect(await reader.readReturn({ bytes: file, name: 'a.docx' }, asked)).toMatchObject({
      found: { own: false, pieces: [{ text: '[here](https://example.org/)', near: null }] },
    });
  });

  it('is a text without end', async () => {
    const answer = await reader.readReturn({ text: 'a '.repeat(400_000) }, asked);
    expect(answer).toMatchObject({ kind: 'refused', why: 'too-long' });
  });
});

describe('the process that reads', () => {
  it('is ended when it takes more memory than it may', async () => {
    const small = createFileReader({ memoryMegabytes: 20 });
    // Enough work for the watch to look.
    const answer = await small.read(wordFile(paragraph('One word and another. ').repeat(20_000)), 'call.docx');
    expect(answer).toMatchObject({ kind: 'refused', why: 'too-heavy' });
    await small.close();
  });

  it('is ended when it takes more time than it may', async () => {
    const hasty = createFileReader({ fileMsMax: 1 });
    expect(await hasty.read(wordFile(paragraph('A call')), 'call.docx')).toMatchObject({ why: 'too-slow' });
    await hasty.close();
  });

  it('lets files wait for each other, and refuses more than may wait', async () => {
    const narrow = createFileReader({ waitingMax: 1 });
    const file = wordFile(paragraph('A call'));
    const all = await Promise.allSettled([1, 2, 3].map(() => narrow.read(file, 'call.docx')));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(all[2]).toMatchObject({ reason: { code: 'unavailable' } });
    await narrow.close();
  });

  it('ends with its reader', async () => {
    const closing = createFileReader();
    const reading = closing.read(wordFile(paragraph('A call')), 'call.docx').catch((error: unknown) => error);
    await closing.close();
    expect(await reading).toMatchObject({ code: 'unavailable' });
    await expect(closing.read(new Uint8Array([1]), 'a.txt')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('reads a call off to the side, and refuses one without end', async () => {
    const proposal = await reader.readCall('Call for input on quays\n\n1. Who owns the quay?');
    expect(proposal).toMatchObject({ title: { found: { value: 'Call for input on quays' } } });
    expect(await reader.readCall('a '.repeat(200_000))).toMatchObject({ kind: 'refused', why: 'too-long' });
  });
});
