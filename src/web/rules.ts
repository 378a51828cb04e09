/**
 * The rules of a call as its page shows them: what they come to in words of ours, the call's own words as a quotation,
 * and how binding they are. What the call does not state is said.
 */
import { shown, type Shown } from './page.ts';
import {
  addresseesRule,
  attachmentsRule,
  channelUseRule,
  channelsRule,
  closedRule,
  consentRule,
  contactRule,
  countryRule,
  declarationRule,
  eligibilityRule,
  emailBodyRule,
  emailRule,
  fileTypesRule,
  frontRule,
  hintsRule,
  hourRule,
  jointRule,
  languageUseRule,
  languagesRule,
  layoutRule,
  lengthRule,
  periodRule,
  printingRule,
  publicationRule,
  sentencesRule,
  subjectRule,
  submitterRule,
  tasksRule,
  zoneRule,
  type Tell,
  type Telling,
} from './ruleWords.ts';

/** One rule. Nothing in `exact`, `values` and `wordings`: not stated. */
export interface RuleLine {
  readonly id: string;
  readonly label: string;
  /** To be copied to the character. */
  readonly exact: readonly { readonly text: string; readonly language: string | null }[];
  /** What it comes to, in the language of the page. */
  readonly values: readonly string[];
  readonly wordings: readonly Shown[];
  /** In words; null where nothing is stated. */
  readonly force: string | null;
  readonly note: string | null;
}

export interface RuleGroup {
  readonly id: string;
  readonly label: string;
  readonly lines: readonly RuleLine[];
}

export interface ShownRules {
  /** What everybody asks first. */
  readonly first: readonly RuleLine[];
  /** All others that the call states, by what they are about. */
  readonly groups: readonly RuleGroup[];
  /** How many lines stand in the groups. */
  readonly count: number;
  /** Names of the others that it does not state. */
  readonly unstated: string;
}

/** What everybody asks first, in its order. */
const FIRST: readonly (readonly [string, Tell])[] = [
  ['email', emailRule],
  ['subject', subjectRule],
  ['languages', languagesRule],
  ['publication', publicationRule],
  ['addressees', addresseesRule],
  ['hour', hourRule],
  ['zone', zoneRule],
  ['length', lengthRule],
  ['fileTypes', fileTypesRule],
  ['attachments', attachmentsRule],
];

const MORE: readonly (readonly [string, readonly (readonly [string, Tell])[]])[] = [
  [
    'sending',
    [
      ['channels', channelsRule],
      ['channelUse', channelUseRule],
      ['emailBody', emailBodyRule],
      ['emailSentences', sentencesRule],
      ['contact', contactRule],
    ],
  ],
  [
    'time',
    [
      ['tasks', tasksRule],
      ['period', periodRule],
      ['closed', closedRule],
    ],
  ],
  [
    'text',
    [
      ['languageUse', languageUseRule],
      ['layout', layoutRule],
      ['front', frontRule],
      ['printing', printingRule],
      ['hints', hintsRule],
    ],
  ],
  [
    'who',
    [
      ['eligibility', eligibilityRule],
      ['countryScope', countryRule],
      ['submitter', submitterRule],
      ['joint', jointRule],
    ],
  ],
  [
    'people',
    [
      ['consent', consentRule],
      ['consentStatement', declarationRule],
    ],
  ],
];

export function shownRules(telling: Telling): ShownRules {
  const first = FIRST.map(([id, tell]) => lineOf(telling, id, tell));
  const all = MORE.map(([id, rules]) => ({
    id,
    label: telling.visit.say(`call.rules.groups.${id}`),
    lines: rules.map(([rule, tell]) => lineOf(telling, rule, tell)),
  }));
  const groups = all
    .map((group) => ({ ...group, lines: group.lines.filter(isStated) }))
    .filter(({ lines }) => lines.length > 0);
  const unstated = all.flatMap(({ lines }) => lines.filter((line) => !isStated(line)).map(({ label }) => label));
  return {
    first,
    groups,
    count: groups.reduce((sum, { lines }) => sum + lines.length, 0),
    unstated: new Intl.ListFormat(telling.visit.language).format(unstated),
  };
}

const isStated = ({ exact, values, wordings }: RuleLine): boolean => exact.length + values.length + wordings.length > 0;

function lineOf({ questionnaire, visit, ...more }: Telling, id: string, tell: Tell): RuleLine {
  const { exact = [], values = [], wordings = [], force, note = null } = tell({ questionnaire, visit, ...more });
  const line = {
    id,
    label: visit.say(`call.rules.${id === 'joint' ? 'jointRule' : id}`),
    exact,
    values: values.filter((value) => value !== null && value !== ''),
    wordings: wordings.filter((words) => words !== null).map((words) => shown(questionnaire, words, visit.language)),
    note,
  } as const;
  const stated = { ...line, values: line.values as readonly string[], force: null };
  return isStated(stated) && force !== undefined ? { ...stated, force: visit.say(`call.force.${force}`) } : stated;
}
