/**
 * What the save of a part is noted as in the record of its draft: for parts whose every save is a deed of its own. By ids
 * and counts alone. Pure.
 */
import { noteOf, type Action, type Note } from './audit.ts';
import { checksSchema, NO_CHECKS, type Checks } from './checks/aside.ts';
import { EMPTY_PUBLICATION, publicationSchema, type Publication } from './draft.ts';
import { NO_SIGNATORIES, signatoriesSchema, type Signatories } from './signatory.ts';

/** What changed on the list, by ids alone. */
function signatoryNotes(before: Signatories, after: Signatories): Note[] {
  const known = new Map(before.list.map((one) => [one.id, JSON.stringify(one)]));
  const ids = new Set(after.list.map(({ id }) => id));
  const added = after.list.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  const changed = after.list.filter((one) => known.has(one.id) && known.get(one.id) !== JSON.stringify(one));
  const removed = before.list.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
  const about = (action: Action, those: readonly string[]): Note[] =>
    those.length === 0 ? [] : [noteOf(action, those.length === 1 ? (those[0] ?? null) : null, those.length)];
  const notes = [
    ...about('signatories-added', added),
    ...about(
      'signatories-changed',
      changed.map(({ id }) => id),
    ),
    ...about('signatories-removed', removed),
    ...(before.approval === after.approval ? [] : [noteOf('approval-rule-changed', after.approval)]),
  ];
  return notes.length > 0 ? notes : [noteOf('signatories-ordered')];
}

function checkNotes({ aside: before }: Checks, { aside: after }: Checks): Note[] {
  const missingIn = (those: Checks['aside'], from: Checks['aside']): number =>
    Object.keys(from).filter((id) => !Object.hasOwn(those, id)).length;
  const [aside, back] = [missingIn(before, after), missingIn(after, before)];
  return [
    ...(aside === 0 ? [] : [noteOf('checks-set-aside', null, aside)]),
    ...(back === 0 ? [] : [noteOf('checks-brought-back', null, back)]),
  ];
}

const publicationNotes = ({ choice }: Publication): Note[] => [
  noteOf('publication-changed', choice === '' ? null : choice),
];

/** Parts of a draft whose every save is a deed of its own. */
const NOTED: Readonly<Record<string, (before: unknown, after: unknown) => readonly Note[]>> = {
  signatories: (before, after) =>
    signatoryNotes(
      signatoriesSchema.safeParse(before).data ?? NO_SIGNATORIES,
      signatoriesSchema.safeParse(after).data ?? NO_SIGNATORIES,
    ),
  publication: (_before, after) => publicationNotes(publicationSchema.safeParse(after).data ?? EMPTY_PUBLICATION),
  checks: (before, after) =>
    checkNotes(checksSchema.safeParse(before).data ?? NO_CHECKS, checksSchema.safeParse(after).data ?? NO_CHECKS),
};

export const NOTED_PARTS: readonly string[] = Object.keys(NOTED);

/** What the save of a part is to be noted as; null: as nothing, its history says it. `before` is null for the first one. */
export const notesOfSave = (key: string): ((before: unknown, after: unknown) => readonly Note[]) | null =>
  Object.hasOwn(NOTED, key) ? (NOTED[key] ?? null) : null;
