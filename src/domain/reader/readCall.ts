/**
 * Reads the text of a call for input, in English, French or Spanish, and proposes what a questionnaire needs to know. It
 * never guesses: what the words do not say is missing, and what they leave open is unsure. Pure, and linear in the length
 * of the text.
 */
import { addresseesOf } from './addressees.ts';
import { answerLanguagesOf } from './answerLanguages.ts';
import { backgroundOf, objectivesOf } from './background.ts';
import { channelsOf, contactOf } from './channels.ts';
import { deadlinesOf } from './deadlines.ts';
import { destinationOf, sessionOf } from './destination.ts';
import { frontOf, hintsOf, jointOf, layoutOf, oneCountryOf, symbolOf } from './documentRules.ts';
import { fileTypesOf } from './fileTypes.ts';
import { issuersOf } from './issuers.ts';
import { kindOf } from './kind.ts';
import { languageUseOf } from './languageUse.ts';
import { limitsOf } from './limits.ts';
import { momentsOf } from './moments.ts';
import { openingOf } from './opening.ts';
import { openPage, type Page } from './page.ts';
import { isAsked, rolesOf } from './parts.ts';
import { periodOf } from './period.ts';
import { type CallProposal, type Field, fieldOf, type Span } from './proposal.ts';
import { publicationOf } from './publication.ts';
import { questionsOf } from './questions.ts';
import { attachmentsOf, consentOf, consentStatementOf, emailBodyOf, tasksOf } from './statements.ts';
import { subjectOf } from './subject.ts';
import { titleOf } from './title.ts';

/** `text`: plain text, lines broken or not, as copied from a page or taken out of a file. */
export function readCall(text: string): CallProposal {
  const page = openPage(text);
  const roles = rolesOf(page);
  const moments = momentsOf(page);
  const title = titleOf(page, roles);
  const titleSpans = title.found?.spans ?? [];
  const deadlines = deadlinesOf(page, moments);
  const issuers = issuersOf(page, titleSpans);
  const { heading, questions, from } = questionsOf(page, roles);
  const objectives = objectivesOf(page, roles);
  const answerLanguages = answerLanguagesOf(page);
  const consent = consentOf(page);
  const asked = (block: number): boolean => roles[block] === 'questions';
  return {
    text: page.text,
    language: languageOf(page),
    languages: page.languages,
    title,
    issuers,
    destination: destinationFor(page, issuers, titleSpans),
    kind: kindOf(page, title, moments, deadlines.length > 0),
    background: backgroundOf(page, roles, from, titleSpans, objectives.found?.spans ?? []),
    objectives,
    symbol: symbolOf(page),
    deadlines,
    opening: openingOf(page, moments),
    channels: channelsOf(page),
    contact: contactOf(page),
    subject: subjectOf(page),
    emailBody: emailBodyOf(page),
    answerLanguages,
    languageUse: languageUseOf(page, answerLanguages),
    limits: limitsOf(page),
    fileTypes: fileTypesOf(page),
    layout: layoutOf(page),
    front: frontOf(page),
    joint: jointOf(page),
    oneCountry: oneCountryOf(page),
    publication: publicationOf(page),
    addressees: addresseesOf(page, (block) => asked(block) && isPosed(page, block)),
    attachments: attachmentsOf(page),
    consent,
    consentStatement: consentStatementOf(page, consent),
    hints: hintsOf(page, asked),
    tasks: tasksOf(page, moments),
    period: periodOf(page, moments),
    heading,
    questions,
  };
}

/** A question itself, and not the words that announce it. */
const isPosed = (page: Page, block: number): boolean =>
  (page.blocks[block]?.labels.length ?? 0) > 0 || isAsked(page, block);

function destinationFor(
  page: Page,
  issuers: CallProposal['issuers'],
  title: readonly Span[],
): CallProposal['destination'] {
  const report = destinationOf(page, title.at(-1)?.end ?? 0);
  const committee = issuers.find(({ value, certainty }) => value.body === 'treaty-body' && certainty !== 'unsure');
  return report.found !== null || committee === undefined ? report : sessionOf(page, committee.value.name, title);
}

function languageOf({ languages, text }: Page): Field<Page['languages'][number]> {
  const spans = [{ start: 0, end: text.length }];
  return fieldOf(
    languages.map((value, index) => ({
      value,
      certainty: index > 0 ? 'unsure' : languages.length === 1 ? 'sure' : 'likely',
      spans,
    })),
  );
}
