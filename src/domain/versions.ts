/**
 * The two versions of a draft: the full one, for who asked, and the public one, which never held what is confidential.
 * What is withheld is taken out here, of the draft, before an outline is made of it: never later. Pure.
 */
import { NO_CHECKS } from './checks/aside.ts';
import { hasPassage, isMarked, publicAnswer, publicText, WITHHELD, type Secrets } from './confidentiality.ts';
import { NO_CONSENTS } from './consent.ts';
import { NOTHING_WITHHELD, type Draft, type Publication } from './draft.ts';
import { EMPTY_FRONT } from './frontMatter.ts';
import { EMPTY_ORGANISATION, type Organisation, type OrganisationField } from './organisation.ts';
import { NO_PAPERS } from './papers.ts';
import { EMPTY_PLAN } from './plan.ts';
import { citesConfidential, publicKeys, publicSources, secretsOfSources, type PublicKeys } from './publicSources.ts';
import type { Questionnaire } from './questionnaire.ts';
import { EMPTY_SENDING, NOTHING_DONE } from './sending.ts';
import { secretNames, type SecretNames } from './secretNames.ts';
import { NO_SIGNATORIES, type Signatories, type Signatory } from './signatory.ts';
import { NO_SOURCES, type Source } from './source.ts';

export const VERSIONS = ['full', 'public'] as const;
export type Version = (typeof VERSIONS)[number];

/** How much of a draft is confidential. `whole`: there is nothing that could be published. */
export type Confidentiality = 'none' | 'part' | 'whole';

const known = new WeakMap<Draft, Confidentiality>();

export function confidentialityOf(draft: Draft): Confidentiality {
  let found = known.get(draft);
  if (found === undefined) {
    found = draft.publication.value.choice === 'confidential' ? 'whole' : hasMarks(draft) ? 'part' : 'none';
    known.set(draft, found);
  }
  return found;
}

function hasMarks(draft: Draft): boolean {
  return (
    Object.values(draft.answers).some(({ value }) => isMarked(value)) ||
    citesConfidential(
      draft.sources.value.items,
      Object.values(draft.answers).map(({ value }) => value),
    ) ||
    withheldFields(draft).size > 0 ||
    Object.values(draft.organisation.value).some(hasPassage) ||
    Object.values(draft.front.value).some(hasPassage) ||
    draft.signatories.value.list.some((one) => isNameWithheld(draft, one))
  );
}

/** By these an organisation can be told, all of them together: who withholds the name withholds the others. */
const TELLING: readonly OrganisationField[] = [
  'name',
  'country',
  'kind',
  'status',
  'founded',
  'contact',
  'email',
  'phone',
  'website',
  'description',
];
const CONTACT: readonly OrganisationField[] = ['contact', 'email', 'phone'];

/** Whether the name of the organisation of the draft is withheld. */
export function isAuthorWithheld({ organisation, publication }: Pick<Draft, 'organisation' | 'publication'>): boolean {
  const { name } = organisation.value;
  return name !== '' && (publication.value.withheld.organisation || name.includes(WITHHELD) || hasPassage(name));
}

/** The fields of the organisation that are filled in and withheld. */
export function withheldFields(draft: Pick<Draft, 'organisation' | 'publication'>): ReadonlySet<OrganisationField> {
  const { withheld } = draft.publication.value;
  // Also where the name itself is still missing.
  const fields = withheld.organisation || isAuthorWithheld(draft) ? TELLING : withheld.contact ? CONTACT : [];
  return new Set(fields.filter((field) => draft.organisation.value[field] !== ''));
}

export function isNameWithheld({ publication }: Pick<Draft, 'publication'>, { id, name }: Signatory): boolean {
  return publication.value.withheld.signatories.includes(id) || hasPassage(name);
}

/** The draft as the public may read it: no plan, no register, nobody's address, and `WITHHELD` in the place of what is confidential. */
export function publicDraft(draft: Draft): Draft {
  const { publication, organisation, signatories } = draft;
  const { choice, declined, attach } = publication.value;
  const rest = {
    record: draft.record,
    publication: { ...publication, value: { choice, declined, attach, withheld: NOTHING_WITHHELD } },
    plan: { value: EMPTY_PLAN, revision: 0 },
    consents: { value: NO_CONSENTS, revision: 0 },
    checks: { value: NO_CHECKS, revision: 0 },
    checklist: { value: NOTHING_DONE, revision: 0 },
    papers: { value: NO_PAPERS, revision: 0 },
    scope: draft.scope,
    outside: {},
  };
  if (choice === 'confidential') {
    const author = { ...EMPTY_ORGANISATION, name: WITHHELD };
    return {
      ...rest,
      organisation: { ...organisation, value: author },
      signatories: { ...signatories, value: NO_SIGNATORIES },
      front: { value: EMPTY_FRONT, revision: 0 },
      sending: { value: EMPTY_SENDING, revision: 0 },
      sources: { value: NO_SOURCES, revision: 0 },
      answers: {},
    };
  }
  const { secrets, keys } = secretsOf(draft);
  const answers = Object.entries(draft.answers).map(([id, { value, revision }]) => [
    id,
    { value: publicAnswer(value, declined, secrets), revision },
  ]);
  const shown = Object.fromEntries(answers) as Draft['answers'];
  return {
    ...rest,
    organisation: { ...organisation, value: publicOrganisation(draft, secrets) },
    signatories: { ...signatories, value: publicSignatories(draft, secrets) },
    front: { ...draft.front, value: publicLines(draft.front.value, secrets) },
    sending: {
      ...draft.sending,
      value: { ...draft.sending.value, slots: publicLines(draft.sending.value.slots, secrets) },
    },
    sources: {
      ...draft.sources,
      value: { items: citedIn(shown, draft, keys, secrets), listed: draft.sources.value.listed },
    },
    answers: shown,
  };
}

/** Whether nothing of the draft is to be published. */
export const isUnpublished = ({ publication }: Pick<Draft, 'publication'>): boolean =>
  publication.value.choice === 'confidential';

/** Whom the draft must not name in public; all whom it knows by name where nothing of it is to be published. */
export function secretNamesOf(draft: Draft): SecretNames | null {
  if (!isUnpublished(draft)) return secretsOf(draft).secrets.names;
  const { publication, signatories } = draft;
  const withheld = { organisation: true, contact: true, signatories: signatories.value.list.map(({ id }) => id) };
  const strict = { ...publication, value: { ...publication.value, withheld } };
  return secretsOf({ ...draft, publication: strict }).secrets.names;
}

/** What is withheld wherever it stands, and the keys by which sources are cited then. */
function secretsOf(draft: Draft): { secrets: Secrets; keys: PublicKeys } {
  const sources = draft.sources.value.items;
  const { organisation, signatories } = draft;
  const told = [organisation.value.name, ...signatories.value.list.map(({ name }) => name)];
  const names = secretNames([...namesWithheld(draft), ...secretsOfSources(sources, told)]);
  const keys = publicKeys(sources, names);
  return { secrets: { names, hideKeys: keys.hide }, keys };
}

const citedIn = (answers: Draft['answers'], { sources }: Draft, keys: PublicKeys, secrets: Secrets): Source[] =>
  publicSources(
    sources.value.items,
    Object.values(answers).map(({ value }) => value),
    keys,
    secrets,
  );

/** The same lines without what is confidential in them. */
function publicLines<Lines extends Readonly<Record<string, string>>>(lines: Lines, secrets: Secrets): Lines {
  return Object.fromEntries(Object.entries(lines).map(([id, text]) => [id, publicText(text, secrets)])) as Lines;
}

function publicOrganisation(draft: Draft, secrets: Secrets): Organisation {
  if (isAuthorWithheld(draft)) return { ...EMPTY_ORGANISATION, name: WITHHELD };
  const hidden = withheldFields(draft);
  const { kind, status, ...texts } = draft.organisation.value;
  const shown = Object.entries(texts).map(([field, text]) => [
    field,
    hidden.has(field as OrganisationField) ? '' : publicText(text, secrets),
  ]);
  const organisation = { kind, status, ...(Object.fromEntries(shown) as typeof texts) };
  return hidden.size === 0 ? organisation : { ...organisation, contact: WITHHELD };
}

/** Names that are withheld come last: the place of one in an ordered list would tell its letters. */
function publicSignatories(draft: Draft, secrets: Secrets): Signatories {
  const { approval, list } = draft.signatories.value;
  const nobody = { country: '', contact: '', email: '', status: '' };
  const shown = list
    .filter((one) => !isNameWithheld(draft, one))
    .map((one) => ({ ...one, name: publicText(one.name, secrets), contact: '', email: '' }));
  const hidden = list
    .filter((one) => isNameWithheld(draft, one))
    .map(({ kind }, index) => ({ ...nobody, id: `withheld${index}`, kind, name: WITHHELD }));
  return { approval, list: [...shown, ...hidden] };
}

/** What is withheld of names and addresses is withheld wherever a text says it. */
function namesWithheld(draft: Draft): string[] {
  const organisation = draft.organisation.value;
  const fields = withheldFields(draft);
  const telling = (['name', 'contact', 'email', 'phone', 'website'] as const).filter((field) => fields.has(field));
  const site =
    fields.has('website') && URL.canParse(organisation.website) ? new URL(organisation.website).hostname : '';
  const signatories = draft.signatories.value.list.filter((one) => isNameWithheld(draft, one));
  return [
    ...telling.map((field) => organisation[field]),
    site.replace(/^www\./, ''),
    ...signatories.flatMap(({ name, contact, email }) => [name, contact, email]),
  ].map((name) => name.replace(/\[\[|\]\]/g, ''));
}

/** Whether a call takes more than one file with an email. */
export function takesSeveralFiles({ attachments, length, publication }: Questionnaire): boolean {
  if (publication.value?.annex === true) return true;
  const single =
    length.value?.some(
      ({ unit, maximum, scope }) => unit === 'files' && scope !== 'annex' && maximum !== null && maximum < 2,
    ) ?? false;
  return !single && attachments.value?.use !== 'forbidden';
}

/** The versions that go with the email. Where nothing is confidential, or everything is, there is only the full one. */
export function attachedVersions(draft: Draft, questionnaire: Questionnaire): readonly Version[] {
  if (confidentialityOf(draft) !== 'part') return ['full'];
  const { attach } = draft.publication.value;
  if (attach === 'full' || attach === 'public') return [attach];
  return takesSeveralFiles(questionnaire) ? VERSIONS : ['full'];
}

/** What the writer chose, or else what the marks say: a submission with marks may be published but for these. */
export function statedChoice(draft: Draft): Publication['choice'] {
  const { choice } = draft.publication.value;
  return choice === 'public' && confidentialityOf(draft) === 'part' ? 'part' : choice;
}
