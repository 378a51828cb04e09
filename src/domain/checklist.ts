/**
 * What only people can do or see before a submission leaves, made of the call: tasks that come first, forms to fill in,
 * copies to print, a file to save as PDF, pages to look at. A line can be ticked; it voids nothing and stops nothing.
 * Pure.
 */
import type { Channel } from './callRules.ts';
import { fallbackChannels, mainChannels } from './channels.ts';
import type { Draft } from './draft.ts';
import type { Text } from './language.ts';
import { limitsFor, type Limit } from './limit.ts';
import { situationOf } from './measure.ts';
import type { Questionnaire } from './questionnaire.ts';

export interface ChecklistLine {
  /** Names what is to be done for as long as the call says it so: other words are another line. */
  readonly id: string;
  /** Phrase under `checklist.lines` in `locales/`. */
  readonly phrase: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** The call's own words for it, or for the rule that it comes from. */
  readonly words: Text | null;
  /** Where it is done: a web address, a postal address, a number. */
  readonly address: string | null;
  /** A calendar day, ISO. */
  readonly date: string | null;
  /** A limit to say in words. */
  readonly limit: Limit | null;
  /** When it was ticked, ISO 8601; null: it was not. */
  readonly done: string | null;
}

type Bare = Omit<ChecklistLine, 'done'>;

const bare = (id: string, phrase: string, more: Partial<Bare> = {}): Bare => ({
  id,
  phrase,
  values: {},
  words: null,
  address: null,
  date: null,
  limit: null,
  ...more,
});

export function checklistOf(draft: Draft, questionnaire: Questionnaire): readonly ChecklistLine[] {
  const { done } = draft.checklist.value;
  return [
    ...questionnaire.tasks.map(({ id, text, date, address }) =>
      bare(`task-${id}`, 'task', { words: text, date, address }),
    ),
    ...ruleLines(questionnaire),
    ...questionnaire.hints.map(({ id, text }) => bare(`hint-${id}`, 'hint', { words: text })),
    ...limitLines(draft, questionnaire),
    ...fileLines(questionnaire),
    ...channelLines(questionnaire),
  ].map((line) => ({ ...line, done: Object.hasOwn(done, line.id) ? (done[line.id] ?? null) : null }));
}

function ruleLines(questionnaire: Questionnaire): Bare[] {
  const { eligibility, period, languageUse, consentStatement, joint } = questionnaire;
  const { from, to } = period.value ?? { from: null, to: null };
  const lines: (Bare | null)[] = [
    eligibility.value?.status === true ? bare('status', 'status', { words: eligibility.wording }) : null,
    eligibility.wording !== null && eligibility.value?.status !== true
      ? bare('eligible', 'eligible', { words: eligibility.wording })
      : null,
    joint.value?.lead === true ? bare('lead', 'lead', { words: joint.wording }) : null,
    from === null && to === null
      ? null
      : bare('period', from === null ? 'periodTo' : to === null ? 'periodFrom' : 'period', {
          words: period.wording,
          values: { from: from ?? '', to: to ?? '' },
        }),
    languageUse.value?.mixing === 'forbidden' ? bare('mixing', 'mixing', { words: languageUse.wording }) : null,
    languageUse.value?.translated === false ? bare('translated', 'translated', { words: languageUse.wording }) : null,
    consentStatement.value?.place === 'annex'
      ? bare('declaration', 'declaration', { words: consentStatement.wording })
      : null,
  ];
  return lines.filter((line) => line !== null);
}

/** Limits that nothing here can measure: pages, files and their sizes, annexes. */
function limitLines(draft: Draft, questionnaire: Questionnaire): Bare[] {
  return limitsFor(questionnaire, situationOf(draft, questionnaire)).flatMap((limit) => {
    const { unit, scope, maximum, minimum, wording } = limit;
    const isUncounted = unit === 'pages' || unit === 'files' || unit === 'megabytes' || scope === 'annex';
    if (!isUncounted) return [];
    const phrase = scope === 'annex' ? 'annexLimit' : unit === 'pages' ? 'pages' : 'limit';
    const id = ['limit', unit, scope, minimum, maximum].filter((part) => part !== null).join('-');
    return [bare(id, phrase, { limit, words: wording ?? questionnaire.length.wording })];
  });
}

/** Whether the call takes the Word file that is made here; it does where it says nothing. */
export function takesWord({ fileTypes }: Pick<Questionnaire, 'fileTypes'>): boolean {
  const { accepted, refused } = fileTypes.value ?? { accepted: [], refused: [] };
  return (accepted.length === 0 || accepted.includes('docx')) && !refused.includes('docx');
}

function fileLines(questionnaire: Questionnaire): Bare[] {
  const { fileTypes, attachments } = questionnaire;
  const { accepted, refused } = fileTypes.value ?? { accepted: [], refused: [] };
  const words = fileTypes.wording;
  const types = accepted.map((type) => type.toUpperCase()).join(', ');
  const isPdf = accepted.includes('pdf') || (accepted.length === 0 && !refused.includes('pdf'));
  const saved = takesWord(questionnaire)
    ? []
    : [isPdf ? bare('pdf', 'pdf', { words }) : bare('file-type', 'fileType', { words, values: { types } })];
  const rule = attachments.value;
  if (rule === null || rule.use === 'allowed') return saved;
  return [...saved, bare(`attachments-${rule.use}`, `attachments.${rule.use}`, { words: attachments.wording })];
}

function channelLines(questionnaire: Questionnaire): Bare[] {
  const main = mainChannels(questionnaire);
  const channels = main.length === 0 ? fallbackChannels(questionnaire) : main;
  const needed = questionnaire.channelUse.value === 'all' || channels.length === 1;
  return channels.flatMap((channel, index) => channelLine(channel, index, needed));
}

/** `needed`: no other way will do. The email is sent from its own page, and is no line here. */
function channelLine(channel: Channel, index: number, needed: boolean): Bare[] {
  if (channel.kind === 'email') return [];
  const { kind, address, copies, wording } = channel;
  const phrase = `${kind}.${needed ? 'needed' : 'possible'}`;
  const line = bare(`${kind}-${index}`, phrase, { address, words: wording });
  const copied =
    copies === null ? [] : [bare(`copies-${index}`, 'copies', { values: { count: copies }, words: wording })];
  return [...(kind === 'post' ? copied : []), line];
}
