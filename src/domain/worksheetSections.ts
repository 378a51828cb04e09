/**
 * The questions of a worksheet in reading order, with the headings and notes between them, the official wording, our
 * help, and the limits. How an answer becomes places is `worksheetPlaces.ts`. Pure.
 */
import { answerTo, type Draft } from './draft.ts';
import { wordedIn, type Text } from './language.ts';
import type { Limit } from './limit.ts';
import { answerLimits, situationOf } from './measure.ts';
import type { QuestionNode } from './nodes.ts';
import { childrenOf, conditionOf, labelOf, type PlacedQuestion } from './places.ts';
import { isUnofficial, officialLanguages, type Questionnaire } from './questionnaire.ts';
import { scopedTo, scopeOf } from './scope.ts';
import type { SheetHeading, SheetQuestion, SheetSection } from './worksheet.ts';
import { placesOf, type Laying } from './worksheetPlaces.ts';

export interface SheetMaking extends Laying {
  readonly draft: Draft;
  readonly questionnaire: Questionnaire;
  /** A limit in words: "at most 500 words". */
  readonly limitWords: (limit: Limit) => string;
}

export function sheetSections(making: SheetMaking): readonly SheetSection[] {
  const { nodes, byId } = scopedTo(making.questionnaire, scopeOf(making.draft));
  const walk = (level: readonly QuestionNode[], depth: number): readonly SheetSection[] =>
    level.flatMap((node) => {
      const placed = byId.get(node.id);
      const own = placed === undefined ? headingOf(making, node, depth) : [questionOf(making, placed, depth)];
      const { after } = node;
      const closing = after === null ? [] : [noteOf(making, `${node.id}.after`, after, depth)];
      return [...own, ...walk(childrenOf(node), depth + 1), ...closing];
    });
  return walk(nodes, 1);
}

type Wording = Pick<SheetHeading, 'text' | 'language' | 'unofficial'>;

function wordingOf({ draft, questionnaire, worded, say }: SheetMaking, text: Text | null): Wording {
  const shown = text === null ? null : worded(text);
  const language = shown?.language ?? draft.record.language;
  const isOurs = shown !== null && isUnofficial(questionnaire, language);
  return { text: shown?.text ?? '', language, unofficial: isOurs ? say('outline.unofficial') : null };
}

/** Nothing for a group that prints neither label nor stem. */
function headingOf(making: SheetMaking, node: QuestionNode, level: number): readonly SheetHeading[] {
  if (node.label === null && node.text === null) return [];
  const kind = node.kind === 'note' ? 'note' : 'heading';
  return [{ kind, id: node.id, label: labelOf(node), level, ...wordingOf(making, node.text) }];
}

/** No id of a node holds a full stop. */
const noteOf = (making: SheetMaking, id: string, text: Text, level: number): SheetHeading => ({
  kind: 'note',
  id,
  label: null,
  level,
  ...wordingOf(making, text),
});

function questionOf(making: SheetMaking, placed: PlacedQuestion, level: number): SheetQuestion {
  const { draft, questionnaire, limitWords, say } = making;
  const { node } = placed;
  const wording = wordingOf(making, node.text);
  const answer = answerTo(draft, node.id);
  const textOf = (text: Text | null | undefined): string => (text == null ? '' : (making.worded(text)?.text ?? ''));
  return {
    kind: 'question',
    id: node.id,
    label: labelOf(node),
    level,
    ...wording,
    official: wording.unofficial === null ? null : officialText(questionnaire, node.text),
    revision: answer.revision,
    asides: asidesOf(making, placed),
    help: node.help === null ? [] : [textOf(node.help.answer)].filter((text) => text !== ''),
    prompts: (node.help?.prompts ?? []).map(textOf),
    warning: textOf(node.help?.warning),
    limits: answerLimits(questionnaire, node, situationOf(draft, questionnaire)).map((limit) =>
      say('worksheet.limit', { limit: limitWords(limit) }),
    ),
    places: placesOf(making, node, answer.value),
  };
}

function officialText(questionnaire: Questionnaire, text: Text | null): SheetQuestion['official'] {
  const [first, ...others] = officialLanguages(questionnaire);
  const found = text === null || first === undefined ? null : wordedIn(text, first, others);
  return found !== null && !isUnofficial(questionnaire, found.language) ? found : null;
}

/** What the call says around a question, and whether it hangs on another one. */
function asidesOf(making: SheetMaking, { node, path, follows }: PlacedQuestion): readonly string[] {
  const { say, worded } = making;
  const condition = conditionOf({ node, path });
  const choose = path.findLast((above) => above.choose !== null)?.choose ?? null;
  const words = condition?.wording == null ? null : worded(condition.wording);
  return [
    ...(words === null ? [] : [words.text]),
    ...(condition === null ? [] : [follows === null ? say('question.conditionPlain') : followsText(making, follows)]),
    ...(choose === null ? [] : [say(`question.choose.${choose}`)]),
    ...(node.need === null ? [] : [say(`question.need.${node.need.value}`)]),
    // The text that is commented on, which nobody has at hand offline.
    ...node.asks.flatMap((ask) =>
      ask.kind === 'comments' ? ask.paragraphs.map(({ label, text }) => `${label} ${worded(text)?.text ?? ''}`) : [],
    ),
  ];
}

/** By its label, since a sheet prints no numbers of ours. */
function followsText({ say, questionnaire, draft }: SheetMaking, number: number): string {
  const node = scopedTo(questionnaire, scopeOf(draft)).questions[number - 1]?.node;
  const label = node === undefined ? null : labelOf(node);
  const bare = label?.replace(/[.):\s]+$/, '') ?? '';
  return /[\p{L}\p{N}]/u.test(bare) ? say('question.condition', { number: bare }) : say('question.conditionPlain');
}
