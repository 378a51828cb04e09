/**
 * A newer version of a call: what it changed, question by question and rule by rule, and the move of a draft to it.
 * Which answers fit is `carrying.ts`; pages and words are elsewhere. Pure; the port to the cellar stands beside.
 */
import { canonical } from './answer.ts';
import type { DraftRecord } from './draft.ts';
import type { Text } from './language.ts';
import type { QuestionNode } from './nodes.ts';
import { officialLanguages, questionsOf, type KeptQuestionnaire, type Questionnaire } from './questionnaire.ts';

/** How a question stands to the earlier version. `changed` wins over `moved`; one that did neither is not mentioned. */
export type QuestionChange =
  | { readonly kind: 'new'; readonly after: QuestionNode }
  | { readonly kind: 'changed'; readonly before: QuestionNode; readonly after: QuestionNode }
  | { readonly kind: 'moved'; readonly before: QuestionNode; readonly after: QuestionNode }
  | { readonly kind: 'gone'; readonly before: QuestionNode };

/** Rules that a newer version may change, in the order in which they are told. */
export const CALL_RULES = [
  'title',
  'issuers',
  'destination',
  'background',
  'objectives',
  'deadlines',
  'opening',
  'closed',
  'channels',
  'channelUse',
  'contact',
  'subject',
  'emailBody',
  'emailSentences',
  'answerLanguages',
  'languageUse',
  'length',
  'joint',
  'fileTypes',
  'layout',
  'front',
  'printing',
  'publication',
  'addressees',
  'eligibility',
  'countryScope',
  'submitter',
  'attachments',
  'consent',
  'consentStatement',
  'tasks',
  'period',
  'hints',
  'heading',
] as const satisfies readonly (keyof Questionnaire)[];
export type CallRule = (typeof CALL_RULES)[number];

export interface VersionChanges {
  /** In the order of the newer version; what is gone stands where it stood, after what came before it. */
  readonly questions: readonly QuestionChange[];
  readonly rules: readonly CallRule[];
}

/** What the newer version changed. Translations of ours count for nothing: only the call's own words do. */
export function changesOf(before: Questionnaire, after: Questionnaire): VersionChanges {
  return {
    questions: questionChanges(before, after),
    rules: CALL_RULES.filter((rule) => canonical(before[rule]) !== canonical(after[rule])),
  };
}

function questionChanges(before: Questionnaire, after: Questionnaire): QuestionChange[] {
  const [old, now] = [nodesOf(before), nodesOf(after)];
  const oldById = new Map(old.map((node) => [node.id, node]));
  const nowById = new Set(now.map(({ id }) => id));
  const stayed = inOrder(
    old.filter(({ id }) => nowById.has(id)).map(({ id }) => id),
    now.filter(({ id }) => oldById.has(id)).map(({ id }) => id),
  );
  const languages = new Set([...officialLanguages(before), ...officialLanguages(after)]);
  const wordsOf = (node: QuestionNode): string => canonical(officialOf(node, languages));
  const changes = now.flatMap((node): QuestionChange[] => {
    const earlier = oldById.get(node.id);
    if (earlier === undefined) return [{ kind: 'new', after: node }];
    if (wordsOf(earlier) !== wordsOf(node)) return [{ kind: 'changed', before: earlier, after: node }];
    return stayed.has(node.id) ? [] : [{ kind: 'moved', before: earlier, after: node }];
  });
  return withGone(changes, old, now);
}

/** Those to answer, in reading order. */
const nodesOf = (questionnaire: Questionnaire): readonly QuestionNode[] =>
  questionsOf(questionnaire).map(({ node }) => node);

/** What the call itself says in a question. Our help, and our names for boxes, are not the call's words. */
function officialOf(node: QuestionNode, languages: ReadonlySet<string>): unknown {
  const own = (text: Text | null): unknown =>
    text === null ? null : Object.entries(text).filter(([language]) => languages.has(language));
  const asks = node.asks.map((ask) => ({
    id: ask.id,
    kind: ask.kind,
    scale: 'scale' in ask ? ask.scale : null,
    options: 'options' in ask ? ask.options.map(({ id, text }) => [id, own(text)]) : [],
    fields: 'fields' in ask ? ask.fields.map(({ id }) => id) : [],
  }));
  const { label, text, after, need, limits, kind } = node;
  return { label, text: own(text), after: own(after), need, limits, kind, asks };
}

function withGone(
  changes: readonly QuestionChange[],
  old: readonly QuestionNode[],
  now: readonly QuestionNode[],
): QuestionChange[] {
  const places = new Map(now.map(({ id }, place) => [id, place]));
  let last = -1;
  const gone = old.flatMap((node): { readonly place: number; readonly change: QuestionChange }[] => {
    const place = places.get(node.id);
    if (place === undefined) return [{ place: last, change: { kind: 'gone', before: node } }];
    last = place;
    return [];
  });
  const placed = changes.map((change) => ({ place: places.get(idOf(change)) ?? last, change }));
  return [...placed, ...gone].sort((a, b) => a.place - b.place).map(({ change }) => change);
}

export const idOf = (change: QuestionChange): string => ('after' in change ? change.after : change.before).id;

/** The most ids that stand in the same order in both lists: all others have moved. */
function inOrder(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const places = new Map(before.map((id, place) => [id, place]));
  /** For each length, the id that a row of that length can end with at the earliest place; and what stands before it. */
  const ends: string[] = [];
  const previous = new Map<string, string | undefined>();
  const placeOf = (id: string | undefined): number => places.get(id ?? '') ?? -1;
  for (const id of after) {
    let length = ends.findIndex((end) => placeOf(end) >= placeOf(id));
    if (length === -1) length = ends.length;
    previous.set(id, ends[length - 1]);
    ends[length] = id;
  }
  const stayed = new Set<string>();
  for (let id = ends.at(-1); id !== undefined; id = previous.get(id)) stayed.add(id);
  return stayed;
}

/** One move of a draft from a version to another, in the order in which they were made. */
export interface Move {
  /** Hashes of the two questionnaires. */
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  /** The label of the link by which its mover came in; "" where the link is gone. */
  readonly by: string;
}

export interface DraftMove {
  readonly draft: string;
  /** What its mover saw: the questionnaire and the revision of the draft. */
  readonly from: Pick<DraftRecord, 'questionnaire' | 'revision'>;
  readonly to: KeptQuestionnaire;
  /** Answers that do not fit as they are: their new values by key, each with the revision that it replaces. */
  readonly changes: Readonly<Record<string, { readonly expected: number; readonly value: unknown }>>;
  /** The link by which the mover came in. */
  readonly link: string;
}

/** Every method may throw AppError `unavailable` or `broken-seal`. */
export interface MoveStore {
  /**
   * Moves a draft to a questionnaire that is kept already, with its changed answers as new revisions in their history: all or nothing, and durable when it
   * resolves. `stale`: something was saved, or somebody else moved it, since the mover looked.
   */
  moveDraft(move: DraftMove, now: Date): Promise<'moved' | 'stale' | 'submitted' | 'gone'>;
  /** The moves of a draft, oldest first; those of the draft that it follows come along. */
  moves(draft: string): Promise<readonly Move[]>;
}
