/**
 * Sends links: a new one to the person it was made for, and new ones to somebody who has lost theirs. Who may ask, and
 * how often, is asked before (`links.ts`, `entries.ts`).
 */
import type { DraftRecord } from '../domain/draft.ts';
import type { NoticeOutcome } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import type { Link } from '../domain/link.ts';
import { composeLinkMail } from '../domain/linkMail.ts';
import { questionnaireOf, type Questionnaire } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import { draftOf } from './desk.ts';
import { shown } from './page.ts';
import { to } from './paths.ts';
import { hashOf, newId, newToken } from './secrets.ts';
import { GENEVA, minuteIn } from './times.ts';

/** The mail speaks the language of the draft: whoever is asked to work on it reads that. */
export interface Addressed {
  readonly link: Link;
  readonly address: string;
  readonly token: string;
  readonly neutral: boolean;
  readonly again: boolean;
  readonly record: DraftRecord;
  readonly organisation: string;
  readonly questionnaire: Questionnaire;
}

/** Never throws for what the mail server says: that is the outcome. */
export async function sendLink(parts: Parts, addressed: Addressed): Promise<NoticeOutcome> {
  const { link, address, token, neutral, again, record, organisation, questionnaire } = addressed;
  const { language } = record;
  const { subject, text } = composeLinkMail({
    say: parts.phrases[language],
    role: link.role,
    call: shown(questionnaire, questionnaire.shortTitle, language).text,
    organisation,
    address: `${parts.baseUrl()}${to.link(token)}`,
    ends: link.expiresAt === null ? '' : minuteIn(link.expiresAt, language, GENEVA),
    neutral,
    again,
  });
  const host = parts.mailer.sender?.from.address.split('@').at(-1) ?? 'localhost.invalid';
  const notice = { draft: record.id, to: address, subject, text, language, neutral, endAddress: null };
  try {
    return await parts.mailer.notify(notice, `<${newId()}${newId()}@${host}>`);
  } catch (error) {
    // An address that the form takes and the letterbox does not.
    if (error instanceof AppError && error.code === 'invalid') return { kind: 'refused', reply: '' };
    throw error;
  }
}

/** More than anybody is asked to at once; each is a mail. */
const LINKS_AGAIN_MAX = 20;
const DAY_MS = 24 * 3_600_000;
/** New links to one thing in one day, whoever asks: what was sent already lies in the mailbox. */
const A_DAY_MAX = 3;
/** Links to one thing that stay good beside the newest: older ones that nobody ever used are taken back. */
const KEPT_MAX = 4;

/**
 * Sends a new link for every link that was ever sent to this address, and is still good: of the same role, to the
 * address as it was typed then, in a mail that names nothing. Resolves when all were sent or given up.
 */
export async function sendAgain(parts: Parts, address: string, now: Date): Promise<void> {
  const groups = new Map<string, Link[]>();
  for (const link of await parts.store.linksSentTo(address, now)) {
    const key = JSON.stringify([link.draft, link.role, link.signatory, link.label]);
    groups.set(key, [...(groups.get(key) ?? []), link]);
  }
  for (const group of [...groups.values()].slice(0, LINKS_AGAIN_MAX)) await replaceLost(parts, group, now);
}

/** `group`: links to one thing, newest first. */
async function replaceLost(parts: Parts, group: readonly Link[], now: Date): Promise<void> {
  const [newest] = group;
  const lately = group.filter(({ createdAt }) => now.getTime() - createdAt.getTime() < DAY_MS);
  if (newest?.address == null || lately.length >= A_DAY_MAX) return;
  const opened = await parts.store.draftById(newest.draft);
  if (opened === null) return;
  for (const { id, draft, usedAt } of group.slice(KEPT_MAX)) {
    if (usedAt === null) await parts.store.revokeLink(draft, id, now, undefined, 'replaced');
  }
  const token = newToken();
  const link: Link = { ...newest, id: newId(), createdAt: now, usedAt: null };
  await parts.store.addLink(link, hashOf(token), null);
  await sendLink(parts, {
    link,
    address: newest.address,
    token,
    neutral: true,
    again: true,
    record: opened.record,
    organisation: draftOf(opened).organisation.value.name,
    questionnaire: await questionnaireOf(parts, opened.record.call, opened.record.questionnaire),
  });
}
