/** Notices: what their headers say over SMTP and in the outbox, and what each answer of a server comes to. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email as ParsedMail } from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../src/domain/email.ts';
import { createLetterbox, type Letterbox, type Patience } from '../../src/mail/letterbox.ts';
import { startSmtp, type Behaviour, type TestSmtp } from '../smtp.ts';
import { SUBJECTS } from './letters.ts';

const FROM = { name: 'Aide-mémoire', address: 'drafts@relay.example' };
const MESSAGE_ID = '<k7m2q9xdab@relay.example>';
const END = `https://drafts.example.org/reminders/${'t'.repeat(32)}/end`;
const IMPATIENT: Patience = { connectionMs: 2_000, greetingMs: 300, silenceMs: 500, wholeMs: 4_000 };

const aNotice = (changes: Partial<Notice> = {}): Notice => ({
  draft: 'd7m2q9xdab',
  to: 'awa@rivages.example.org',
  subject: 'Il reste 7 jours : Société civile et solidarité internationale',
  text: `Bonjour,\n\nIl reste 7 jours.\n${'Une phrase longue, avec des accents : é, œ, ñ. '.repeat(30)}\n\n.\n`,
  language: 'fr',
  neutral: false,
  endAddress: END,
  ...changes,
});

const fieldOf = (mail: ParsedMail, name: string): string | undefined =>
  mail.headers.find(({ key }) => key === name)?.value;

/** The same over SMTP and in a file. */
function expectNotice(mail: ParsedMail, notice: Notice): void {
  expect(mail.to).toEqual([{ name: '', address: notice.to }]);
  expect(mail.subject).toBe(notice.subject);
  expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(notice.text.trimEnd());
  expect(mail.html).toBeUndefined();
  expect(mail.attachments).toEqual([]);
  expect(mail.messageId).toBe(MESSAGE_ID);
  expect(Date.parse(mail.date ?? '')).not.toBeNaN();
  expect(fieldOf(mail, 'auto-submitted')).toBe('auto-generated');
  expect(fieldOf(mail, 'content-language')).toBe(notice.language);
  expect(fieldOf(mail, 'content-type')).toMatch(/^text\/plain; charset=utf-8/);
  expect(fieldOf(mail, 'list-unsubscribe')).toBe(notice.endAddress === null ? undefined : `<${notice.endAddress}>`);
  expect(fieldOf(mail, 'list-unsubscribe-post')).toBe(
    notice.endAddress === null ? undefined : 'List-Unsubscribe=One-Click',
  );
}

describe('over SMTP', () => {
  let smtp: TestSmtp;
  let letterbox: Letterbox;
  beforeEach(async () => {
    smtp = await startSmtp();
    letterbox = createLetterbox({ smtpUrl: smtp.url, from: FROM, outbox: null }, IMPATIENT);
  });
  afterEach(async () => {
    letterbox.close();
    await smtp.stop();
  });

  async function received(notice: Notice): Promise<{ mail: ParsedMail; source: string }> {
    expect(await letterbox.notify(notice, MESSAGE_ID)).toEqual({ kind: 'sent', reply: '250 Taken' });
    const { bytes } = smtp.mails.at(-1)!;
    return { mail: await PostalMime.parse(bytes), source: bytes.toString('latin1') };
  }

  it('arrives as composed, with a way to end it in one click', async () => {
    const notice = aNotice();
    const { mail, source } = await received(notice);
    expectNotice(mail, notice);
    expect(mail.from).toEqual(FROM);
    expect(source).not.toMatch(/nodemailer|x-mailer|user-agent|x-unsent/i);
    expect(source).not.toContain(hostname());
  });

  it('has nothing to end where it was asked for just now', async () => {
    const notice = aNotice({ endAddress: null });
    expectNotice((await received(notice)).mail, notice);
  });

  it('keeps the address of the end whole, however long', async () => {
    const endAddress = `https://${'a'.repeat(60)}.${'b'.repeat(60)}.example.org/reminders/${'t'.repeat(32)}/end`;
    expect(fieldOf((await received(aNotice({ endAddress }))).mail, 'list-unsubscribe')).toBe(`<${endAddress}>`);
  });

  it('comes without the name of the sender when it is neutral', async () => {
    const { mail, source } = await received(aNotice({ neutral: true, subject: '7 days left', text: '7 days left.\n' }));
    expect(mail.from).toEqual({ name: '', address: FROM.address });
    expect(source).not.toContain('Aide');
  });

  it.each(Object.entries(SUBJECTS))('has the subject that was given: %s', async (_, subject) => {
    expect((await received(aNotice({ subject }))).mail.subject).toBe(subject);
  });

  it.each<[string, Behaviour, object]>([
    ['there is no such mailbox', { refuse: ['awa@rivages.example.org'] }, { kind: 'refused' }],
    ['it is refused for good, after the text', { refuseAtDot: 554 }, { kind: 'failed', away: false }],
    ['it is refused for now', { refuseAtDot: 451 }, { kind: 'failed', away: false }],
    ['the server closes down', { refuseAtDot: 421 }, { kind: 'failed', away: true }],
    ['the server never greets', { neverGreet: true }, { kind: 'failed', away: true }],
    ['the line is cut before the answer', { cut: 'after-dot' }, { kind: 'unsure' }],
    ['the answer never comes', { silentAfterDot: true }, { kind: 'unsure' }],
  ])('says what came of it: %s', async (_, behaviour, expected) => {
    smtp.behave(behaviour);
    expect(await letterbox.notify(aNotice(), MESSAGE_ID)).toEqual({ reply: expect.any(String), ...expected });
    expect(smtp.mails).toHaveLength(0);
  });

  it.each<[string, number, string, object]>([
    ['with a finer code', 550, '5.1.1 User unknown', { kind: 'refused' }],
    ['in words alone', 553, 'mailbox name not allowed', { kind: 'refused' }],
    ['because it is full', 552, '5.2.2 Mailbox full', { kind: 'failed', away: false }],
    ['because of who sends', 550, '5.7.1 Client host blocked', { kind: 'failed', away: false }],
    ['because it relays nothing', 554, '5.7.1 Relay access denied', { kind: 'failed', away: false }],
    ['because it relays nothing, in words', 550, 'relay not permitted', { kind: 'failed', away: false }],
    ['for now', 450, '4.1.1 Greylisted', { kind: 'failed', away: false }],
  ])('tells a mailbox that does not exist from one that is refused %s', async (_, code, words, expected) => {
    smtp.behave({ refuse: ['awa@rivages.example.org'], refuseWith: { code, words } });
    expect(await letterbox.notify(aNotice(), MESSAGE_ID)).toMatchObject(expected);
  });

  it('knows that the server is away where nobody listens', async () => {
    await smtp.stop();
    expect(await letterbox.notify(aNotice(), MESSAGE_ID)).toMatchObject({ kind: 'failed', away: true });
  });

  it('writes to nobody where the address is none', async () => {
    const to = 'a@b.example\r\nBcc: evil@example.org';
    expect(await letterbox.notify(aNotice({ to }), MESSAGE_ID)).toMatchObject({ kind: 'refused' });
    expect(smtp.connections).toBe(0);
  });
});

describe('in the outbox', () => {
  let folder: string;
  let outbox: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aide-memoire-outbox-'));
    outbox = join(folder, 'outbox');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const written = async (): Promise<ParsedMail> =>
    PostalMime.parse(readFileSync(join(outbox, 'd7m2q9xdab-k7m2q9xdab.eml')));

  it('lies as a draft that mail programs open and send, named by its Message-ID', async () => {
    const notice = aNotice();
    const letterbox = createLetterbox({ smtpUrl: null, from: FROM, outbox });
    expect(await letterbox.notify(notice, MESSAGE_ID)).toEqual({ kind: 'written', reply: 'd7m2q9xdab-k7m2q9xdab.eml' });
    const mail = await written();
    expectNotice(mail, notice);
    expect(mail.from).toEqual(FROM);
    expect(fieldOf(mail, 'x-unsent')).toBe('1');
    const source = readFileSync(join(outbox, 'd7m2q9xdab-k7m2q9xdab.eml'), 'latin1');
    expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('leaves the sender to the mail program where none is set', async () => {
    await createLetterbox({ smtpUrl: null, from: null, outbox }).notify(aNotice(), MESSAGE_ID);
    const mail = await written();
    expectNotice(mail, aNotice());
    expect(fieldOf(mail, 'from')).toBeUndefined();
  });

  it('names no sender when it is neutral', async () => {
    await createLetterbox({ smtpUrl: null, from: FROM, outbox }).notify(aNotice({ neutral: true }), MESSAGE_ID);
    expect((await written()).from).toEqual({ name: '', address: FROM.address });
  });

  it('is for its owner alone, and there once, however often it is written', async () => {
    const letterbox = createLetterbox({ smtpUrl: null, from: FROM, outbox });
    await letterbox.notify(aNotice({ text: 'First.\n' }), MESSAGE_ID);
    await letterbox.notify(aNotice({ text: 'Second.\n' }), MESSAGE_ID);
    expect(readdirSync(outbox)).toEqual(['d7m2q9xdab-k7m2q9xdab.eml']);
    expect((await written()).text?.trim()).toBe('Second.');
    expect(statSync(outbox).mode & 0o777).toBe(0o700);
    expect(statSync(join(outbox, 'd7m2q9xdab-k7m2q9xdab.eml')).mode & 0o777).toBe(0o600);
  });

  it('has failed where the disk takes nothing', async () => {
    writeFileSync(outbox, 'a file in the place of the folder');
    const letterbox = createLetterbox({ smtpUrl: null, from: FROM, outbox });
    expect(await letterbox.notify(aNotice(), MESSAGE_ID)).toMatchObject({ kind: 'failed', away: true });
  });

  it.each(['<../../evil@relay.example>', '<.hidden@relay.example>', '<@relay.example>', 'nothing'])(
    'writes nowhere else: %s',
    async (messageId) => {
      const letterbox = createLetterbox({ smtpUrl: null, from: FROM, outbox });
      await expect(letterbox.notify(aNotice(), messageId)).rejects.toMatchObject({ code: 'invalid' });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('is not there where none is set', async () => {
    const letterbox = createLetterbox({ smtpUrl: null, from: FROM });
    await expect(letterbox.notify(aNotice(), MESSAGE_ID)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
