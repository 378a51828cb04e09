/**
 * A real SMTP server on loopback for tests: it keeps what it takes, and misbehaves when told to. It knows nothing of
 * the program under test.
 */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What the server does wrong, from now on. Unset: it takes every mail. */
export interface Behaviour {
  /** Says nothing when somebody connects. */
  readonly neverGreet?: boolean;
  /** Answers these recipients with `refuseWith`, or with 550. */
  readonly refuse?: readonly string[];
  readonly refuseWith?: { readonly code: number; readonly words: string };
  /** Answers the final dot with this code, and takes nothing. */
  readonly refuseAtDot?: number;
  /** Waits this many milliseconds before it answers the final dot. */
  readonly delayMs?: number;
  /** Cuts every line: at the first bytes of the mail, or after the final dot, before the answer. */
  readonly cut?: 'in-data' | 'after-dot';
  /** Never answers the final dot. */
  readonly silentAfterDot?: boolean;
  /** What it says when it takes a mail. */
  readonly reply?: string;
}

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** The name that the client gave in EHLO. */
  readonly ehlo: string;
  readonly bytes: Buffer;
}

export interface SmtpOptions {
  /** Wants this login before it takes a mail. */
  readonly login?: { readonly user: string; readonly pass: string };
  /** TLS from the first byte, with a certificate that nobody trusts. */
  readonly tls?: boolean;
}

export interface TestSmtp {
  readonly port: number;
  /** For SMTP_URL, without a login. */
  readonly url: string;
  /** Taken mails, oldest first. */
  readonly mails: readonly ReceivedMail[];
  /** Logins that were tried, the right one included. */
  readonly logins: readonly { readonly user: string; readonly pass: string }[];
  /** How many connections it has had. */
  readonly connections: number;
  behave(behaviour: Behaviour): void;
  /** Cuts every open line, but for those with TLS. */
  cut(): void;
  stop(): Promise<void>;
}

/** Starts on a free port of 127.0.0.1. */
export async function startSmtp({ login, tls = false }: SmtpOptions = {}): Promise<TestSmtp> {
  let behaviour: Behaviour = {};
  let connections = 0;
  const mails: ReceivedMail[] = [];
  const logins: { user: string; pass: string }[] = [];
  const sockets = new Set<Socket>();
  const cut = () => sockets.forEach((socket) => socket.destroy());

  const server = new SMTPServer({
    secure: tls,
    hideSTARTTLS: true,
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: login ? [] : ['AUTH'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onConnect(_session, done) {
      if (!behaviour.neverGreet) done();
    },
    onAuth({ username = '', password }, _session, done) {
      logins.push({ user: username, pass: password ?? '' });
      const right = username === login?.user && password === login.pass;
      done(right ? null : refusal(535, 'Wrong user or password'), { user: username });
    },
    onRcptTo({ address }, _session, done) {
      const { code, words } = behaviour.refuseWith ?? { code: 550, words: 'No such mailbox' };
      done(behaviour.refuse?.includes(address) ? refusal(code, words) : null);
    },
    onData(stream, session, done) {
      if (behaviour.cut === 'in-data') stream.once('data', cut);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => answer(Buffer.concat(chunks), session, done));
    },
  });

  function answer(bytes: Buffer, session: SMTPServerSession, done: (error: Error | null, reply?: string) => void) {
    if (behaviour.silentAfterDot) return;
    if (behaviour.cut !== undefined) return cut();
    if (behaviour.refuseAtDot !== undefined) return done(refusal(behaviour.refuseAtDot, 'Not taken'));
    mails.push(received(bytes, session));
    setTimeout(() => done(null, behaviour.reply ?? 'Taken'), behaviour.delayMs ?? 0);
  }

  server.on('error', () => {
    // The lines that tests cut.
  });
  server.server.on('connection', (socket: Socket) => {
    connections += 1;
    // To destroy the socket below a TLS socket crashes Node 24.
    if (!tls) sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;

  return {
    port,
    url: `${tls ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    mails,
    logins,
    get connections() {
      return connections;
    },
    behave(next) {
      behaviour = next;
    },
    cut,
    stop() {
      return new Promise((stopped) => server.close(() => stopped()));
    },
  };
}

function received(bytes: Buffer, { envelope, hostNameAppearsAs }: SMTPServerSession): ReceivedMail {
  return {
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    ehlo: hostNameAppearsAs,
    bytes,
  };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
