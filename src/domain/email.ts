/**
 * The email of a submission: composed once here, and carried unchanged by every route (screen, .eml, mailto, SMTP).
 * Composing is pure; sending is `mail/`. The subject is the call's own, to the character (rule 11).
 */
import { sayWithheld, WITHHELD } from './confidentiality.ts';
import type { Draft } from './draft.ts';
import { headerLine } from './header.ts';
import { wordedIn, type Say } from './language.ts';
import type { Block, Outline } from './outline.ts';
import { officialLanguages, type Questionnaire } from './questionnaire.ts';
import { signatoriesPlain } from './text.ts';
import { confidentialityOf, isAuthorWithheld, publicDraft, type Version } from './versions.ts';

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
  /** The draft that it is about: when that is removed, so is the notice, where it still lies here. */
  readonly draft: string;
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
  | Exclude<SendOutcome, { kind: 'failed' }>
  /** Nobody took it. `away`: not because of this mail, so no other one would be taken now. */
  | { readonly kind: 'failed'; readonly reply: string; readonly away: boolean }
  /** Without an SMTP server: it lies in the outbox as a file, for whoever runs the program to pass on. */
  | { readonly kind: 'written'; readonly reply: string }
  /** The server says for good that there is no such mailbox (5xx to RCPT TO, but for what it says of the sender). */
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
  /** Takes the notices about a draft out of the outbox, for good: one that is being written goes too. */
  discard(draft: string): Promise<void>;
  /** The drafts that notices in the outbox are about. */
  draftsInOutbox(): Promise<readonly string[]>;
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

/** A document that goes with the email. */
export interface AttachedDocument {
  readonly version: Version;
  readonly fileName: string;
  readonly words: number;
}

/**
 * Composes the email, in the draft's language: who submits, what is attached, the publication choice, whom to contact.
 * No answer stands in it. `outline` is that of the first document attached; where that is the public version, it is the
 * only one, and what is withheld stands in the email neither.
 */
export function composeEmail(
  draft: Draft,
  questionnaire: Questionnaire,
  outline: Outline,
  attached: readonly AttachedDocument[],
  say: Say,
): Email {
  const isPublic = attached.every(({ version }) => version === 'public');
  const { name, contact, email, phone, website, description } = namedIn(isPublic ? publicDraft(draft) : draft);
  const { language } = draft.record;
  const channel = questionnaire.channels.find(({ kind }) => kind === 'email');
  const country = outline.front.find(({ id }) => id === 'country')?.value ?? '';
  const from = name === '' ? say('email.noName') : country === '' ? name : say('email.nameCountry', { name, country });
  const paragraphs = [
    say('email.greeting'),
    openingOf(outline, from, say),
    questionnaire.joint.value?.email === true && outline.signatories !== undefined
      ? signatoriesPlain(outline.signatories)
      : '',
    description,
    attachedText(attached, confidentialityOf(draft) === 'part', say),
    outline.statement.map(plainBlock).join('\n\n'),
    attached.length > 1 ? say('email.notThis') : '',
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
  if (`${contact}${email}${phone}${website}` === '') paragraphs.splice(7, 1);
  // A subject is read by more people than a letter.
  const signed = isAuthorWithheld(draft) ? '' : name;
  return {
    to: channel?.kind === 'email' ? channel.to : [],
    cc: channel?.kind === 'email' ? channel.cc : [],
    subject: subjectOf(questionnaire, language, signed, say),
    text: sayWithheld(`${paragraphs.filter(Boolean).join('\n\n')}\n`, say('outline.withheld')),
    replyTo: email === '' ? null : { name: headerLine(signed), address: email },
    language,
  };
}

/** The fields of the organisation that an email names; what is withheld as a whole counts as not given. */
function namedIn({ organisation }: Draft): Draft['organisation']['value'] {
  const given = (text: string): string => (text === WITHHELD ? '' : text);
  const { name, contact, email, phone, website, description, ...rest } = organisation.value;
  return {
    ...rest,
    name: given(name),
    contact: given(contact),
    // Half an address is none.
    email: email.includes(WITHHELD) ? '' : email,
    phone: given(phone),
    website: given(website),
    description: given(description),
  };
}

/** What goes with the email and, where there are two versions, which is which. */
function attachedText(attached: readonly AttachedDocument[], hasTwo: boolean, say: Say): string {
  return attached
    .map(({ version, fileName, words }) => {
      const phrase = hasTwo ? (version === 'full' ? 'email.attachedFull' : 'email.attachedPublic') : 'email.attached';
      return say(phrase, { fileName, words });
    })
    .join('\n');
}

/** Who submits: alone, or with how many others; and how many support it. */
function openingOf({ title, signatories }: Outline, from: string, say: Say): string {
  const count = (kind: 'submitting' | 'endorsing'): number =>
    signatories?.groups.find((group) => group.kind === kind)?.list.length ?? 0;
  const [submitting, endorsing] = [count('submitting'), count('endorsing')];
  const opening =
    submitting === 0
      ? say('email.opening', { from, title })
      : say('email.openingJoint', { from, others: say('email.others', { count: submitting }), title });
  return endorsing === 0 ? opening : `${opening} ${say('email.supported', { count: endorsing })}`;
}

function plainBlock(block: Block): string {
  if (block.kind !== 'paragraph') return '';
  return block.inlines.map((inline) => (inline.kind === 'run' ? inline.text : '')).join('');
}

/** The longest name of an organisation in a file name, in characters. */
const FILE_NAME_PART_MAX = 50;

/**
 * A name that people recognise and that every system takes: letters and digits of ASCII, hyphens and underscores.
 * "Agir-ensemble_civil-society-and-solidarity_submission.docx". Scripts without ASCII letters leave their part out. Where
 * there are two versions the name says which it is; a name that is withheld stands in neither.
 */
export function documentFileName(draft: Draft, questionnaire: Questionnaire, say: Say, version: Version): string {
  const { language } = draft.record;
  const hasTwo = version === 'public' || confidentialityOf(draft) === 'part';
  const name = isAuthorWithheld(draft) ? '' : draft.organisation.value.name;
  const call = wordedIn(questionnaire.shortTitle, language, officialLanguages(questionnaire))?.text ?? '';
  const parts = [name, call, say('email.fileWord'), hasTwo ? say(`email.fileVersions.${version}`) : '']
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
