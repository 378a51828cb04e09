/**
 * The scope of a draft: which of the call's groups the writer answers as, which modules are taken, which country the
 * submission is about (21, 22 of `calls/README.md`), and the questions that this leaves. One of the parts of a draft. Pure.
 *
 * What is not chosen leaves nothing out. An answer outside of the scope is kept, and printed nowhere.
 */
import { z } from 'zod';
import type { Addressee } from './callRules.ts';
import type { FormBody } from './answer.ts';
import type { Draft } from './draft.ts';
import type { QuestionNode } from './nodes.ts';
import { placeQuestions, type PlacedQuestion } from './places.ts';
import { questionsOf, type Questionnaire } from './questionnaire.ts';

export const scopeSchema = z.object({
  /** Id of a group of the call's `addressees`; "": not chosen. */
  group: z.string(),
  /** By id of the module: whether it is taken. One that is missing is not decided. */
  modules: z.record(z.string(), z.boolean()),
  /** ISO 3166-1 alpha-2; "": not chosen, or fixed by the call. */
  country: z.string(),
});
export type Scope = z.infer<typeof scopeSchema>;
export const EMPTY_SCOPE: Scope = { group: '', modules: {}, country: '' };

/** What there is to choose in a call. */
export interface ScopeChoices {
  /** Empty where it makes no difference who answers. */
  readonly groups: readonly Addressee[];
  /** The nodes that a writer takes or leaves as a whole, in reading order. */
  readonly modules: readonly QuestionNode[];
  /** Whether each submission is about one country, which its writer names. */
  readonly country: boolean;
}

const choices = new WeakMap<Questionnaire, ScopeChoices>();

export function scopeChoices(questionnaire: Questionnaire): ScopeChoices {
  let found = choices.get(questionnaire);
  if (found === undefined) {
    const nodes = everyNode(questionnaire.questions);
    const { country, each } = questionnaire.countryScope.value ?? { country: null, each: false };
    found = {
      groups: doGroupsMatter(questionnaire, nodes) ? (questionnaire.addressees.value ?? []) : [],
      modules: nodes.filter(({ module }) => module),
      country: each && country === null,
    };
    choices.set(questionnaire, found);
  }
  return found;
}

function everyNode(nodes: readonly QuestionNode[]): readonly QuestionNode[] {
  return nodes.flatMap((node) => [node, ...everyNode(node.children)]);
}

/** Sets of questions, limits and the subject of the email may differ from group to group. */
function doGroupsMatter({ length, subject, front }: Questionnaire, nodes: readonly QuestionNode[]): boolean {
  const limits = [...(length.value ?? []), ...nodes.flatMap((node) => node.limits)];
  return (
    nodes.some(({ addressees }) => addressees.length > 0) ||
    limits.some(({ when }) => when?.addressee != null) ||
    Object.values(subject.value ?? {}).some((line) => line.includes('{addressee}')) ||
    (front.value?.some(({ entry }) => entry === 'addressee') ?? false)
  );
}

/** Whether a call leaves anything of the scope to its writers. */
export function hasScope(questionnaire: Questionnaire): boolean {
  const { groups, modules, country } = scopeChoices(questionnaire);
  return groups.length > 0 || modules.length > 0 || country;
}

/** What is still open of the scope. */
export type OpenChoice = 'group' | 'modules' | 'country';

export function openChoices(questionnaire: Questionnaire, scope: Scope): readonly OpenChoice[] {
  const { groups, modules, country } = scopeChoices(questionnaire);
  return [
    ...(groups.length > 0 && groupOf(questionnaire, scope) === null ? (['group'] as const) : []),
    ...(modules.some(({ id }) => !Object.hasOwn(scope.modules, id)) ? (['modules'] as const) : []),
    ...(country && scope.country === '' ? (['country'] as const) : []),
  ];
}

/** The group that was chosen; null: none, or one that this version of the call does not know. */
export function groupOf({ addressees }: Pick<Questionnaire, 'addressees'>, { group }: Scope): Addressee | null {
  return addressees.value?.find(({ id }) => id === group) ?? null;
}

export const scopeOf = ({ scope }: Pick<Draft, 'scope'>): Scope => scope.value;

/** The group of a draft as limits ask for it (`Situation`); null: not known. */
export function addresseesIn(draft: Pick<Draft, 'scope'>, questionnaire: Questionnaire): readonly string[] | null {
  const group = groupOf(questionnaire, scopeOf(draft));
  return group === null ? null : [group.id];
}

/** The code of the country that a submission is about: fixed by the call, or chosen; "": none. */
export function countryConcerned(
  { countryScope }: Pick<Questionnaire, 'countryScope'>,
  { country }: Pick<Scope, 'country'>,
): string {
  const { value } = countryScope;
  return value?.country ?? (value?.each === true ? country : '');
}

/** What a scope leaves of a questionnaire. */
export interface Scoped {
  readonly nodes: readonly QuestionNode[];
  readonly questions: readonly PlacedQuestion[];
  readonly byId: ReadonlyMap<string, PlacedQuestion>;
}

/** Choices that are kept at hand for each questionnaire; more than any call has groups. */
const CHOICES_MAX = 100;
const scoped = new WeakMap<Questionnaire, Map<string, Scoped>>();

/** Worked out once for each questionnaire and choice: the same choice gives the same value. */
export function scopedTo(questionnaire: Questionnaire, scope: Scope): Scoped {
  const known = scoped.get(questionnaire) ?? new Map<string, Scoped>();
  scoped.set(questionnaire, known);
  const left = scopeChoices(questionnaire).modules.filter(({ id }) => isLeft(scope, id));
  const key = [groupOf(questionnaire, scope)?.id ?? '', ...left.map(({ id }) => id)].join(' ');
  let found = known.get(key);
  if (found === undefined) {
    const nodes = within(questionnaire, questionnaire.questions, scope);
    const questions = placeQuestions(nodes);
    found = { nodes, questions, byId: new Map(questions.map((question) => [question.node.id, question])) };
    const [oldest] = known.keys();
    if (known.size >= CHOICES_MAX && oldest !== undefined) known.delete(oldest);
    known.set(key, found);
  }
  return found;
}

const isLeft = ({ modules }: Scope, id: string): boolean => Object.hasOwn(modules, id) && modules[id] === false;

/** The questions of a draft with this scope, in reading order. */
export const questionsFor = (questionnaire: Questionnaire, scope: Scope): readonly PlacedQuestion[] =>
  scopedTo(questionnaire, scope).questions;

function within(questionnaire: Questionnaire, nodes: readonly QuestionNode[], scope: Scope): readonly QuestionNode[] {
  const group = groupOf(questionnaire, scope);
  const kept = nodes.flatMap((node): QuestionNode[] => {
    const { addressees, id, children } = node;
    if (group !== null && addressees.length > 0 && !addressees.includes(group.id)) return [];
    if (isLeft(scope, id)) return [];
    const inside = within(questionnaire, children, scope);
    // A group of which nothing is left would be a heading over nothing.
    if (inside.length === 0 && children.length > 0 && node.asks.length === 0) return [];
    return [inside === children ? node : { ...node, children: inside }];
  });
  return kept.length === nodes.length && kept.every((node, index) => node === nodes[index]) ? nodes : kept;
}

const divided = new WeakMap<Draft, Draft>();

/**
 * The draft with its answers to questions outside of its scope set apart (`outside`), where nothing that is checked,
 * counted, printed or sent looks. The same draft gives the same value.
 */
export function withinScope(draft: Draft, questionnaire: Questionnaire): Draft {
  const all = questionsOf(questionnaire);
  const { byId, questions } = scopedTo(questionnaire, scopeOf(draft));
  if (questions.length === all.length) return draft;
  const known = divided.get(draft);
  if (known !== undefined) return known;
  const asked = new Set(all.map(({ node }) => node.id));
  const isOutside = ([id]: readonly [string, unknown]): boolean => asked.has(id) && !byId.has(id);
  const entries = Object.entries(draft.answers);
  const outside = { ...draft.outside, ...Object.fromEntries(entries.filter(isOutside)) };
  const answers = Object.fromEntries(entries.filter((entry) => !isOutside(entry)));
  const found: Draft = { ...draft, answers, outside };
  divided.set(draft, found);
  // What is divided stays as it is.
  divided.set(found, found);
  return found;
}

/**
 * Reads the form: `group`, `country`, and for each module `module-ID` with "yes", "no" or "". A field that is not sent
 * keeps what `before` had; what the call does not offer is ignored.
 */
export function scopeFromForm(
  body: FormBody,
  before: Scope,
  questionnaire: Questionnaire,
  countries: ReadonlySet<string>,
): Scope {
  const { groups, modules, country } = scopeChoices(questionnaire);
  const sent = (name: string): string | undefined =>
    Object.hasOwn(body, name) ? [body[name] ?? ''].flat()[0] : undefined;
  const group = sent('group');
  const chosen = sent('country');
  const decided = new Map(Object.entries(before.modules));
  for (const { id } of modules) {
    const choice = sent(`module-${id}`);
    if (choice === 'yes' || choice === 'no') decided.set(id, choice === 'yes');
    else if (choice === '') decided.delete(id);
  }
  return {
    group: group === '' || groups.some(({ id }) => id === group) ? (group ?? '') : before.group,
    modules: Object.fromEntries(decided),
    country: country && (chosen === '' || countries.has(chosen ?? '')) ? (chosen ?? '') : before.country,
  };
}
