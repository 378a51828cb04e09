/** Sending over SMTP: what the server receives, and what each way to fail comes to. */
import { hostname } from 'node:os';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attachment } from '../../src/domain/email.ts';
import { createLetterbox, type Letterbox, type Patience } from '../../src/mail/letterbox.ts';
import { startSmtp, type Behaviour, type SmtpOptions, type TestSmtp } from '../smtp.ts';
import { aDocument, anEmail } from './letters.ts';

const FROM = { name: 'Aide-mémoire', address: 'drafts@relay.example' };
const MESSAGE_ID = '<AM-7K2M-Q9XD@relay.example>';
const IMPATIENT: Patience = { connectionMs: 2_000, greetingMs: 300, silenceMs: 500, wholeMs: 4_000 };

let smtp: TestSmtp;
let letterbox: Letterbox;

async function start(options: SmtpOptions = {}, url = (own: TestSmtp) => own.url, patience = IMPATIENT) {
  smtp = await startSmtp(options);
  letterbox = createLetterbox({ smtpUrl: url(smtp), from: FROM }, patience);
}

function send(attachments: readonly Attachment[] = [aDocument()], changes = {}) {
  return letterbox.send(anEmail(changes), attachments, MESSAGE_ID);
}

afterEach(async () => {
  letterbox.close();
  await smtp.stop();
});

describe('a mail that is taken', () => {
  beforeEach(() => start());

  it('arrives as composed, with the answer of the server', async () => {
    smtp.behave({ reply: 'Queued as 4F2' });
    expect(await send()).toEqual({ kind: 'sent', reply: '250 Queued as 4F2' });
    const [received] = smtp.mails;
    expect(received).toMatchObject({
      from: 'drafts@relay.example',
      to: ['call@un.example', 'desk@un.example', 'second.desk@un.example'],
    });
    const mail = await PostalMime.parse(received!.bytes);
    expect(mail.from).toEqual(FROM);
    expect(mail.to).toEqual([{ name: '', address: 'call@un.example' }]);
    expect(mail.replyTo).toEqual([anEmail().replyTo]);
    expect(mail.messageId).toBe(MESSAGE_ID);
    expect(mail.date).toBeDefined();
    expect(mail.subject).toBe(anEmail().subject);
    expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(anEmail().text.trimEnd());
    expect(Buffer.from(mail.attachments[0]!.content as ArrayBuffer).equals(aDocument().bytes)).toBe(true);
  });

  it('tells nothing of the software or the machine', async () => {
    await send();
    const [received] = smtp.mails;
    expect(received?.ehlo).toBe('relay.example');
    expect(received?.bytes.toString('latin1')).not.toMatch(/nodemailer|NmP|x-mailer|user-agent|localhost|x-unsent/i);
    expect(received?.bytes.toString('latin1')).not.toContain(hostname());
  });

  it('begins no header with what a person typed', async () => {
    const evil = 'X\r\nBcc: evil@example.org';
    await send([], { subject: evil, replyTo: { name: evil, address: 'contact@reseau.example' } });
    const [received] = smtp.mails;
    expect(received?.to).not.toContain('evil@example.org');
    expect(received?.bytes.toString('latin1')).not.toMatch(/^bcc/im);
  });

  it('may take a while', async () => {
    smtp.behave({ delayMs: 100 });
    expect(await send()).toMatchObject({ kind: 'sent' });
  });

  it('may be one of many at once, each taken once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => send()));
    expect(outcomes.every(({ kind }) => kind === 'sent')).toBe(true);
    expect(smtp.mails).toHaveLength(12);
    expect(smtp.connections).toBeLessThanOrEqual(3);
  });

  it('goes out over a new line when the server has left the old one', async () => {
    await send();
    smtp.cut();
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(smtp.mails).toHaveLength(2);
  });

  it('reports an answer as one short line', async () => {
    smtp.behave({ reply: `one\u0000two\u0007\u202e three ${'x'.repeat(900)}` });
    const { reply } = await send();
    expect(reply).toMatch(/^250 one two three x+$/);
    expect(reply).toHaveLength(500);
  });
});

describe('a mail that nobody took', () => {
  beforeEach(() => start());

  it.each<[string, Behaviour, RegExp]>([
    ['every recipient was refused', { refuse: everybody() }, /refused for call@un\.example: 550 No such mailbox/],
    ['the server refuses it for good', { refuseAtDot: 554 }, /^554 Not taken$/],
    ['the server refuses it for now', { refuseAtDot: 451 }, /^451 Not taken$/],
    ['the server closes down', { refuseAtDot: 421 }, /^421 Not taken$/],
    ['the server never greets', { neverGreet: true }, /greeting/i],
  ])('has failed: %s', async (_, behaviour, reply) => {
    smtp.behave(behaviour);
    const outcome = await send();
    expect(outcome).toEqual({ kind: 'failed', reply: expect.stringMatching(reply) });
    expect(smtp.mails).toHaveLength(0);
  });

  it('has failed: the line was cut half-way, and the final dot had not gone out', async () => {
    smtp.behave({ cut: 'in-data' });
    const outcome = await send([aDocument({ bytes: new Uint8Array(16_000_000) })]);
    expect(outcome.kind).toBe('failed');
    expect(smtp.mails).toHaveLength(0);
  });

  it('has failed: nobody listens', async () => {
    await smtp.stop();
    expect(await send()).toEqual({ kind: 'failed', reply: expect.stringContaining('ECONNREFUSED') });
  });

  it('has failed: an address that is none', async () => {
    expect(await send([], { to: ['a@b.example\r\nBcc: evil@example.org'] })).toMatchObject({ kind: 'failed' });
    expect(smtp.connections).toBe(0);
  });

  it('can be sent again', async () => {
    smtp.behave({ refuseAtDot: 451 });
    await send();
    smtp.behave({});
    expect(await send()).toMatchObject({ kind: 'sent' });
  });
});

describe('a mail that may have arrived', () => {
  beforeEach(() => start());

  it.each<[string, Behaviour]>([
    ['the line was cut before the answer', { cut: 'after-dot' }],
    ['the answer never came', { silentAfterDot: true }],
  ])('is unsure: %s', async (_, behaviour) => {
    smtp.behave(behaviour);
    const outcome = await send();
    expect(outcome.kind).toBe('unsure');
    expect(outcome.reply).not.toBe('');
  });

  it('is not sent a second time by itself', async () => {
    await send();
    smtp.behave({ cut: 'after-dot' });
    expect(await send()).toMatchObject({ kind: 'unsure' });
    expect(smtp.connections).toBe(1);
  });
});

describe('a mail that some were refused', () => {
  beforeEach(() => start());

  it('was sent, and says to whom it was not', async () => {
    smtp.behave({ refuse: ['desk@un.example'] });
    expect(await send()).toEqual({
      kind: 'sent',
      reply: '250 Taken; refused for desk@un.example: 550 No such mailbox',
    });
    expect(smtp.mails[0]?.to).toEqual(['call@un.example', 'second.desk@un.example']);
  });

  it('has failed when only copies were taken', async () => {
    smtp.behave({ refuse: ['call@un.example'] });
    expect(await send()).toEqual({
      kind: 'failed',
      reply: '250 Taken; refused for call@un.example: 550 No such mailbox',
    });
  });
});

describe('a server that drags on', () => {
  it('is given up when the whole takes too long: unsure after the last byte, failed before', async () => {
    await start({}, undefined, { connectionMs: 60_000, greetingMs: 60_000, silenceMs: 60_000, wholeMs: 300 });
    smtp.behave({ silentAfterDot: true });
    expect(await send()).toMatchObject({ kind: 'unsure' });
    smtp.behave({ neverGreet: true });
    expect(await send()).toMatchObject({ kind: 'failed' });
  });

  it('is given up when it takes connections and closes them', async () => {
    await start();
    const closing = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(closing, 'listening');
    const { port } = closing.address() as AddressInfo;
    const other = createLetterbox({ smtpUrl: `smtp://127.0.0.1:${port}`, from: FROM }, IMPATIENT);
    expect(await other.send(anEmail(), [], MESSAGE_ID)).toMatchObject({ kind: 'failed' });
    other.close();
    closing.close();
  });
});

describe('a server with a login', () => {
  const login = { user: 'aide@relay.example', pass: 'p@ss/w%rd ?é' };
  const loggedIn =
    (pass: string, host = '127.0.0.1') =>
    ({ port }: TestSmtp) =>
      `smtp://${encodeURIComponent(login.user)}:${encodeURIComponent(pass)}@${host}:${port}`;

  it('takes the mail of who may', async () => {
    await start({ login }, loggedIn(login.pass));
    expect(await letterbox.verify()).toBe('ok');
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(smtp.logins).toEqual([login, login]);
  });

  it('refuses a wrong password', async () => {
    await start({ login }, loggedIn('wrong-password'));
    expect(await send()).toEqual({ kind: 'failed', reply: expect.stringMatching(/^535 /) });
    expect(await letterbox.verify()).toEqual({ problem: 'auth', reply: '535 Wrong user or password' });
  });

  it('refuses who gives none', async () => {
    await start({ login });
    expect(await send()).toEqual({ kind: 'failed', reply: expect.stringMatching(/^530 /) });
  });

  it('is sent no password in the clear, but on this machine', async () => {
    await start({ login }, loggedIn(login.pass, '0.0.0.0'));
    expect(await letterbox.verify()).toMatchObject({ problem: 'tls' });
    expect(await send()).toMatchObject({ kind: 'failed' });
    expect(smtp.logins).toEqual([]);
  });
});

describe('verify', () => {
  it('finds a server that is there', async () => {
    await start();
    expect(await letterbox.verify()).toBe('ok');
  });

  it('finds a server that does not answer', async () => {
    await start();
    smtp.behave({ neverGreet: true });
    expect(await letterbox.verify()).toMatchObject({ problem: 'connection' });
    await smtp.stop();
    expect(await letterbox.verify()).toMatchObject({ problem: 'connection' });
  });

  it('trusts no certificate that nobody vouches for', async () => {
    await start({ tls: true });
    expect(await letterbox.verify()).toMatchObject({ problem: 'tls' });
    expect(await send()).toMatchObject({ kind: 'failed' });
  });

  it('finds TLS that is none', async () => {
    await start({}, ({ port }) => `smtps://127.0.0.1:${port}`);
    expect(await letterbox.verify()).toMatchObject({ problem: 'tls' });
  });
});

describe('without a server', () => {
  beforeEach(() => start());

  it('sends nothing, and says so', async () => {
    const none = createLetterbox({ smtpUrl: null, from: FROM });
    expect(none.sender).toBeNull();
    await expect(none.send(anEmail(), [], MESSAGE_ID)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(none.verify()).rejects.toMatchObject({ code: 'unavailable' });
    none.close();
  });

  it('names the server that there is', () => {
    expect(letterbox.sender).toEqual({ host: '127.0.0.1', from: FROM });
  });
});

function everybody(): string[] {
  return [...anEmail().to, ...anEmail().cc];
}
