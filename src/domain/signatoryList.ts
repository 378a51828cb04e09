/**
 * The organisations of a joint submission as the paper lists them: grouped (lead, submitting, endorsing), and ordered as
 * the call asks (rule 32). Names, countries and consultative status are printed; whom to write to never is. Pure.
 */
import type { Say } from './language.ts';
import type { Block, Composing, Outline, Run } from './outline.ts';
import { renumbered } from './prose.ts';
import { isJoint, SIGNATORY_KINDS, type Signatory } from './signatory.ts';
import { isAuthorWithheld, isNameWithheld } from './versions.ts';

export interface ListedSignatory {
  readonly name: string;
  /** In the outline's language; "" where none was given. */
  readonly country: string;
  /** Consultative status, in the outline's language; "" where there is none, or none was given. */
  readonly status: string;
  /** The public version withholds who it is. */
  readonly confidential?: true;
}

export interface SignatoryGroup {
  readonly kind: (typeof SIGNATORY_KINDS)[number];
  readonly heading: string;
  /** One at least. */
  readonly list: readonly ListedSignatory[];
}

export interface SignatoryList {
  /**
   * Where the call wants it. `footnote`: `sentence` stands at the start and calls footnote 1, which holds the list.
   */
  readonly place: 'start' | 'footnote' | 'end';
  /** "Joint submission by Rivages and 29 other organisations, supported by 2 organisations." */
  readonly sentence: string;
  readonly groups: readonly SignatoryGroup[];
}

/** Sentences of ours that speak of "the organisation". */
const OF_ONE = /^outline\.(statement\.(?!callSays)|declined$|front\.organisation$)/;

/** Speaks of the organisations in the plural wherever they are several. */
export function sayJointly(say: Say): Say {
  return (key, values) => say(OF_ONE.test(key) ? key.replace('outline.', 'outline.joint.') : key, values);
}

/** Null where one organisation submits by itself. `countryName` speaks the draft's language. */
export function composeSignatories(
  { draft, questionnaire, say, version }: Composing,
  countryName: (code: string) => string,
): SignatoryList | null {
  const signatories = draft.signatories.value;
  if (signatories.list.length === 0) return null;
  const { language } = draft.record;
  const rule = questionnaire.joint.value;
  const { name, country, status } = draft.organisation.value;
  const joint = isJoint(signatories);
  const isMarked = (withheld: boolean): Pick<ListedSignatory, 'confidential'> =>
    withheld && version === 'full' ? { confidential: true } : {};
  const authorMark = isMarked(isAuthorWithheld(draft));
  const listed = (one: Pick<Signatory, 'name' | 'country' | 'status'>): ListedSignatory => ({
    name: one.name,
    country: one.country === '' ? '' : countryName(one.country),
    status: one.status === '' || one.status === 'none' ? '' : say(`outline.signatories.statuses.${one.status}`),
  });
  const marked = (one: Signatory): ListedSignatory => ({ ...listed(one), ...isMarked(isNameWithheld(draft, one)) });
  const members = {
    lead: joint && name.trim() !== '' ? [{ ...listed({ name, country, status }), ...authorMark }] : [],
    submitting: inOrder(signatories.list, 'submitting', rule, language, marked),
    endorsing: inOrder(signatories.list, 'endorsing', rule, language, marked),
  };
  return {
    place: rule?.listed ?? 'start',
    sentence: sentenceOf(
      say,
      (authorMark.confidential ? `[[${name.trim()}]]` : name.trim()) || say('outline.author'),
      members.submitting.length,
      members.endorsing.length,
    ),
    groups: SIGNATORY_KINDS.filter((kind) => members[kind].length > 0).map((kind) => ({
      kind,
      heading: say(`outline.signatories.${kind}`, { count: members[kind].length }),
      list: members[kind],
    })),
  };
}

type JointRule = Composing['questionnaire']['joint']['value'];

/** Highest first, as the Economic and Social Council ranks them. */
const STATUS_RANKS: readonly string[] = ['general', 'special', 'roster'];

function inOrder(
  list: readonly Signatory[],
  kind: Signatory['kind'],
  rule: JointRule,
  language: string,
  listed: (one: Signatory) => ListedSignatory,
): ListedSignatory[] {
  const { compare } = new Intl.Collator(language, { ignorePunctuation: true });
  const rank = ({ status }: Signatory): number => {
    const place = STATUS_RANKS.indexOf(status);
    return rule?.statusFirst !== true ? 0 : place === -1 ? STATUS_RANKS.length : place;
  };
  const order = rule?.order ?? 'given';
  return list
    .filter((one) => one.kind === kind)
    .map((one) => ({ rank: rank(one), line: listed(one) }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        (order === 'country' ? compare(a.line.country, b.line.country) : 0) ||
        (order === 'given' ? 0 : compare(a.line.name, b.line.name)),
    )
    .map(({ line }) => line);
}

function sentenceOf(say: Composing['say'], lead: string, submitting: number, endorsing: number): string {
  const support = endorsing === 0 ? '' : say('outline.signatories.support', { count: endorsing });
  const by =
    submitting === 0
      ? say('outline.signatories.single', { lead })
      : say('outline.signatories.sentence', { lead, count: submitting });
  return support === '' ? `${by}.` : `${by}, ${support}.`;
}

/** "Rivages solidaires (Senegal), special consultative status". */
export function signatoryLine({ name, country, status, confidential }: ListedSignatory): string {
  const place = country === '' ? name : `${name} (${country})`;
  const line = status === '' ? place : `${place}, ${status}`;
  return confidential ? `[[${line}]]` : line;
}

/** The outline as it would be without its list: where that is a footnote, the others count from one again. */
export function withoutSignatories({ signatories, ...outline }: Outline): Outline {
  if (signatories?.place !== 'footnote') return outline;
  const sections = outline.sections.map((section) => ({
    ...section,
    blocks: section.blocks.map((block) => renumbered(block, -1)),
  }));
  return { ...outline, sections, footnotes: outline.footnotes.slice(1) };
}

/** The list as blocks: for each group its heading, and a numbered list; the lead, alone of its kind, has no number. */
export function signatoryBlocks({ groups }: Pick<SignatoryList, 'groups'>): Block[] {
  return groups.flatMap(({ kind, heading, list }): Block[] => {
    const lines = list.map((one) => paragraph([run(signatoryLine(one), false)]));
    const items = lines.map((line) => [line]);
    return [
      paragraph([run(heading, true)]),
      ...(kind === 'lead' ? lines : [{ kind: 'list', ordered: true, start: 1, items } as const]),
    ];
  });
}

/** The list as a footnote: each group in one paragraph, its organisations set apart by semicolons. */
export function signatoryNote({ groups }: Pick<SignatoryList, 'groups'>): Block[] {
  return groups.map(({ heading, list }) =>
    paragraph([run(heading, true), run(` – ${list.map(signatoryLine).join('; ')}.`, false)]),
  );
}

function paragraph(inlines: readonly Run[]): Block {
  return { kind: 'paragraph', inlines };
}

function run(text: string, bold: boolean): Run {
  return { kind: 'run', text, bold, italic: false };
}
