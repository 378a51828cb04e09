/**
 * What every request brings along: the language and zone of its reader, its session, and the moment it came.
 * Reads cookies and sets them; opens no draft (see `desk.ts`).
 */
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { LANGUAGES, type Language, type Say } from '../domain/language.ts';
import { IDLE_HOURS_MAX, SESSION_MS, type IdleHours } from '../domain/link.ts';
import type { Parts } from './app.ts';
import { hashOf, newToken, TOKEN } from './secrets.ts';
import { isZone } from './times.ts';

const PREFERENCES_S = 365 * 24 * 3600;
/** The cookie of a fresh link is named after its draft, so that a second draft does not hide the first one's link. */
const FRESH = 'fresh-';
/** The cookie of a link that was made for somebody else, named after the link. */
const GIVEN = 'given-';
/** How long such a link can be shown to the one who made it. */
const GIVEN_S = 3600;
const GIVEN_VALUE = /^([0-9a-z]{32})([0-9a-z]{12})$/;

export interface Visit {
  readonly language: Language;
  readonly say: Say;
  /** IANA name; null: the reader has not chosen one. */
  readonly zone: string | null;
  /** Whether titles and icons of pages are to say nothing of this program. */
  readonly neutralTitles: boolean;
  /** The token of the session's cookie; null: none. */
  readonly token: string | null;
  /** Hash of the token: the session's id in the store. */
  readonly session: string | null;
  /** Links that this browser has just been given and has not put away yet: tokens by draft. */
  readonly fresh: ReadonlyMap<string, string>;
  /** Links that this browser has just made for others, by link. */
  readonly given: ReadonlyMap<string, GivenLink>;
  readonly now: Date;
}

/** The secrets of a link, on their way to somebody else. */
export interface GivenLink {
  readonly token: string;
  readonly code: string;
}

const visits = new WeakMap<Request, Visit>();

/** The visit of this request; made on first use. */
export function visitOf(request: Request, parts: Parts): Visit {
  let visit = visits.get(request);
  if (visit === undefined) {
    visit = readVisit(request, parts);
    visits.set(request, visit);
  }
  return visit;
}

function readVisit(request: Request, parts: Parts): Visit {
  const cookies = cookiesOf(request.headers.cookie, parts);
  const language = LANGUAGES.find((known) => known === cookies['language']) ?? preferred(request);
  const token = cookies['session'];
  const known = token !== undefined && TOKEN.test(token) ? token : null;
  return {
    language,
    say: parts.phrases[language],
    zone: isZone(cookies['zone']) ? cookies['zone'] : null,
    neutralTitles: cookies['titles'] === 'neutral',
    token: known,
    session: known === null ? null : hashOf(known),
    fresh: freshIn(cookies),
    given: givenIn(cookies),
    now: parts.clock(),
  };
}

/**
 * Over https our cookies bear a prefix that browsers give to this very host alone: a site beside ours, or somebody on the
 * line, could otherwise plant a session of their own in a browser, and read what is then written in it.
 */
const HOST_ONLY = '__Host-';

function cookiesOf(header: string | undefined, { secure }: Parts): Readonly<Record<string, string | undefined>> {
  const cookies = header === undefined ? {} : parseCookie(header);
  if (!secure) return cookies;
  const own = Object.entries(cookies).filter(([name]) => name.startsWith(HOST_ONLY));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(HOST_ONLY.length), value]));
}

function freshIn(cookies: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, token = ''] of Object.entries(cookies)) {
    if (name.startsWith(FRESH) && TOKEN.test(token)) found.set(name.slice(FRESH.length), token);
  }
  return found;
}

function givenIn(cookies: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, GivenLink> {
  const found = new Map<string, GivenLink>();
  for (const [name, value = ''] of Object.entries(cookies)) {
    const [, token, code] = (name.startsWith(GIVEN) && GIVEN_VALUE.exec(value)) || [];
    if (token !== undefined && code !== undefined) found.set(name.slice(GIVEN.length), { token, code });
  }
  return found;
}

/** By the header that asks for it: browsers send few different ones. */
const preferences = new Map<string, Language>();
const PREFERENCES_MAX = 1_000;

function preferred(request: Request): Language {
  const header = request.headers['accept-language'] ?? '';
  let language = preferences.get(header);
  if (language === undefined) {
    const accepted = request.acceptsLanguages([...LANGUAGES]);
    language = accepted === false ? 'en' : (accepted as Language);
    if (preferences.size >= PREFERENCES_MAX) preferences.clear();
    preferences.set(header, language);
  }
  return language;
}

function setCookie(response: Response, parts: Parts, name: string, value: string, maxAge: number): void {
  const named = parts.secure ? HOST_ONLY + name : name;
  response.append(
    'Set-Cookie',
    stringifySetCookie({
      name: named,
      value,
      maxAge,
      httpOnly: true,
      sameSite: 'lax',
      secure: parts.secure,
      path: '/',
    }),
  );
}

export function choose(response: Response, parts: Parts, name: 'language' | 'zone' | 'titles', value: string): void {
  setCookie(response, parts, name, value, PREFERENCES_S);
}

/**
 * Gives the browser a link to show until its owner has put it away. The cookie is as secret as the session's own, and
 * lives no longer than the draft may be left unused.
 */
export function keepFresh(
  response: Response,
  parts: Parts,
  draft: string,
  token: string,
  idleHours: IdleHours = IDLE_HOURS_MAX,
): void {
  setCookie(response, parts, FRESH + draft, token, idleHours * 3600);
}

export function forgetFresh(response: Response, parts: Parts, draft: string): void {
  setCookie(response, parts, FRESH + draft, '', 0);
}

/** Lets the browser show a link to the one who made it, for an hour at most: only its hash is known here. */
export function keepGiven(response: Response, parts: Parts, link: string, { token, code }: GivenLink): void {
  setCookie(response, parts, GIVEN + link, token + code, GIVEN_S);
}

export function forgetGiven(response: Response, parts: Parts, link: string): void {
  setCookie(response, parts, GIVEN + link, '', 0);
}

/** Lets the cookie of a session that lives on live on too. */
export function renewSession(request: Request, parts: Parts): void {
  const { token } = visitOf(request, parts);
  if (token !== null && request.res !== undefined) {
    setCookie(request.res, parts, 'session', token, SESSION_MS / 1000);
  }
}

/**
 * The session of this browser; begins one where there is none. Always a token of our own making: what a browser brings
 * is believed only when the store knows it, so nobody can fix another person's session in advance.
 */
export async function ensureSession(request: Request, response: Response, parts: Parts): Promise<string> {
  const visit = visitOf(request, parts);
  if (visit.session !== null && (await parts.store.hasSession(visit.session, visit.now))) return visit.session;
  const token = newToken();
  const session = hashOf(token);
  await parts.store.beginSession(session, visit.now, new Date(visit.now.getTime() + SESSION_MS));
  setCookie(response, parts, 'session', token, SESSION_MS / 1000);
  // A page that answers this very request carries forms of the new session.
  visits.set(request, { ...visit, token, session });
  return session;
}

/** Ends the session and takes its cookies from the browser. */
export async function endSession(request: Request, response: Response, parts: Parts): Promise<void> {
  const { session, fresh, given, now } = visitOf(request, parts);
  for (const name of ['session', 'language', 'zone', 'titles']) setCookie(response, parts, name, '', 0);
  for (const draft of fresh.keys()) forgetFresh(response, parts, draft);
  for (const link of given.keys()) forgetGiven(response, parts, link);
  if (session !== null) await parts.store.endSession(session, now);
}
