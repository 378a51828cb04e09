/**
 * The email of a submission: composed once here, and carried unchanged by every route (screen, .eml, mailto, SMTP).
 * Composing is pure; sending is `mail/`. The subject is the call's own, to the character (rule 11).
 */
import type { Draft } from './draft.ts';
import { headerLine } from './header.ts';
import { wordedIn, type Say } from './language.ts';
import type { Block, Outline } from './outline.ts';
import { officialLanguages, type Questionnaire } from './questionnaire.ts';

/** An address with an optional name. Neither holds line breaks. */
export interface Address {
  readonly name: string;
  readonly address: string;
}

export interface Attachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Composed and not yet sent. `text` has lines ended by "\n". */
export interface Email {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly replyTo: Address | null;
  /** Language of the text (Content-Language). */
  readonly language: string;
}

/** What the server said to one try. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly reply: string }
  /** Nobody took the mail: it is safe to try again. */
  | { readonly kind: 'failed'; readonly reply: string }
  /** The line broke after the text had gone out: it may have arrived. */
  | { readonly kind: 'unsure'; readonly reply: string };

/** A mail of the program itself to one person: a reminder, a link. */
export interface Notice {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly language: string;
  /** Leaves out the display name of the sender, which may tell what the mail is about. */
  readonly neutral: boolean;
  /** Where a post ends such mails at once (RFC 8058); null: the person has just asked for this one mail. */
  readonly endAddress: string | null;
}

export type NoticeOutcome =
  | SendOutcome
  /** Without an SMTP server: it lies in the outbox as a file, for whoever runs the program to pass on. */
  | { readonly kind: 'written'; readonly reply: string }
  /** The server says for good that there is no such mailbox (5xx to RCPT TO). */
  | { readonly kind: 'refused'; readonly reply: string };

/** The letterbox, as the web needs it. */
export interface Mailer {
  /** Null when no SMTP server is set; otherwise the host and the address that mail leaves from. */
  readonly sender: { readonly host: string; readonly from: Address } | null;
  /** The email as a draft for mail programs: X-Unsent: 1, no Date, no Message-ID, attachments inside. */
  draftFile(email: Email, attachments: readonly Attachment[]): Promise<Uint8Array>;
  /**
   * Sends over SMTP with this Message-ID ("<…@…>"). Never throws for what the server says: that is the outcome.
   * Throws AppError `unavailable` when no SMTP server is set.
   */
  send(email: Email, attachments: readonly Attachment[], messageId: string): Promise<SendOutcome>;
  /**
   * Sends a notice, or writes it to the outbox where no SMTP server is set: under the name of its Message-ID, so that
   * a second try overwrites the first. Never throws for what the server says.
   */
  notify(notice: Notice, messageId: string): Promise<NoticeOutcome>;
  close(): void;
}

/**
 * The subject as the call requires it, verbatim: in the draft's language where the call has one in it, otherwise the
 * one that it has (a translated subject is a wrong subject). Where the call names none, a plain one of ours.
 */
export function subjectOf(questionnaire: Questionnaire, language: string, organisation: string, say: Say): string {
  const official = questionnaire.subject.value;
  const exact = official === null ? null : wordedIn(official, language, officialLanguages(questionnaire));
  if (exact !== null) return exact.text;
  const title = wordedIn(questionnaire.title, language, officialLanguages(questionnaire))?.text ?? '';
  return headerLine(organisation === '' ? title : say('email.subject', { organisation, title }));
}

/**
 * Composes the email, in the draft's language: who submits, what is attached, the publication choice, whom to contact.
 * No answer stands in it. `fileName` is the name of the document that goes with it.
 */
export function composeEmail(
  draft: Draft,
  questionnaire: Questionnaire,
  outline: Outline,
  fileName: string,
  say: Say,
): Email {
  const { name, contact, email, phone, website, description } = draft.organisation.value;
  const { language } = draft.record;
  const channel = questionnaire.channels.find(({ kind }) => kind === 'email');
  const country = outline.front.find(({ id }) => id === 'country')?.value ?? '';
  const from = name === '' ? say('email.noName') : country === '' ? name : say('email.nameCountry', { name, country });
  const paragraphs = [
    say('email.greeting'),
    say('email.opening', { from, title: outline.title }),
    description,
    say('email.attached', { fileName, words: outline.words }),
    outline.statement.map(plainBlock).join('\n\n'),
    [
      say('email.contact'),
      contact,
      email === '' ? '' : say('email.contactEmail', { email }),
      phone === '' ? '' : say('email.contactPhone', { phone }),
      website,
    ]
      .filter(Boolean)
      .join('\n'),
    say('email.closing'),
    [contact, name].filter(Boolean).join('\n'),
  ];
  // A heading with nothing under it would only show that something is missing.
  if (`${contact}${email}${phone}${website}` === '') paragraphs.splice(5, 1);
  return {
    to: channel?.kind === 'email' ? channel.to : [],
    cc: channel?.kind === 'email' ? channel.cc : [],
    subject: subjectOf(questionnaire, language, name, say),
    text: `${paragraphs.filter(Boolean).join('\n\n')}\n`,
    replyTo: email === '' ? null : { name: headerLine(name), address: email },
    language,
  };
}

function plainBlock(block: Block): string {
  if (block.kind !== 'paragraph') return '';
  return block.inlines.map((inline) => (inline.kind === 'run' ? inline.text : '')).join('');
}

/** The longest name of an organisation in a file name, in characters. */
const FILE_NAME_PART_MAX = 50;

/**
 * A name that people recognise and that every system takes: letters and digits of ASCII, hyphens and underscores.
 * "Agir-ensemble_civil-society-and-solidarity_submission.docx". Scripts without ASCII letters leave their part out.
 */
export function documentFileName(draft: Draft, questionnaire: Questionnaire, say: Say): string {
  const { language } = draft.record;
  const call = wordedIn(questionnaire.shortTitle, language, officialLanguages(questionnaire))?.text ?? '';
  const parts = [draft.organisation.value.name, call, say('email.fileWord')]
    .map(fileNamePart)
    .filter((part) => part !== '');
  return `${parts.join('_') || 'submission'}.docx`;
}

function fileNamePart(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .replace(/[^A-Za-z0-9]+/g, '-');
  return plain.slice(0, FILE_NAME_PART_MAX).replace(/^-+|-+$/g, '');
}
