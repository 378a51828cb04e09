/**
 * The email as it will go: on screen to copy, as a file for mail programs, and as a mailto link.
 */
import type { Express } from 'express';
import { composeEmail, type Attachment, type Email } from '../domain/email.ts';
import { mailtoLink } from '../domain/mailto.ts';
import { officialLanguages } from '../domain/questionnaire.ts';
import { plainText } from '../domain/text.ts';
import { attachedVersions, confidentialityOf, type Version } from '../domain/versions.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { documentOf, DOCX, fileNameOf, sendFile } from './documents.ts';
import { outlineOf } from './outlines.ts';
import { sendPage, shown } from './page.ts';
import { route } from './paths.ts';

export function emailRoutes(app: Express, parts: Parts): void {
  app.get(route.email, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const { draft, questionnaire, visit } = desk;
    const email = await emailOf(parts, desk);
    const subjects = Object.keys(questionnaire.subject.value ?? {});
    sendPage(parts, request, response, 'emails/show', {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      email,
      draftLanguage: draft.record.language,
      subjectLanguage: subjectLanguageOf(desk),
      subjectStated: questionnaire.subject.value !== null,
      onlySubject: subjects.length === 1 ? subjects[0] : null,
      officials: officialLanguages(questionnaire),
      mailto: mailtoLink(email, desk.sayDraft('email.mailtoCut')),
      files: attachedTo(desk).map((version) => ({ version, fileName: fileNameOf(desk, version) })),
      hasTwo: confidentialityOf(draft) === 'part',
      text: plainText(outlineOf(parts, desk, firstOf(desk))),
      submitted: draft.record.submittedAt !== null,
      missing: missing(desk),
    });
  });

  app.get(route.emailFile, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const file = await parts.mailer.draftFile(await emailOf(parts, desk), await attachmentsOf(parts, desk));
    sendFile(response, file, fileNameOf(desk, firstOf(desk)).replace(/\.docx$/, '.eml'), 'message/rfc822');
  });
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
  return composeEmail(draft, questionnaire, outlineOf(parts, desk, firstOf(desk)), attached, sayDraft);
}

/** The versions that go with the email. */
export const attachedTo = ({ draft, questionnaire }: Desk): readonly Version[] =>
  attachedVersions(draft, questionnaire);

/** The email speaks of the full version, unless only the public one goes. */
const firstOf = (desk: Desk): Version => attachedTo(desk)[0] ?? 'full';

/** The language that the subject is in: the call may give it in fewer languages than drafts are written in. */
export function subjectLanguageOf({ draft, questionnaire }: Desk): string {
  const { language } = draft.record;
  const stated = Object.keys(questionnaire.subject.value ?? {});
  return stated.includes(language) ? language : (stated[0] ?? language);
}

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
