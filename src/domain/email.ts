/**
 * The email of a submission: composed once here, and carried unchanged by every route (screen, .eml, mailto, SMTP).
 * Composing is pure; sending is `mail/`. The subject is the call's own, to the character (rule 11).
 */
import { recipientsOf } from './channels.ts';
import { hasPassage, sayWithheld, WITHHELD } from './confidentiality.ts';
import type { Draft } from './draft.ts';
import { consentText } from './front.ts';
import { headerLine } from './header.ts';
import { wordedIn, type Say } from './language.ts';
import type { Block, Outline } from './outline.ts';
import { isInReply, officialLanguages, type Questionnaire } from './questionnaire.ts';
import { composeSubject, type Subject, type SubjectFacts } from './subject.ts';
import { signatoriesPlain } from './text.ts';
import { confidentialityOf, isAuthorWithheld, publicDraft, statedChoice, type Version } from './versions.ts';

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

/** A document that goes with the email. */
export interface AttachedDocument {
  readonly version: Version;
  readonly fileName: string;
  readonly words: number;
}

/** What the email needs besides the draft and the call. */
export type EmailFacts = Pick<SubjectFacts, 'countryName'>;

const NO_FACTS: EmailFacts = { countryName: () => '' };

/**
 * Composes the email, in the draft's language: who submits, what is attached, the publication choice, whom to contact,
 * and what the call wants said (12). No answer stands in it. `outline` is that of the first document attached; where that
 * is the public version, it is the only one, and what is withheld stands in the email neither.
 */
export function composeEmail(
  draft: Draft,
  questionnaire: Questionnaire,
  outline: Outline,
  attached: readonly AttachedDocument[],
  say: Say,
  facts: EmailFacts = NO_FACTS,
): Email {
  const isPublic = attached.every(({ version }) => version === 'public');
  const shown = isPublic ? publicDraft(draft) : draft;
  const { name, contact, email, phone, website, description } = namedIn(shown);
  const { language } = draft.record;
  const recipients = recipientsOf(questionnaire);
  const country = outline.front.find(({ id }) => id === 'country')?.value ?? '';
  const from = name === '' ? say('email.noName') : country === '' ? name : say('email.nameCountry', { name, country });
  const wanted = questionnaire.emailBody.value ?? [];
  const listsThem = questionnaire.joint.value?.email === true || wanted.includes('signatories');
  const { summary } = shown.front.value;
  const hasContact = `${contact}${email}${phone}${website}` !== '';
  const paragraphs = [
    say('email.greeting'),
    openingOf(outline, questionnaire, from, say),
    listsThem && outline.signatories !== undefined ? signatoriesPlain(outline.signatories) : '',
    description,
    wanted.includes('summary') && summary !== '' ? say('email.summary', { summary }) : '',
    attachedText(draft, questionnaire, attached, say),
    outline.statement.map(plainBlock).join('\n\n'),
    declaration(draft, questionnaire, say),
    ...sentencesFor(draft, questionnaire).map(({ text }) => text),
    attached.length > 1 ? say('email.notThis') : '',
    // A heading with nothing under it would only show that something is missing.
    hasContact
      ? [
          say('email.contact'),
          contact,
          email === '' ? '' : say('email.contactEmail', { email }),
          phone === '' ? '' : say('email.contactPhone', { phone }),
          website,
        ]
          .filter(Boolean)
          .join('\n')
      : '',
    say('email.closing'),
    [contact, name].filter(Boolean).join('\n'),
  ];
  const subject = emailSubject(draft, questionnaire, isPublic, say, facts);
  return {
    to: recipients?.to ?? [],
    cc: recipients?.cc ?? [],
    subject: subject.text,
    text: sayWithheld(`${paragraphs.filter(Boolean).join('\n\n')}\n`, say('outline.withheld')),
    replyTo: email === '' ? null : { name: headerLine(isAuthorWithheld(draft) ? '' : name), address: email },
    language,
  };
}

/**
 * The subject of the email of a draft. Passages that are confidential stand in no subject, whichever version goes with
 * it: it is read by more people than a letter.
 */
export function emailSubject(
  draft: Draft,
  questionnaire: Questionnaire,
  isPublic: boolean,
  say: Say,
  facts: EmailFacts = NO_FACTS,
): Subject {
  const hides = isPublic || isAuthorWithheld(draft);
  const typed = [draft.front.value.title, draft.front.value.addressee, ...Object.values(draft.sending.value.slots)];
  if (!hides && !typed.some(hasPassage)) return composeSubject({ ...facts, draft, questionnaire, say });
  // As if part of it were confidential: where all of it is, nothing would be left to fill the slots with.
  const { publication } = draft;
  const open = publicDraft({
    ...draft,
    publication: { ...publication, value: { ...publication.value, choice: 'part' } },
  });
  const { signatories, scope } = draft;
  const shown = { ...open, signatories, scope, ...(hides ? {} : { organisation: draft.organisation }) };
  return composeSubject({ ...facts, draft: shown, questionnaire, say });
}

/** What is declared of those who are named, where the call wants it in the email or does not say where. */
function declaration(draft: Draft, questionnaire: Questionnaire, say: Say): string {
  const { value } = questionnaire.consentStatement;
  const asked = questionnaire.emailBody.value?.includes('consent') === true;
  const here = value === null ? asked : value.place === 'email' || value.place === null || asked;
  return here && value?.place !== 'document' ? consentText(questionnaire, draft, say) : '';
}

/** The sentences that the call wants in the email, to the letter, for the choice of publication as it stands. */
export function sentencesFor(
  draft: Draft,
  questionnaire: Questionnaire,
): readonly { readonly id: string; readonly text: string; readonly language: string }[] {
  const choice = statedChoice(draft);
  return questionnaire.emailSentences
    .filter(({ when }) => when === 'always' || when === choice)
    .flatMap(({ id, text }) => {
      const found = wordedIn(text, draft.record.language, officialLanguages(questionnaire));
      return found === null ? [] : [{ id, ...found }];
    });
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
function attachedText(
  draft: Draft,
  questionnaire: Questionnaire,
  attached: readonly AttachedDocument[],
  say: Say,
): string {
  const hasTwo = confidentialityOf(draft) === 'part';
  const full = isAnnexed(questionnaire) ? 'email.attachedAnnex' : 'email.attachedFull';
  return attached
    .map(({ version, fileName, words }) => {
      const phrase = hasTwo ? (version === 'full' ? full : 'email.attachedPublic') : 'email.attached';
      return say(phrase, { fileName, words });
    })
    .join('\n');
}

/** Who submits: alone, or with how many others; and how many support it. */
function openingOf({ title, signatories }: Outline, questionnaire: Questionnaire, from: string, say: Say): string {
  const count = (kind: 'submitting' | 'endorsing'): number =>
    signatories?.groups.find((group) => group.kind === kind)?.list.length ?? 0;
  const [submitting, endorsing] = [count('submitting'), count('endorsing')];
  const base = isInReply(questionnaire) ? 'email' : `email.ours.${questionnaire.paper}`;
  const opening =
    submitting === 0
      ? say(`${base}.opening`, { from, title })
      : say(`${base}.openingJoint`, { from, others: say('email.others', { count: submitting }), title });
  return endorsing === 0 ? opening : `${opening} ${say('email.supported', { count: endorsing })}`;
}

function plainBlock(block: Block): string {
  if (block.kind !== 'paragraph') return '';
  return block.inlines.map((inline) => (inline.kind === 'run' ? inline.text : '')).join('');
}

/** Whether the call wants what is confidential in an annex of its own: the full version is that, the public one the text. */
const isAnnexed = ({ publication }: Questionnaire): boolean => publication.value?.annex === true;

/** The longest name of an organisation in a file name, in characters. */
const FILE_NAME_PART_MAX = 50;

/**
 * A name that people recognise and that every system takes: letters and digits of ASCII, hyphens and underscores.
 * "Agir-ensemble_civil-society-and-solidarity_submission.docx". Scripts without ASCII letters leave their part out. Where
 * there are two versions the name says which it is; a name that is withheld stands in neither.
 */
export function documentFileName(draft: Draft, questionnaire: Questionnaire, say: Say, version: Version): string {
  const hasTwo = version === 'public' || confidentialityOf(draft) === 'part';
  const which = version === 'full' && isAnnexed(questionnaire) ? 'annex' : version;
  const word = say(isInReply(questionnaire) ? 'email.fileWord' : `email.ours.${questionnaire.paper}.fileWord`);
  const parts = fileNameParts(draft, questionnaire, [word, hasTwo ? say(`email.fileVersions.${which}`) : '']);
  return `${parts.join('_') || questionnaire.paper}.docx`;
}

/** Who, on what call, and then these words; what is blank is left out. */
export function fileNameParts(draft: Draft, questionnaire: Questionnaire, words: readonly string[]): readonly string[] {
  const name = isAuthorWithheld(draft) ? '' : draft.organisation.value.name;
  const officials = officialLanguages(questionnaire);
  const call = wordedIn(questionnaire.shortTitle, draft.record.language, officials)?.text ?? '';
  return [name, call, ...words].map(fileNamePart).filter((part) => part !== '');
}

/** The name of a worksheet to take: that of the call, and of nobody who answers it. */
export function worksheetFileName(questionnaire: Questionnaire, language: string, say: Say): string {
  const call = wordedIn(questionnaire.shortTitle, language, officialLanguages(questionnaire))?.text ?? '';
  const parts = [call, say('worksheet.fileWord')].map(fileNamePart).filter((part) => part !== '');
  return `${parts.join('_') || 'worksheet'}.docx`;
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
