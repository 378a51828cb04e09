/**
 * Calls in a list: what a reader looks for, read from the address; the page of calls that fits; and the other addresses
 * that lead on from there. Shows the same to everybody who asks the same, so a list is rendered once a second at most.
 */
import type { Request } from 'express';
import {
  ANY_CALL,
  callIndexOf,
  SORTS,
  STATES,
  type CallIndex,
  type CallQuery,
  type FoundCalls,
} from '../domain/callIndex.ts';
import type { KeptQuestionnaire } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import { deadlineView } from './deadlines.ts';
import { shown } from './page.ts';
import { to } from './paths.ts';
import { escapeHtml } from './render.ts';
import type { Visit } from './visit.ts';

const PAGE_LENGTH = 25;
const TEXT_MAX = 200;
/** Choices of issuers: the page must stay light. All others are found by their words. */
const ISSUERS_MAX = 60;
/** Up to here a glance is quicker than a search. */
const FEW_CALLS = 8;
/** Lists that are kept for the second that they are made for. */
const LISTS_KEPT_MAX = 100;

/** What stands in the address. `page` counts from 1. */
export interface Asked {
  readonly query: CallQuery;
  readonly page: number;
}

/** Reads the address. What it does not understand counts as not asked. */
export function askedIn({ query: sent }: Pick<Request, 'query'>): Asked {
  const text = (name: string): string => {
    const value: unknown = Array.isArray(sent[name]) ? sent[name][0] : sent[name];
    return typeof value === 'string' ? value.trim().slice(0, TEXT_MAX) : '';
  };
  const oneOf = <Known extends string>(known: readonly Known[], name: string, otherwise: Known): Known =>
    known.find((one) => one === text(name)) ?? otherwise;
  const page = text('page');
  return {
    query: {
      q: text('q'),
      issuer: text('issuer'),
      language: text('language'),
      state: oneOf(STATES, 'state', ANY_CALL.state),
      sort: oneOf(SORTS, 'sort', ANY_CALL.sort),
    },
    page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
  };
}

/** The address of a list: what is as it would be anyhow is left out. */
export function addressOf({ query, page }: Asked): string {
  const fields = new URLSearchParams();
  for (const name of ['q', 'issuer', 'language', 'state', 'sort'] as const) {
    if (query[name] !== ANY_CALL[name]) fields.set(name, query[name]);
  }
  if (page > 1) fields.set('page', String(page));
  return fields.size === 0 ? to.home() : `${to.home()}?${fields.toString()}`;
}

const kept = new WeakMap<CallIndex, Map<string, unknown>>();

/**
 * What `make` makes of a list, once for all who ask for the same in the same second: nothing else of a visit may be in it.
 */
export function oncePerList<Made>(parts: Parts, visit: Visit, asked: Asked, name: string, make: () => Made): Made {
  const index = callIndexOf(parts.questionnaires.heads());
  const second = Math.floor(visit.now.getTime() / 1000);
  const unread = parts.questionnaires.unread();
  const key = JSON.stringify([name, visit.language, visit.zone, second, unread, addressOf(asked)]);
  const known = kept.get(index) ?? new Map<string, unknown>();
  kept.set(index, known);
  const found = known.get(key) as Made | undefined;
  if (found !== undefined) return found;
  const made = make();
  if (known.size >= LISTS_KEPT_MAX) known.clear();
  known.set(key, made);
  return made;
}

/** The list as markup: what was found, and the ways on from there. */
export function callList(parts: Parts, visit: Visit, asked: Asked): string {
  const index = callIndexOf(parts.questionnaires.heads());
  const unread = parts.questionnaires.unread();
  return oncePerList(parts, visit, asked, 'list', () =>
    parts.views.render('home/calls', { ...listValues(index, visit, asked), unread }),
  );
}

function listValues(index: CallIndex, visit: Visit, sent: Asked): object {
  const { say, language, now } = visit;
  // Few calls need no search, and the closed ones stand after the open ones: they are in nobody's way.
  const isGlance = index.size <= FEW_CALLS && addressOf({ query: sent.query, page: 1 }) === to.home();
  const asked = isGlance ? { ...sent, query: { ...sent.query, state: 'all' as const } } : sent;
  const found = index.find(asked.query, language, now);
  const { state } = asked.query;
  // Somebody who asks for open calls, of which there is none, is shown the closed ones, and told so.
  const isFallback = state === 'open' && found.open === 0 && found.closed > 0;
  const query = isFallback ? { ...asked.query, state: 'closed' as const } : asked.query;
  const calls = isFallback ? index.find(query, language, now).calls : found.calls;
  const pages = Math.max(1, Math.ceil(calls.length / PAGE_LENGTH));
  const page = Math.min(asked.page, pages);
  const start = (page - 1) * PAGE_LENGTH;
  const at = (one: number): string | null => (one < 1 || one > pages ? null : addressOf({ ...asked, page: one }));
  return {
    say,
    language,
    to,
    escape: escapeHtml,
    calls: calls.slice(start, start + PAGE_LENGTH).map((kept) => callLine(kept, visit)),
    count: calls.length,
    state: query.state,
    isFallback,
    isAsked: addressOf({ query: { ...sent.query, state: 'open', sort: 'deadline' }, page: 1 }) !== to.home(),
    first: start + 1,
    last: Math.min(start + PAGE_LENGTH, calls.length),
    page,
    pages,
    previous: at(page - 1),
    next: at(page + 1),
    others: isFallback ? [] : otherStates(found, asked),
    ...searchValues(index, visit, sent),
  };
}

/** The same question among the calls that are not shown. */
function otherStates({ open, closed }: FoundCalls, { query }: Asked): object[] {
  const counts = { open, closed };
  return (['open', 'closed'] as const)
    .filter((state) => query.state !== 'all' && state !== query.state && counts[state] > 0)
    .map((state) => ({ state, count: counts[state], address: addressOf({ query: { ...query, state }, page: 1 }) }));
}

function callLine({ questionnaire }: KeptQuestionnaire, visit: Visit): object {
  return {
    id: questionnaire.id,
    title: shown(questionnaire, questionnaire.title, visit.language),
    issuers: questionnaire.issuers.map(({ name }) => shown(questionnaire, name, visit.language)),
    deadline: deadlineView(questionnaire, visit),
  };
}

interface Choice {
  readonly key: string;
  readonly name: string;
}

/** What the form offers. A value that it would not offer, and that the address holds, is offered too. */
function searchValues(index: CallIndex, visit: Visit, { query }: Asked): object {
  const { language } = visit;
  const compare = new Intl.Collator(language).compare;
  const byName = (one: Choice, other: Choice): number => compare(one.name, other.name);
  const withKey = (choices: Choice[], key: string): Choice[] =>
    key === '' || choices.some((choice) => choice.key === key) ? choices : [...choices, { key, name: key }];
  const issuers = index.issuers
    .filter(({ key }, place) => place < ISSUERS_MAX || key === query.issuer)
    .map(({ key, name, of }) => ({ key, name: shown(of, name, language).text }));
  const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' });
  const languages = index.languages.map(({ key }) => ({ key, name: names.of(key) ?? key }));
  return {
    query,
    searchable: index.size > FEW_CALLS || addressOf({ query, page: 1 }) !== to.home(),
    issuers: withKey(issuers.sort(byName), query.issuer),
    moreIssuers: index.issuers.length > ISSUERS_MAX,
    languages: withKey(languages.sort(byName), query.language),
    states: STATES,
    sorts: SORTS,
    chosen: query.issuer !== '' || query.language !== '' || query.state !== 'open' || query.sort !== 'deadline',
  };
}
