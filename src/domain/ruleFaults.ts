/**
 * Whether the rules of a file can hold together: limits that contradict each other, a subject with slots that nothing
 * fills, ids that name nothing. A file with such a fault is not served. Kept apart from the schema, which must go on
 * reading the snapshots that drafts were started with; what is only worth a second look is `callAdvice.ts`.
 */
import { KNOWN_SLOTS } from './callRules.ts';
import type { Limit } from './limit.ts';
import type { QuestionNode } from './nodes.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { WordingFault } from './wording.ts';

type Path = WordingFault['path'];

/** The slots of a subject with braces: "{organisation} – {month year}" has two. */
export function slotsIn(line: string): readonly string[] {
  return [...line.matchAll(/\{([^{}]*)\}/g)].map(([, slot = '']) => slot.trim());
}

export function ruleFaults(questionnaire: Questionnaire): WordingFault[] {
  return [
    ...subjectFaults(questionnaire),
    ...limitFaults(questionnaire.length.value ?? [], ['length', 'value']),
    ...nodeFaults(questionnaire, questionnaire.questions, ['questions']),
    ...groupFaults(questionnaire),
    ...periodFaults(questionnaire),
  ];
}

function subjectFaults({ subject }: Questionnaire): WordingFault[] {
  if (subject.kind !== 'pattern') return [];
  const fillable = new Set<string>([...KNOWN_SLOTS, ...Object.keys(subject.slots)]);
  return Object.entries(subject.value ?? {}).flatMap(([language, line]) => {
    const path = ['subject', 'value', language];
    const slots = slotsIn(line);
    if (slots.length === 0) {
      return [{ path, message: 'write each slot in braces, such as {organisation}, or set kind to exact' }];
    }
    return (
      slots
        // "{COUNTRY}" is filled in capitals.
        .filter((slot) => !fillable.has(slot) && !(KNOWN_SLOTS as readonly string[]).includes(slot.toLowerCase()))
        .map((slot) => ({
          path,
          message: `nothing fills "{${slot}}": use one of ${KNOWN_SLOTS.join(', ')}, or describe it under subject.slots`,
        }))
    );
  });
}

function limitFaults(limits: readonly Limit[], path: Path): WordingFault[] {
  return limits.flatMap((limit, index): WordingFault[] => {
    const { minimum, maximum } = limit;
    if (minimum === null && maximum === null) {
      return [{ path: [...path, index], message: 'give the limit a maximum or a minimum' }];
    }
    if (minimum !== null && maximum !== null && minimum > maximum) {
      return [
        { path: [...path, index, 'minimum'], message: `at least ${minimum} and at most ${maximum} cannot both hold` },
      ];
    }
    const twin = limits.findIndex((other) => isForTheSame(limit, other) && other.maximum !== maximum);
    if (maximum === null || twin === -1 || twin >= index || limits[twin]?.maximum === null) return [];
    const message = `an earlier limit on the same allows ${limits[twin]?.maximum ?? ''}: say for whom each is (when), or of what (scope)`;
    return [{ path: [...path, index, 'maximum'], message }];
  });
}

/** Whether two limits speak of the same amount of the same text by the same people. */
function isForTheSame(a: Limit, b: Limit): boolean {
  return a.unit === b.unit && a.scope === b.scope && JSON.stringify(a.when) === JSON.stringify(b.when);
}

function nodeFaults(questionnaire: Questionnaire, nodes: readonly QuestionNode[], path: Path): WordingFault[] {
  const ids = new Set<string>();
  const walk = (inner: readonly QuestionNode[]): void =>
    inner.forEach(({ id, children }) => {
      ids.add(id);
      walk(children);
    });
  walk(questionnaire.questions);
  const faultsIn = (inner: readonly QuestionNode[], at: Path): WordingFault[] =>
    inner.flatMap((node, index): WordingFault[] => {
      const here = [...at, index];
      const of = node.condition?.of ?? null;
      const lost: WordingFault[] =
        of !== null && !ids.has(of)
          ? [{ path: [...here, 'condition', 'of'], message: `there is no question with the id "${of}"` }]
          : [];
      return [
        ...lost,
        ...limitFaults(node.limits, [...here, 'limits']),
        ...faultsIn(node.children, [...here, 'children']),
      ];
    });
  return faultsIn(nodes, path);
}

function groupFaults({ addressees, eligibility, length }: Questionnaire): WordingFault[] {
  const groups = new Set((addressees.value ?? []).map(({ id }) => id));
  const unknown = (id: string, path: Path): WordingFault[] =>
    groups.has(id) ? [] : [{ path, message: `name the group "${id}" under addressees first` }];
  return [
    ...(eligibility.value?.groups ?? []).flatMap((id, index) => unknown(id, ['eligibility', 'value', 'groups', index])),
    ...(length.value ?? []).flatMap(({ when }, index) =>
      when?.addressee == null ? [] : unknown(when.addressee, ['length', 'value', index, 'when', 'addressee']),
    ),
  ];
}

function periodFaults({ period }: Questionnaire): WordingFault[] {
  const { from = null, to = null } = period.value ?? {};
  if (from === null || to === null || from <= to) return [];
  return [{ path: ['period', 'value', 'to'], message: `the period ends before it begins (${from})` }];
}
