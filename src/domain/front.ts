/**
 * The front of an outline: the title block (who asks, who answers, when), as the call orders and names it where it does
 * (18), and the statements on publication and consent. What was not given is left out, never filled in. Pure.
 */
import { DateTime } from 'luxon';
import { GENEVA } from './deadline.ts';
import type { Language, Say } from './language.ts';
import type { Block, Composing, FrontEntry } from './outline.ts';
import { isInReply, isUnofficial, type Questionnaire } from './questionnaire.ts';
import { countryConcerned, groupOf, scopeOf } from './scope.ts';
import { isAuthorWithheld, isNameWithheld, statedChoice, withheldFields } from './versions.ts';

type CallEntry = NonNullable<Questionnaire['front']['value']>[number]['entry'];

/** What of ours stands for an entry of a call; the first takes the call's label. */
const OURS: Readonly<Record<CallEntry, readonly string[]>> = {
  title: ['title'],
  submitter: ['organisation'],
  country: ['country'],
  session: ['session'],
  signatories: ['signatories'],
  keywords: ['keywords'],
  summary: ['summary'],
  period: ['period'],
  confidentiality: ['confidentiality'],
  contact: ['contact', 'email', 'phone'],
  date: ['date'],
  addressee: ['addressee'],
};

/** Printed only where the call asks for them. */
const ASKED_ONLY: ReadonlySet<string> = new Set([
  'title',
  'session',
  'signatories',
  'keywords',
  'summary',
  'period',
  'confidentiality',
]);

/** The entries of the title block: those of the call in its order, then ours. `country` is a name, not a code. */
export function composeFront(composing: Composing, country: string): FrontEntry[] {
  const { draft, questionnaire, say, worded, version } = composing;
  const values = valuesOf(composing, country);
  const standing = (entry: CallEntry): readonly string[] =>
    // A country that the whole is about is the country that the call means.
    entry === 'country' && values['about'] !== '' ? ['about', 'country'] : OURS[entry];
  const asked = (questionnaire.front.value ?? []).flatMap(({ entry, label }) =>
    standing(entry).map((id, index) => ({
      id,
      label: index === 0 && label !== null ? worded(label)?.text : undefined,
    })),
  );
  const isAsked = new Set(asked.map(({ id }) => id));
  const ours = Object.keys(values).filter((id) => !isAsked.has(id) && !ASKED_ONLY.has(id));
  const withheld: ReadonlySet<string> = version === 'public' ? new Set() : withheldFields(draft);
  const isWithheld = (id: string): boolean =>
    id === 'signatories'
      ? version === 'full' && draft.signatories.value.list.some((one) => isNameWithheld(draft, one))
      : id === 'addressee'
        ? version === 'full' && isAuthorWithheld(draft)
        : withheld.has(id === 'organisation' ? 'name' : id);
  return [...asked, ...ours.map((id) => ({ id, label: undefined }))]
    .map(({ id, label }) => ({
      id,
      label: label?.replace(/\s*:$/, '') ?? say(`outline.front.${id}`),
      value: (values[id] ?? '').trim(),
      ...(isWithheld(id) ? { confidential: true as const } : {}),
    }))
    .filter(({ value }) => value !== '');
}

/** In the reading order of ours. */
function valuesOf(composing: Composing, country: string): Readonly<Record<string, string>> {
  const { draft, say, questionnaire, version, worded, countryName } = composing;
  const group = groupOf(questionnaire, scopeOf(draft));
  const addressee = group === null ? '' : group.label === null ? group.id : (worded(group.label)?.text ?? group.id);
  const { language, changedAt } = draft.record;
  const { name, kind, status, founded, contact, email, phone, website, description } = draft.organisation.value;
  const stated = statedChoice(draft);
  // The public version holds nothing that is withheld.
  const choice = version === 'public' && stated === 'part' ? 'public' : stated;
  return {
    ...draft.front.value,
    issuer: issuers(composing),
    destination: destination(composing),
    session: sessionsOf(composing.questionnaire),
    about: countryName(countryConcerned(questionnaire, scopeOf(draft))),
    organisation: name,
    // Who submits may be told by it.
    addressee: draft.front.value.addressee || (version === 'public' && isAuthorWithheld(draft) ? '' : addressee),
    signatories: draft.signatories.value.list
      .filter((one) => one.kind === 'submitting')
      .map((one) => one.name)
      .join('; '),
    country,
    kind: kind === '' ? '' : say(`organisation.kinds.${kind}`),
    status: status === '' ? '' : say(`organisation.statuses.${status}`),
    founded,
    language: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? '',
    date: dayInGeneva(changedAt, language),
    contact,
    email,
    phone,
    website,
    description,
    confidentiality: choice === '' ? '' : say(`outline.confidentiality.${choice}`),
  };
}

function issuers({ questionnaire, worded }: Composing): string {
  return questionnaire.issuers
    .map(({ name, holder }) =>
      [worded(name)?.text, holder === null ? null : worded(holder)?.text].filter((part) => part != null).join(', '),
    )
    .join('; ');
}

/** The call's own words for where the report goes; failing these, the organs and sessions that were read from them. */
function destination({ questionnaire, worded }: Composing): string {
  const { wording, value } = questionnaire.destination;
  if (wording !== null) return worded(wording)?.text ?? '';
  return (value ?? [])
    .map(({ organ, session }) => [organ, session].filter((part) => part !== null).join(', '))
    .join('; ');
}

/** The sessions that the report goes to, as the call numbers them. */
export function sessionsOf({ destination: { value } }: Pick<Questionnaire, 'destination'>): string {
  return (value ?? []).flatMap(({ session }) => (session === null ? [] : [session])).join('; ');
}

/** "14 February 2024", "1er février 2024"; `form` as luxon has it: the whole day unless said otherwise. */
export function dayInGeneva(
  at: Date,
  language: Language,
  form: Intl.DateTimeFormatOptions = DateTime.DATE_FULL,
): string {
  const day = DateTime.fromJSDate(at, { zone: GENEVA }).setLocale(language === 'en' ? 'en-GB' : language);
  const words = day.toLocaleString(form);
  // Unicode's data write the first of a month as "1"; French does not.
  return language === 'fr' ? words.replace(/^1 /, '1er ') : words;
}

/** What the document says about its publication: the writer's choice or, where none was made, the rule of the call. */
export function composeStatement(composing: Composing): Block[] {
  const { draft, questionnaire, say } = composing;
  const { value } = questionnaire.consentStatement;
  const consent = value?.place === 'document' ? consentText(questionnaire, draft, say) : '';
  return [...publicationStatement(composing), ...(consent === '' ? [] : [paragraph(consent)])];
}

function publicationStatement({ draft, questionnaire, say, worded, version }: Composing): Block[] {
  const choice = statedChoice(draft);
  if (!isInReply(questionnaire)) {
    const said = version === 'public' && (choice === 'public' || choice === 'part') ? 'publicVersion' : choice;
    return said === '' ? [] : [paragraph(say(`outline.ours.statement.${said}`))];
  }
  // The public version holds nothing else: it may be published as it is.
  if (version === 'public' && (choice === 'public' || choice === 'part')) {
    return [paragraph(say('outline.statement.publicVersion'))];
  }
  if (choice !== '') return [paragraph(say(`outline.statement.${choice}`))];
  const { wording, value } = questionnaire.publication;
  const rule = paragraph(say(`outline.statement.notChosen.${value?.default ?? 'unstated'}`));
  const words = wording === null ? null : worded(wording);
  if (words === null) return [rule];
  const quoted = say('outline.statement.callSays', { wording: words.text });
  const mark = isUnofficial(questionnaire, words.language) ? ` (${say('outline.unofficial')})` : '';
  return [rule, paragraph(quoted + mark)];
}

/** What the writer declares of those who are named (34), in the parts that the call wants; "" where nothing was declared. */
export function consentText(
  { consentStatement }: Pick<Questionnaire, 'consentStatement'>,
  { sending, record }: Pick<Composing['draft'], 'sending' | 'record'>,
  say: Say,
): string {
  const { consent } = sending.value;
  if (consent !== 'given') return consent === '' ? '' : say('outline.consent.nobody');
  const wanted = consentStatement.value?.parts ?? ['informed', 'risk', 'inclusion'];
  const parts = wanted.map((part) => say(`outline.consent.parts.${part}`));
  return say('outline.consent.given', { parts: new Intl.ListFormat(record.language).format(parts) });
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', inlines: [{ kind: 'run', text, bold: false, italic: false }] };
}
