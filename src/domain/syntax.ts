/**
 * The syntax of light Markdown: which of Markdown's constructs are read, how `[[` and `]]` are kept, how a text is made
 * ready, and how much of it the parser is given. What the constructs become is `markdown.ts`.
 */
import type { Literal, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { CITATION_MAX, readCitation } from './citation.ts';

/** A tree, and the text that its positions point into: that of the writer, but for indentation and bullets. */
export interface Read {
  readonly source: string;
  readonly tree: Root;
}

/** Leading white space that a line may keep, and list marks on one line: beyond them it does not nest deeper. */
const INDENT_MAX = 24;
const MARKS_OF_LINE_MAX = 8;
/**
 * What the parser takes quadratic time over: `*`, `_`, `[` and `]` in one paragraph or item; punctuation in one run,
 * which may stand behind an address; items and footnotes of a text; its lines.
 */
const MARKS_OF_BLOCK_MAX = 500;
const PUNCTUATION_MAX = 300;
const CONTAINERS_MAX = 1_000;
const LINES_MAX = 10_000;

/**
 * Reads a text whose lines end with "\n". Null for a text beyond the limits above, which nobody can have written by
 * hand: it would keep the parser busy for seconds or longer.
 */
export function readSyntax(text: string): Read | null {
  if (isBeyondLimits(text)) return null;
  const source = text
    .replace(PASTED_BULLET, '$1- ')
    .replace(ORNAMENT, '$1\\')
    .replace(DEEP_INDENT, '$1')
    .replace(DEEP_MARKS, '$1\\');
  return { source, tree: fromMarkdown(source, OPTIONS) };
}

/** Bullets of Word at the start of a line. Dashes are left alone: they open dialogue. */
const PASTED_BULLET = /^([ \t]*)[•◦▪●‣][ \t\u00a0]+(?=[^ \t\u00a0\n])/gm;
/** "* * *" between two parts of a text: not a list in a list. */
const ORNAMENT = /^([ \t]*)(?=([-+*])(?:[ \t]+\2)+[ \t]*$)/gm;
const DEEP_INDENT = new RegExp(`^([ \\t]{${INDENT_MAX}})[ \\t]+`, 'gm');
const MARK = String.raw`(?:(?:[-+*]|\d{1,9}[.)])[ \t]+|\[\^[^[\]\s]+\]:[ \t]*)`;
const DEEP_MARKS = new RegExp(`^([ \\t]*${MARK}{${MARKS_OF_LINE_MAX}})(?=${MARK})`, 'gm');

const PUNCTUATION_RUN = new RegExp(`[!"'),.:;<>?_~\\]&*]{${PUNCTUATION_MAX}}`);
/** The marks of items and footnotes that a line opens with. */
const LINE_HEAD = new RegExp(`^[ \\t]*(?:${MARK}|[•◦▪●‣][ \\t\u00a0])*`);
const CONTAINER_START = /[-+*•◦▪●‣.)][ \t\u00a0]|\]:/g;
const BLOCK_START = /^[ \t]*(?:$|(?:[-+*•◦▪●‣]|\d{1,9}[.)])[ \t])/;

/**
 * What reading a text costs, about the same in every unit: a mark, an address, a line, fifty characters. Counted over a whole
 * outline (`prose.ts`), because ten answers that are each within the limits can together hold up everybody else.
 */
export function costOf(text: string): number {
  return occurrences(/[*_[\]@\n]|https?:|www\./gi, text) + Math.ceil(text.length / 50);
}

function isBeyondLimits(text: string): boolean {
  if (PUNCTUATION_RUN.test(text)) return true;
  const lines = text.split('\n');
  let marks = 0;
  let containers = 0;
  for (const line of lines) {
    if (BLOCK_START.test(line)) marks = 0;
    marks += occurrences(/[*_[\]]/g, line);
    containers += occurrences(CONTAINER_START, LINE_HEAD.exec(line)?.[0] ?? '');
    if (marks > MARKS_OF_BLOCK_MAX || containers > CONTAINERS_MAX) return true;
  }
  return lines.length > LINES_MAX;
}

const occurrences = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0;

type Syntax = ReturnType<typeof gfmFootnote>;

/** Constructs that are no light Markdown: what looks like one is text. */
const ASIDE: Syntax = {
  disable: {
    null: [
      'blockQuote',
      'characterReference',
      'codeFenced',
      'codeIndented',
      'codeText',
      'definition',
      'hardBreakEscape',
      'headingAtx',
      'htmlFlow',
      'htmlText',
      'labelStartImage',
      'setextUnderline',
      'thematicBreak',
    ],
  },
};

type Construct = Extract<NonNullable<Syntax['text']>[number], { tokenize: unknown }>;
type State = ReturnType<Construct['tokenize']>;
type FromMarkdown = ReturnType<typeof gfmFootnoteFromMarkdown>;

/** The same character twice, as text. `code` is its code point. */
function pairAsText(name: string, code: number): Construct {
  return {
    name,
    tokenize: (effects, ok, nok) => (first) => {
      effects.enter('data');
      effects.consume(first);
      return (second) => {
        if (second !== code) return nok(second);
        effects.consume(second);
        effects.exit('data');
        return ok;
      };
    },
  };
}

const OPEN = 91;
const CLOSE = 93;

/** Keeps "[[" and "]]" as text, before a link could take a bracket of theirs: a passage must never lose its end. */
const PASSAGES: Syntax = {
  text: { [OPEN]: pairAsText('passageOpen', OPEN), [CLOSE]: pairAsText('passageClose', CLOSE) },
};

const AT = 64;
const PARENTHESIS = 40;

/** "[@key, p. 12]" as one piece, so that no mark inside is read. What only begins like one is left to the others. */
const CITATION: Construct = {
  name: 'citation',
  tokenize(effects, ok, nok) {
    let text = '';
    const inside: State = (code) => {
      // Below zero: the end of a line, or a tab, which nobody types here.
      if (code === null || code < 0 || code === OPEN || text.length > CITATION_MAX) return nok(code);
      text += String.fromCharCode(code);
      effects.consume(code);
      return code === CLOSE ? closed : inside;
    };
    const closed: State = (code) => {
      // With an address behind it, it is the text of a link.
      if (code === PARENTHESIS || readCitation(text) === null) return nok(code);
      effects.exit('citation');
      return ok(code);
    };
    return (first) => {
      effects.enter('citation');
      text = '[';
      effects.consume(first);
      return (second) => (second === AT ? inside(second) : nok(second));
    };
  },
};
const CITATIONS: Syntax = { text: { [OPEN]: CITATION } };

/** A citation in the tree; `value` as typed. */
export interface CitationNode extends Literal {
  readonly type: 'citation';
}

declare module 'mdast' {
  interface PhrasingContentMap {
    citation: CitationNode;
  }
  interface RootContentMap {
    citation: CitationNode;
  }
}
declare module 'micromark-util-types' {
  interface TokenTypeMap {
    citation: 'citation';
  }
}

const CITATIONS_FROM_MARKDOWN: FromMarkdown = {
  enter: {
    citation(token) {
      this.enter({ type: 'citation', value: this.sliceSerialize(token) }, token);
    },
  },
  exit: {
    citation(token) {
      this.exit(token);
    },
  },
};

const OPTIONS = {
  extensions: [gfmFootnote(), gfmAutolinkLiteral(), PASSAGES, CITATIONS, ASIDE],
  mdastExtensions: [
    gfmFootnoteFromMarkdown(),
    // Without its transform: that one looks for addresses again, in quadratic time.
    { ...gfmAutolinkLiteralFromMarkdown(), transforms: [] },
    CITATIONS_FROM_MARKDOWN,
  ],
};
