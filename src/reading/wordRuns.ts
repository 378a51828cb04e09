/**
 * What stands in a paragraph of a Word file: runs with their marks, links, calls of notes, boxes to tick, fields. What
 * was struck out with changes tracked, what is hidden, and what Word shows in an empty field is no text.
 */
import type { Inline } from '../domain/outline.ts';
import { addressOf, Line, UNMARKED, type Marks } from './rich.ts';
import { inherited, switchIn, type Styles } from './wordStyles.ts';
import { child, childrenOf, textIn, valueOf, type Node } from './xml.ts';

/** A call of a note; its number is its place in the list. */
export interface NoteMark {
  readonly kind: 'footnote' | 'endnote';
  readonly id: string;
}

/** What holds blocks and is none itself. Of what Word writes twice for older readers, the first counts. */
export const HOLDERS = new Set([
  ...['sdt', 'sdtContent', 'ins', 'moveTo', 'customXml', 'smartTag', 'AlternateContent', 'Choice'],
]);
const INLINE = new Set([
  ...HOLDERS,
  ...['bdo', 'dir', 'ruby', 'rubyBase', 'oMath', 'oMathPara'],
  ...['drawing', 'inline', 'anchor', 'graphic', 'graphicData', 'wsp', 'txbx', 'pict', 'shape', 'rect', 'textbox'],
  'wgp',
]);

/** "Click here to enter text." */
export const isPlaceholder = (node: Node): boolean =>
  node.name === 'sdt' && switchIn(child(node, 'sdtPr'), 'showingPlcHdr') === true;

/** The addresses of the links of a part, by relationship. */
export function linksIn(relationships: Node | undefined): ReadonlyMap<string, string> {
  return new Map(
    childrenOf(relationships, 'Relationship').flatMap(({ attributes }): [string, string][] => {
      const { Id: id = '', Type: type = '', Target: target = '' } = attributes;
      const address = type.endsWith('/hyperlink') ? addressOf(target) : null;
      return address === null ? [] : [[id, address]];
    }),
  );
}

/** A field under way: what it is asked to show, and whether what it shows has begun. */
interface Field {
  instruction: string;
  shows: boolean;
}

/** The paragraphs of one part, one after the other. */
export class Runs {
  readonly marks: NoteMark[] = [];
  /** Text boxes that stand in the paragraphs read. */
  readonly boxes: Node[] = [];
  struck = false;
  private readonly styles: Styles;
  private readonly links: ReadonlyMap<string, string>;
  private readonly line = new Line();
  private readonly fields: Field[] = [];

  constructor(styles: Styles, links: ReadonlyMap<string, string>) {
    this.styles = styles;
    this.links = links;
  }

  read(paragraph: Node): void {
    this.all(paragraph, UNMARKED);
  }

  end(): readonly Inline[] {
    this.fields.length = 0;
    return this.line.end();
  }

  private all(node: Node, marks: Marks): void {
    for (const one of node.children) this.one(one, marks);
  }

  private one(node: Node, marks: Marks): void {
    switch (node.name) {
      case 't':
        return this.line.text(textIn(node), this.inField(marks));
      case 'tab':
      case 'ptab':
        return this.line.text('\t', marks);
      case 'br':
      case 'cr':
        if (!['page', 'column'].includes(node.attributes['type'] ?? '')) this.line.text('\n', marks);
        return;
      case 'noBreakHyphen':
        return this.line.text('-', marks);
      case 'sym':
        return this.line.text(symbol(node), marks);
      case 'footnoteReference':
      case 'endnoteReference':
        return this.call(node);
      case 'txbxContent':
        this.boxes.push(node);
        return;
      case 'del':
      case 'moveFrom':
        this.struck = true;
        return;
      case 'r':
        if (!isHidden(node)) this.all(node, this.marksOf(node, marks));
        return;
      case 'hyperlink': {
        const href = this.links.get(node.attributes['id'] ?? '') ?? marks.href;
        return this.all(node, { ...marks, href });
      }
      case 'fldSimple':
        return this.all(node, { ...marks, href: linkOf(node.attributes['instr'] ?? '') ?? marks.href });
      case 'fldChar':
        return this.field(node, marks);
      case 'instrText': {
        const field = this.fields.at(-1);
        if (field !== undefined && !field.shows) field.instruction += textIn(node);
        return;
      }
      default:
        if (INLINE.has(node.name) && !isPlaceholder(node)) this.all(node, marks);
    }
  }

  private marksOf(run: Node, { href }: Marks): Marks {
    const settings = child(run, 'rPr');
    if (settings === undefined) return { ...UNMARKED, href };
    const style = valueOf(settings, 'rStyle') ?? '';
    const bold = switchIn(settings, 'b') ?? inherited(this.styles, style, (one) => one.bold) ?? false;
    const italic = switchIn(settings, 'i') ?? inherited(this.styles, style, (one) => one.italic) ?? false;
    return { bold, italic, href };
  }

  private call(node: Node): void {
    const kind = node.name === 'endnoteReference' ? 'endnote' : 'footnote';
    this.marks.push({ kind, id: node.attributes['id'] ?? '' });
    this.line.call(this.marks.length);
  }

  private field(node: Node, marks: Marks): void {
    const type = node.attributes['fldCharType'];
    if (type === 'begin') {
      const box = child(child(node, 'ffData'), 'checkBox');
      const isTicked = switchIn(box, 'checked') ?? switchIn(box, 'default') ?? false;
      if (box !== undefined) this.line.text(isTicked ? '☒' : '☐', marks);
      this.fields.push({ instruction: '', shows: false });
    } else if (type === 'separate') {
      const field = this.fields.at(-1);
      if (field !== undefined) field.shows = true;
    } else if (type === 'end') this.fields.pop();
  }

  /** With the address of the link that a field is. */
  private inField(marks: Marks): Marks {
    if (marks.href !== null || this.fields.length === 0) return marks;
    const href = this.fields.map(({ instruction }) => linkOf(instruction)).findLast((one) => one !== null) ?? null;
    return { ...marks, href };
  }
}

/** The address in ` HYPERLINK "https://…" `; null: the field is no link, or one within the document. */
function linkOf(instruction: string): string | null {
  const [, quoted, bare] = /^\s*HYPERLINK\s+(?:"([^"]+)"|([^\s\\"]+))/i.exec(instruction) ?? [];
  return addressOf(quoted ?? bare ?? '');
}

function isHidden(run: Node): boolean {
  return switchIn(child(run, 'rPr'), 'vanish') === true;
}

/** Boxes and ticks of Wingdings, which Word files have for them. */
const WINGDINGS: Readonly<Record<number, string>> = {
  0x6f: '☐',
  0x71: '☐',
  0xa8: '☐',
  0x52: '☑',
  0xfe: '☑',
  0xfd: '☒',
  0x78: '☒',
  0xfb: '✗',
  0xfc: '✓',
};

/** Characters of symbol fonts: most others are bullets. */
function symbol({ attributes }: Node): string {
  const number = parseInt(attributes['char'] ?? '', 16);
  if (!Number.isFinite(number) || number <= 0 || number > 0xffff) return '';
  if (number < 0xf000 || number > 0xf0ff) return String.fromCharCode(number);
  return (/^wingdings$/i.test(attributes['font'] ?? '') ? WINGDINGS[number & 0xff] : undefined) ?? '•';
}
