/**
 * The tree of questions: sections, questions, sub-questions to any depth, by the labels as printed; groups without a
 * stem; text after the children. Nothing is put in another order than it is printed in.
 */
import { groupsIn } from './addressees.ts';
import { flagsOf } from './flags.ts';
import { type Label, reread } from './labels.ts';
import { bodyOf, foldedOf, type Page, textOf } from './page.ts';
import type { Block } from './paragraphs.ts';
import { headingOf, isAsked, isSetHeading, looksLikeHeading, type Role } from './parts.ts';
import { says, whole } from './patterns.ts';
import { type Certainty, type Field, fieldOf, NOTHING, type QuestionProposal, type Span } from './proposal.ts';

const DEPTH_MAX = 6;
const HEADING_MAX = 160;

interface Node {
  kind: QuestionProposal['kind'];
  readonly label: string | null;
  /** How its list is labelled; null for what has no label. */
  readonly style: string | null;
  readonly number: number;
  readonly indent: number;
  readonly spans: Span[];
  readonly addressees: readonly string[];
  readonly certainty: Certainty;
  /** A heading over questions, not an item of a list. */
  readonly section: boolean;
  children: Node[];
}

export interface Questions {
  readonly heading: Field<string>;
  readonly questions: readonly QuestionProposal[];
  /** The first block of the questions, their heading included; null for none. */
  readonly from: number | null;
}

/** The questions among the blocks that have that role. */
export function questionsOf(page: Page, roles: readonly Role[]): Questions {
  const headed = roles.some((role) => role === 'heading' || role === 'lead-in');
  const tree = new Tree(page, headed ? 'sure' : 'likely');
  let over: Block | null = null;
  let first: number | null = null;
  for (const block of page.blocks) {
    const role = roles[block.index];
    const opens = role === 'lead-in' || (role === 'heading' && headingOf(page, block) === 'questions');
    if (opens) {
      if (tree.isEmpty() && !isSetHeading(page, block) && block.labels.length === 0) {
        // The heading that is printed as one, rather than the sentence below it that announces the questions.
        if (role === 'heading' || over === null || roles[over.index] !== 'heading') over = block;
      } else tree.section(block);
      first ??= block.index;
    } else if (role === 'questions') {
      first ??= block.index;
      tree.add(block);
    } else tree.interrupt();
  }
  return finished(page, tree, over, first);
}

function finished(page: Page, tree: Tree, over: Block | null, first: number | null): Questions {
  const roots = tree.roots();
  if (roots.length === 0) return { heading: NOTHING, questions: [], from: null };
  const [only] = roots;
  // One section over everything is the heading over the questions.
  if (only !== undefined && only.section && roots.length === 1 && only.children.length > 0) {
    const headed = over !== null && headingOf(page, over) === 'questions';
    return {
      heading: headed ? headingField(page, [bodyOf(over)]) : headingField(page, only.spans),
      questions: only.children.map((node) => proposalOf(page, node)),
      from: first,
    };
  }
  const words = over === null ? null : lastWords(page, over);
  const heads =
    over !== null &&
    words !== null &&
    (/[:?]["'”»)]?$/.test(textOf(page, words)) || headingOf(page, over) !== null || looksLikeHeading(page, over));
  const heading = heads ? headingField(page, [words], over.doubtful || headingOf(page, over) === null) : NOTHING;
  return { heading, questions: roots.map((node) => proposalOf(page, node)), from: first };
}

function headingField(page: Page, spans: readonly Span[], doubtful = false): Field<string> {
  const value = spans.map((span) => textOf(page, span)).join(' ');
  return fieldOf([{ value, certainty: value.length <= HEADING_MAX && !doubtful ? 'sure' : 'likely', spans }]);
}

/** Of a long paragraph that announces the questions, its last sentence. */
function lastWords(page: Page, block: Block): Span {
  const span = bodyOf(block);
  if (span.end - span.start <= HEADING_MAX) return span;
  const sentence = page.sentences.findLast(({ start, end }) => start >= span.start && end <= span.end);
  return sentence === undefined ? span : { start: sentence.start, end: sentence.end };
}

function proposalOf(page: Page, node: Node): QuestionProposal {
  const text = node.spans
    .map((span) => textOf(page, span))
    .filter((words) => words !== '')
    .join('\n\n');
  const folded = node.spans.map((span) => foldedOf(page, span)).join(' ');
  return {
    kind: node.kind,
    label: node.label,
    text: text === '' ? null : text,
    certainty: node.certainty,
    spans: node.spans,
    flags: node.kind === 'question' ? flagsOf(folded, page.pack) : [],
    addressees: node.addressees,
    children: node.children.map((child) => proposalOf(page, child)),
  };
}

/** "All stakeholders", in all languages: a set for everybody is no set. */
const EVERYBODY = /(?<![a-z])(?:all|any|every|tou(?:s|tes) les|ensemble des|tod[oa]s l[oa]s)(?: [a-z']+){1,4}$/;

/** The groups that a heading says its questions are for. */
function setGroups(page: Page, block: Block): string[] {
  const span = bodyOf(block);
  const groups = groupsIn(page, span);
  const isForAll = groups.some(
    ({ id, end }) => id === 'stakeholders' && EVERYBODY.test(foldedOf(page, { start: span.start, end })),
  );
  return isForAll ? [] : [...new Set(groups.map(({ id }) => id))];
}

/** A tree under construction: the open nodes from the outermost to the innermost. */
class Tree {
  private readonly page: Page;
  private readonly certainty: Certainty;
  private readonly root: Node = {
    kind: 'heading',
    label: null,
    style: null,
    number: 0,
    indent: 0,
    spans: [],
    addressees: [],
    certainty: 'sure',
    section: false,
    children: [],
  };
  private open: Node[] = [];
  /** A block that announced items is their stem or heading only once an item has come. */
  private pending: Block | null = null;

  constructor(page: Page, certainty: Certainty) {
    this.page = page;
    this.certainty = certainty;
  }

  isEmpty(): boolean {
    return this.root.children.length === 0 && this.pending === null;
  }

  add(block: Block): void {
    if (this.isRoom(block)) return;
    if (block.labels.length === 0) this.addPlain(block);
    else {
      this.settlePending();
      this.addLabelled(block);
    }
  }

  section(block: Block): void {
    this.settlePending();
    this.pending = block;
  }

  /** Blocks of another kind lie between: what was pending headed nothing. */
  interrupt(): void {
    this.pending = null;
  }

  roots(): readonly Node[] {
    prune(this.root);
    return this.root.children;
  }

  /** "Answer:", "________": room for an answer. */
  private isRoom(block: Block): boolean {
    const folded = foldedOf(this.page, bodyOf(block));
    return /^[_.\s…\u2610\u25a1-]*$/.test(folded) && folded !== ''
      ? true
      : whole(this.page.pack.answerLines).test(folded);
  }

  private addPlain(block: Block): void {
    const { page } = this;
    const text = textOf(page, bodyOf(block));
    if (this.announces(block)) {
      this.settlePending();
      this.pending = block;
      return;
    }
    const asked = isAsked(page, block.index);
    // "Please respond to the questions below" tells how to answer.
    if (!text.includes('?') && says(page.pack.questionNames, foldedOf(page, bodyOf(block)))) return;
    const last = this.open.at(-1);
    if (this.pending !== null && asked) {
      this.settlePending();
      this.push(this.root.children.at(-1) ?? this.root, plainNode(this.page, block, 'question', this.certainty));
      return;
    }
    const item = this.open.findLast(({ label }) => label !== null);
    if (item !== undefined && last !== undefined) return this.addAfterItem(block, item, asked);
    if (asked)
      this.push(
        this.open.find(({ kind }) => kind === 'heading') ?? this.root,
        plainNode(this.page, block, 'question', this.certainty),
      );
    else if (this.root.children.length > 0)
      this.push(
        this.open.find(({ kind }) => kind === 'heading') ?? this.root,
        plainNode(this.page, block, 'note', 'likely'),
      );
  }

  /** A paragraph without a label after items: it goes on with the question, or stands after all items of a group. */
  private addAfterItem(block: Block, item: Node, asked: boolean): void {
    const place = this.open.indexOf(item);
    const parent = this.open[place - 1];
    const bullets = item.style?.startsWith('bullet') === true;
    if ((parent?.kind === 'question' && parent.label !== null) || (bullets && item.children.length === 0)) {
      (parent ?? this.root).children.push(plainNode(this.page, block, asked ? 'question' : 'note', 'likely'));
      return;
    }
    if (item.children.length > 0)
      item.children.push(plainNode(this.page, block, asked ? 'question' : 'note', 'likely'));
    else if (item.kind === 'heading')
      this.push(item, plainNode(this.page, block, asked ? 'question' : 'note', 'likely'));
    else item.spans.push(bodyOf(block));
  }

  /** A heading over the next items, or a sentence that ends with a colon before them. */
  private announces(block: Block): boolean {
    const next = this.page.blocks[block.index + 1];
    if (next === undefined) return false;
    const text = textOf(this.page, bodyOf(block));
    if (isSetHeading(this.page, block)) return true;
    if (text.endsWith(':')) return next.labels.length > 0;
    const follows = next.labels.length > 0 || isAsked(this.page, next.index) || looksLikeHeading(this.page, next);
    return follows && looksLikeHeading(this.page, block) && !/[?]/.test(text);
  }

  private settlePending(): void {
    const block = this.pending;
    this.pending = null;
    if (block === null) return;
    const folded = foldedOf(this.page, bodyOf(block));
    const groups = isSetHeading(this.page, block) ? setGroups(this.page, block) : [];
    const label = block.labels.map(({ printed }) => printed).join(' ') || null;
    const node: Node = {
      ...plainNode(this.page, block, 'heading', 'likely'),
      label,
      addressees: groups,
      section: true,
    };
    // "Please explain:" before bullets under "3." is that question's own stem.
    const item = this.open.findLast((open) => open.label !== null && open.kind === 'question');
    if (
      folded.endsWith(':') &&
      item !== undefined &&
      groups.length === 0 &&
      folded.length > 40 &&
      item.children.length === 0 &&
      this.nextIsDeeper(block)
    ) {
      item.spans.push(bodyOf(block));
      return;
    }
    this.open = [];
    this.root.children.push(node);
    this.open.push(node);
  }

  private nextIsDeeper(block: Block): boolean {
    const label = this.page.blocks[block.index + 1]?.labels[0];
    return label !== undefined && !this.open.some(({ style }) => style === label.style);
  }

  private addLabelled(block: Block): void {
    block.labels.forEach((printed, index) => {
      const label = this.meant(printed);
      const last = index === block.labels.length - 1;
      const spans = last && bodyOf(block).end > bodyOf(block).start ? [bodyOf(block)] : [];
      const parent = this.parentOf(label, block.indent);
      const node: Node = {
        kind: 'question',
        label: label.printed.trim(),
        style: label.style,
        number: label.numbers.at(-1) ?? 0,
        indent: block.indent,
        spans,
        addressees: last && isSetHeading(this.page, block) ? setGroups(this.page, block) : [],
        certainty: block.doubtful ? 'likely' : this.certainty,
        section: false,
        children: [],
      };
      if (last && label.kind !== 'bullet' && this.headsSection(block, label)) node.kind = 'heading';
      this.push(parent, node);
    });
  }

  /** "1. General context" over bullets, "Section A: …": a heading with a label. */
  private headsSection(block: Block, label: Label): boolean {
    if (label.kind === 'section') return true;
    const next = this.page.blocks[block.index + 1];
    const inner = next?.labels[0];
    // "3. Good practices" over "3.1" is a heading, whatever its words.
    if (
      inner?.kind === 'dotted' &&
      label.kind !== 'dotted' &&
      inner.numbers[0] === label.numbers[0] &&
      looksLikeHeading(this.page, block) &&
      !textOf(this.page, bodyOf(block)).endsWith(':')
    )
      return true;
    if (isAsked(this.page, block.index) || textOf(this.page, bodyOf(block)).endsWith(':')) return false;
    if (next === undefined || !(looksLikeHeading(this.page, block) || isSetHeading(this.page, block))) return false;
    const deeper = inner !== undefined && inner.style !== label.style && this.beginsList(inner, label);
    return deeper || (next.labels.length === 0 && isAsked(this.page, next.index));
  }

  /** Whether the next label opens a list below this one, and does not go on with one around it. */
  private beginsList(inner: Label, label: Label): boolean {
    if (this.open.some(({ style }) => style === inner.style)) return false;
    const sibling = (this.open.at(-1) ?? this.root).children.at(-1);
    const leaf = sibling?.style === label.style && sibling.kind === 'question' && sibling.children.length === 0;
    // "c) For the army" after two plain items is one more, whatever number stands below.
    return !leaf || (inner.numbers[0] ?? 1) === 1;
  }

  /** "i" after "h" is a letter; "v" after "iv" a number. */
  private meant(label: Label): Label {
    const other =
      label.kind === 'roman' || label.kind === 'capital-roman' ? reread(label, 'letter') : reread(label, 'roman');
    if (other === null) return label;
    const next = (one: Label): boolean =>
      this.open.some(({ style, number }) => style === one.style && one.numbers[0] === number + 1);
    return next(other) && !next(label) ? other : label;
  }

  /** Closes what this label ends, and gives the node that its list belongs to. */
  private parentOf(label: Label, indent: number): Node {
    const at = this.placeOf(label, indent);
    if (at >= 0) this.open = this.open.slice(0, at);
    if (this.open.length >= DEPTH_MAX) this.open = this.open.slice(0, DEPTH_MAX - 1);
    return this.open.at(-1) ?? this.root;
  }

  /** The open node that this label is the sibling of; -1 where it starts a list of its own. */
  private placeOf(label: Label, indent: number): number {
    if (label.kind === 'section') return this.open.findIndex(({ style }) => style === null || style === 'section');
    if (label.kind === 'dotted') return this.dottedPlace(label);
    const same = this.open.findLastIndex(({ style }) => style === label.style);
    // A list that does not begin with its first item goes on with one that was closed before.
    const section = this.open.at(-1)?.kind === 'heading';
    if (same < 0 && label.kind !== 'bullet' && !section && (label.numbers[0] ?? 1) > 1) return this.outermost();
    if (same < 0) return same;
    if (label.kind !== 'bullet') return this.numberedPlace(label, indent, same);
    // One bullet for two depths: the indent tells them apart.
    const deeper = this.open.findLastIndex((node) => node.style === label.style && node.indent <= indent + 1);
    const last = this.open.at(-1);
    return last?.style === label.style && indent >= last.indent + 2
      ? -1
      : deeper < 0
        ? this.open.findIndex(({ style }) => style === label.style)
        : deeper;
  }

  /** "1." set in below an open "1." begins a list within it; one set out again goes on with the outer list. */
  private numberedPlace(label: Label, indent: number, same: number): number {
    const node = this.open[same];
    if (node !== undefined && label.numbers[0] === 1 && indent >= node.indent + 2) return -1;
    const outer = this.open.findLastIndex(
      ({ style, indent: at }) => style === label.style && Math.abs(at - indent) <= 1,
    );
    return outer < 0 ? same : outer;
  }

  /** Just below the sections without a label. */
  private outermost(): number {
    return this.open.findIndex(({ style }) => style !== null);
  }

  /** "2.1" belongs under "2."; under nothing it is a list of its own. */
  private dottedPlace(label: Label): number {
    const same = this.open.findLastIndex(({ style }) => style === label.style);
    if (same >= 0) return same;
    const depth = label.numbers.length;
    return this.open.findIndex(({ style }) => style?.startsWith('dotted') === true && Number(style.slice(7)) > depth);
  }

  private push(parent: Node, node: Node): void {
    parent.children.push(node);
    const place = this.open.indexOf(parent);
    this.open = place < 0 ? (parent === this.root ? [] : this.open) : this.open.slice(0, place + 1);
    if (node.label !== null || node.kind === 'heading') this.open.push(node);
  }
}

function plainNode(page: Page, block: Block, kind: Node['kind'], certainty: Certainty): Node {
  // What looks like a label and was not read as one.
  const unread = /^\S{0,3}\d/.test(textOf(page, bodyOf(block)));
  return {
    kind,
    label: null,
    style: null,
    number: 0,
    indent: block.indent,
    spans: [bodyOf(block)],
    addressees: [],
    certainty: block.doubtful || unread ? 'likely' : certainty,
    section: false,
    children: [],
  };
}

/** Drops labels without words and headings over nothing, unless they head what is printed below. */
function prune(node: Node): void {
  for (const child of node.children) prune(child);
  // "Section A. Scope" over nothing, as all its neighbours, is what comments are asked on.
  if (
    node.children.every(({ kind, label, children }) => kind === 'heading' && label !== null && children.length === 0)
  ) {
    for (const child of node.children) child.kind = 'question';
  }
  node.children = node.children.filter(
    (child) => child.children.length > 0 || (child.spans.length > 0 && child.kind !== 'heading'),
  );
}
