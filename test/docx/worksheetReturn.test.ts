/**
 * A worksheet out and back in: what nobody touched is unchanged, also after other programs have saved it again, and what
 * somebody wrote comes back as they wrote it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { worksheetBytes } from '../../src/docx/worksheet.ts';
import type { Answer } from '../../src/domain/answer.ts';
import { answers, answersIn, answersOf, draftWith, foundIn, sheetOf } from './sheets.ts';

const folder = mkdtempSync(join(tmpdir(), 'worksheets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Answers = Readonly<Record<string, Partial<Answer>>>;

async function expectUnchanged(given: Answers, bytes: Uint8Array, name: string): Promise<void> {
  const draft = draftWith(given);
  const found = await foundIn(bytes, name, draft);
  expect(found.pieces).toEqual([]);
  expect(answersIn(found, draft)).toEqual(answersOf(draft));
}

describe('a sheet that nobody touched', () => {
  it('changes nothing, whatever the answers are', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (given) => {
        await expectUnchanged(given, await worksheetBytes(sheetOf(draftWith(given))), 'sheet.docx');
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it('says with which answers it was made', async () => {
    const draft = draftWith({ laws: { text: 'One.' } });
    expect(await foundIn(await worksheetBytes(sheetOf(draft)), 'sheet.docx', draft)).toMatchObject({
      own: true,
      revisions: { laws: 1 },
    });
  });
});

/** Sheets of many drafts, converted in one go: starting a word processor is what takes the time. */
const SHEETS = 4;
const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

function libreOffice(files: readonly string[], to: string): void {
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const out = ['--outdir', join(folder, `libreoffice-${to}`)];
  execFileSync('soffice', [profile, '--headless', '--convert-to', to, ...out, ...files], { stdio: 'ignore' });
}

function pandoc(files: readonly string[], to: string): void {
  mkdirSync(join(folder, `pandoc-${to}`), { recursive: true });
  for (const [index, file] of files.entries()) {
    execFileSync('pandoc', ['--from=docx', file, '-o', join(folder, `pandoc-${to}`, `${index}.${to}`)]);
  }
}

describe.each([
  ['libreoffice', 'soffice', libreOffice],
  ['pandoc', 'pandoc', pandoc],
] as const)('a sheet that %s has saved again', (name, program, convert) => {
  it.skipIf(!isInstalled(program)).each(['docx', 'odt'])('as .%s changes nothing', async (to) => {
    const drafts = fc.sample(answers, SHEETS);
    const files = drafts.map((_, index) => join(folder, `${index}.docx`));
    for (const [index, given] of drafts.entries()) {
      writeFileSync(files[index] ?? '', await worksheetBytes(sheetOf(draftWith(given))));
    }
    convert(files, to);
    for (const [index, given] of drafts.entries()) {
      await expectUnchanged(given, readFileSync(join(folder, `${name}-${to}`, `${index}.${to}`)), `sheet.${to}`);
    }
  });
});

const FULL: Answers = {
  laws: { text: 'The old text.' },
  harm: {
    text: '',
    values: {
      happened: { kind: 'choice', choice: 'yes', details: 'Twice.' },
      ways: { kind: 'ticks', ticked: ['fines'], details: { fines: 'in 2021' } },
    },
  },
  measures: {
    values: {
      list: {
        kind: 'rows',
        rows: [
          { year: '2020', what: 'A' },
          { year: '2021', what: 'B' },
        ],
      },
    },
  },
  cases: { values: { told: { kind: 'records', rows: [{ name: 'One', where: 'FR', story: 'S', ended: 'won' }] } } },
};

describe('a sheet that LibreOffice has saved as a web page', () => {
  const given: Answers = {
    ...FULL,
    laws: {
      text: 'The **old** text[^1] and more.[^2]\n\n- a\n- b\n\n[^1]: *Old* note.\n\n[^2]: Two.\n\n    Paragraphs.',
      finished: true,
    },
    measures: { values: { list: { kind: 'rows', rows: [{ year: '2020', what: 'A[^1] and\n\nB\n\n[^1]: N.' }] } } },
  };

  it.skipIf(!isInstalled('soffice'))('changes nothing, footnotes and all', async () => {
    const file = join(folder, 'page.docx');
    writeFileSync(file, await worksheetBytes(sheetOf(draftWith(given))));
    libreOffice([file], 'html');
    await expectUnchanged(given, readFileSync(join(folder, 'libreoffice-html', 'page.html')), 'sheet.html');
  });

  it('has its unseen marks read as nothing, and its footnotes as footnotes', async () => {
    const page = [
      '<p>\u0004[► laws] \u0005</p><p>\u0004Text<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>\u0005</p>',
      '<p>&#4;[◄ /laws]&#5;</p><p>\u0004\u0005</p><p>&#8203;</p>',
      '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>\n\tThe note.</p></div>',
      '<div title="footer"><p>1 / 7</p></div>',
    ].join('\n');
    const found = await foundIn(strToU8(`<html><body>${page}</body></html>`), 'sheet.html', draftWith({}));
    expect(found.places['laws']).toEqual({ kind: 'text', text: 'Text[^1]\n\n[^1]: The note.' });
    expect(found.pieces).toEqual([]);
  });
});

describe('a sheet that came in a mail', () => {
  const draft = draftWith({});
  const inMail = (text: string) => foundIn(strToU8(text), 'mail.txt', draft);
  const SHEET =
    '[► laws] Write below this line.\n\nOur laws:\n\n- one\n- two\n\n[◄ /laws]\n[► harm/state]\n☐ We choose not to answer this question\n\n[◄ /harm/state]';
  const quoted = (text: string, mark: string): string => text.replace(/^(?=.)/gm, mark).replace(/^$/gm, mark.trim());

  it.each(['> ', '>', '> > ', '>> '])('is read without the %j before its lines', async (mark) => {
    const found = await inMail(`On 3 March we wrote:\n${quoted(SHEET, mark)}\n`);
    expect(found.places['laws']).toEqual({ kind: 'text', text: 'Our laws:\n\n- one\n- two' });
    expect(answersIn(found, draft)['harm']).toEqual(answersOf(draft)['harm']);
    expect(found.pieces).toEqual([{ text: 'On 3 March we wrote:', near: null }]);
  });

  it('takes what was written between the lines that are quoted', async () => {
    const found = await inMail(quoted(SHEET, '> ').replace('> Our laws:', 'None.\nAt all.\nReally.\n> Our laws:'));
    expect(found.places['laws']).toEqual({ kind: 'text', text: 'None.\nAt all.\nReally.\nOur laws:\n\n- one\n- two' });
  });

  it('keeps what begins so in a sheet that is not quoted', async () => {
    const found = await inMail(SHEET.replace('Our laws:', '> said the minister'));
    expect(found.places['laws']).toEqual({ kind: 'text', text: '> said the minister\n\n- one\n- two' });
  });

  it.each([SHEET, SHEET.replace('[◄ /harm/state]', ''), '[► laws]\nOurs.\n'])(
    'keeps the signature below it out of the answers (%#)',
    async (sheet) => {
      const found = await inMail(`${sheet}\n-- \nAwa\n+221 77 000 00 00`);
      expect(JSON.stringify(found.places)).not.toContain('Awa');
      expect(found.pieces).toEqual([{ text: '-- \nAwa\n+221 77 000 00 00', near: null }]);
    },
  );
});

type Change = (xml: string) => string;

/** The sheet of these answers with its document changed; what it says then. */
async function afterChange(given: Answers, change: Change, notes: Change = (xml) => xml) {
  const draft = draftWith(given);
  const parts = unzipSync(await worksheetBytes(sheetOf(draft)));
  const changed = (name: string, how: Change): Uint8Array => strToU8(how(strFromU8(parts[name] ?? new Uint8Array())));
  const bytes = zipSync({
    ...parts,
    'word/document.xml': changed('word/document.xml', change),
    'word/footnotes.xml': changed('word/footnotes.xml', notes),
  });
  const found = await foundIn(bytes, 'sheet.docx', draft);
  return { found, answers: answersIn(found, draft) };
}

const run = (text: string, marks = ''): string =>
  `<w:r>${marks === '' ? '' : `<w:rPr>${marks}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const line = (content: string, settings = ''): string => `<w:p><w:pPr>${settings}</w:pPr>${content}</w:p>`;

/** What stands in a place, replaced. */
const inPlace =
  (place: string, body: string): Change =>
  (xml) => {
    const start = xml.indexOf('</w:p>', xml.indexOf(`[► ${place}]`)) + '</w:p>'.length;
    const end = xml.lastIndexOf('<w:p>', xml.indexOf(`[◄ /${place}]`));
    return xml.slice(0, start) + body + xml.slice(end);
  };

describe('a sheet that somebody filled in', () => {
  it('brings paragraphs, marks, links and passages back', async () => {
    const body = [
      line(
        `${run('Bold ', '<w:b/>')}${run('and', '<w:b/><w:i/>')}${run(' slanted, ')}${run('not', '<w:b w:val="0"/>')}`,
      ),
      line(`${run('a line')}<w:r><w:br/></w:r>${run('and one below it, [[')}${run('secret', '<w:b/>')}${run(']]')}`),
      line(
        `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/r" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('a report')}<w:r><w:fldChar w:fldCharType="end"/></w:r>${run(' and www.example.org and us@example.org')}`,
      ),
    ].join('');
    const { answers: got } = await afterChange(FULL, inPlace('laws', body));
    expect(got['laws']?.text).toBe(
      '**Bold *and*** slanted, not\n\na line\nand one below it, [[**secret**]]\n\n[a report](https://example.org/r) and www.example.org and us@example.org',
    );
  });

  it('takes what was added with changes tracked, and leaves out what was struck out and what is only a hint', async () => {
    const body = [
      line(
        `${run('Kept')}<w:ins w:id="1">${run(', added')}</w:ins><w:del w:id="2"><w:r><w:delText>, gone</w:delText></w:r></w:del>`,
      ),
      line(run('Two paragraphs '), '<w:rPr><w:del w:id="3"/></w:rPr>'),
      line(run('made one.')),
      `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${line(run('Click here'))}</w:sdtContent></w:sdt>`,
    ].join('');
    const { answers: got } = await afterChange(FULL, inPlace('laws', body));
    expect(got['laws']?.text).toBe('Kept, added\n\nTwo paragraphs made one.');
  });

  it('brings a new footnote and a list back', async () => {
    const { answers: got } = await afterChange(
      { laws: { text: '1. a\n2. b[^1]\n\n[^1]: *Old* note.' } },
      (xml) => xml.replace('>a<', '>changed<'),
      (xml) => xml.replace('> note.<', '> note, longer.<'),
    );
    expect(got['laws']?.text).toBe('1. changed\n2. b[^1]\n\n[^1]: *Old* note, longer.');
  });

  it('reads boxes, whichever way they were ticked', async () => {
    const { answers: got } = await afterChange(FULL, (xml) =>
      [
        inPlace('harm.happened', line(run('☒ Yes')) + line(run('[x] No')) + line(run('☐ Not sure'))),
        inPlace('harm.extent', line(run('☐ Fully')) + line(run('X ☐ To a large extent'))),
        inPlace(
          'harm.ways',
          line(run('☐ Fines')) +
            line(run('in 2021')) +
            line(run('✔ Threats, also by telephone: at night')) +
            line(run('every week')),
        ),
        inPlace('harm/state', line(run('☑ I have finished')) + line(run('x'))),
      ].reduce((changed, change) => change(changed), xml),
    );
    expect(got['harm']?.values).toEqual({
      happened: { kind: 'choice', choice: 'no', details: 'Twice.' },
      extent: { kind: 'choice', choice: 'largely', details: '' },
      ways: { kind: 'ticks', ticked: ['threats'], details: { fines: 'in 2021', threats: 'at night\n\nevery week' } },
    });
  });

  it('reads rows that were added, removed and changed', async () => {
    const { answers: got } = await afterChange(FULL, (xml) => {
      const cell = (text: string): string => `<w:tc>${line(run(text))}</w:tc>`;
      const row = (...texts: string[]): string => `<w:tr>${texts.map(cell).join('')}</w:tr>`;
      const table = `<w:tbl>${row('Year', 'What was done')}${row('2021', 'B')}${row('', '')}${row('2022', 'C')}</w:tbl>`;
      return inPlace('measures.list', table)(xml);
    });
    expect(got['measures']?.values).toEqual({
      list: {
        kind: 'rows',
        rows: [
          { year: '2021', what: 'B' },
          { year: '2022', what: 'C' },
        ],
      },
    });
  });

  it('reads records, with the country by its name and the choice by its box', async () => {
    const { answers: got } = await afterChange(FULL, (xml) =>
      xml
        .replace('>One<', '>One more<')
        .replace('>France<', '>Kenya<')
        .replace('>☒<', '>☐<')
        .replace('> Lost<', '> Lost<'),
    );
    expect(got['cases']?.values['told']).toMatchObject({
      rows: [{ name: 'One more', where: 'KE', story: 'S' }],
    });
  });

  it('keeps what lost its place: marks that were deleted, and texts between them', async () => {
    const { found, answers: got } = await afterChange(FULL, (xml) => {
      const withoutEnd = xml.replace('[◄ /laws]', '');
      return withoutEnd.replace('The old text.', 'The new text.');
    });
    expect(got['laws']?.text).toBe('The new text.');
    expect(found.pieces.map(({ text }) => text).join()).not.toContain('Write below');
  });

  it('is empty where somebody emptied it, and as it was where its place is gone', async () => {
    const emptied = await afterChange(FULL, inPlace('laws', line('')));
    expect(emptied.answers['laws']?.text).toBe('');
    const gone = await afterChange(FULL, (xml) =>
      xml.replaceAll(/\[[►◄] \/?laws\]/g, '').replace('The old text.', 'Elsewhere.'),
    );
    expect(gone.answers['laws']?.text).toBe('The old text.');
    expect(gone.found.pieces).toContainEqual({ text: 'Elsewhere.', near: null });
  });
});
