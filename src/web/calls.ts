/**
 * One call: who asks, the deadline in words, the rules, the questions; and the start of a draft.
 */
import type { Express, Request } from 'express';
import { deadlinesOf, mainDeadline } from '../domain/deadline.ts';
import type { DraftRecord } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { LANGUAGES, languageSchema } from '../domain/language.ts';
import { limitsDiffer } from '../domain/limit.ts';
import { officialLanguages, questionsOf, type KeptQuestionnaire, type Questionnaire } from '../domain/questionnaire.ts';
import { NO_SIGNATORIES, type Signatories } from '../domain/signatory.ts';
import type { Parts } from './app.ts';
import { deadlineView } from './deadlines.ts';
import { limitLine } from './limits.ts';
import { official, sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { hashOf, newId, newToken } from './secrets.ts';
import { ensureSession, keepFresh, visitOf, type Visit } from './visit.ts';

export function callRoutes(app: Express, parts: Parts): void {
  app.get(route.call, (request, response) => {
    const { questionnaire } = callAt(parts, request);
    const visit = visitOf(request, parts);
    sendPage(parts, request, response, 'calls/show', callPage(questionnaire, visit));
  });

  app.post(route.drafts, async (request, response) => {
    const kept = callAt(parts, request);
    const visit = visitOf(request, parts);
    const asked = (request.body as Record<string, unknown>)['language'];
    const language = languageSchema.safeParse(asked ?? visit.language);
    if (!language.success) {
      const page = { ...callPage(kept.questionnaire, visit), problem: visit.say('call.start.problem') };
      return sendPage(parts, request, response, 'calls/show', page, 422);
    }
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

/** `approval=all`: a joint submission that everybody must approve. */
function firstParts(request: Request): Record<string, unknown> {
  const { approval } = request.body as Record<string, unknown>;
  return approval === 'all' ? { signatories: { ...NO_SIGNATORIES, approval } satisfies Signatories } : {};
}

/** The call in the address. Throws `not-found`. */
export function callAt(parts: Parts, request: Request): KeptQuestionnaire {
  const kept = parts.questionnaires.current(String(request.params['call']));
  if (kept === undefined) throw new AppError('not-found');
  return kept;
}

function callPage(questionnaire: Questionnaire, visit: Visit): object {
  const show = (text: Parameters<typeof shown>[1] | null | undefined) =>
    text == null ? null : shown(questionnaire, text, visit.language);
  const accepted = (questionnaire.answerLanguages.value ?? LANGUAGES).filter(
    (language) => languageSchema.safeParse(language).success,
  );
  return {
    questionnaire,
    show,
    official: (text: Parameters<typeof official>[1]) => official(questionnaire, text),
    officials: officialLanguages(questionnaire),
    deadline: deadlineView(questionnaire, visit),
    dated: deadlinesOf(questionnaire).length > 0,
    questions: questionsOf(questionnaire),
    accepted,
    chosen: accepted.includes(visit.language) ? visit.language : accepted[0],
    problem: null,
    rules: callRules(questionnaire, visit),
    here: to.call(questionnaire.id),
  };
}

/** The rules as lines: what the call states, in its own words, and "not stated by the call" for what it does not. */
function callRules(questionnaire: Questionnaire, visit: Visit): object[] {
  const { say, language, now } = visit;
  const unstated = { text: say('call.notStated'), language: null, unofficial: false, exact: false };
  const line = (id: string, value: object | null, note: string | null = null): object => ({
    label: say(`call.rules.${id}`),
    value: value ?? unstated,
    note,
  });
  const words = (rule: { wording: Parameters<typeof shown>[1] | null; value?: unknown }) =>
    rule.wording === null ? null : { ...shown(questionnaire, rule.wording, language), exact: false };
  const email = questionnaire.channels.find((channel) => channel.kind === 'email');
  const main = mainDeadline(questionnaire, now)?.rule ?? questionnaire.deadlines[0];
  const hour = main?.time == null || /\d/.test(main.time) ? main?.time : say(`deadline.hours.${main.time}`);
  const subject = questionnaire.subject.value === null ? null : official(questionnaire, questionnaire.subject.value);
  return [
    line('email', email === undefined ? null : { text: email.to.join(', '), language: null, exact: true }),
    line(
      'subject',
      subject === null ? null : { ...subject, exact: true },
      subject === null || subject.language === language
        ? null
        : say('call.subjectOnlyOne', { language: say(`languages.${subject.language}`) }),
    ),
    line('languages', words(questionnaire.answerLanguages)),
    line('publication', words(questionnaire.publication)),
    line('addressees', words(questionnaire.addressees)),
    line('hour', hour == null ? null : { text: hour, language: null, exact: false }),
    line('zone', main?.zone == null ? null : { text: main.zone, language: null, exact: false }),
    line('length', words(questionnaire.length), limitsNote(questionnaire, visit)),
    line('fileTypes', words(questionnaire.fileTypes)),
    line('attachments', words(questionnaire.attachments)),
  ];
}

/** What is allowed to one organisation and to several, where the call sets them apart. */
function limitsNote(questionnaire: Questionnaire, visit: Visit): string | null {
  if (!limitsDiffer(questionnaire)) return null;
  return [false, true].map((joint) => limitLine(questionnaire, visit, joint)).join(' ');
}
