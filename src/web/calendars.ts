/**
 * The deadlines of a call as a calendar file; on request one that names neither the call nor who asks, for a calendar
 * that others may see. Both have the same entries: taking in one of them replaces the other.
 */
import type { Express } from 'express';
import { stampOf, type Calendar, type EndEntry } from '../domain/calendar.ts';
import { deadlinesOf, type ReadDeadline } from '../domain/deadline.ts';
import { AppError } from '../domain/errors.ts';
import type { Questionnaire } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import { callAt } from './calls.ts';
import { lineOf } from './deadlines.ts';
import { sendFile } from './documents.ts';
import { shown } from './page.ts';
import { route, to } from './paths.ts';
import { hashOf } from './secrets.ts';
import { visitOf, type Visit } from './visit.ts';

/** When the end of a deadline rings: whole days before. */
export const ALARM_DAYS = [7, 1];

export function calendarRoutes(app: Express, parts: Parts): void {
  app.get(route.deadline, async (request, response) => {
    const { questionnaire } = await callAt(parts, request);
    const deadlines = deadlinesOf(questionnaire);
    if (deadlines.length === 0) throw new AppError('not-found');
    const visit = visitOf(request, parts);
    const neutral = request.query['neutral'] === '1';
    const address = `${parts.baseUrl()}${to.call(questionnaire.id)}`;
    const calendar: Calendar = {
      maker: neutral ? 'Calendar' : visit.say('layout.name'),
      feed: null,
      entries: deadlines.map((deadline) => ({
        ...entryOf(questionnaire, deadline),
        ...(neutral ? neutralTexts(visit) : namedTexts(questionnaire, deadline, visit, address)),
      })),
    };
    const name = neutral ? 'deadline.ics' : `${questionnaire.id}-deadline.ics`;
    response.setHeader('Content-Language', visit.language);
    sendFile(response, Buffer.from(parts.writeCalendar(calendar)), name, 'text/calendar; charset=utf-8');
  });
}

type Texts = Pick<EndEntry, 'title' | 'text' | 'address'>;

function entryOf(questionnaire: Questionnaire, { rule, instant }: ReadDeadline): Omit<EndEntry, keyof Texts> {
  return {
    // A hash, because the entry that names nothing keeps it too.
    uid: hashOf(`deadline ${questionnaire.id} ${rule.id}`).slice(0, 40),
    sequence: questionnaire.version,
    stampedAt: stampOf(questionnaire),
    end: instant,
    alarmDays: ALARM_DAYS,
  };
}

const neutralTexts = ({ say }: Visit): Texts => ({ title: say('calendar.neutral'), text: null, address: null });

/** What an entry says that names its call. */
export function namedTexts(questionnaire: Questionnaire, deadline: ReadDeadline, visit: Visit, address: string): Texts {
  const { say, language } = visit;
  const { printed, translated, label, geneva, notes, reasons } = lineOf(questionnaire, deadline.rule, deadline, visit);
  const call = shown(questionnaire, questionnaire.shortTitle, language).text;
  const translation = translated?.unofficial ? ` [${say('call.unofficial')}]` : '';
  return {
    title: label === null ? say('calendar.title', { call }) : say('calendar.titleOf', { call, label: label.text }),
    text: [
      printed === null ? '' : `« ${printed.text} »`,
      translated === null ? '' : `${translated.text}${translation}`,
      say('deadline.inGeneva', { when: geneva }),
      ...notes,
      ...reasons,
    ]
      .filter(Boolean)
      .join('\n'),
    address,
  };
}
