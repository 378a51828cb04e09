/**
 * The tree of questions as a questionnaire has it: ids that stay the same when the call is read again, kinds of node,
 * text after the children, follow-ups. Changes no words and no order.
 */
import type { Text } from '../language.ts';
import { type NodeWritten, RESERVED_IDS } from '../nodes.ts';
import { fold } from './characters.ts';
import { packs } from './packs/all.ts';
import type { Pack } from './packs/pack.ts';
import { atStart, says } from './patterns.ts';
import type { CallProposal, QuestionProposal } from './proposal.ts';

const packOf = (language: string): Pack =>
  Object.hasOwn(packs, language) ? packs[language as keyof typeof packs] : packs.en;

/** "For each case, please indicate:" over the questions: they are the fields of a record. */
export function isRecord({ heading, questions }: CallProposal, language: string): boolean {
  const words = fold(heading.found?.value ?? '');
  return questions.length > 0 && says(packOf(language).eachCase, words);
}

/** The nodes of a questionnaire; `record`: all of them under one record with the heading as its text. */
export function nodesOf({ questions, heading }: CallProposal, language: string, record: boolean): NodeWritten[] {
  const nodes = new Nodes(language, numberedThrough(questions)).from(questions);
  const text = heading.found?.value;
  if (!record || text === undefined) return nodes;
  return [{ id: 'case', kind: 'record', text: { [language]: text }, children: nodes }];
}

/** Whether the numbers of all questions differ, so that their sections need not stand in their ids. */
function numberedThrough(questions: readonly QuestionProposal[]): boolean {
  const seen = new Map<string, QuestionProposal>();
  let clear = true;
  const walk = (nodes: readonly QuestionProposal[], section: QuestionProposal): void => {
    for (const node of nodes) {
      if (node.kind === 'heading') {
        walk(node.children, section);
        continue;
      }
      const first = tokenOf(node).split('-')[0] ?? '';
      if (first === '') clear = false;
      const known = seen.get(first);
      if (known !== undefined && known !== section) clear = false;
      seen.set(first, section);
    }
  };
  for (const node of questions)
    walk(node.kind === 'heading' ? node.children : [node], node.kind === 'heading' ? node : TOP);
  return clear;
}

const TOP = {} as QuestionProposal;

const ID_MAX = 48;

/** "3)" is "3", "Question 2:" is "2", "A.1" is "a-1", a bullet nothing. */
function tokenOf({ label }: Pick<QuestionProposal, 'label'>): string {
  // A hollow bullet is drawn as the letter.
  return fold(label === 'o' ? '' : (label ?? ''))
    .replace(/^(?:question|pregunta|preg|q)(?![a-z])/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

class Nodes {
  private readonly taken = new Set<string>([...RESERVED_IDS, 'constructor', 'case']);
  /** How often an id was wanted so far, so that the next one is found at once. */
  private readonly wanted = new Map<string, number>();
  private readonly language: string;
  private readonly pack: Pack;
  private readonly through: boolean;

  constructor(language: string, through: boolean) {
    this.language = language;
    this.pack = packOf(language);
    this.through = through;
  }

  /** `above`: the id of the parent; `parent`: the parent itself. */
  from(questions: readonly QuestionProposal[], above = '', parent: QuestionProposal | null = null): NodeWritten[] {
    return questions.map((question, index) => {
      const id = this.idOf(question, index, above, parent);
      const last = question.children.at(-1);
      // Text behind the children that asks for nothing is part of the question.
      const closing =
        question.kind === 'question' &&
        last?.kind === 'note' &&
        last.children.length === 0 &&
        question.children.length > 1
          ? last
          : null;
      const children = closing === null ? question.children : question.children.slice(0, -1);
      return {
        id,
        kind: this.kindOf(question),
        label: question.label,
        text: this.textOf(question.text),
        ...(closing === null ? {} : { after: this.textOf(closing.text) }),
        ...this.conditionOf(question),
        ...(question.addressees.length === 0 ? {} : { addressees: [...question.addressees] }),
        ...(question.kind === 'heading' && this.isModule(question) ? { module: true } : {}),
        flags: [...question.flags],
        children: this.from(children, id, question),
      };
    });
  }

  private textOf(text: string | null): Text | null {
    return text === null ? null : { [this.language]: text };
  }

  /** By the words alone: a question mark asks, a verb at the start requests, the rest is a topic to write about. */
  private kindOf({ kind, text, children }: QuestionProposal): NonNullable<NodeWritten['kind']> {
    if (kind !== 'question' || text === null || text.includes('?')) return kind;
    const folded = fold(text);
    if (children.length > 0) return 'question';
    if (atStart(this.pack.recommending).test(folded)) return 'recommendations';
    return atStart(this.pack.imperatives).test(folded) ? 'request' : 'topic';
  }

  private conditionOf({ text }: QuestionProposal): Pick<NodeWritten, 'condition'> {
    const match = atStart(this.pack.conditions).exec(fold(text ?? ''));
    if (match === null || text === null) return {};
    const words = /^[^,:;?]{1,120}/.exec(text)?.[0].trim() ?? text.slice(0, match[0].length);
    return { condition: { wording: { [this.language]: words } } };
  }

  private isModule({ label, text }: QuestionProposal): boolean {
    return says(this.pack.modules, fold(`${label ?? ''} ${text ?? ''}`));
  }

  private idOf(question: QuestionProposal, index: number, above: string, parent: QuestionProposal | null): string {
    return this.own(this.idWanted(question, index, above, parent).slice(0, ID_MAX).replace(/-+$/, ''));
  }

  private idWanted(question: QuestionProposal, index: number, above: string, parent: QuestionProposal | null): string {
    const token = tokenOf(question);
    const place = token === '' ? String(index + 1) : token;
    const apart = above === '' ? '' : `${above}-`;
    if (question.kind === 'heading')
      return above === '' ? `s${/^\d/.test(place) ? '' : '-'}${place}` : `${apart}${place}`;
    // "2.1" under "2." is the first of its questions.
    const over = parent === null ? '' : `${tokenOf(parent)}-`;
    const inner = over.length > 1 && place.startsWith(over) ? place.slice(over.length) : null;
    if (parent !== null && parent.kind !== 'heading') return `${apart}${inner ?? place}`;
    if (inner !== null && !this.through) return `${apart}${inner}`;
    const named = `q${/^\d/.test(place) ? '' : '-'}${place}`;
    if (parent === null || (this.through && token !== '')) return named;
    return token === '' ? `${apart}${place}` : `${apart}${named}`;
  }

  private own(wanted: string): string {
    let turn = this.wanted.get(wanted) ?? 1;
    let id = turn === 1 ? wanted : `${wanted}-${turn}`;
    while (this.taken.has(id)) id = `${wanted}-${(turn += 1)}`;
    this.wanted.set(wanted, turn + 1);
    this.taken.add(id);
    return id;
  }
}
