/**
 * The peers of the press: the bare docx package, docxtemplater and html-to-docx, each making a document of the same
 * words in the plainest way that its guide shows.
 */
import { AlignmentType, Document, HeadingLevel, Packer, Paragraph, TextRun, type IRunOptions } from 'docx';
import Docxtemplater from 'docxtemplater';
import htmlToDocx from 'html-to-docx';
import PizZip from 'pizzip';
import { printed, type Block, type Inline, type Outline } from '../../src/domain/outline.ts';

const run = (options: IRunOptions): TextRun => new TextRun(options);

/** The same content in the package's own terms: headings, runs with their marks, bullets; nothing else. */
export async function bareDocx(outline: Outline): Promise<Uint8Array> {
  const runs = (inlines: readonly Inline[]): TextRun[] =>
    inlines.flatMap((inline) =>
      inline.kind === 'run'
        ? [run({ text: inline.text, bold: inline.bold, italics: inline.italic })]
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
    run({ text: '{text}', bold: true }),
    new TextRun('{/bold}{#italic}'),
    run({ text: '{text}', italics: true }),
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

function htmlOf(inlines: readonly Inline[]): string {
  const parts = inlines.map((inline) => {
    if (inline.kind === 'link') return `<a href="${escaped(inline.href)}">${htmlOf(inline.runs)}</a>`;
    if (inline.kind !== 'run') return '';
    const text = inline.bold ? `<strong>${escaped(inline.text)}</strong>` : escaped(inline.text);
    return inline.italic ? `<em>${text}</em>` : text;
  });
  return parts.join('');
}

function htmlOfBlocks(blocks: readonly Block[]): string {
  const parts = blocks.map((block) =>
    block.kind === 'paragraph'
      ? `<p>${htmlOf(block.inlines)}</p>`
      : block.kind === 'list'
        ? `<ul>${block.items.map((item) => `<li>${htmlOfBlocks(item)}</li>`).join('')}</ul>`
        : '',
  );
  return parts.join('');
}

/** Without the footnotes, which the package cannot make. */
export async function fromHtml(outline: Outline): Promise<unknown> {
  const sections = printed(outline).map(
    ({ label, text, blocks }) => `<h2>${escaped(`${label ?? ''} ${text}`)}</h2>${htmlOfBlocks(blocks)}`,
  );
  const front = outline.front.map(({ label, value }) => `<p>${escaped(`${label}: ${value}`)}</p>`);
  return htmlToDocx(`<h1>${escaped(outline.title)}</h1>${front.join('')}${sections.join('')}`);
}
