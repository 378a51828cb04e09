/**
 * The peers of the press: the bare docx package, docxtemplater and html-to-docx, each making a document of the same
 * words in the plainest way that its guide shows.
 */
import { AlignmentType, Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx';
import Docxtemplater from 'docxtemplater';
import htmlToDocx from 'html-to-docx';
import PizZip from 'pizzip';
import { printed, type Block, type Inline, type Outline } from '../../src/domain/outline.ts';

const textOf = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => (inline.kind === 'run' ? inline.text : inline.kind === 'link' ? textOf(inline.runs) : ' '))
    .join('');

/** The paragraphs of blocks, list items included, as plain texts. */
function linesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? [textOf(block.inlines)]
      : block.kind === 'list'
        ? block.items.flatMap(linesOf)
        : block.rows.map((row) => row.map(textOf).join('\t')),
  );
}

/** The same content in the package's own terms: headings, runs with their marks, bullets; nothing else. */
export async function bareDocx(outline: Outline): Promise<Uint8Array> {
  const runs = (inlines: readonly Inline[]): TextRun[] =>
    inlines.flatMap((inline) =>
      inline.kind === 'run'
        ? [new TextRun({ text: inline.text, bold: inline.bold, italics: inline.italic })]
        : inline.kind === 'link'
          ? runs(inline.runs)
          : [],
    );
  const paragraphs = (blocks: readonly Block[], bullet: boolean): Paragraph[] =>
    blocks.flatMap((block) =>
      block.kind === 'paragraph'
        ? [new Paragraph({ children: runs(block.inlines), ...(bullet ? { bullet: { level: 0 } } : {}) })]
        : block.kind === 'list'
          ? block.items.flatMap((item) => paragraphs(item, true))
          : [],
    );
  const footnotes = Object.fromEntries(
    outline.footnotes.map((blocks, index) => [index + 1, { children: paragraphs(blocks, false) }]),
  );
  const children = [
    new Paragraph({
      heading: HeadingLevel.TITLE,
      alignment: AlignmentType.START,
      children: [new TextRun(outline.title)],
    }),
    ...outline.front.map(({ label, value }) => new Paragraph(`${label}: ${value}`)),
    ...printed(outline).flatMap((section) => [
      new Paragraph({
        heading: HeadingLevel.HEADING_2,
        children: [new TextRun(`${section.label ?? ''} ${section.text}`)],
      }),
      ...paragraphs(section.blocks, false),
    ]),
  ];
  return Packer.toBuffer(new Document({ footnotes, sections: [{ children }] }));
}

/**
 * A template with a loop over questions, one over the paragraphs of each, and one over their runs, bold, italic or plain;
 * made once, as a template would be.
 */
export async function templateFor(): Promise<Buffer> {
  const plain = (text: string): Paragraph => new Paragraph({ children: [new TextRun(text)] });
  const runs = [
    new TextRun('{#runs}{#bold}'),
    new TextRun({ text: '{text}', bold: true }),
    new TextRun('{/bold}{#italic}'),
    new TextRun({ text: '{text}', italics: true }),
    new TextRun('{/italic}{#plain}{text}{/plain}{/runs}'),
  ];
  const children = [
    plain('{title}'),
    plain('{#sections}'),
    plain('{heading}'),
    plain('{#lines}'),
    new Paragraph({ children: runs }),
    plain('{/lines}'),
    plain('{/sections}'),
  ];
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

interface TemplateRun {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly plain: boolean;
}

/** The paragraphs of blocks, list items included, each as its runs. */
function runsOf(blocks: readonly Block[]): { readonly runs: readonly TemplateRun[] }[] {
  const marked = (inlines: readonly Inline[]): TemplateRun[] =>
    inlines.flatMap((inline) =>
      inline.kind === 'run'
        ? [{ text: inline.text, bold: inline.bold, italic: inline.italic, plain: !inline.bold && !inline.italic }]
        : inline.kind === 'link'
          ? marked(inline.runs)
          : [],
    );
  return blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? [{ runs: marked(block.inlines) }]
      : block.kind === 'list'
        ? block.items.flatMap(runsOf)
        : block.rows.map((row) => ({ runs: row.flatMap(marked) })),
  );
}

export function fromTemplate(template: Buffer, outline: Outline): Uint8Array {
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true });
  document.render({
    title: outline.title,
    sections: printed(outline).map((section) => ({
      heading: `${section.label ?? ''} ${section.text}`,
      lines: runsOf(section.blocks),
    })),
  });
  return document.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' });
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export async function fromHtml(outline: Outline): Promise<unknown> {
  const sections = printed(outline).map(
    (section) =>
      `<h2>${escaped(`${section.label ?? ''} ${section.text}`)}</h2>` +
      linesOf(section.blocks)
        .map((line) => `<p>${escaped(line)}</p>`)
        .join(''),
  );
  return htmlToDocx(`<h1>${escaped(outline.title)}</h1>${sections.join('')}`);
}
