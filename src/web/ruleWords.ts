/**
 * What each rule of a call comes to in words of ours, beside the call's own words. Which rules there are, and how they
 * are laid out, is `rules.ts`.
 */
import { mainChannels, otherChannels } from '../domain/channels.ts';
import { mainDeadline } from '../domain/deadline.ts';
import type { Text } from '../domain/language.ts';
import type { Limit } from '../domain/limit.ts';
import type { Questionnaire } from '../domain/questionnaire.ts';
import type { Force } from '../domain/stated.ts';
import { countsWords, languageName, limitWords, strictnessWords } from './limits.ts';
import { official, shown } from './page.ts';
import { dayIn } from './times.ts';
import type { Visit } from './visit.ts';

/** Nothing in `exact`, `values` and `wordings`: the call does not state it. */
export interface Stated {
  readonly exact?: readonly { readonly text: string; readonly language: string | null }[];
  readonly values?: readonly (string | null)[];
  readonly wordings?: readonly (Text | null)[];
  readonly force?: Force;
  readonly note?: string | null;
}

export interface Telling {
  readonly questionnaire: Questionnaire;
  readonly visit: Visit;
  readonly countryName: (code: string) => string;
}

export type Tell = (telling: Telling) => Stated;

const joined = ({ visit }: Telling, list: readonly string[]): string =>
  new Intl.ListFormat(visit.language).format(list);

/** A rule whose value is said in words of ours. */
function stated<Value>(
  rule: { readonly wording: Text | null; readonly value: Value | null; readonly force: Force },
  values: (value: Value) => readonly (string | null)[],
): Stated {
  const { wording, value, force } = rule;
  return { values: value === null ? [] : values(value), wordings: [wording], force };
}

const day = (iso: string, { visit }: Pick<Telling, 'visit'>): string =>
  dayIn(new Date(`${iso}T12:00:00Z`), visit.language, 'UTC');

export function emailRule({ questionnaire, visit: { say } }: Telling): Stated {
  const emails = questionnaire.channels.filter((channel) => channel.kind === 'email');
  const [first] = emails;
  if (first === undefined) return {};
  const several = first.to.length > 1;
  return {
    exact: emails.flatMap(({ to, cc }) => [
      { text: to.join(', '), language: null },
      ...(cc.length === 0 ? [] : [{ text: `${say('email.cc')} – ${cc.join(', ')}`, language: null }]),
    ]),
    values: [
      several ? say(`email.to${first.toWhich === null ? 'Unstated' : first.toWhich === 'any' ? 'Any' : 'All'}`) : null,
      first.use === 'fallback' ? say('email.fallback') : null,
    ],
    wordings: emails.map(({ wording }) => wording),
    force: first.force,
  };
}

export function subjectRule({ questionnaire, visit: { say, language } }: Telling): Stated {
  const { kind, value, wording, force } = questionnaire.subject;
  if (value === null || kind === 'none') return { wordings: [wording], force };
  const only = Object.keys(value);
  const subject = official(questionnaire, value);
  const texts = Object.entries(value).map(([tag, text]) => ({ text, language: tag }));
  return {
    exact: only.length === 1 ? [subject] : texts,
    values: [say(`call.values.subject.${kind}`)],
    wordings: [wording],
    force,
    note:
      only.length > 1 || subject.language === language
        ? null
        : say('call.subjectOnlyOne', { language: languageName(subject.language, language) }),
  };
}

export function languagesRule(telling: Telling): Stated {
  const { questionnaire, visit } = telling;
  const { demand } = questionnaire.languageUse.value ?? { demand: null };
  return stated(questionnaire.answerLanguages, (tags) => [
    joined(
      telling,
      tags.map((tag) => languageName(tag, visit.language)),
    ),
    demand === 'preferred' && tags.length > 1 ? visit.say('call.values.inOrder') : null,
  ]);
}

export function languageUseRule({ questionnaire, visit: { say } }: Telling): Stated {
  return stated(questionnaire.languageUse, ({ demand, mixing, translated }) => [
    demand === null ? null : say(`call.values.demand.${demand}`),
    mixing === null ? null : say(`call.values.mixing.${mixing}`),
    translated === null ? null : say(translated ? 'call.values.translated' : 'call.values.notTranslated'),
  ]);
}

export function publicationRule({ questionnaire, visit: { say } }: Telling): Stated {
  return stated(questionnaire.publication, (value) => [
    value.default === null ? null : say(`call.values.publicDefault.${value.default}`),
    ...publicationFacts(questionnaire, say),
  ]);
}

/** The rule on publication in sentences, for this page and for that of the choice. */
export function publicationFacts({ publication }: Questionnaire, say: Visit['say']): string[] {
  const { value } = publication;
  if (value === null) return [];
  const { choice, explicit, perAnswer, annex } = value;
  const choices = { 'opt-out': 'optOut', 'opt-in': 'optIn', none: 'none' } as const;
  const facts = [
    choice === null ? null : choices[choice],
    explicit === true ? 'explicit' : null,
    value.default === null ? 'defaultUnstated' : null,
    perAnswer === null ? null : perAnswer ? 'perAnswer' : 'noPerAnswer',
    annex === true ? 'annex' : null,
  ];
  return facts.filter((fact) => fact !== null).map((fact) => say(`publication.facts.${fact}`));
}

export function addresseesRule(telling: Telling): Stated {
  const { questionnaire, visit } = telling;
  return stated(questionnaire.addressees, (groups) => [
    joined(
      telling,
      groups.flatMap(({ label }) => (label === null ? [] : [shown(questionnaire, label, visit.language).text])),
    ),
  ]);
}

export function hourRule({ questionnaire, visit: { say, now } }: Telling): Stated {
  const main = mainDeadline(questionnaire, now)?.rule ?? questionnaire.deadlines[0];
  if (main?.time == null) return {};
  return { values: [/\d/.test(main.time) ? main.time : say(`deadline.hours.${main.time}`)] };
}

export function zoneRule({ questionnaire, visit: { now } }: Telling): Stated {
  const main = mainDeadline(questionnaire, now)?.rule ?? questionnaire.deadlines[0];
  return main?.zone == null ? {} : { values: [main.zone] };
}

export function lengthRule({ questionnaire, visit }: Telling): Stated {
  const { value, wording, force } = questionnaire.length;
  const limits = value ?? [];
  const notesOf = (limit: Limit): string => [...strictnessWords(limit, visit), ...countsWords(limit, visit)].join(' ');
  // What counts is said once where it is the same for all.
  const notes = [...new Set(limits.map(notesOf).filter((note) => note !== ''))];
  const own = (limit: Limit): string =>
    limit.force === null || limit.force === force ? '' : ` – ${visit.say(`call.force.${limit.force}`)}`;
  const apart = (limit: Limit): string => (notes.length < 2 || notesOf(limit) === '' ? '' : `. ${notesOf(limit)}`);
  return {
    values: limits.map((limit) => limitWords(questionnaire, limit, visit) + own(limit) + apart(limit)),
    wordings: [wording, ...limits.map((limit) => limit.wording)],
    force,
    note: notes.length === 1 ? (notes[0] ?? null) : null,
  };
}

export function fileTypesRule(telling: Telling): Stated {
  const { questionnaire, visit } = telling;
  const names = (types: readonly string[]): string =>
    joined(
      telling,
      types.map((type) => `.${type}`),
    );
  return stated(questionnaire.fileTypes, ({ accepted, refused }) => [
    accepted.length === 0 ? null : visit.say('call.values.accepted', { list: names(accepted) }),
    refused.length === 0 ? null : visit.say('call.values.refused', { list: names(refused) }),
  ]);
}

export function attachmentsRule(telling: Telling): Stated {
  const { questionnaire, visit } = telling;
  return stated(questionnaire.attachments, ({ use, maximum, types }) => [
    visit.say(`call.values.attachments.${use}`),
    maximum === null ? null : visit.say('call.values.attachments.maximum', { count: maximum }),
    types.length === 0
      ? null
      : joined(
          telling,
          types.map((type) => `.${type}`),
        ),
  ]);
}

export function channelsRule({ questionnaire, visit: { say } }: Telling): Stated {
  const channels = otherChannels(questionnaire);
  const [first] = channels;
  if (first === undefined) return {};
  return {
    values: channels.map(({ kind, address, copies, use }) =>
      [
        `${say(`channels.kinds.${kind}`)} – ${address ?? say('channels.noAddress')}`,
        ...(copies === null ? [] : [say('channels.copies', { count: copies })]),
        ...(use === 'fallback' ? [say('channels.fallback')] : []),
      ].join(', '),
    ),
    wordings: channels.map(({ wording }) => wording),
    force: first.force,
  };
}

export function channelUseRule({ questionnaire, visit: { say } }: Telling): Stated {
  const { value, wording, force } = questionnaire.channelUse;
  const several = mainChannels(questionnaire).length > 1;
  if (value === null) return { values: several ? [say('channels.unstated')] : [], wordings: [wording] };
  return { values: [say(`channels.${value}`)], wordings: [wording], force };
}

export const emailBodyRule: Tell = ({ questionnaire, visit: { say } }) =>
  stated(questionnaire.emailBody, (wanted) => wanted.map((part) => say(`call.values.emailBody.${part}`)));

export function sentencesRule({ questionnaire }: Telling): Stated {
  const [first] = questionnaire.emailSentences;
  if (first === undefined) return {};
  return { wordings: questionnaire.emailSentences.map(({ text }) => text), force: first.force };
}

export function contactRule({ questionnaire }: Telling): Stated {
  const { value, wording, force } = questionnaire.contact;
  return { exact: value === null ? [] : [{ text: value, language: null }], wordings: [wording], force };
}

export function tasksRule(telling: Telling): Stated {
  const { questionnaire, visit } = telling;
  const { tasks } = questionnaire;
  const [first] = tasks;
  if (first === undefined) return {};
  return {
    values: tasks.map(({ text, date, address }) =>
      [
        shown(questionnaire, text, visit.language).text,
        ...(date === null ? [] : [visit.say('checklist.by', { day: day(date, telling) })]),
        ...(address === null ? [] : [address]),
      ].join(' – '),
    ),
    force: first.force,
  };
}

export function periodRule(telling: Omit<Telling, 'countryName'>): Stated {
  const { say } = telling.visit;
  return stated(telling.questionnaire.period, ({ from, to }) => {
    const days = { from: from === null ? '' : day(from, telling), to: to === null ? '' : day(to, telling) };
    if (from === null && to === null) return [];
    return [
      say(from === null ? 'call.values.periodTo' : to === null ? 'call.values.periodFrom' : 'call.values.period', days),
    ];
  });
}

export function layoutRule({ questionnaire, visit: { say, language } }: Telling): Stated {
  const number = new Intl.NumberFormat(language);
  const value = (name: string, given: string | number | null): string | null =>
    given === null
      ? null
      : say(`call.values.layout.${name}`, { value: typeof given === 'number' ? number.format(given) : given });
  const yes = (name: string, given: boolean | null): string | null =>
    given === null
      ? null
      : say(`call.values.layout.${given ? name : `not${name.charAt(0).toUpperCase()}${name.slice(1)}`}`);
  const told = stated(questionnaire.layout, ({ font, size, spacing, paper, margin, ...rest }) => [
    value('font', font),
    value('size', size),
    value('spacing', spacing),
    yes('justified', rest.justified),
    yes('numberedParagraphs', rest.numberedParagraphs),
    yes('numberedPages', rest.numberedPages),
    paper === null ? null : say(`call.values.layout.paper.${paper}`),
    value('margin', margin),
  ]);
  return questionnaire.layout.value === null ? told : { ...told, note: say('call.values.obeyed') };
}

export const frontRule: Tell = ({ questionnaire, visit: { say, language } }) =>
  stated(questionnaire.front, (entries) =>
    entries.map(({ entry, required, label }) => {
      const name =
        label === null ? say(`call.values.frontEntries.${entry}`) : shown(questionnaire, label, language).text;
      return required ? name : say('call.values.optional', { name });
    }),
  );

export const printingRule: Tell = ({ questionnaire, visit: { say } }) =>
  stated(questionnaire.printing, ({ questions, numbering, unanswered }) => [
    questions === null ? null : say(`call.values.printing.${questions ? 'questions' : 'noQuestions'}`),
    numbering === null ? null : say(`call.values.printing.${numbering}`),
    unanswered === null ? null : say(`call.values.printing.${unanswered}`),
  ]);

export const eligibilityRule: Tell = ({ questionnaire, visit: { say, language } }) =>
  stated(questionnaire.eligibility, ({ groups, status }) => [
    ...(questionnaire.addressees.value ?? [])
      .filter(({ id, label }) => groups.includes(id) && label !== null)
      .map(({ label }) => shown(questionnaire, label ?? {}, language).text),
    status === null ? null : say(status ? 'call.values.status' : 'call.values.noStatus'),
  ]);

export const countryRule: Tell = ({ questionnaire, visit: { say }, countryName }) =>
  stated(questionnaire.countryScope, ({ country, each }) => [
    country === null ? null : countryName(country),
    each && country === null ? say('call.values.eachCountry') : null,
  ]);

export const submitterRule: Tell = ({ questionnaire, visit: { say } }) =>
  stated(questionnaire.submitter, (fields) =>
    fields.map(({ field, required }) => {
      const name = say(`organisation.fields.${field}`);
      return required ? name : say('call.values.optional', { name });
    }),
  );

export const jointRule: Tell = ({ questionnaire, visit: { say } }) =>
  stated(questionnaire.joint, ({ listed, order, statusFirst, email, lead, supporters }) => [
    say(`call.values.joint.listed.${listed}`),
    order === 'given' ? null : say(`call.values.joint.order.${order}`),
    statusFirst ? say('call.values.joint.statusFirst') : null,
    email ? say('call.values.joint.email') : null,
    lead === null ? null : say(lead ? 'call.values.joint.lead' : 'call.values.joint.noLead'),
    supporters === null ? null : say(`call.values.joint.${supporters}`),
  ]);

export function declarationRule(telling: Telling): Stated {
  const {
    questionnaire,
    visit: { say },
  } = telling;
  return stated(questionnaire.consentStatement, ({ parts, place }) => [
    joined(
      telling,
      parts.map((part) => say(`call.values.consentParts.${part}`)),
    ),
    place === null ? null : say(`call.values.consentPlaces.${place}`),
  ]);
}

export const consentRule: Tell = ({ questionnaire, visit: { say } }) =>
  stated(questionnaire.consent, (value) => [say(`call.values.consent.${value}`)]);

export const closedRule: Tell = (telling) => stated(telling.questionnaire.closed, (date) => [day(date, telling)]);

/** What the call wants looked at throughout (29). */
export function hintsRule({ questionnaire: { hints } }: Telling): Stated {
  return hints.length === 0 ? {} : { wordings: hints.map(({ text }) => text), force: 'advisory' };
}
