/** What SMTP_URL and MAIL_FROM may hold, and what is said of the rest. */
import { describe, expect, it } from 'vitest';
import { SettingError } from '../../src/domain/errors.ts';
import { parseServer, parseSmtpSettings } from '../../src/mail/settings.ts';

const FROM = 'drafts@relay.example';

describe('SMTP_URL', () => {
  it.each([
    ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, secure: false, user: '', pass: '' }],
    ['smtps://mail.example.org/', { host: 'mail.example.org', port: 465, secure: true, user: '', pass: '' }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, secure: false, user: '', pass: '' }],
    [
      'smtps://a%40b.example:p%40ss%2Fw%25rd@mail.example.org:4465',
      { host: 'mail.example.org', port: 4465, secure: true, user: 'a@b.example', pass: 'p@ss/w%rd' },
    ],
  ])('is read: %s', (url, server) => {
    expect(parseServer(url)).toEqual(server);
    expect(parseSmtpSettings(url, FROM).smtpUrl).toBe(url);
  });

  it.each([
    ['http://user:hunter2@mail.example.org', 'smtp://'],
    ['mail.example.org:587', 'smtp://'],
    ['hunter2', 'smtp://'],
    ['smtp://', 'host'],
    ['smtp:mail.example.org', 'host'],
    ['smtp://mail.example.org:99999', 'smtp://'],
    ['smtp://mail.example.org:0', 'port'],
    ['smtp://user:hunter2@mail.example.org:465', 'smtps://'],
    ['smtp://user:hunter2@mail.example.org/path', '%2F'],
    ['smtp://user:hunter2@mail.example.org?pool=true', '%3F'],
    ['smtp://user:hunter2#x@mail.example.org', '%XX'],
    ['smtp://user:hunter2%@mail.example.org', '%25'],
    ['smtp://user@mail.example.org', 'both'],
    ['smtp://:hunter2@mail.example.org', 'both'],
    ['smtp://user:hunter2@mail.example.org\r\nX: y', 'line breaks'],
  ])('is refused, with what to do and without the password: %j', (url, whatToDo) => {
    const refusal = refused(() => parseSmtpSettings(url, FROM));
    expect(refusal.message).toMatch(/^SMTP_URL: /);
    expect(refusal.message).toContain(whatToDo);
    expect(String(refusal.stack)).not.toContain('hunter2');
    expect(refusal.cause).toBeUndefined();
  });

  it('needs MAIL_FROM', () => {
    expect(refused(() => parseSmtpSettings('smtp://mail.example.org', null)).message).toMatch(/^MAIL_FROM: /);
  });

  it('may be missing', () => {
    expect(parseSmtpSettings(null, null)).toEqual({ smtpUrl: null, from: null });
    expect(parseSmtpSettings('', '')).toEqual({ smtpUrl: null, from: null });
  });
});

describe('MAIL_FROM', () => {
  it.each([
    ['a@b.example', { name: '', address: 'a@b.example' }],
    [' <a@b.example> ', { name: '', address: 'a@b.example' }],
    ['Aide-mémoire <a@b.example>', { name: 'Aide-mémoire', address: 'a@b.example' }],
    ['"Desk, Dakar" <a@b.example>', { name: 'Desk, Dakar', address: 'a@b.example' }],
    ['Équipe <équipe@réseau.example>', { name: 'Équipe', address: 'équipe@réseau.example' }],
  ])('is read: %s', (mailFrom, address) => {
    expect(parseSmtpSettings('smtp://mail.example.org', mailFrom).from).toEqual(address);
  });

  it.each([
    'Name',
    'Name a@b.example',
    'a@b.example, c@d.example',
    'Name <a@b.example> <c@d.example>',
    'Name <a@b@c.example>',
    'Name <>',
    'Name\r\nBcc: evil@example.org <a@b.example>',
    'a@b.example\n',
  ])('is refused: %j', (mailFrom) => {
    const refusal = refused(() => parseSmtpSettings('smtp://mail.example.org', mailFrom));
    expect(refusal.message).toMatch(/^MAIL_FROM: /);
  });
});

function refused(parse: () => unknown): SettingError {
  try {
    parse();
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return error as SettingError;
  }
  throw new Error('It was let pass.');
}
