/**
 * What this browser wrote in other drafts, as a page of this one shows it. Only drafts that this very session may write
 * are looked at: whoever has no more than a link to this draft sees nothing of them. Answers no request.
 */
import type { Answer } from '../domain/answer.ts';
import { withoutGone } from '../domain/carrying.ts';
import { Citations } from '../domain/citing.ts';
import { answerTo, wordsIn, type OpenedDraft } from '../domain/draft.ts';
import {
  answersWith,
  earlierAnswers,
  isTaken,
  LIKENESS_HIGH,
  suggesterFor,
  type EarlierAnswer,
  type EarlierDraft,
  type Suggestion,
} from '../domain/earlier.ts';
import { LOCALE_TAGS, wordedIn, type Language, type Text } from '../domain/language.ts';
import { may } from '../domain/link.ts';
import { ORGANISATION_FIELDS, type OrganisationField } from '../domain/organisation.ts';
import type { Block } from '../domain/outline.ts';
import { labelOf, type PlacedQuestion } from '../domain/places.ts';
import { answerBlocks, Footnotes } from '../domain/prose.ts';
import { officialLanguages, questionnaireOf } from '../domain/questionnaire.ts';
import type { Words } from '../domain/strokes.ts';
import { isUnpublished, secretNamesOf } from '../domain/versions.ts';
import { withheldWith, withNamesMarked } from '../domain/withheldReuse.ts';
import type { Parts } from './app.ts';
import { draftOf, questionsAt, type Desk } from './desk.ts';
import { shown, type Shown } from './page.ts';
import { whenIn } from './questionPages.ts';

/** Of one question, on a page of its own. */
const SUGGESTIONS_MAX = 10;
const FOUND_MAX = 10;
const PROFILES_MAX = 5;
/** Longer answers are opened by whoever wants to read them. */
const SHORT_WORDS_MAX = 60;

/** The other drafts that this browser may write, last changed first: what it may only read is somebody else's. */
export async function earlierDrafts(parts: Parts, { visit, draft }: Desk): Promise<readonly EarlierDraft[]> {
  if (visit.session === null) return [];
  const opened = await parts.store.draftsOf(visit.session, visit.now);
  const others = opened.filter(({ record, role }) => record.id !== draft.record.id && may(role, 'write'));
  return Promise.all(others.map((one) => earlierDraft(parts, one)));
}

export async function earlierDraft(parts: Parts, opened: Pick<OpenedDraft, 'record' | 'parts'>): Promise<EarlierDraft> {
  const questionnaire = await questionnaireOf(parts, opened.record.call, opened.record.questionnaire);
  return { draft: withoutGone(draftOf(opened), questionnaire), questionnaire, parts: opened.parts };
}

/** Words for an answer of an earlier draft, in a language that one of the two drafts is written in. */
export function wordsFor(parts: Parts, { questionnaire }: EarlierDraft, language: Language): Words {
  const officials = officialLanguages(questionnaire);
  return {
    say: parts.phrases[language],
    worded: (text: Text) => wordedIn(text, language, officials),
    countryName: (code) => parts.countries.name(code, language),
  };
}

/** An organisation of another draft, beside the one of this draft. */
export interface Profile {
  readonly draft: string;
  readonly name: string;
  readonly call: Shown;
  readonly when: string;
  /** Those that are filled in there, and not the same here. */
  readonly fields: readonly {
    readonly field: OrganisationField;
    readonly there: string;
    readonly here: string;
    readonly picked: boolean;
    /** Whether taking it withholds something from publication here, as it is withheld there. */
    readonly withheld: boolean;
  }[];
  /** Whether nothing of that draft is to be published. */
  readonly unpublished: boolean;
}

/** Each organisation once, that of the draft that was changed last first. `picked`: what was ticked on the page before. */
export function profilesAt(
  desk: Desk,
  drafts: readonly EarlierDraft[],
  picked: { readonly from: string; readonly fields: readonly string[] } | null = null,
): readonly Profile[] {
  const here = desk.draft.organisation.value;
  const seen = new Set<string>();
  const profiles = drafts.flatMap((earlier): Profile[] => {
    const { record, organisation } = earlier.draft;
    const key = JSON.stringify(organisation.value);
    if (seen.has(key)) return [];
    seen.add(key);
    const fields = ORGANISATION_FIELDS.flatMap((field) => {
      const there = organisation.value[field];
      if (there === '' || there === here[field]) return [];
      const isPicked = picked?.from === record.id ? picked.fields.includes(field) : here[field] === '';
      const { organisation: all, contact } = withheldWith(earlier.draft, [field]);
      return [{ field, there, here: here[field], picked: isPicked, withheld: all || contact }];
    });
    return fields.length === 0 ? [] : [{ ...draftLine(desk, earlier, record.changedAt), fields }];
  });
  return profiles.slice(0, PROFILES_MAX);
}

const draftLine = (desk: Desk, { draft, questionnaire }: EarlierDraft, at: Date) => ({
  draft: draft.record.id,
  name: draft.organisation.value.name,
  call: shown(questionnaire, questionnaire.shortTitle, desk.visit.language),
  when: whenIn(desk, at),
  unpublished: isUnpublished(draft),
});

/** An earlier answer that may go into a question of this draft. */
export interface OfferedAnswer {
  readonly draft: string;
  readonly name: string;
  readonly call: Shown;
  readonly when: string;
  readonly question: string;
  readonly label: string | null;
  readonly wording: Shown;
  /** "" for what was found by its words. */
  readonly kin: '' | 'same' | 'nearly' | 'alike';
  readonly language: Language;
  readonly words: number;
  readonly short: boolean;
  readonly confidential: boolean;
  readonly declined: boolean;
  /** Whether everything of it stands in this draft's answer already. */
  readonly taken: boolean;
  /** Names in it that are withheld there, and marked where it is taken; "": none. */
  readonly names: string;
  /** Whether nothing of its draft is to be published. */
  readonly unpublished: boolean;
  readonly blocks: readonly Block[];
  readonly footnotes: readonly (readonly Block[])[];
}

function offered(
  parts: Parts,
  desk: Desk,
  earlier: EarlierAnswer,
  here: Answer,
  kin: OfferedAnswer['kin'],
): OfferedAnswer {
  const { draft, questionnaire, placed } = earlier;
  const { language } = draft.record;
  const words = wordsFor(parts, earlier, language);
  const { answer, names } = withNamesMarked(earlier.answer, placed.node.asks, secretNamesOf(draft));
  const footnotes = new Footnotes(new Citations({ language, say: words.say }, draft.sources.value.items));
  const blocks = answerBlocks(placed.node, answer, words, footnotes);
  const count = wordsIn({ ...answer, declined: null });
  return {
    ...draftLine(desk, earlier, earlier.savedAt),
    question: placed.node.id,
    label: labelOf(placed.node),
    wording: shown(questionnaire, placed.node.text ?? {}, desk.visit.language),
    kin,
    language,
    words: count,
    short: count <= SHORT_WORDS_MAX,
    confidential: answer.confidential,
    declined: answer.declined !== null,
    taken: isTaken(here, answer),
    names: new Intl.ListFormat(LOCALE_TAGS[desk.visit.language]).format(names),
    blocks,
    footnotes: footnotes.all,
  };
}

const kinOf = ({ same, likeness }: Suggestion): OfferedAnswer['kin'] =>
  same ? 'same' : likeness >= LIKENESS_HIGH ? 'nearly' : 'alike';

/** A question of this draft, as its button names it. */
const target = (desk: Desk, { node, number }: PlacedQuestion) => ({
  id: node.id,
  number,
  label: labelOf(node),
  wording: shown(desk.questionnaire, node.text ?? {}, desk.visit.language),
  revision: answerTo(desk.draft, node.id).revision,
});

/** For every question for which something is suggested: the best of it, and how much more there is. */
export function overview(parts: Parts, desk: Desk, drafts: readonly EarlierDraft[]): readonly object[] {
  const suggester = suggesterFor(desk, earlierAnswers(drafts), parts.keyWords);
  return questionsAt(desk).flatMap((placed) => {
    const here = answerTo(desk.draft, placed.node.id).value;
    const [best, ...more] = suggester.for(placed);
    if (best === undefined) return [];
    return [
      { ...target(desk, placed), offer: offered(parts, desk, best.earlier, here, kinOf(best)), more: more.length },
    ];
  });
}

/** For one question: what is suggested, and what holds the words that were looked for. */
export function forQuestion(
  parts: Parts,
  desk: Desk,
  drafts: readonly EarlierDraft[],
  placed: PlacedQuestion,
  words: string,
): object {
  const answers = earlierAnswers(drafts);
  const here = answerTo(desk.draft, placed.node.id).value;
  const found = answersWith(words, answers, parts.keyWords);
  return {
    ...target(desk, placed),
    offers: suggesterFor(desk, answers, parts.keyWords)
      .for(placed)
      .slice(0, SUGGESTIONS_MAX)
      .map((one) => offered(parts, desk, one.earlier, here, kinOf(one))),
    found: found.slice(0, FOUND_MAX).map((earlier) => offered(parts, desk, earlier, here, '')),
    foundAll: found.length,
    words,
    hasAny: answers.length > 0,
  };
}

/** Whether another draft of this browser knows an organisation, and this one none. */
export async function knowsOrganisation(parts: Parts, desk: Desk): Promise<boolean> {
  const { organisation, record } = desk.draft;
  const isEmpty = Object.values(organisation.value).every((text) => text === '');
  if (!isEmpty || record.submittedAt !== null || !may(desk.role, 'write')) return false;
  return profilesAt(desk, await earlierDrafts(parts, desk)).length > 0;
}
