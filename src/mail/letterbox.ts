/**
 * The letterbox: sends emails over SMTP, and makes draft files of them. It decides what a try came to and nothing
 * else: whether to try again, and what was tried before, is the caller's to know. It keeps no log.
 */
import { createTransport, type NodemailerError, type SMTPPoolSentMessageInfo } from 'nodemailer';
import type { Address, Attachment, Email, Mailer, SendOutcome } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import { draftOf, mailbox, messageOf } from './message.ts';
import { parseServer, type MailSettings, type SmtpServer } from './settings.ts';

/** How long to wait for the server, in milliseconds. */
export interface Patience {
  /** From looking up the name of the host to the end of STARTTLS. */
  readonly connectionMs: number;
  /** For the first line of the server; part of `connectionMs`. */
  readonly greetingMs: number;
  /** For any one answer. Servers scan a document before they take it. */
  readonly silenceMs: number;
  /** For one email altogether, waiting for a free connection included. Stays under DELIVERY_LEASE_MS. */
  readonly wholeMs: number;
}

const PATIENCE: Patience = { connectionMs: 20_000, greetingMs: 15_000, silenceMs: 60_000, wholeMs: 100_000 };

/** Servers of mailboxes commonly allow few connections at once for one user. */
const CONNECTIONS_MAX = 3;
/** Shorter than servers wait, so that a connection at hand is seldom one that the server has left. */
const IDLE_MS = 20_000;
const REPLY_LENGTH_MAX = 500;

/** Why the server cannot be used, and its own words or the system's. */
export interface VerifyProblem {
  readonly problem: 'auth' | 'connection' | 'tls';
  readonly reply: string;
}

export interface Letterbox extends Mailer {
  /**
   * Connects and logs in, without sending: for the start of the program. Throws AppError `unavailable` when no SMTP
   * server is set.
   */
  verify(): Promise<'ok' | VerifyProblem>;
}

/** Opens no connection before the first email. Throws SettingError for an address that `parseSmtpSettings` refuses. */
export function createLetterbox({ smtpUrl, from }: MailSettings, patience: Patience = PATIENCE): Letterbox {
  if (smtpUrl === null || from === null) return { ...withoutServer, draftFile: draftOf };
  const server = parseServer(smtpUrl);
  const pool = createPool(server, from, patience);
  return {
    sender: { host: server.host, from },
    draftFile: draftOf,
    async send(email, attachments, messageId) {
      const mail = { from, messageId, signal: AbortSignal.timeout(patience.wholeMs) };
      return post(pool, email, attachments, mail);
    },
    async verify() {
      return pool.verify().then(() => 'ok' as const, problemOf);
    },
    close: () => pool.close(),
  };
}

const withoutServer = {
  sender: null,
  async send(): Promise<SendOutcome> {
    throw new AppError('unavailable', 'no SMTP server is set');
  },
  async verify(): Promise<'ok'> {
    throw new AppError('unavailable', 'no SMTP server is set');
  },
  close(): void {
    // Nothing is open.
  },
};

type Pool = ReturnType<typeof createPool>;

function createPool(server: SmtpServer, from: Address, patience: Patience) {
  const { host, port, secure, user, pass } = server;
  const pool = createTransport({
    pool: true,
    host,
    port,
    secure,
    ...(user !== '' && { auth: { user, pass } }),
    // A password never crosses a network in the clear, also when somebody takes STARTTLS out of the server's answer.
    requireTLS: !secure && user !== '' && !isLoopback(host),
    // Introduces itself by the domain of the sender; nodemailer would give the name of this machine.
    name: from.address.slice(from.address.lastIndexOf('@') + 1),
    maxConnections: CONNECTIONS_MAX,
    // An email is put back only when the server had left and no byte of it had gone out; once for each connection.
    maxRequeues: CONNECTIONS_MAX,
    idleTimeout: IDLE_MS,
    connectionTimeout: patience.connectionMs,
    greetingTimeout: patience.greetingMs,
    socketTimeout: patience.silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  pool.use('stream', (mail, done) => {
    const { onAllRead } = mail.data as { onAllRead?: () => void };
    mail.message.processFunc((bytes) => (onAllRead ? bytes.once('end', onAllRead) : bytes));
    done();
  });
  return pool;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

interface Posting {
  readonly from: Address;
  readonly messageId: string;
  readonly signal: AbortSignal;
}

async function post(
  pool: Pool,
  email: Email,
  attachments: readonly Attachment[],
  { from, messageId, signal }: Posting,
): Promise<SendOutcome> {
  let allRead = false;
  const onAllRead = () => {
    allRead = true;
  };
  try {
    const mail = { ...messageOf(email, attachments), from: mailbox(from), messageId, signal, onAllRead };
    return taken(email, await pool.sendMail(mail));
  } catch (error) {
    return notTaken(error as NodemailerError, allRead);
  }
}

/** The server took it, perhaps not for everybody. Copies alone do not make it sent. */
function taken(email: Email, info: SMTPPoolSentMessageInfo): SendOutcome {
  const reply = oneLine([info.response, ...refusals(info.rejectedErrors)].join('; '));
  const refused = new Set(info.rejected.map((address) => address.toLowerCase()));
  const nobody = email.to.every((address) => refused.has(address.toLowerCase()));
  return { kind: nobody ? 'failed' : 'sent', reply };
}

/**
 * The final dot goes out only after the last byte was read (`allRead`): before that, no server may deliver. After it,
 * only an answer of 4xx or 5xx tells that nobody took it.
 */
function notTaken(error: NodemailerError, allRead: boolean): SendOutcome {
  const refused = error.responseCode !== undefined && error.responseCode >= 400;
  const reply = refusals(error.rejectedErrors).join('; ') || error.response || error.message;
  return { kind: refused || !allRead ? 'failed' : 'unsure', reply: oneLine(reply) };
}

function refusals(errors: readonly NodemailerError[] = []): string[] {
  return errors.map(({ recipient, response }) => `refused for ${recipient}: ${response}`);
}

function problemOf(error: NodemailerError): VerifyProblem {
  return { problem: kindOfProblem(error), reply: oneLine(error.response ?? error.message) };
}

function kindOfProblem({ code, originalCode }: NodemailerError): VerifyProblem['problem'] {
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'auth';
  // OpenSSL's names of what is wrong with a certificate or a handshake.
  const tls = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/;
  return code === 'ETLS' || tls.test(originalCode ?? '') ? 'tls' : 'connection';
}

/** As one line without control characters, at most 500 characters. */
function oneLine(reply: string): string {
  const line = reply.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line.slice(0, REPLY_LENGTH_MAX).toWellFormed();
}
