/**
 * Findings about what the call asks for besides answers: lengths, language, subject, publication, who submits, what
 * stands at the front. All are told, and none stops anybody. Pure.
 */
import type { Draft } from '../draft.ts';
import { emailSubject } from '../email.ts';
import { askedFront } from '../frontMatter.ts';
import { measuresOf, situationOf, type Measure } from '../measure.ts';
import type { OrganisationField } from '../organisation.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { recipientsOf } from '../channels.ts';
import { scopedTo, scopeOf } from '../scope.ts';
import { isJoint } from '../signatory.ts';
import { findingOf, type Finding } from './finding.ts';

export function callFindings(draft: Draft, questionnaire: Questionnaire): readonly Finding[] {
  return [
    ...lengthFindings(draft, questionnaire),
    ...languageFindings(draft, questionnaire),
    ...subjectFindings(draft, questionnaire),
    ...publicationFindings(draft, questionnaire),
    ...consentFindings(draft, questionnaire),
    ...submitterFindings(draft, questionnaire),
    ...frontFindings(draft, questionnaire),
  ];
}

function lengthFindings(draft: Draft, questionnaire: Questionnaire): readonly Finding[] {
  return measuresOf({ draft, questionnaire }, situationOf(draft, questionnaire)).flatMap((measure) => {
    const { limit, count, verdict } = measure;
    if (count === null || verdict === 'within' || verdict === 'unknown') return [];
    const { unit, minimum, maximum } = limit;
    const bound = verdict === 'over' ? maximum : minimum;
    const kind = verdict === 'under' ? 'short' : unit === 'pages' ? 'pages' : 'length';
    // What the call itself calls approximate, or leaves room for, is good to know and no more.
    const isSoft = limit.approximate || limit.strictness === 'soft' || forceOf(measure, questionnaire) !== 'binding';
    const about = `${limit.scope} ${count} ${unit} ${bound}`;
    const values = { count, bound: bound ?? 0, unit };
    const part = placeOf(measure, draft, questionnaire);
    const advice = kind === 'length' && measure.node !== null ? 'part' : 'advice';
    return [findingOf(kind, { part, about, values, advice, ...(isSoft ? { severity: 'notice' } : {}) })];
  });
}

const forceOf = ({ limit }: Measure, { length }: Questionnaire) => limit.force ?? length.force;

/** Of a section its first question: headings have no page. */
function placeOf({ node }: Measure, draft: Draft, questionnaire: Questionnaire): string {
  if (node === null) return '';
  const { byId, questions } = scopedTo(questionnaire, scopeOf(draft));
  if (byId.has(node)) return node;
  return questions.find(({ path }) => path.some(({ id }) => id === node))?.node.id ?? '';
}

function languageFindings({ record }: Draft, { answerLanguages, languageUse }: Questionnaire): readonly Finding[] {
  const accepted = answerLanguages.value ?? [];
  if (accepted.length === 0 || accepted.includes(record.language)) return [];
  const demand = languageUse.value?.demand ?? 'must';
  const severity = demand === 'must' ? 'ask' : 'notice';
  return [findingOf('language', { part: '', severity, about: record.language, values: { language: record.language } })];
}

function subjectFindings(draft: Draft, questionnaire: Questionnaire): readonly Finding[] {
  if (recipientsOf(questionnaire) === null) return [];
  const { open } = emailSubject(draft, questionnaire, false, (key) => key, { countryName: (code) => code });
  return open.map((slot) => findingOf('subject', { part: 'email', about: slot, quote: slot }));
}

/** A call that wants a yes or a no from everybody, or publishes only what it was told to. */
function publicationFindings({ publication }: Draft, questionnaire: Questionnaire): readonly Finding[] {
  const rule = questionnaire.publication.value;
  if (publication.value.choice !== '' || rule === null) return [];
  if (rule.explicit !== true && rule.choice !== 'opt-in') return [];
  const severity = rule.explicit === true ? 'ask' : 'notice';
  return [findingOf('choice', { part: 'publication', severity, about: '' })];
}

/** Where the call wants a declaration of those who are named, and none was made. */
function consentFindings({ sending }: Draft, { consentStatement, emailBody }: Questionnaire): readonly Finding[] {
  const asked = consentStatement.value !== null || emailBody.value?.includes('consent') === true;
  return asked && sending.value.consent === '' ? [findingOf('declaration', { part: 'email', about: '' })] : [];
}

function submitterFindings(draft: Draft, questionnaire: Questionnaire): readonly Finding[] {
  const { organisation, signatories } = draft;
  const wanted = (questionnaire.submitter.value ?? []).filter(({ required }) => required).map(({ field }) => field);
  // An email may ask for what the document does not.
  const described = questionnaire.emailBody.value?.includes('description') === true ? (['description'] as const) : [];
  const missing = [...new Set<OrganisationField>([...wanted, ...described])].filter(
    (field) => organisation.value[field] === '',
  );
  const [field] = missing;
  const supporters =
    questionnaire.joint.value?.supporters === 'forbidden' &&
    signatories.value.list.some(({ kind }) => kind === 'endorsing');
  const { status } = organisation.value;
  const ineligible = questionnaire.eligibility.value?.status === true && status === 'none';
  return [
    ...(field === undefined
      ? []
      : [
          findingOf('submitter', {
            part: 'organisation',
            field,
            severity: questionnaire.submitter.force === 'binding' ? 'ask' : 'notice',
            about: missing.join(' '),
            values: { fields: missing.join(' ') },
          }),
        ]),
    ...(supporters ? [findingOf('supporters', { part: 'signatories', about: '' })] : []),
    ...(ineligible && !isJoint(signatories.value)
      ? [findingOf('eligible', { part: 'organisation', field: 'status', about: '' })]
      : []),
  ];
}

/** Keywords, a summary and the like: what only the writer can say. */
function frontFindings({ front }: Draft, questionnaire: Questionnaire): readonly Finding[] {
  return askedFront(questionnaire)
    .filter(({ field, required }) => required && front.value[field] === '' && !hasDefault(field))
    .map(({ field }) => findingOf('front', { part: 'front', field, about: field, values: { field } }));
}

/** The call's own title, and the group that the writer chose, stand there where nothing was typed. */
const hasDefault = (field: string): boolean => field === 'title' || field === 'addressee';
