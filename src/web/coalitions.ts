/**
 * The coalition page: what is asked of this reader and by when; for those who write, also who took part, and a friendly
 * word to those who did not. Reads no answer and no comment.
 */
import type { Express, Request, Response } from 'express';
import { ASKED_OF, coalitionOf, type Coalition, type Member } from '../domain/coalition.ts';
import type { NoticeOutcome } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import type { Say } from '../domain/language.ts';
import { may } from '../domain/link.ts';
import type { Parts } from './app.ts';
import { deadlineView } from './deadlines.ts';
import { openDesk, progressOf, type Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { stepLine, type StepLine } from './plans.ts';
import { hashOf } from './secrets.ts';
import { approvalStatesOf } from './standings.ts';
import { GENEVA, minuteIn } from './times.ts';

export function coalitionRoutes(app: Express, parts: Parts): void {
  app.get(route.coalition, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const told = request.query['nudged'];
    await showCoalition(parts, request, response, desk, typeof told === 'string' ? told : null);
  });

  app.post(route.nudge, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const { members } = await gather(parts, desk);
    const member = members.find(({ link }) => link !== null && link === request.params.link);
    if (member?.address == null) throw new AppError('not-found');
    limit(parts, request, 'mail', { draft: desk.draft.record.id, mailbox: member.address.toLowerCase() });
    const outcome = await nudge(parts, desk, member, member.address);
    response.redirect(303, `${to.coalition(desk.draft.record.id)}?nudged=${outcome.kind}`);
  });
}

async function gather(parts: Parts, desk: Desk): Promise<Coalition> {
  const { id } = desk.draft.record;
  const [links, activity, approvals] = await Promise.all([
    parts.store.links(id),
    parts.store.activity(id),
    approvalStatesOf(parts, desk),
  ]);
  return coalitionOf(links, activity, desk.draft.signatories.value.list, approvals, desk.visit.now);
}

/** One word a day to one person, whoever presses how often: the same Message-ID is the same mail. */
async function nudge(parts: Parts, desk: Desk, { link }: Member, address: string): Promise<NoticeOutcome> {
  const { visit, draft } = desk;
  const { subject, text } = wordTo(parts, desk);
  const day = visit.now.toISOString().slice(0, 10);
  const host = parts.mailer.sender?.from.address.split('@').at(-1) ?? 'localhost.invalid';
  const messageId = `<${hashOf(`nudge ${draft.record.id} ${link} ${day}`).slice(0, 32)}@${host}>`;
  const mail = { to: address, subject, text, language: visit.language };
  const notice = { draft: draft.record.id, ...mail, neutral: true, endAddress: null };
  return parts.mailer.notify(notice, messageId);
}

/** What is written to somebody who has not been there: it names neither the call nor who asks nor the organisation. */
function wordTo(parts: Parts, desk: Desk): { subject: string; text: string } {
  const { say } = desk.visit;
  const { instant } = deadlineView(desk.call, desk.visit);
  const when = instant === '' ? '' : minuteIn(new Date(Date.parse(instant) - 1), desk.visit.language, 'UTC');
  const paragraphs = [
    say('coalition.nudge.greeting'),
    say('coalition.nudge.text'),
    when === '' ? '' : say('coalition.nudge.when', { when }),
    say('coalition.nudge.way', { address: `${parts.baseUrl()}${to.draft(desk.draft.record.id)}` }),
    say('coalition.nudge.thanks'),
  ];
  return { subject: say('coalition.nudge.subject'), text: `${paragraphs.filter(Boolean).join('\n\n')}\n` };
}

/** What is asked of this reader: a sentence, whether it is done, and the step of the plan by which. */
interface Asked {
  readonly text: string;
  readonly done: boolean;
  readonly by: StepLine | null;
  readonly address: string;
}

function askedOf(desk: Desk, { members }: Coalition): Asked | null {
  const { role, link, draft, questionnaire, visit } = desk;
  const asked = ASKED_OF[role];
  if (asked === null || draft.record.submittedAt !== null) return null;
  const own = members.find((member) => member.link === link);
  const { settled, questions } = progressOf(draft, questionnaire);
  const { id } = draft.record;
  const done = {
    owner: false,
    writer: settled === questions,
    reviewer: (own?.comments ?? 0) > 0,
    signatory: own?.approval === 'approved' || own?.approval === 'declined',
    observer: false,
  }[role];
  const addresses = { signatory: to.approvals(id), owner: to.submission(id), reviewer: to.review(id) };
  return {
    text: visit.say(`coalition.asked.${asked.what}`, { open: questions - settled, count: questions - settled }),
    done,
    by: stepLine(desk, asked.by),
    address: role === 'signatory' || role === 'owner' || role === 'reviewer' ? addresses[role] : to.draft(id),
  };
}

/** What a member did, in words. */
function deeds(member: Member, own: boolean, say: Say, when: (at: Date) => string): string[] {
  const { seenAt, saved, comments, approval } = member;
  const came = seenAt === null ? say('coalition.neverCame') : say('coalition.came', { when: when(seenAt) });
  return [
    own ? say('coalition.you') : came,
    saved > 0 ? say('coalition.saved', { count: saved }) : '',
    comments > 0 ? say('coalition.comments', { count: comments }) : '',
    approval === null ? '' : say(`coalition.approval.${approval}`),
  ].filter(Boolean);
}

async function showCoalition(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  nudged: string | null,
): Promise<void> {
  const { visit, draft, questionnaire, role } = desk;
  const coalition = await gather(parts, desk);
  const when = (at: Date): string => minuteIn(at, visit.language, visit.zone ?? GENEVA);
  // Labels tell who works with whom: only those who write the text together see them.
  const sees = may(role, 'write');
  sendPage(parts, request, response, 'coalitions/show', {
    id: draft.record.id,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    asked: askedOf(desk, coalition),
    count: coalition.asked,
    tookPart: coalition.tookPart,
    percent: coalition.asked === 0 ? 0 : Math.round((100 * coalition.tookPart) / coalition.asked),
    members: sees
      ? coalition.members.map((member) => ({
          ...member,
          deeds: deeds(member, member.link === desk.link, visit.say, when),
        }))
      : [],
    sees,
    mayManage: may(role, 'manage'),
    word: wordTo(parts, desk),
    sender: parts.mailer.sender,
    submitted: draft.record.submittedAt !== null,
    nudged: nudged !== null && ['sent', 'written', 'failed', 'unsure', 'refused'].includes(nudged) ? nudged : null,
  });
}
