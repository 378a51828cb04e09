/**
 * The email as it will go: on screen to copy, as a file for mail programs, and as a mailto link. Where a call takes no
 * email, the page says how it is handed in instead.
 */
import type { Express, Request, Response } from 'express';
import { fallbackChannels, mainChannels, otherChannels, recipientsOf } from '../domain/channels.ts';
import { takesWord } from '../domain/checklist.ts';
import { composeEmail, emailSubject, sentencesFor, type Attachment, type Email } from '../domain/email.ts';
import { consentText } from '../domain/front.ts';
import { may } from '../domain/link.ts';
import { mailtoLink } from '../domain/mailto.ts';
import { emailMeasures, situationOf } from '../domain/measure.ts';
import { isInReply, officialLanguages } from '../domain/questionnaire.ts';
import { sendingFromForm, sendingSchema, slotField, type Sending } from '../domain/sending.ts';
import { asksSession, knownSlotName, type Subject } from '../domain/subject.ts';
import { plainText } from '../domain/text.ts';
import { attachedVersions, confidentialityOf, type Version } from '../domain/versions.ts';
import type { Parts } from './app.ts';
import { noteTaken } from './audits.ts';
import { openDesk, type Desk } from './desk.ts';
import { documentOf, DOCX, fileNameOf, sendFile } from './documents.ts';
import { languageName, shownMeasure } from './limits.ts';
import { outlineOf } from './outlines.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf, revisionOf, saveOrStale } from './saving.ts';

export function emailRoutes(app: Express, parts: Parts): void {
  app.get(route.email, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const { value, revision } = desk.draft.sending;
    await showEmail(parts, request, response, desk, { typed: value, revision, theirs: null });
  });

  app.post(route.sending, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const body = bodyOf(request);
    const before = desk.draft.sending.value;
    const typed = sendingFromForm(body, before, desk.questionnaire);
    if (JSON.stringify(typed) !== JSON.stringify(before)) {
      const newer = await saveOrStale(parts, desk, 'sending', revisionOf(body), typed);
      if (newer !== null) {
        const filled = { typed, revision: newer.revision, theirs: sendingSchema.parse(newer.value) };
        return showEmail(parts, request, response, desk, filled, 409);
      }
    }
    response.redirect(303, to.email(desk.draft.record.id));
  });

  app.get(route.emailFile, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    limit(parts, request, 'export', { draft: desk.draft.record.id });
    const file = await parts.mailer.draftFile(await emailOf(parts, desk), await attachmentsOf(parts, desk));
    await noteTaken(parts, desk, 'email-taken');
    sendFile(response, file, fileNameOf(desk, firstOf(desk)).replace(/\.docx$/, '.eml'), 'message/rfc822');
  });
}

interface Filled {
  readonly typed: Sending;
  readonly revision: number;
  /** What somebody else saved in the meantime. */
  readonly theirs: Sending | null;
}

async function showEmail(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  filled: Filled,
  status = 200,
): Promise<void> {
  const { draft, questionnaire, visit, role } = desk;
  const email = await emailOf(parts, desk);
  const subjects = Object.keys(questionnaire.subject.value ?? {});
  const submitted = draft.record.submittedAt !== null;
  const subject = subjectOf(parts, desk);
  const recipients = recipientsOf(questionnaire);
  const mayWrite = may(role, 'write') && !submitted;
  const values = {
    id: draft.record.id,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    email,
    recipients,
    takesEmail: takesEmail(desk),
    inReply: isInReply(questionnaire),
    takesWord: takesWord(questionnaire),
    channels: waysOf(desk),
    draftLanguage: draft.record.language,
    subjectLanguage: subjectLanguageOf(parts, desk),
    subject: submitted ? null : subject,
    subjectKind: subject.kind,
    openPlaces: placesOf(desk, subject),
    slotName: (name: string) => slotLabel(desk, name),
    languageName: (tag: string) => languageName(tag, visit.language),
    onlySubject: subjects.length === 1 ? subjects[0] : null,
    officials: officialLanguages(questionnaire),
    mailto: mailtoLink(email, desk.sayDraft('email.mailtoCut')),
    files: attachedTo(desk).map((version) => ({ version, fileName: fileNameOf(desk, version) })),
    hasTwo: confidentialityOf(draft) === 'part',
    text: plainText(outlineOf(parts, desk, firstOf(desk))),
    submitted,
    missing: missing(desk),
    sentences: sentencesFor(draft, questionnaire),
    measures: emailMeasures(questionnaire, email.text, situationOf(draft, questionnaire)).map((measure) =>
      shownMeasure(questionnaire, measure, visit),
    ),
    settle: mayWrite ? settleForm(desk, filled) : null,
    consentTexts: {
      given: consentText(questionnaire, withConsent(desk, 'given'), visit.say),
      nobody: consentText(questionnaire, withConsent(desk, 'nobody'), visit.say),
    },
    theirs: filled.theirs,
    here: to.email(draft.record.id),
    noSwitch: status !== 200,
  };
  sendPage(parts, request, response, 'emails/show', values, status);
}

/** In the language of the page: what the email says is in that of the draft. */
const withConsent = ({ draft, visit }: Desk, consent: Sending['consent']) => ({
  record: { ...draft.record, language: visit.language },
  sending: { ...draft.sending, value: { ...draft.sending.value, consent } },
});

/** What the email needs from the writer: own slots of the subject, and the declaration of consent. Null: nothing. */
function settleForm({ questionnaire, visit }: Desk, { typed, revision, theirs }: Filled): object | null {
  const worded = (text: Parameters<typeof shown>[1]) => shown(questionnaire, text, visit.language);
  const slots = Object.entries(questionnaire.subject.slots).map(([name, { label, options }], index) => ({
    field: slotField(index),
    label: worded(label),
    value: typed.slots[name] ?? '',
    theirs: theirs === null ? null : (theirs.slots[name] ?? ''),
    // The subject takes the words of the language that it is written in.
    options: options.flatMap((option) => Object.entries(option).map(([language, text]) => ({ language, text }))),
  }));
  if (asksSession(questionnaire)) {
    slots.push({
      field: 'slot-session',
      label: { text: visit.say('outline.front.session'), language: visit.language, unofficial: false },
      value: typed.slots['session'] ?? '',
      theirs: theirs === null ? null : (theirs.slots['session'] ?? ''),
      options: [],
    });
  }
  const { consentStatement, emailBody } = questionnaire;
  const asksConsent = consentStatement.value !== null || emailBody.value?.includes('consent') === true;
  if (slots.length === 0 && !asksConsent) return null;
  return {
    revision,
    slots,
    consent: asksConsent ? typed.consent : null,
    place: consentStatement.value?.place ?? 'email',
    wording: consentStatement.wording === null ? null : worded(consentStatement.wording),
  };
}

function slotLabel({ questionnaire, visit }: Desk, name: string): string {
  const own = Object.entries(questionnaire.subject.slots).find(([slot]) => slot === name)?.[1];
  return own === undefined ? knownSlotName(name, visit.say) : shown(questionnaire, own.label, visit.language).text;
}

/** Where the open slots of the subject are filled in; those of the call's own stand on this page. */
function placesOf({ draft, questionnaire, visit }: Desk, { open }: Subject): readonly { href: string; text: string }[] {
  const id = draft.record.id;
  const { say } = visit;
  const slots = open
    .filter((name) => !Object.hasOwn(questionnaire.subject.slots, name))
    .map((name) => name.toLowerCase());
  const choosesCountry = questionnaire.countryScope.value?.each === true;
  const isScope = (slot: string): boolean => slot === 'addressee' || (slot === 'country' && choosesCountry);
  const isOrganisation = (slot: string): boolean => slot === 'organisation' || (slot === 'country' && !choosesCountry);
  return [
    ...(slots.some(isOrganisation) ? [{ href: to.organisation(id), text: say('email.slotPlaces.organisation') }] : []),
    ...(slots.some(isScope) ? [{ href: to.scope(id), text: say('email.slotPlaces.scope') }] : []),
  ];
}

/** Whether there is an email to send at all: a call that names no way leaves it to the writer. */
export const takesEmail = ({ questionnaire }: Pick<Desk, 'questionnaire'>): boolean =>
  recipientsOf(questionnaire) !== null || questionnaire.channels.length === 0;

/** The ways of a call other than email, for the pages that say how to hand in. */
export function waysOf({ questionnaire, visit }: Desk): object {
  const { value } = questionnaire.channelUse;
  const count = mainChannels(questionnaire).length;
  return {
    others: otherChannels(questionnaire).map((channel) => ({
      ...channel,
      words: channel.wording === null ? null : shown(questionnaire, channel.wording, visit.language),
    })),
    use: count < 2 ? null : (value ?? 'unstated'),
    hasFallback: fallbackChannels(questionnaire).length > 0,
    contact: questionnaire.contact.value,
  };
}

/** The frozen email of a submitted draft; otherwise the email of the draft as it stands. */
export async function emailOf(parts: Parts, desk: Desk): Promise<Email> {
  const { draft, questionnaire, sayDraft } = desk;
  if (draft.record.submittedAt !== null) {
    const kept = await parts.store.submissionOf(draft.record.id);
    if (kept !== null) return kept.submission.email;
  }
  const attached = attachedTo(desk).map((version) => ({
    version,
    fileName: fileNameOf(desk, version),
    words: outlineOf(parts, desk, version).words,
  }));
  const outline = outlineOf(parts, desk, firstOf(desk));
  return composeEmail(draft, questionnaire, outline, attached, sayDraft, { countryName: parts.countries.name });
}

/** The subject of the draft as it stands, with what fills its slots. */
export function subjectOf(parts: Parts, desk: Desk): Subject {
  const { draft, questionnaire, sayDraft } = desk;
  const isPublic = attachedTo(desk).every((version) => version === 'public');
  return emailSubject(draft, questionnaire, isPublic, sayDraft, { countryName: parts.countries.name });
}

/** The versions that go with the email. */
export const attachedTo = ({ draft, questionnaire }: Desk): readonly Version[] =>
  attachedVersions(draft, questionnaire);

/** The email speaks of the full version, unless only the public one goes. */
const firstOf = (desk: Desk): Version => attachedTo(desk)[0] ?? 'full';

/** The language that the subject is in: the call may give it in fewer languages than drafts are written in. */
export const subjectLanguageOf = (parts: Parts, desk: Desk): string => subjectOf(parts, desk).language;

export function attachmentsOf(parts: Parts, desk: Desk): Promise<Attachment[]> {
  return Promise.all(
    attachedTo(desk).map(async (version) => ({
      fileName: fileNameOf(desk, version),
      contentType: DOCX,
      bytes: await documentOf(parts, desk, version),
    })),
  );
}

/** What a UN office will look for in the email and not find yet: phrases, told as information. */
function missing({ draft }: Desk): string[] {
  const { name, contact, email } = draft.organisation.value;
  return [name === '' ? 'name' : '', contact === '' ? 'contact' : '', email === '' ? 'email' : ''].filter(Boolean);
}
