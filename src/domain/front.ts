/**
 * The front of an outline: the title block (who asks, who answers, when) and the publication statement.
 * What was not given is left out, never filled in. Pure.
 */
import { DateTime } from 'luxon';
import { GENEVA } from './deadline.ts';
import type { Language } from './language.ts';
import type { Block, Composing, FrontEntry } from './outline.ts';
import { isUnofficial } from './questionnaire.ts';
import { statedChoice, withheldFields } from './versions.ts';

/** The entries of the title block, in reading order. `country` is a name, not a code. */
export function composeFront(composing: Composing, country: string): FrontEntry[] {
  const { draft, say } = composing;
  const { language, changedAt } = draft.record;
  const { name, kind, status, founded, contact, email, phone, website, description } = draft.organisation.value;
  const values: Readonly<Record<string, string>> = {
    issuer: issuers(composing),
    destination: destination(composing),
    organisation: name,
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
  };
  const withheld: ReadonlySet<string> = composing.version === 'public' ? new Set() : withheldFields(draft);
  const isWithheld = (id: string): boolean => withheld.has(id === 'organisation' ? 'name' : id);
  return Object.entries(values)
    .map(([id, value]) => ({
      id,
      label: say(`outline.front.${id}`),
      value: value.trim(),
      ...(isWithheld(id) ? { confidential: true as const } : {}),
    }))
    .filter(({ value }) => value !== '');
}

function issuers({ questionnaire, worded }: Composing): string {
  return questionnaire.issuers
    .map(({ name, holder }) => [worded(name)?.text, holder].filter((part) => part != null).join(', '))
    .join('; ');
}

/** The call's own words for where the report goes; failing these, the organ and the session that were read from them. */
function destination({ questionnaire, worded }: Composing): string {
  const { wording, value } = questionnaire.destination;
  if (wording !== null) return worded(wording)?.text ?? '';
  return value === null ? '' : `${value.organ}, ${value.session}`;
}

/** "14 February 2024", "1er février 2024". */
function dayInGeneva(at: Date, language: Language): string {
  const day = DateTime.fromJSDate(at, { zone: GENEVA }).setLocale(language === 'en' ? 'en-GB' : language);
  const words = day.toLocaleString(DateTime.DATE_FULL);
  // Unicode's data write the first of a month as "1"; French does not.
  return language === 'fr' ? words.replace(/^1 /, '1er ') : words;
}

/** What the document says about its publication: the writer's choice or, where none was made, the rule of the call. */
export function composeStatement(composing: Composing): Block[] {
  const { draft, questionnaire, say, worded, version } = composing;
  const choice = statedChoice(draft);
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

function paragraph(text: string): Block {
  return { kind: 'paragraph', inlines: [{ kind: 'run', text, bold: false, italic: false }] };
}
