/**
 * Reads the settings of the letterbox, `SMTP_URL` and `MAIL_FROM`, and says what is wrong with them. It never repeats
 * their values: `SMTP_URL` holds a password.
 */
import type { Address } from '../domain/email.ts';
import { SettingError } from '../domain/errors.ts';
import { isAddress } from './message.ts';

/** Both null: nothing is sent from here, and writers send from their own mailboxes. */
export interface MailSettings {
  /** As `parseSmtpSettings` let it pass. */
  readonly smtpUrl: string | null;
  readonly from: Address | null;
}

/** Where and how to hand over mail. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtps); otherwise by STARTTLS. */
  readonly secure: boolean;
  readonly user: string;
  readonly pass: string;
}

/** Checks both settings; null or empty is unset. Throws SettingError. */
export function parseSmtpSettings(smtpUrl: string | null, mailFrom: string | null): MailSettings {
  const from = mailFrom ? parseFrom(mailFrom) : null;
  if (!smtpUrl) return { smtpUrl: null, from };
  parseServer(smtpUrl);
  if (from === null) throw new SettingError('MAIL_FROM', 'is needed with SMTP_URL: the address that mail leaves from');
  return { smtpUrl, from };
}

/** Takes `SMTP_URL` apart: "smtp://user:password@host:587". Throws SettingError. */
export function parseServer(smtpUrl: string): SmtpServer {
  const url = parseUrl(smtpUrl);
  const secure = url.protocol === 'smtps:';
  if (!secure && url.protocol !== 'smtp:') throw wrong('begin it with smtp:// (STARTTLS) or smtps:// (TLS)');
  if (url.hostname === '') throw wrong('name the host, as in smtp://mail.example.org:587');
  if (url.port === '0') throw wrong('give a port from 1 to 65535, or none');
  if (!secure && url.port === '465') throw wrong('port 465 speaks TLS from the first byte: begin it with smtps://');
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw wrong('end it after the host or the port; in a password write "/", "?" and "#" as %2F, %3F and %23');
  }
  const [user, pass] = [decode(url.username), decode(url.password)];
  if ((user === '') !== (pass === '')) throw wrong('give both the user and the password, or neither');
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    user,
    pass,
  };
}

function parseUrl(smtpUrl: string): URL {
  // URL would drop line breaks and tabs without a word.
  if (/[\s\p{C}]/u.test(smtpUrl))
    throw wrong('take out the spaces and line breaks; in a password write a space as %20');
  const url = URL.parse(smtpUrl);
  if (url === null) {
    throw wrong('write it as smtp://user:password@host:587, with the special characters of the password as %XX');
  }
  return url;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong('in the user and the password write "%" as %25');
  }
}

/** "Name <a@b>", with or without quotes around the name, or "a@b". */
function parseFrom(mailFrom: string): Address {
  if (/\p{Cc}/u.test(mailFrom)) throw new SettingError('MAIL_FROM', 'take out the line breaks');
  const named = /^(?<name>[^<>]*)<(?<address>[^<>]+)>$/.exec(mailFrom.trim());
  const address = (named?.groups?.address ?? mailFrom).trim();
  const name = (named?.groups?.name ?? '').trim().replace(/^"(.*)"$/, '$1');
  if (isAddress(address)) return { name, address };
  throw new SettingError('MAIL_FROM', 'write one address, as in "Aide-mémoire <drafts@example.org>"');
}

function wrong(whatToDo: string): SettingError {
  return new SettingError('SMTP_URL', whatToDo);
}
