/**
 * Whether the words that a questionnaire gives as the call's own stand in the call: nothing is corrected, nothing is
 * paraphrased (rules 2 and 3 of `calls/README.md`). The title is left out, as many calls print none.
 * Kept apart from the schema, which must go on reading the snapshots that drafts were started with.
 */
import { type Questionnaire, officialLanguages } from './questionnaire.ts';
import type { QuestionNode } from './nodes.ts';
import type { Text } from './language.ts';

/** Something to set right, and the path of the rule in the file. */
export interface WordingFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A text of the call, and its place. */
type Placed = readonly [path: readonly (string | number)[], text: Text | null];

const RULES = [
  'destination',
  'opening',
  'emailBody',
  'answerLanguages',
  'length',
  'joint',
  'fileTypes',
  'publication',
  'addressees',
  'attachments',
  'consent',
  'period',
  'closed',
  'channelUse',
  'contact',
  'languageUse',
  'layout',
  'front',
  'printing',
  'eligibility',
  'countryScope',
  'submitter',
  'consentStatement',
] as const;

/**
 * Looks for each text of an official language in `provenance.text`, paragraph by paragraph, white space aside. Also
 * asks for the status of each language that the call's texts have, and for the whole text of each official language
 * once there is one of any: a file without any text is let pass, and `callAdvice.ts` asks for it.
 */
export function wordingFaults(questionnaire: Questionnaire): WordingFault[] {
  const { languages, text: whole } = questionnaire.provenance;
  const texts = textsOf(questionnaire);
  const used = new Set([...texts, titleOf(questionnaire)].flatMap(([, text]) => Object.keys(text ?? {})));
  const faults: WordingFault[] = [...used]
    .filter((language) => !Object.hasOwn(languages, language))
    .map((language) => ({
      path: ['provenance', 'languages'],
      message: `add "${language}" and its status: the call has texts in it`,
    }));
  if (Object.keys(whole).length === 0) return faults;
  for (const language of officialLanguages(questionnaire)) {
    const source = whole[language];
    if (source === undefined) {
      faults.push({ path: ['provenance', 'text'], message: `add the whole text of the call in "${language}"` });
      continue;
    }
    const collapsed = collapse(source);
    for (const [path, text] of texts) {
      for (const paragraph of text?.[language]?.split(/\n{2,}/) ?? []) {
        if (collapsed.includes(collapse(paragraph))) continue;
        faults.push({
          path: [...path, language],
          message: `copy the call to the letter: "${opening(paragraph)}" does not stand in provenance.text.${language}`,
        });
      }
    }
  }
  return faults;
}

function titleOf(questionnaire: Questionnaire): Placed {
  return [['title'], questionnaire.title];
}

/** Every text that is given as the call's own. A subject with slots is ours in part, and left out. */
export function textsOf(questionnaire: Questionnaire): Placed[] {
  const { subject } = questionnaire;
  return [
    [['background'], questionnaire.background],
    [['objectives'], questionnaire.objectives],
    ...questionnaire.deadlines.map(({ wording }, index): Placed => [['deadlines', index, 'wording'], wording]),
    ...questionnaire.channels.map(({ wording }, index): Placed => [['channels', index, 'wording'], wording]),
    [['subject', 'wording'], subject.wording],
    [['subject', 'value'], subject.kind === 'pattern' ? null : subject.value],
    ...RULES.map((rule): Placed => [[rule, 'wording'], questionnaire[rule].wording]),
    ...(questionnaire.length.value ?? []).map(({ wording }, index): Placed => [
      ['length', 'value', index, 'wording'],
      wording,
    ]),
    ...questionnaire.emailSentences.map(({ text }, index): Placed => [['emailSentences', index, 'text'], text]),
    ...questionnaire.hints.map(({ text }, index): Placed => [['hints', index, 'text'], text]),
    [['heading'], questionnaire.heading],
    ...nodeTexts(questionnaire.questions, ['questions']),
  ];
}

function nodeTexts(nodes: readonly QuestionNode[], path: readonly (string | number)[]): Placed[] {
  return nodes.flatMap((node, index): Placed[] => [
    [[...path, index, 'text'], node.text],
    [[...path, index, 'after'], node.after],
    [[...path, index, 'condition', 'wording'], node.condition?.wording ?? null],
    ...node.limits.map(({ wording }, place): Placed => [[...path, index, 'limits', place, 'wording'], wording]),
    ...nodeTexts(node.children, [...path, index, 'children']),
  ]);
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function opening(text: string): string {
  const words = collapse(text);
  return words.length > 40 ? `${words.slice(0, 40)}…` : words;
}
