/**
 * The letterbox: sends emails and notices over SMTP, and makes files of them. It decides what a try came to and nothing
 * else: whether to try again, and what was tried before, is the caller's to know. It keeps no log.
 */
import { createTransport, type NodemailerError, type SMTPPoolSentMessageInfo } from 'nodemailer';
import type { MailComposerOptions } from 'nodemailer/lib/mail-composer';
import type { Address, Mailer, Notice, NoticeOutcome, SendOutcome } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import { draftOf, isAddress, mailbox, messageOf } from './message.ts';
import { noticeFile, noticeMessage } from './notice.ts';
import { discardFromOutbox, draftsInOutbox, writeToOutbox } from './outbox.ts';
import { noticeNotTaken, notTaken, oneLine, problemOf, taken, type NotTaken, type VerifyProblem } from './outcomes.ts';
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

export interface Letterbox extends Mailer {
  /**
   * Connects and logs in, without sending: for the start of the program. Throws AppError `unavailable` when no SMTP
   * server is set.
   */
  verify(): Promise<'ok' | VerifyProblem>;
}

export interface LetterboxSettings extends MailSettings {
  /** The folder for notices where no SMTP server is set; made with the first one. Null or missing: there is none. */
  readonly outbox?: string | null;
}

/** Opens no connection before the first email. Throws SettingError for an address that `parseSmtpSettings` refuses. */
export function createLetterbox(
  { smtpUrl, from, outbox = null }: LetterboxSettings,
  patience: Patience = PATIENCE,
): Letterbox {
  const discarded = new Set<string>();
  async function discard(draft: string): Promise<void> {
    discarded.add(draft);
    if (outbox !== null) await discardFromOutbox(outbox, draft);
  }
  const keeping = { discard, draftsInOutbox: async () => (outbox === null ? [] : draftsInOutbox(outbox)) };
  if (smtpUrl === null || from === null) {
    const notify: Mailer['notify'] = async (notice, messageId) => {
      const outcome = await write(outbox, notice, from, messageId);
      if (discarded.has(notice.draft)) await discard(notice.draft);
      return outcome;
    };
    return { ...withoutServer, draftFile: draftOf, notify, ...keeping };
  }
  const server = parseServer(smtpUrl);
  const pool = createPool(server, from, patience);
  const handOver = (message: () => MailComposerOptions, messageId: string): Promise<Try> =>
    tryOf(pool, { message, messageId, signal: AbortSignal.timeout(patience.wholeMs) });
  return {
    sender: { host: server.host, from },
    draftFile: draftOf,
    async send(email, attachments, messageId) {
      const message = () => ({ ...messageOf(email, attachments), from: mailbox(from) });
      const tried = await handOver(message, messageId);
      return tried.taken ? taken(email, tried.info) : notTaken(tried);
    },
    async notify(notice, messageId) {
      if (!isAddress(notice.to)) return { kind: 'refused', reply: 'not an address' };
      const tried = await handOver(() => noticeMessage(notice, from), messageId);
      return tried.taken ? { kind: 'sent', reply: oneLine(tried.info.response) } : noticeNotTaken(tried);
    },
    ...keeping,
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
  /** May throw for an address that is none: that is a try too. */
  readonly message: () => MailComposerOptions;
  readonly messageId: string;
  readonly signal: AbortSignal;
}

type Try = { readonly taken: true; readonly info: SMTPPoolSentMessageInfo } | NotTaken;

async function tryOf(pool: Pool, { message, messageId, signal }: Posting): Promise<Try> {
  let allRead = false;
  const onAllRead = () => {
    allRead = true;
  };
  try {
    const mail = { ...message(), messageId, signal, onAllRead };
    return { taken: true, info: await pool.sendMail(mail) };
  } catch (error) {
    return { taken: false, error: error as NodemailerError, allRead };
  }
}

/** Writes a notice to the outbox. What the disk says is an outcome like any other. */
async function write(
  outbox: string | null,
  notice: Notice,
  from: Address | null,
  messageId: string,
): Promise<NoticeOutcome> {
  if (outbox === null) throw new AppError('unavailable', 'neither an SMTP server nor an outbox is set');
  if (!isAddress(notice.to)) return { kind: 'refused', reply: 'not an address' };
  const bytes = await noticeFile(notice, from, messageId);
  try {
    return { kind: 'written', reply: await writeToOutbox(outbox, notice.draft, messageId, bytes) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { kind: 'failed', reply: `the outbox cannot be written: ${code}`, away: true };
  }
}
