/**
 * What was done to a draft before it was brought in, as its archive tells it: to be read, and vouched for by nobody here.
 */
import type { Request, Response } from 'express';
import type { ArchivedRecord } from '../domain/archive.ts';
import { actionPhrase } from '../domain/archiveTexts.ts';
import { AppError } from '../domain/errors.ts';
import { questionOf } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { to } from './paths.ts';
import { GENEVA, minuteIn } from './times.ts';

type Entry = ArchivedRecord['entries'][number];

/** Lines on one page. */
const PAGE_LENGTH = 50;

/** Throws `not-found` for a draft that was begun here. */
export async function showEarlier(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  page: number,
): Promise<void> {
  const { id } = desk.draft.record;
  const records = await parts.store.earlierRecords(id);
  const last = records.at(-1);
  if (last === undefined) throw new AppError('not-found');
  const entries = records.flatMap((record) => record.entries).toReversed();
  const from = (page - 1) * PAGE_LENGTH;
  sendPage(parts, request, response, 'audits/earlier', {
    id,
    title: shown(desk.questionnaire, desk.questionnaire.shortTitle, desk.visit.language),
    isWhole: last.verdict.kind === 'whole',
    lines: entries.slice(from, from + PAGE_LENGTH).map((entry) => lineOf(desk, entry)),
    newer: page > 1 ? to.earlierRecord(id, page - 1) : null,
    older: entries.length > from + PAGE_LENGTH ? to.earlierRecord(id, page + 1) : null,
  });
}

function lineOf({ questionnaire, visit }: Desk, { at, role, label, action, subject, about, number }: Entry): object {
  const { say, language, zone } = visit;
  const what = actionPhrase(action, say);
  const placed = subject === null ? undefined : questionOf(questionnaire, subject);
  const named = placed === undefined ? about : say('question.title', { number: placed.number });
  const who = label === '' ? say('audit.unknown') : label;
  const moment = new Date(at);
  return {
    number,
    at: moment,
    when: minuteIn(moment, language, zone ?? GENEVA),
    who: role === null ? say('audit.program') : say('audit.who', { label: who, role: say(`links.roles.${role}`) }),
    what: named === '' ? what : say('audit.about', { what, about: named }),
  };
}
