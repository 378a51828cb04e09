/**
 * The outline as plain text, for the body of an email: one paragraph a line, nothing wrapped. Adds no words of its own.
 */
import {
  frontText,
  printed,
  type Block,
  type Inline,
  type LinkInline,
  type Outline,
  type Run,
  type Section,
} from './outline.ts';
import { signatoryBlocks, signatoryLine } from './signatoryList.ts';
import type { SourceList } from './sourceList.ts';

/**
 * The whole outline in plain text; lines end with "\n". Footnotes stand at the end, "[1] …". Control characters other
 * than tabs and line ends are dropped.
 */
export function plainText(outline: Outline): string {
  const colon = colonIn(outline.language);
  const parts = [
    outline.notice?.text ?? '',
    outline.kicker,
    outline.title,
    outline.front.map((entry) => entry.label + colon + frontText(entry)).join('\n'),
    signatoriesText(outline, 'start', colon),
    textOf(outline.statement, colon),
    outline.translationNote ?? '',
    outline.heading ?? '',
    ...printed(outline).map((section) => sectionText(section, colon)),
    signatoriesText(outline, 'end', colon),
    outline.sources === undefined ? '' : sourcesText(outline.sources, outline.language),
    outline.footnotes.map((blocks, index) => hung(`[${index + 1}] `, textOf(blocks, colon))).join('\n'),
  ];
  return `${legible(parts.filter((part) => part !== '').join('\n\n'))}\n`;
}

/** The list of sources by itself, under its heading: a line for each. */
export function sourcesText(sources: SourceList, language: string): string {
  const groups = sources.groups.map(({ heading, entries }) =>
    [...(heading === null ? [] : [heading]), ...entries.map((entry) => hung('- ', blocksText([entry], language)))].join(
      '\n',
    ),
  );
  return [sources.heading, ...groups].join('\n\n');
}

const colonIn = (language: string): string => (language === 'fr' ? '\u00a0: ' : ': ');

/** Blocks by themselves. */
export function blocksText(blocks: readonly Block[], language: string): string {
  return textOf(blocks, colonIn(language));
}

/** What stands of the signatories at this place: the list, or the sentence that calls the footnote with the list. */
function signatoriesText({ signatories }: Outline, place: 'start' | 'end', colon: string): string {
  if (signatories === undefined) return '';
  if (signatories.place === 'footnote') return place === 'start' ? `${signatories.sentence}[1]` : '';
  return signatories.place === place ? `${signatories.sentence}\n\n${textOf(signatoryBlocks(signatories), colon)}` : '';
}

/** The list of signatories by itself, for an email. */
export function signatoriesPlain({ groups }: NonNullable<Outline['signatories']>): string {
  return groups
    .map(({ heading, list }) => [heading, ...list.map((one) => `- ${signatoryLine(one)}`)].join('\n'))
    .join('\n\n');
}

function sectionText({ label, text, unofficial, blocks }: Section, colon: string): string {
  const wording = [label, text, unofficial === null ? null : `(${unofficial})`].filter(
    (part) => part !== null && part !== '',
  );
  const answer = textOf(blocks, colon);
  return answer === '' ? wording.join(' ') : `${wording.join(' ')}\n\n${answer}`;
}

function textOf(blocks: readonly Block[], colon: string): string {
  return blocks.map((block) => blockText(block, colon)).join('\n\n');
}

function blockText(block: Block, colon: string): string {
  switch (block.kind) {
    case 'paragraph':
      return inlinesText(block.inlines);
    case 'list':
      return block.items
        .map((item, index) => {
          const mark = block.ordered ? `${block.start + index}. ` : '- ';
          return hung(mark, item.map((child) => blockText(child, colon)).join('\n'));
        })
        .join('\n');
    case 'table':
      return [block.caption, ...block.rows.map((cells) => rowText(block.header, cells, colon))].join('\n');
  }
}

/** "Law: Act 12 of 2019; Year: 2019"; empty cells are left out. */
function rowText(header: readonly string[], cells: readonly (readonly Inline[])[], colon: string): string {
  const filled = cells
    .map((cell, index) => ({ name: header[index], text: inlinesText(cell) }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ name, text }) => (name === undefined ? text : name + colon + text));
  return hung('- ', filled.join('; '));
}

/** A mark before the first line, the other lines set in by its width; blank ones stay empty. */
function hung(mark: string, text: string): string {
  return mark + text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(mark.length)}`);
}

function inlinesText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'run':
          return changedText(inline);
        case 'break':
          return '\n';
        case 'footnote':
          return `[${inline.number}]`;
        case 'link':
          return linkText(inline);
      }
    })
    .join('');
}

/** "[-old-]" for what a proposal takes out, and "[+new+]" for what it puts in. */
function changedText({ text, change }: Run): string {
  if (change === undefined) return text;
  return change === 'removed' ? `[-${text}-]` : `[+${text}+]`;
}

/** "the report (https://…)"; the address alone where the text says it already. */
function linkText({ href, runs }: LinkInline): string {
  const text = runs.map((run) => run.text).join('');
  const said = [href, href.replace(/^mailto:/i, ''), href.replace(/^https?:\/\//i, '')].includes(text);
  return said ? text : `${text} (${href})`;
}

/** Vertical tabs and form feeds end lines in some programs, so they become line ends; the rest has no shape. */
function legible(text: string): string {
  return text.replace(/[\v\f\u0085\u2028\u2029]/g, '\n').replace(/[^\P{Cc}\t\n]/gu, '');
}
