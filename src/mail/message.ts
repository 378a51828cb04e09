/**
 * An email as a message of the internet: header and parts, the same for the draft file and for SMTP. It writes nothing
 * that tells of the software or the machine, and reads neither disk nor network.
 */
import { createHash } from 'node:crypto';
import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
import type { Address, Attachment, Email } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import { headerLine } from '../domain/header.ts';

/** RFC 5322 allows 998 bytes a line. */
const LINE_BYTES_MAX = 998;

const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{C}]+@[^\s@<>()[\]\\,;:"\p{C}]+$/u;

/** Whether it can stand in a header and in SMTP as it is: no quotes, comments or line breaks, one "@". */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/**
 * What nodemailer needs to write the email, but for what the routes differ in (From, Date, Message-ID).
 * Throws AppError `invalid` for an address that is none.
 */
export function messageOf(
  email: Email,
  attachments: readonly Attachment[],
  more: Readonly<Record<string, string>> = {},
): MailComposerOptions {
  return {
    to: email.to.map((address) => mailbox({ name: '', address })),
    cc: email.cc.map((address) => mailbox({ name: '', address })),
    ...(email.replyTo && { replyTo: mailbox(email.replyTo) }),
    headers: {
      ...more,
      'Content-Language': headerLine(email.language),
      Subject: subjectField(headerLine(email.subject)),
    },
    text: windowsLines(email.text) || '\r\n',
    attachments: attachments.map(({ fileName, contentType, bytes }) => ({
      filename: headerLine(fileName),
      contentType,
      content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })),
    baseBoundary: digest(email, attachments),
    // nodemailer's own prefix would name it. "=_" occurs neither in base64 nor in quoted-printable.
    boundaryPrefix: '=_',
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The email as a draft (.eml): the mail program that opens it fills in From, Date and Message-ID. */
export async function draftOf(email: Email, attachments: readonly Attachment[]): Promise<Uint8Array> {
  const message = messageOf(email, attachments, { 'X-Unsent': '1' });
  const bytes = await new MailComposer({ ...message, newline: 'windows' }).compile().build();
  return withoutStamps(bytes);
}

/** An address as nodemailer takes it without reading it again, so that a comma in a name stays in the name. */
export function mailbox({ name, address }: Address): { name: string; address: string } {
  if (!isAddress(address)) throw new AppError('invalid', 'an address of the email cannot stand in a header');
  return { name: headerLine(name), address };
}

/**
 * nodemailer encodes what is not ASCII, but leaves ASCII alone: text that looks like an encoded word would arrive
 * decoded, and a long word would make a line over the limit.
 */
function subjectField(subject: string): string | { prepared: true; foldLines: true; value: string } {
  const short = subject.length < LINE_BYTES_MAX - 'Subject: '.length;
  if (short && !subject.includes('=?')) return subject;
  return { prepared: true, foldLines: true, value: encodeWord(subject, 'B', 52) };
}

/** Decides the boundary: the same email gives the same bytes, and no text can hold its own digest. */
function digest(email: Email, attachments: readonly Attachment[]): string {
  const hash = createHash('sha256').update(JSON.stringify(email));
  for (const { fileName, bytes } of attachments) hash.update(JSON.stringify([fileName, bytes.length])).update(bytes);
  return hash.digest('hex').slice(0, 32);
}

/** Takes out Date and Message-ID, with their folded lines, which nodemailer always writes; the parts stay untouched. */
function withoutStamps(message: Buffer): Uint8Array {
  const end = message.indexOf('\r\n\r\n') + 2;
  const header = message.toString('latin1', 0, end).replace(/^(?:Date|Message-ID):.*\r\n(?:[ \t].*\r\n)*/gim, '');
  return Buffer.concat([Buffer.from(header, 'latin1'), message.subarray(end)]);
}

function windowsLines(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '\r\n');
}
