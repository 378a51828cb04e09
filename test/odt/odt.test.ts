/** An OpenDocument text, opened again: its parts, its text as our own reader finds it, and what LibreOffice makes of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { composeOutline } from '../../src/domain/outline.ts';
import { outlinePaper } from '../../src/domain/outlinePaper.ts';
import type { Paper } from '../../src/domain/paper.ts';
import { PAPER_KINDS } from '../../src/domain/papers.ts';
import { writeOdt } from '../../src/odt/odt.ts';
import { readBytes } from '../../src/reading/readBytes.ts';
import { sahel } from '../docx/sahel.ts';
import { draftIn, phrases, solidarity } from '../domain/drafts.ts';
import { papered, paperOf } from '../domain/papered.ts';

const submission = outlinePaper(sahel);
const papers: Readonly<Record<string, Paper>> = {
  submission,
  ...Object.fromEntries(PAPER_KINDS.map((kind) => [kind, paperOf(papered('en'), kind, 'full')])),
};

const partsOf = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));

async function textOf(bytes: Uint8Array): Promise<string> {
  const read = await readBytes(bytes, 'paper.odt');
  if (read.kind === 'refused') throw new Error(`not read: ${read.why}`);
  return read.text;
}

describe('the file', () => {
  it('begins with its type, not packed', () => {
    const bytes = Buffer.from(writeOdt(submission));
    expect(bytes.subarray(30, 38).toString()).toBe('mimetype');
    expect(bytes.subarray(38, 77).toString()).toBe('application/vnd.oasis.opendocument.text');
    expect(bytes.readUInt16LE(8)).toBe(0);
  });

  it('lists all of its parts', () => {
    const { 'META-INF/manifest.xml': manifest = '', mimetype, ...parts } = partsOf(writeOdt(submission));
    expect(mimetype).toBe('application/vnd.oasis.opendocument.text');
    const listed = [...manifest.matchAll(/full-path="([^"]+)"/g)].map(([, path]) => path);
    expect(listed.sort()).toEqual(['/', ...Object.keys(parts)].sort());
  });

  it.each(Object.keys(papers))('is the same for the same %s, and carries the day of the draft alone', (name) => {
    const paper = papers[name]!;
    const bytes = writeOdt(paper);
    expect(writeOdt(structuredClone(paper))).toEqual(bytes);
    const { 'meta.xml': meta = '' } = partsOf(bytes);
    const times = [...meta.matchAll(/>(\d{4}-[^<]+)</g)].map(([, time]) => time);
    expect(new Set(times)).toEqual(new Set([`${paper.changedAt.toISOString().slice(0, 10)}T00:00:00`]));
  });

  it.each(Object.keys(papers))('is well-formed XML: %s', (name) => {
    for (const [path, xml] of Object.entries(partsOf(writeOdt(papers[name]!)))) {
      if (path !== 'mimetype') expect([path, XMLValidator.validate(xml)]).toEqual([path, true]);
    }
  });

  it('uses no style that it does not have', () => {
    for (const paper of Object.values(papers)) {
      const { 'content.xml': content = '', 'styles.xml': styles = '' } = partsOf(writeOdt(paper));
      const known = new Set([...(content + styles).matchAll(/ style:name="([^"]+)"/g)].map(([, style]) => style));
      const used = [...content.matchAll(/ (?:text|table):style-name="([^"]+)"/g)].map(([, style]) => style);
      expect(used.filter((style) => !known.has(style))).toEqual([]);
      // Made of a named style: office programs drop what is made of an automatic one.
      const named = new Set([...styles.matchAll(/ style:name="([^"]+)"/g)].map(([, style]) => style));
      const parents = [...content.matchAll(/ style:parent-style-name="([^"]+)"/g)].map(([, style]) => style);
      expect(parents.filter((style) => !named.has(style))).toEqual([]);
    }
  });
});

describe('the text', () => {
  it('is read back as it is: headings, labels, lists, tables and footnotes', async () => {
    const text = await textOf(writeOdt(submission));
    for (const said of [
      '5)\tVeuillez partager des informations sur toute loi',
      'Le Réseau des femmes du fleuve réunit depuis 2009 quarante-deux associations',
      'Trois obstacles demeurent',
      'السلام عليكم',
      'Charte des eaux du fleuve\t2002\tParticipation des usagers',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toMatch(/4\. une avance de route/);
    expect(text).not.toContain('undefined');
  });

  it.each(PAPER_KINDS)('of the %s is that of its pieces', async (kind) => {
    const paper = papers[kind]!;
    const text = (await textOf(writeOdt(paper))).replace(/\s+/g, ' ');
    for (const piece of paper.pieces) {
      if (piece.kind === 'heading') expect(text).toContain(piece.text);
      if (piece.kind === 'names') for (const one of piece.list) expect(text).toContain(one.text);
    }
    expect(text).toContain('[[Awa Diop]]');
  });

  const nasty = fc.oneof(
    fc.array(
      fc.constantFrom(
        '\u0000',
        '\u000b',
        '\ud800',
        '\uffff',
        '\t',
        '\n',
        '  ',
        ' ',
        '<',
        '&',
        '"',
        ']]>',
        'a',
        'é',
        'سلام',
      ),
      {
        maxLength: 10,
      },
    ),
    fc.array(fc.string({ unit: 'binary', maxLength: 5 }), { maxLength: 4 }),
  );
  it('stays well-formed, and keeps what is legible, whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (bits) => {
        const text = `x${bits.join('')}y`;
        const run = { kind: 'run', text, bold: true, italic: false } as const;
        const paper: Paper = {
          ...submission,
          title: text,
          author: text,
          pieces: [
            { kind: 'line', role: 'title', inlines: [run] },
            { kind: 'heading', level: 2, label: text, text, mark: text },
            {
              kind: 'body',
              role: 'text',
              blocks: [{ kind: 'paragraph', inlines: [run, { kind: 'footnote', number: 1 }] }],
            },
            { kind: 'names', heading: text, numbered: true, list: [{ text }] },
          ],
          footnotes: [[{ kind: 'paragraph', inlines: [run] }]],
        };
        const bytes = writeOdt(paper);
        for (const [path, xml] of Object.entries(partsOf(bytes))) {
          if (path !== 'mimetype') expect(XMLValidator.validate(xml)).toBe(true);
        }
        const bare = (typed: string): string =>
          typed.toWellFormed().replace(/[\s\p{Cc}\u2028\u2029\ufffe\uffff\ufffd]+/gu, '');
        expect(bare(await textOf(bytes))).toContain(bare(text));
      }),
      { numRuns: 40 },
    );
  });

  it('is short work, also where it is long', async () => {
    const answers = Object.fromEntries(
      solidarity.questions.map(({ id }) => [
        id,
        { text: 'A sentence of a *usual* length, with a [link](https://example.org).\n\n'.repeat(100) },
      ]),
    );
    const outline = composeOutline(draftIn('en', { answers }), solidarity, phrases.en, { country: '' });
    expect((await textOf(writeOdt(outlinePaper(outline)))).length).toBeGreaterThan(40_000);
  });
});

const office = ['/usr/bin/soffice', '/usr/local/bin/soffice', '/opt/homebrew/bin/soffice'].find((path) =>
  existsSync(path),
);

describe.skipIf(office === undefined)('LibreOffice (skipped where it is not installed)', () => {
  it('opens every paper without repair, and keeps all of its text', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aide-memoire-odt-'));
    try {
      const names = Object.keys(papers);
      for (const name of names) writeFileSync(join(folder, `${name}.odt`), writeOdt(papers[name]!));
      const files = names.map((name) => join(folder, `${name}.odt`));
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      execFileSync(
        office!,
        [profile, '--headless', '--convert-to', 'odt', '--outdir', join(folder, 'again'), ...files],
        {
          stdio: 'ignore',
        },
      );
      for (const name of names) {
        const before = await textOf(readFileSync(join(folder, `${name}.odt`)));
        const after = await textOf(readFileSync(join(folder, 'again', `${name}.odt`)));
        expect(after.replace(/\s+/g, ' ')).toBe(before.replace(/\s+/g, ' '));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
