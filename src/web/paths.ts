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
  codes: '/codes',
  linksAgain: '/links',
  draft: DRAFT,
  keeping: `${DRAFT}/keeping`,
  organisation: `${DRAFT}/organisation`,
  question: `${DRAFT}/questions/:question`,
  history: `${DRAFT}/questions/:question/history`,
  restorations: `${DRAFT}/questions/:question/restorations`,
  comments: `${DRAFT}/questions/:question/comments`,
  commentResolution: `${DRAFT}/questions/:question/comments/:thread/resolution`,
  commentAdoption: `${DRAFT}/questions/:question/comments/:thread/adoption`,
  publication: `${DRAFT}/publication`,
  signatories: `${DRAFT}/signatories`,
  signatoriesFile: `${DRAFT}/signatories.csv`,
  approvalRule: `${DRAFT}/signatories/rule`,
  signatoryImport: `${DRAFT}/signatories/import`,
  signatory: `${DRAFT}/signatories/:signatory`,
  signatoryRemoval: `${DRAFT}/signatories/:signatory/removal`,
  signatoryMoves: `${DRAFT}/signatories/:signatory/moves`,
  approvals: `${DRAFT}/approvals`,
  plan: `${DRAFT}/plan`,
  reminders: `${DRAFT}/reminders`,
  subscription: `${DRAFT}/reminders/:subscription`,
  subscriptionEnd: `${DRAFT}/reminders/:subscription/end`,
  confirmation: '/reminders/:token',
  ending: '/reminders/:token/end',
  feed: `${DRAFT}/feed`,
  feedEnd: `${DRAFT}/feed/end`,
  calendar: '/feeds/:token/calendar.ics',
  review: `${DRAFT}/review`,
  checks: `${DRAFT}/checks`,
  consents: `${DRAFT}/consents`,
  document: `${DRAFT}/document.docx`,
  email: `${DRAFT}/email`,
  emailFile: `${DRAFT}/email.eml`,
  submission: `${DRAFT}/submission`,
  deliveries: `${DRAFT}/deliveries`,
  versions: `${DRAFT}/versions`,
  coalition: `${DRAFT}/coalition`,
  nudge: `${DRAFT}/coalition/:link/nudges`,
  links: `${DRAFT}/links`,
  linkPage: `${DRAFT}/links/:link`,
  linkKeeping: `${DRAFT}/links/:link/keeping`,
  linkReplacements: `${DRAFT}/links/:link/replacements`,
  linkRemoval: `${DRAFT}/links/:link/removal`,
  accessRemoval: `${DRAFT}/accesses/:access/removal`,
  removal: `${DRAFT}/removal`,
  removed: '/removed',
  retention: `${DRAFT}/retention`,
} as const;

/** Builders of addresses. Arguments are ids or tokens, which hold no character that needs escaping. */
export const to = {
  home: () => '/',
  safety: () => '/safety',
  exit: () => '/exit',
  /** An address that holds a secret is not made part of another one: those are kept in more places. */
  preferences: (back: string) => `/preferences?back=${encodeURIComponent(/[0-9a-z]{32}/.test(back) ? '/' : back)}`,
  call: (call: string) => `/calls/${call}`,
  deadline: (call: string) => `/calls/${call}/deadline.ics`,
  neutralDeadline: (call: string) => `/calls/${call}/deadline.ics?neutral=1`,
  drafts: (call: string) => `/calls/${call}/drafts`,
  link: (token: string) => `/links/${token}`,
  codes: () => '/codes',
  linksAgain: () => '/links',
  draft: (draft: string) => `/drafts/${draft}`,
  keeping: (draft: string) => `/drafts/${draft}/keeping`,
  organisation: (draft: string) => `/drafts/${draft}/organisation`,
  question: (draft: string, question: string) => `/drafts/${draft}/questions/${question}`,
  merged: (draft: string, question: string, told: { seen: number; merged: number; unfinished: boolean }) =>
    `/drafts/${draft}/questions/${question}?seen=${told.seen}&merged=${told.merged}${told.unfinished ? '&unfinished=yes' : ''}`,
  history: (draft: string, question: string) => `/drafts/${draft}/questions/${question}/history`,
  historyBefore: (draft: string, question: string, revision: number) =>
    `/drafts/${draft}/questions/${question}/history?before=${revision}`,
  historyText: (draft: string, question: string, revision: number) =>
    `/drafts/${draft}/questions/${question}/history?text=${revision}`,
  restorations: (draft: string, question: string) => `/drafts/${draft}/questions/${question}/restorations`,
  comments: (draft: string, question: string) => `/drafts/${draft}/questions/${question}/comments`,
  commentResolution: (draft: string, question: string, thread: string) =>
    `/drafts/${draft}/questions/${question}/comments/${thread}/resolution`,
  commentAdoption: (draft: string, question: string, thread: string) =>
    `/drafts/${draft}/questions/${question}/comments/${thread}/adoption`,
  publication: (draft: string) => `/drafts/${draft}/publication`,
  signatories: (draft: string) => `/drafts/${draft}/signatories`,
  signatoriesFile: (draft: string) => `/drafts/${draft}/signatories.csv`,
  approvalRule: (draft: string) => `/drafts/${draft}/signatories/rule`,
  signatoryImport: (draft: string) => `/drafts/${draft}/signatories/import`,
  signatory: (draft: string, signatory: string) => `/drafts/${draft}/signatories/${signatory}`,
  signatoryRemoval: (draft: string, signatory: string) => `/drafts/${draft}/signatories/${signatory}/removal`,
  signatoryMoves: (draft: string, signatory: string) => `/drafts/${draft}/signatories/${signatory}/moves`,
  signatoryLink: (draft: string, signatory: string) => `/drafts/${draft}/links?role=signatory&signatory=${signatory}`,
  approvals: (draft: string) => `/drafts/${draft}/approvals`,
  approvalsSince: (draft: string, signatory: string) => `/drafts/${draft}/approvals?since=${signatory}#since`,
  plan: (draft: string) => `/drafts/${draft}/plan`,
  reminders: (draft: string) => `/drafts/${draft}/reminders`,
  /** The page, saying what a post did. */
  remindersAfter: (draft: string, said: string) => `/drafts/${draft}/reminders?said=${said}`,
  subscription: (draft: string, subscription: string) => `/drafts/${draft}/reminders/${subscription}`,
  subscriptionEnd: (draft: string, subscription: string) => `/drafts/${draft}/reminders/${subscription}/end`,
  confirmation: (token: string) => `/reminders/${token}`,
  ending: (token: string) => `/reminders/${token}/end`,
  feed: (draft: string) => `/drafts/${draft}/feed`,
  feedEnd: (draft: string) => `/drafts/${draft}/feed/end`,
  calendar: (token: string) => `/feeds/${token}/calendar.ics`,
  review: (draft: string) => `/drafts/${draft}/review`,
  checks: (draft: string) => `/drafts/${draft}/checks`,
  consents: (draft: string) => `/drafts/${draft}/consents`,
  document: (draft: string) => `/drafts/${draft}/document.docx`,
  publicDocument: (draft: string) => `/drafts/${draft}/document.docx?version=public`,
  email: (draft: string) => `/drafts/${draft}/email`,
  emailFile: (draft: string) => `/drafts/${draft}/email.eml`,
  submission: (draft: string) => `/drafts/${draft}/submission`,
  deliveries: (draft: string) => `/drafts/${draft}/deliveries`,
  versions: (draft: string) => `/drafts/${draft}/versions`,
  coalition: (draft: string) => `/drafts/${draft}/coalition`,
  nudge: (draft: string, link: string) => `/drafts/${draft}/coalition/${link}/nudges`,
  links: (draft: string) => `/drafts/${draft}/links`,
  linkPage: (draft: string, link: string) => `/drafts/${draft}/links/${link}`,
  linkKeeping: (draft: string, link: string) => `/drafts/${draft}/links/${link}/keeping`,
  linkReplacements: (draft: string, link: string) => `/drafts/${draft}/links/${link}/replacements`,
  linkRemoval: (draft: string, link: string) => `/drafts/${draft}/links/${link}/removal`,
  accessRemoval: (draft: string, access: string) => `/drafts/${draft}/accesses/${access}/removal`,
  removal: (draft: string) => `/drafts/${draft}/removal`,
  removed: () => '/removed',
  retention: (draft: string) => `/drafts/${draft}/retention`,
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
