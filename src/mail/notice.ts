/**
 * Notices as messages of the internet: mails of the program itself to one person. How they travel is the letterbox's
 * work.
 */
import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer';
import type { Address, Notice } from '../domain/email.ts';
import { headerLine } from '../domain/header.ts';
import { mailbox, messageOf } from './message.ts';

/** The notice as nodemailer takes it. A neutral one has a sender without a name. Throws AppError `invalid`. */
export function noticeMessage(
  { to, subject, text, language, neutral, endAddress }: Notice,
  from: Address | null,
  more: Readonly<Record<string, string>> = {},
): MailComposerOptions {
  const email = { to: [to], cc: [], subject, text, replyTo: null, language };
  const ending: Record<string, string> =
    endAddress === null
      ? {}
      : { 'List-Unsubscribe': `<${headerLine(endAddress)}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
  return {
    ...messageOf(email, [], { ...more, 'Auto-Submitted': 'auto-generated', ...ending }),
    ...(from !== null && { from: mailbox(neutral ? { ...from, name: '' } : from) }),
  };
}

/**
 * The notice as a file that a mail program opens and sends: complete, with Date and Message-ID. Without `from` the mail
 * program puts in its own.
 */
export function noticeFile(notice: Notice, from: Address | null, messageId: string): Promise<Buffer> {
  const message = noticeMessage(notice, from, { 'X-Unsent': '1' });
  return new MailComposer({ ...message, messageId, newline: 'windows' }).compile().build();
}
