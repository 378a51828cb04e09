/**
 * Every address of the program, written once. Routes are patterns for Express; `to` builds what pages link to.
 * Ids are checked by the routes before they reach the store.
 */

const DRAFT = '/drafts/:draft';

export const route = {
  home: '/',
  up: '/up',
  safety: '/safety',
  exit: '/exit',
  preferences: '/preferences',
  call: '/calls/:call',
  deadline: '/calls/:call/deadline.ics',
  drafts: '/calls/:call/drafts',
  link: '/links/:token',
  draft: DRAFT,
  keeping: `${DRAFT}/keeping`,
  organisation: `${DRAFT}/organisation`,
  question: `${DRAFT}/questions/:question`,
  history: `${DRAFT}/questions/:question/history`,
  restorations: `${DRAFT}/questions/:question/restorations`,
  publication: `${DRAFT}/publication`,
  plan: `${DRAFT}/plan`,
  review: `${DRAFT}/review`,
  document: `${DRAFT}/document.docx`,
  email: `${DRAFT}/email`,
  emailFile: `${DRAFT}/email.eml`,
  submission: `${DRAFT}/submission`,
  deliveries: `${DRAFT}/deliveries`,
  versions: `${DRAFT}/versions`,
  links: `${DRAFT}/links`,
  linkRemoval: `${DRAFT}/links/:link/removal`,
} as const;

/** Builders of addresses. Arguments are ids or tokens, which hold no character that needs escaping. */
export const to = {
  home: () => '/',
  safety: () => '/safety',
  exit: () => '/exit',
  preferences: (back: string) => `/preferences?back=${encodeURIComponent(back)}`,
  call: (call: string) => `/calls/${call}`,
  deadline: (call: string) => `/calls/${call}/deadline.ics`,
  neutralDeadline: (call: string) => `/calls/${call}/deadline.ics?neutral=1`,
  drafts: (call: string) => `/calls/${call}/drafts`,
  link: (token: string) => `/links/${token}`,
  draft: (draft: string) => `/drafts/${draft}`,
  keeping: (draft: string) => `/drafts/${draft}/keeping`,
  organisation: (draft: string) => `/drafts/${draft}/organisation`,
  question: (draft: string, question: string) => `/drafts/${draft}/questions/${question}`,
  history: (draft: string, question: string) => `/drafts/${draft}/questions/${question}/history`,
  restorations: (draft: string, question: string) => `/drafts/${draft}/questions/${question}/restorations`,
  publication: (draft: string) => `/drafts/${draft}/publication`,
  plan: (draft: string) => `/drafts/${draft}/plan`,
  review: (draft: string) => `/drafts/${draft}/review`,
  document: (draft: string) => `/drafts/${draft}/document.docx`,
  email: (draft: string) => `/drafts/${draft}/email`,
  emailFile: (draft: string) => `/drafts/${draft}/email.eml`,
  submission: (draft: string) => `/drafts/${draft}/submission`,
  deliveries: (draft: string) => `/drafts/${draft}/deliveries`,
  versions: (draft: string) => `/drafts/${draft}/versions`,
  links: (draft: string) => `/drafts/${draft}/links`,
  linkRemoval: (draft: string, link: string) => `/drafts/${draft}/links/${link}/removal`,
} as const;

/** One slash, and then neither a slash nor a backslash: two would name another site. */
const LOCAL_PATH = /^\/(?![/\\])[\x21-\x7e]*$/;

/** A local path that is safe to send a browser back to; anything else becomes the home page. */
export function safeBack(value: unknown): string {
  if (typeof value !== 'string' || value.length > 500 || !LOCAL_PATH.test(value)) return to.home();
  const url = new URL(value, 'http://local.invalid');
  const path = url.pathname + url.search;
  // Dots in a path go when it is read: what is left may begin with two slashes, and lead elsewhere.
  return url.origin === 'http://local.invalid' && LOCAL_PATH.test(path) ? path : to.home();
}
