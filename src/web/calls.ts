/**
 * One call: who asks, the deadline in words, the rules, the questions; and the start of a draft.
 */
import type { Express, Request } from 'express';
import { deadlinesOf } from '../domain/deadline.ts';
import type { DraftRecord } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { LANGUAGES, languageSchema, type Language } from '../domain/language.ts';
import { isOwnCall, type OwnCall } from '../domain/ownCall.ts';
import { officialLanguages, questionsOf, type KeptQuestionnaire, type Questionnaire } from '../domain/questionnaire.ts';
import { NO_SIGNATORIES, type Signatories } from '../domain/signatory.ts';
import type { Parts } from './app.ts';
import { closedDay, deadlineView } from './deadlines.ts';
import { languageName } from './limits.ts';
import { groupsNamed } from './questionPages.ts';
import { official, sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { shownRules } from './rules.ts';
import { hashOf, newId, newToken } from './secrets.ts';
import { ensureSession, keepFresh, visitOf, type Visit } from './visit.ts';

export function callRoutes(app: Express, parts: Parts): void {
  app.get(route.call, async (request, response) => {
    const kept = await callAt(parts, request);
    const visit = visitOf(request, parts);
    sendPage(parts, request, response, 'calls/show', callPage(kept, visit, countriesIn(parts, visit)));
  });

  app.post(route.drafts, async (request, response) => {
    const kept = await callAt(parts, request);
    const visit = visitOf(request, parts);
    const asked = (request.body as Record<string, unknown>)['language'];
    const language = languageSchema.safeParse(asked ?? visit.language);
    if (!language.success) {
      const page = { ...callPage(kept, visit, countriesIn(parts, visit)), problem: visit.say('call.start.problem') };
      return sendPage(parts, request, response, 'calls/show', page, 422);
    }
    limit(parts, request, 'start');
    await parts.store.keepQuestionnaire(kept);
    const session = await ensureSession(request, response, parts);
    const record: DraftRecord = {
      id: newId(),
      call: kept.questionnaire.id,
      questionnaire: kept.hash,
      language: language.data,
      startedAt: visit.now,
      changedAt: visit.now,
      revision: 1,
      submittedAt: null,
      follows: null,
    };
    const token = newToken();
    const owner = { link: newId(), label: visit.say('links.firstLabel'), hash: hashOf(token), session };
    await parts.store.startDraft(record, firstParts(request), owner);
    keepFresh(response, parts, record.id, token);
    response.redirect(303, to.draft(record.id));
  });
}

const countriesIn =
  ({ countries }: Parts, { language }: Visit) =>
  (code: string): string =>
    countries.name(code, language);

/**
 * The languages that a draft may be written in: those that the call takes, in its order; then the others, which a writer
 * is warned about, unless the call takes nothing else.
 */
function languagesOffered({ answerLanguages, languageUse }: Questionnaire): readonly Language[] {
  const stated = answerLanguages.value ?? [];
  const accepted = stated.filter((tag): tag is Language => languageSchema.safeParse(tag).success);
  const demand = languageUse.value?.demand ?? 'must';
  if (accepted.length > 0 && demand === 'must') return accepted;
  return [...accepted, ...LANGUAGES.filter((language) => !accepted.includes(language))];
}

/** `approval=all`: a joint submission that everybody must approve. */
function firstParts(request: Request): Record<string, unknown> {
  const { approval } = request.body as Record<string, unknown>;
  return approval === 'all' ? { signatories: { ...NO_SIGNATORIES, approval } satisfies Signatories } : {};
}

/** The call in the address; `own` where somebody brought it in. Throws `not-found`, also for another browser's. */
export async function callAt(
  parts: Parts,
  request: Request,
): Promise<KeptQuestionnaire & { readonly own: OwnCall | null }> {
  const id = String(request.params['call']);
  if (isOwnCall(id)) {
    const { session, now } = visitOf(request, parts);
    const own = session === null ? null : await parts.store.ownCall(id, session, now);
    if (own === null) throw new AppError('not-found');
    return { hash: own.hash, questionnaire: own.questionnaire, own };
  }
  const kept = parts.questionnaires.current(id);
  if (kept === undefined) throw new AppError('not-found');
  return { ...kept, own: null };
}

function callPage(
  { questionnaire, own }: { readonly questionnaire: Questionnaire; readonly own: OwnCall | null },
  visit: Visit,
  countryName: (code: string) => string,
): object {
  const show = (text: Parameters<typeof shown>[1] | null | undefined) =>
    text == null ? null : shown(questionnaire, text, visit.language);
  const stated = questionnaire.answerLanguages.value ?? [];
  const accepted = languagesOffered(questionnaire);
  return {
    questionnaire,
    own,
    show,
    official: (text: Parameters<typeof official>[1]) => official(questionnaire, text),
    officials: officialLanguages(questionnaire),
    deadline: deadlineView(questionnaire, visit),
    dated: deadlinesOf(questionnaire).length > 0,
    questions: questionsOf(questionnaire).map((placed) => ({
      ...placed,
      groups: groupsNamed({ questionnaire, visit }, placed),
    })),
    accepted,
    chosen: accepted.includes(visit.language) ? visit.language : accepted[0],
    isAccepted: (language: string) => stated.length === 0 || stated.includes(language),
    languagesStated: stated.map((tag) => languageName(tag, visit.language)),
    ordered: questionnaire.languageUse.value?.demand === 'preferred' && stated.length > 1,
    closedDay: closedDay(questionnaire, visit),
    problem: null,
    rules: shownRules({ questionnaire, visit, countryName }),
    here: to.call(questionnaire.id),
  };
}
