/**
 * What a try came to, by what the server or the system said: pure, and told in one line each.
 */
import type { NodemailerError, SMTPPoolSentMessageInfo } from 'nodemailer';
import type { Email, NoticeOutcome, SendOutcome } from '../domain/email.ts';

const REPLY_LENGTH_MAX = 500;

/** Why the server cannot be used, and its own words or the system's. */
export interface VerifyProblem {
  readonly problem: 'auth' | 'connection' | 'tls';
  readonly reply: string;
}

export interface NotTaken {
  readonly taken: false;
  readonly error: NodemailerError;
  /** Whether the last byte of the mail had been read, to be written. */
  readonly allRead: boolean;
}

/** The server took it, perhaps not for everybody. Copies alone do not make it sent. */
export function taken(email: Email, info: SMTPPoolSentMessageInfo): SendOutcome {
  const reply = oneLine([info.response, ...refusals(info.rejectedErrors)].join('; '));
  const refused = new Set(info.rejected.map((address) => address.toLowerCase()));
  const nobody = email.to.every((address) => refused.has(address.toLowerCase()));
  return { kind: nobody ? 'failed' : 'sent', reply };
}

/**
 * The final dot goes out only after the last byte was read (`allRead`): before that, no server may deliver. After it,
 * only an answer of 4xx or 5xx tells that nobody took it.
 */
export function notTaken({ error, allRead }: NotTaken): Exclude<SendOutcome, { kind: 'sent' }> {
  const refused = error.responseCode !== undefined && error.responseCode >= 400;
  const reply = refusals(error.rejectedErrors).join('; ') || error.response || error.message;
  return { kind: refused || !allRead ? 'failed' : 'unsure', reply: oneLine(reply) };
}

export function noticeNotTaken(tried: NotTaken): NoticeOutcome {
  const outcome = notTaken(tried);
  if (outcome.kind === 'unsure') return outcome;
  return isNoMailbox(tried.error)
    ? { kind: 'refused', reply: outcome.reply }
    : { ...outcome, away: isAway(tried.error) };
}

function refusals(errors: readonly NodemailerError[] = []): string[] {
  return errors.map(({ recipient, response }) => `refused for ${recipient}: ${response}`);
}

export function problemOf(error: NodemailerError): VerifyProblem {
  return { problem: kindOfProblem(error), reply: oneLine(error.response ?? error.message) };
}

function kindOfProblem({ code, originalCode }: NodemailerError): VerifyProblem['problem'] {
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'auth';
  // OpenSSL's names of what is wrong with a certificate or a handshake.
  const tls = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/;
  return code === 'ETLS' || tls.test(originalCode ?? '') ? 'tls' : 'connection';
}

/** As one line without control characters, at most 500 characters. */
export function oneLine(reply: string): string {
  const line = reply.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line.slice(0, REPLY_LENGTH_MAX).toWellFormed();
}

/** "There is no such mailbox" (RFC 5321, 4.2.2), where no finer code (RFC 3463) says more. */
const NO_MAILBOX = new Set([550, 551, 553]);

/**
 * Whether the server says for good that there is no such mailbox. What it refuses because of the sender (5.7.x, relaying
 * denied) comes with the same codes, but says nothing of the mailbox: a wrong setting of ours must end no reminders.
 */
function isNoMailbox({ command, responseCode, response = '' }: NodemailerError): boolean {
  if (command !== 'RCPT TO' || responseCode === undefined || responseCode < 500) return false;
  const finer = /^\d{3}[ -](\d\.\d{1,3})\.\d{1,3}\b/.exec(response)?.[1];
  if (finer !== undefined) return finer === '5.1';
  return NO_MAILBOX.has(responseCode) && !/relay/i.test(response);
}

/** "Closing the channel" (RFC 5321, 3.8): whatever it stood in answer to. */
const CLOSING = 421;

/** Whether no other mail would be taken now: the server was not reached, or refuses before it hears for whom. */
function isAway({ command, responseCode }: NodemailerError): boolean {
  const answered = responseCode !== undefined && responseCode !== CLOSING;
  return !answered || (command !== 'RCPT TO' && command !== 'DATA');
}
