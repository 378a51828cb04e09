/**
 * The subject of the email as the call wants it (11): to the character where it is exact, and with its slots filled from
 * the draft where it is a pattern. A slot that nothing fills is left open in plain sight, never sent as braces. Pure.
 */
import { KNOWN_SLOTS } from './callRules.ts';
import { WITHHELD } from './confidentiality.ts';
import type { Draft } from './draft.ts';
import { dayInGeneva, sessionsOf } from './front.ts';
import { headerLine } from './header.ts';
import { LANGUAGES, wordedIn, type Language, type Say } from './language.ts';
import { officialLanguages, type Questionnaire } from './questionnaire.ts';
import { countryConcerned, groupOf, scopeOf } from './scope.ts';
import { isJoint } from './signatory.ts';
import { isAuthorWithheld } from './versions.ts';

/** A stretch of the subject: words of the call, or a slot with what fills it (null: nothing does). */
export type SubjectPart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string; readonly text: string | null };

export interface Subject {
  readonly kind: Questionnaire['subject']['kind'];
  readonly parts: readonly SubjectPart[];
  /** One line, as it goes out; open slots in the words of `say('email.openSlot')`. */
  readonly text: string;
  /** Names of the slots that nothing fills, each once. */
  readonly open: readonly string[];
  /** The language that the call gives it in; that of the draft where it gives none. */
  readonly language: string;
}

export interface SubjectFacts {
  /** The draft of the version that goes: of the public one, the public draft. */
  readonly draft: Draft;
  readonly questionnaire: Questionnaire;
  /** Names a country in a language; "" for one that it does not know. */
  readonly countryName: (code: string, language: Language) => string;
  /** Speaks the language of the draft. */
  readonly say: Say;
}

const SLOT = /\{([^{}]{1,40})\}/;

/**
 * In the draft's language where the call has a subject in it, otherwise in the one that it has: a translated subject is
 * a wrong subject, and what fills it is in its own language too. Where the call names none, a plain one of ours.
 */
export function composeSubject(facts: SubjectFacts): Subject {
  const { draft, questionnaire, say } = facts;
  const { kind, value } = questionnaire.subject;
  const officials = officialLanguages(questionnaire);
  const stated = value === null ? null : wordedIn(value, draft.record.language, officials);
  // A subject is read by more people than a letter.
  const name = isAuthorWithheld(draft) ? '' : draft.organisation.value.name;
  if (stated === null || kind === 'none') {
    const title = wordedIn(questionnaire.title, draft.record.language, officials)?.text ?? '';
    const text = headerLine(name === '' ? title : say('email.subject', { organisation: name, title }));
    return { kind: 'none', parts: [{ kind: 'words', text }], text, open: [], language: draft.record.language };
  }
  const { text, language } = stated;
  // Not a space is changed in what the call gives to the character.
  if (kind === 'exact') return { kind, parts: [{ kind: 'words', text }], text, open: [], language };
  const words = kind === 'contains' && name !== '' ? `${text} – {organisation}` : text;
  const parts = words
    .split(SLOT)
    .map((part, index): SubjectPart =>
      index % 2 === 0
        ? { kind: 'words', text: part }
        : { kind: 'slot', name: part.trim(), text: fillSlot(part.trim(), language, facts) },
    );
  const open = parts.flatMap((part) => (part.kind === 'slot' && part.text === null ? [part.name] : []));
  const line = parts.map((part) => part.text ?? say('email.openSlot', { slot: slotName(part, facts) })).join('');
  return {
    kind,
    parts: parts.filter(({ text: own }) => own !== ''),
    text: headerLine(line),
    open: [...new Set(open)],
    language,
  };
}

/** Whether the writer must say the session: the subject wants it, and the call does not state it. */
export function asksSession({ subject, destination }: Questionnaire): boolean {
  const wanted = Object.values(subject.value ?? {}).some((line) => /\{\s*session\s*\}/i.test(line));
  const own = Object.keys(subject.slots).some((name) => name.toLowerCase() === 'session');
  return subject.kind !== 'exact' && wanted && !own && sessionsOf({ destination }) === '';
}

/** What a slot that every call may have is called in words; its name as the call has it where it is none of those. */
export function knownSlotName(name: string, say: Say): string {
  const known = SAID_SLOTS.find((slot) => slot === name.toLowerCase());
  return known === undefined ? name : say(`email.slotNames.${known}`);
}
/** The others are always filled. */
const SAID_SLOTS = ['organisation', 'country', 'title', 'session', 'language', 'date', 'addressee'] as const;

/** What to call a slot: the call's own label, or its name in words. */
function slotName(part: SubjectPart, { questionnaire, draft, say }: SubjectFacts): string {
  if (part.kind === 'words') return '';
  const own = Object.hasOwn(questionnaire.subject.slots, part.name)
    ? questionnaire.subject.slots[part.name]
    : undefined;
  if (own === undefined) return knownSlotName(part.name, say);
  return wordedIn(own.label, draft.record.language, officialLanguages(questionnaire))?.text ?? part.name;
}

const isLanguage = (language: string): language is Language => (LANGUAGES as readonly string[]).includes(language);

/** Null: the draft does not say it. */
function fillSlot(name: string, language: string, facts: SubjectFacts): string | null {
  const { draft, questionnaire } = facts;
  const { slots } = draft.sending.value;
  const own = Object.hasOwn(questionnaire.subject.slots, name);
  const known = KNOWN_SLOTS.find((slot) => slot === name.toLowerCase());
  const filled = own
    ? Object.hasOwn(slots, name)
      ? (slots[name] ?? '')
      : ''
    : known === undefined
      ? ''
      : fromDraft(known, isLanguage(language) ? language : draft.record.language, facts);
  const line = headerLine(filled.replaceAll(WITHHELD, facts.say('outline.withheld')));
  if (line === '') return null;
  return own ? line : known === 'individual|joint' ? alternative(name, line, language, facts) : inCapitals(line, name);
}

/** Which of the two words it is; in English those of the slot itself, as the call prints them. */
function alternative(name: string, word: string, language: string, { draft }: SubjectFacts): string {
  const [individual = '', joint = ''] = name.split('|');
  if (language !== 'en')
    return inCapitals(/^\p{Lu}/u.test(name) ? word.charAt(0).toUpperCase() + word.slice(1) : word, name);
  return isJoint(draft.signatories.value) ? joint : individual;
}

/** "{COUNTRY}" wants capitals throughout. */
const inCapitals = (text: string, name: string): string =>
  /\p{Lu}/u.test(name) && name === name.toUpperCase() ? text.toLocaleUpperCase() : text;

function fromDraft(
  slot: (typeof KNOWN_SLOTS)[number],
  language: Language,
  { draft, questionnaire, countryName, say }: SubjectFacts,
): string {
  const { changedAt } = draft.record;
  const { name, country } = draft.organisation.value;
  const officials = officialLanguages(questionnaire);
  switch (slot) {
    case 'organisation':
      return isAuthorWithheld(draft) ? WITHHELD : name;
    case 'country':
      return countryName(countryConcerned(questionnaire, scopeOf(draft)) || country, language);
    case 'individual|joint':
      return say(isJoint(draft.signatories.value) ? 'email.slots.joint' : 'email.slots.individual');
    case 'title':
      return draft.front.value.title || (wordedIn(questionnaire.title, language, officials)?.text ?? '');
    case 'session':
      return sessionsOf(questionnaire) || (draft.sending.value.slots['session'] ?? '');
    case 'language':
      return new Intl.DisplayNames([language], { type: 'language' }).of(draft.record.language) ?? '';
    case 'date':
      return dayInGeneva(changedAt, language);
    case 'month year':
      return dayInGeneva(changedAt, language, { month: 'long', year: 'numeric' });
    case 'year':
      return dayInGeneva(changedAt, language, { year: 'numeric' });
    case 'addressee':
      return draft.front.value.addressee || groupName(questionnaire, draft, language);
  }
}

/** The label of the writer's group, or of the only one that the call addresses. */
function groupName(questionnaire: Questionnaire, draft: Draft, language: Language): string {
  const groups = questionnaire.addressees.value ?? [];
  const group = groupOf(questionnaire, scopeOf(draft)) ?? (groups.length === 1 ? groups[0] : null);
  if (group?.label == null) return '';
  return wordedIn(group.label, language, officialLanguages(questionnaire))?.text ?? '';
}
