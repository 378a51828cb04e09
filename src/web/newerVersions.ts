/**
 * The move of a draft to a newer version of its call: what changed, shown before anything is done, and the move itself,
 * which takes every answer along. Everybody may look; who manages the draft moves it, because approvals end with it.
 */
import type { Express, Request, Response } from 'express';
import { isBlank } from '../domain/answer.ts';
import { changedAnswers } from '../domain/carrying.ts';
import { difference, type Run } from '../domain/difference.ts';
import { answerTo } from '../domain/draft.ts';
import { newEffort } from '../domain/edits.ts';
import { AppError } from '../domain/errors.ts';
import { wordedIn, type Text } from '../domain/language.ts';
import { may } from '../domain/link.ts';
import { changesOf, idOf, type CallRule, type QuestionChange, type VersionChanges } from '../domain/newerVersion.ts';
import type { QuestionNode } from '../domain/nodes.ts';
import { isOwnCall } from '../domain/ownCall.ts';
import { officialLanguages, questionOf, type KeptQuestionnaire, type Questionnaire } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import { ruleWords } from './callWords.ts';
import { openDesk, type Desk } from './desk.ts';
import { earlierVersions } from './goneQuestions.ts';
import { official, sendPage, shown, type Shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf } from './saving.ts';
import { standingsAt } from './standings.ts';
import { dayIn } from './times.ts';

/** How often others may save in between before the mover is asked to try again. */
const TRIES_MAX = 10;

export function newerVersionRoutes(app: Express, parts: Parts): void {
  app.get(route.newerVersion, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    await showChanges(parts, request, response, desk, await newerOf(parts, desk));
  });

  app.post(route.newerVersion, async (request, response) => {
    let desk = await openDesk(parts, request, 'manage');
    if (desk.draft.record.submittedAt !== null) throw new AppError('submitted');
    const newer = await newerOf(parts, desk);
    const contents = to.draft(desk.draft.record.id);
    // Somebody was faster, or pressed twice.
    if (newer === null) return response.redirect(303, contents);
    if (bodyOf(request)['to'] !== newer.hash) return showChanges(parts, request, response, desk, newer, 409);
    const from = desk.draft.record.questionnaire;
    await parts.store.keepQuestionnaire(newer);
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const moved = await moveTo(parts, desk, newer);
      if (moved === 'submitted') throw new AppError('submitted');
      if (moved === 'gone') throw new AppError('not-found');
      if (moved === 'moved') return response.redirect(303, contents);
      desk = await openDesk(parts, request, 'manage');
      if (desk.draft.record.questionnaire !== from) return response.redirect(303, contents);
    }
    throw new AppError('unavailable');
  });
}

/** The newer version of the call that a draft can be moved to; null: it has the newest. */
async function newerOf(parts: Parts, { draft, questionnaire }: Desk): Promise<KeptQuestionnaire | null> {
  const { call } = draft.record;
  const kept = isOwnCall(call) ? await parts.store.newestOwn(call) : parts.questionnaires.current(call);
  return kept != null && kept.questionnaire.version > questionnaire.version ? kept : null;
}

async function moveTo(parts: Parts, desk: Desk, newer: KeptQuestionnaire) {
  const { draft, questionnaire, link, visit, sayDraft: say } = desk;
  const { id, language, revision } = draft.record;
  const versions = [questionnaire, ...(await earlierVersions(parts, desk))];
  const nodeBefore = (question: string): QuestionNode | undefined =>
    versions.map((version) => questionOf(version, question)?.node).find((node) => node !== undefined);
  const worded = (text: Text) => wordedIn(text, language, officialLanguages(questionnaire));
  const changes = changedAnswers(draft, newer.questionnaire, nodeBefore, { say, worded });
  const from = { questionnaire: draft.record.questionnaire, revision };
  return parts.store.moveDraft({ draft: id, from, to: newer, changes, link }, visit.now);
}

/** What the contents page says of a newer version; null: there is none, or the draft is submitted. */
export function newerSummary({ draft, questionnaire, call, role, visit }: Desk): object | null {
  if (call.version <= questionnaire.version || draft.record.submittedAt !== null) return null;
  const changes = changesOf(questionnaire, call);
  const count = (kind: QuestionChange['kind']): number => changes.questions.filter((one) => one.kind === kind).length;
  return {
    version: call.version,
    day: dayOf(call, visit.language),
    counts: (['new', 'changed', 'gone'] as const)
      .map((kind) => ({ kind, count: count(kind) }))
      .filter((one) => one.count),
    rules: changes.rules.length,
    mayMove: may(role, 'manage'),
  };
}

/** The day on which the newer text was read, where its file says so: it was changed on that day or before. */
function dayOf({ provenance }: Questionnaire, language: Desk['visit']['language']): string | null {
  return provenance.retrieved === null ? null : dayIn(new Date(provenance.retrieved), language, 'UTC');
}

async function showChanges(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  newer: KeptQuestionnaire | null,
  status = 200,
): Promise<void> {
  const { draft, questionnaire, role, visit } = desk;
  const standings = await standingsAt(parts, desk);
  const submitted = draft.record.submittedAt !== null;
  const changes = newer === null ? null : changesOf(questionnaire, newer.questionnaire);
  sendPage(
    parts,
    request,
    response,
    'newerVersions/show',
    {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      newer: newer === null || submitted ? null : { hash: newer.hash, version: newer.questionnaire.version },
      version: questionnaire.version,
      day: newer === null ? null : dayOf(newer.questionnaire, visit.language),
      ...(newer === null || changes === null
        ? { questions: [], rules: [] }
        : shownChanges(desk, newer.questionnaire, changes)),
      approved: standings.some(({ state }) => state === 'approved'),
      mayMove: may(role, 'manage'),
      submitted,
      stale: status === 409,
      here: to.newerVersion(draft.record.id),
    },
    status,
  );
}

interface ShownQuestion {
  readonly id: string;
  readonly kind: QuestionChange['kind'];
  readonly label: string | null;
  readonly text: Shown;
  /** The wording, word by word; null where it is the same, or where there is nothing to compare it with. */
  readonly runs: readonly Run[] | null;
  /** Whether the draft has an answer to it. */
  readonly answered: boolean;
  /** Whether a part of that answer becomes text. */
  readonly becomesText: boolean;
}

interface ShownRule {
  readonly rule: CallRule;
  /** Null where the words are the same, and only what we read from them changed. */
  readonly runs: readonly Run[] | null;
  /** The language of the words. */
  readonly written: string;
}

function shownChanges(
  desk: Desk,
  newer: Questionnaire,
  { questions, rules }: VersionChanges,
): { questions: readonly ShownQuestion[]; rules: readonly ShownRule[] } {
  const { draft, questionnaire, sayDraft: say } = desk;
  const effort = newEffort();
  const worded = (text: Text) => wordedIn(text, draft.record.language, officialLanguages(questionnaire));
  const nodeBefore = (id: string): QuestionNode | undefined => questionOf(questionnaire, id)?.node;
  const texts = new Set(Object.keys(changedAnswers(draft, newer, nodeBefore, { say, worded })));
  return {
    questions: questions.map((change): ShownQuestion => {
      const id = idOf(change);
      const [node, of] = 'after' in change ? [change.after, newer] : [change.before, questionnaire];
      const before = 'before' in change ? wordsOf(questionnaire, change.before) : null;
      const after = 'after' in change ? wordsOf(newer, change.after) : null;
      return {
        id,
        kind: change.kind,
        label: node.label,
        text: official(of, node.text ?? {}),
        runs: before === null || after === null || before === after ? null : difference(before, after, effort),
        answered: !isBlank(answerTo(draft, id).value),
        becomesText: texts.has(id),
      };
    }),
    rules: rules.map((rule): ShownRule => {
      const [before, after] = [ruleWords(questionnaire, rule), ruleWords(newer, rule)];
      const written = officialLanguages(newer)[0] ?? 'en';
      return { rule, runs: before === after ? null : difference(before, after, effort), written };
    }),
  };
}

/** Label, wording, and what follows the question, as the call has them. */
function wordsOf(questionnaire: Questionnaire, { label, text, after }: QuestionNode): string {
  const first = [label, official(questionnaire, text ?? {}).text].filter(Boolean).join(' ');
  return [first, after === null ? '' : official(questionnaire, after).text].filter((part) => part !== '').join('\n');
}
