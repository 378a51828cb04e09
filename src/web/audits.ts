/**
 * The record of a draft as its owner reads it: who did what, and when, and whether all of it is as it was written. Also
 * the one place where the web notes what no store sees: that a file was taken.
 */
import type { Express } from 'express';
import { noteOf, type Action, type AuditEntry, type AuditLine, type SavedPart, type Verdict } from '../domain/audit.ts';
import type { Standing } from '../domain/approval.ts';
import { AppError } from '../domain/errors.ts';
import { questionOf } from '../domain/questionnaire.ts';
import { LEAD } from '../domain/signatory.ts';
import { RESERVED_IDS } from '../domain/nodes.ts';
import type { Parts } from './app.ts';
import { shortHash } from './approvals.ts';
import { doerOf, openDesk, type Desk } from './desk.ts';
import { showEarlier } from './earlierRecords.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { numberOf } from './questionPages.ts';
import { standingsAt } from './standings.ts';
import { GENEVA, minuteIn } from './times.ts';

/** Lines on one page. */
const PAGE_LENGTH = 50;

export function auditRoutes(app: Express, parts: Parts): void {
  app.get(route.audit, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const { id } = desk.draft.record;
    const earlierPage = numberOf(request.query['earlier']);
    if (earlierPage !== null) return showEarlier(parts, request, response, desk, Math.max(1, earlierPage));
    const page = Math.max(1, numberOf(request.query['page']) ?? 1);
    const [found, verdict, names, standings, earlier] = await Promise.all([
      // One more than is shown, to know whether there is another page.
      parts.store.auditLines(id, (page - 1) * PAGE_LENGTH, PAGE_LENGTH + 1),
      page === 1 ? parts.store.verifyAudit(id) : null,
      namesIn(parts, desk),
      standingsAt(parts, desk),
      parts.store.earlierRecords(id),
    ]);
    sendPage(parts, request, response, 'audits/index', {
      id,
      title: shown(desk.questionnaire, desk.questionnaire.shortTitle, desk.visit.language),
      lines: found.slice(0, PAGE_LENGTH).map((line) => shownLine(desk, line, names, standings)),
      verdict: verdict === null ? null : shownVerdict(verdict),
      newer: page > 1 ? to.auditPage(id, page - 1) : null,
      older: found.length > PAGE_LENGTH ? to.auditPage(id, page + 1) : null,
      earlier: earlier.length > 0 ? to.earlierRecord(id, 1) : null,
    });
  });
}

/**
 * Notes that a file was taken, before it is handed over. A database that cannot be written to keeps nobody from taking
 * their text: then only the log knows.
 */
export async function noteTaken(parts: Parts, desk: Desk, action: Action): Promise<void> {
  try {
    await parts.store.note(desk.draft.record.id, noteOf(action), doerOf(desk));
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'unavailable')) throw error;
    parts.log.error({ action }, 'a deed could not be noted');
  }
}

/** What ids are called on this page, and nowhere else: they may have no name any more. */
async function namesIn(parts: Parts, { draft }: Desk): Promise<ReadonlyMap<string, string>> {
  const links = await parts.store.links(draft.record.id);
  return new Map([
    ...links.map(({ id, label }) => [id, label] as const),
    ...draft.signatories.value.list.map(({ id, name }) => [id, name] as const),
  ]);
}

/** A line as the page shows it. */
interface ShownLine {
  readonly at: Date;
  readonly when: string;
  readonly who: string;
  readonly what: string;
  /** Its place in the chain; null: the history of texts says it. */
  readonly number: number | null;
  /** Whether it is a yes to a text that has changed since. */
  readonly isVoid: boolean;
}

function shownLine(
  desk: Desk,
  line: AuditLine,
  names: ReadonlyMap<string, string>,
  standings: readonly Standing[],
): ShownLine {
  const { say, language, zone } = desk.visit;
  const { at } = line.kind === 'save' ? line.save : line.entry;
  const when = minuteIn(at, language, zone ?? GENEVA);
  if (line.kind === 'save') {
    const who = whoIn(desk, line.save.link, line.save.label, line.save.role);
    return { at, when, who, what: saidOfSave(desk, line.save), number: null, isVoid: false };
  }
  const { entry } = line;
  const about = subjectOf(desk, entry, names);
  const what = say(`audit.actions.${entry.action}`);
  return {
    at,
    when,
    who: whoIn(desk, entry.link, entry.label, entry.role),
    what: about === '' ? what : say('audit.about', { what, about }),
    number: entry.number,
    isVoid: isVoid(entry, standings),
  };
}

function whoIn({ visit }: Desk, link: string | null, label: string, role: AuditEntry['role']): string {
  if (link === null) return visit.say('audit.program');
  if (label === '') return visit.say('audit.unknown');
  return role === null ? label : visit.say('audit.who', { label, role: visit.say(`links.roles.${role}`) });
}

function saidOfSave({ questionnaire, visit }: Desk, { key, revision }: SavedPart): string {
  const placed = questionOf(questionnaire, key);
  // A question that the draft's version of the call no longer asks has no number.
  const other = RESERVED_IDS.has(key) ? `audit.parts.${key}` : 'newer.gone.title';
  const part = placed === undefined ? visit.say(other) : questionName(visit.say, placed);
  return visit.say('audit.saved', { part, number: revision });
}

const questionName = (say: Desk['visit']['say'], { number }: { readonly number: number }): string =>
  say('question.title', { number });

/** What an entry is about, in words; "" where there is nothing more to say. */
function subjectOf(desk: Desk, entry: AuditEntry, names: ReadonlyMap<string, string>): string {
  const { questionnaire, visit, draft } = desk;
  const { say } = visit;
  const { action, subject, count } = entry;
  if (action === 'entered') return '';
  if (action === 'key-changed') return '';
  if (action === 'idle-time-changed') return say('audit.hours', { count: count ?? 0 });
  if (action === 'restored') return say('audit.asOf', { when: subject === null ? '' : whenOf(desk, subject) });
  if (action === 'publication-changed') return say(`publication.choices.${subject ?? 'none'}`);
  if (action === 'approval-rule-changed') return say(`audit.rules.${subject === 'all' ? 'all' : 'none'}`);
  if (action.startsWith('delivery-')) return say(`audit.routes.${subject ?? 'self'}`);
  if (subject === null) return count === null ? '' : String(count);
  const placed = questionOf(questionnaire, subject);
  if (placed !== undefined) return questionName(say, placed);
  if (subject === LEAD) return draft.organisation.value.name || say('links.leadName');
  return names.get(subject) ?? say('audit.gone');
}

const whenOf = ({ visit }: Desk, iso: string): string => minuteIn(new Date(iso), visit.language, visit.zone ?? GENEVA);

/** That a yes has become void is nobody's deed: it follows from the text as it is now. */
function isVoid({ action, subject, at }: AuditEntry, standings: readonly Standing[]): boolean {
  if (action !== 'approved') return false;
  return standings.some(
    ({ signatory, state, approval }) =>
      signatory === subject && state === 'void' && approval?.at.getTime() === at.getTime(),
  );
}

const shownVerdict = (verdict: Verdict): object =>
  verdict.kind === 'whole' ? { ...verdict, mark: shortHash(verdict.hash) } : verdict;
