/**
 * Every address of the program, written once. Routes are patterns for Express; `to` builds what pages link to.
 * Ids are checked by the routes before they reach the store.
 */

const DRAFT = '/drafts/:draft';

export const route = {
  home: '/',
  up: '/up',
  metrics: '/metrics',
  safety: '/safety',
  exit: '/exit',
  exitPicture: '/exit/picture.svg',
  preferences: '/preferences',
  newCall: '/calls/new',
  ownCalls: '/calls',
  call: '/calls/:call',
  correction: '/calls/:call/correction',
  callRemoval: '/calls/:call/removal',
  questionnaireFile: '/calls/:call/questionnaire.yaml',
  deadline: '/calls/:call/deadline.ics',
  drafts: '/calls/:call/drafts',
  link: '/links/:token',
  codes: '/codes',
  linksAgain: '/links',
  draft: DRAFT,
  keeping: `${DRAFT}/keeping`,
  scope: `${DRAFT}/scope`,
  countries: `${DRAFT}/countries`,
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
  deviceKey: `${DRAFT}/device-key`,
  feed: `${DRAFT}/feed`,
  feedEnd: `${DRAFT}/feed/end`,
  calendar: '/feeds/:token/calendar.ics',
  review: `${DRAFT}/review`,
  checks: `${DRAFT}/checks`,
  consents: `${DRAFT}/consents`,
  document: `${DRAFT}/document.docx`,
  documentOdt: `${DRAFT}/document.odt`,
  documentMarkdown: `${DRAFT}/document.md`,
  email: `${DRAFT}/email`,
  emailFile: `${DRAFT}/email.eml`,
  sending: `${DRAFT}/sending`,
  front: `${DRAFT}/front`,
  checklist: `${DRAFT}/checklist`,
  copying: `${DRAFT}/copying`,
  submission: `${DRAFT}/submission`,
  deliveries: `${DRAFT}/deliveries`,
  versions: `${DRAFT}/versions`,
  newerVersion: `${DRAFT}/newer-version`,
  coalition: `${DRAFT}/coalition`,
  nudge: `${DRAFT}/coalition/:link/nudges`,
  links: `${DRAFT}/links`,
  linkPage: `${DRAFT}/links/:link`,
  linkKeeping: `${DRAFT}/links/:link/keeping`,
  linkReplacements: `${DRAFT}/links/:link/replacements`,
  linkRemoval: `${DRAFT}/links/:link/removal`,
  accessRemoval: `${DRAFT}/accesses/:access/removal`,
  sessions: `${DRAFT}/sessions`,
  worksheet: `${DRAFT}/worksheet`,
  worksheetFile: `${DRAFT}/worksheet.docx`,
  sources: `${DRAFT}/sources`,
  sourceList: `${DRAFT}/source-list`,
  source: `${DRAFT}/sources/:source`,
  sourceRemoval: `${DRAFT}/sources/:source/removal`,
  sourceCitations: `${DRAFT}/sources/:source/citations`,
  texts: `${DRAFT}/texts`,
  textCopies: `${DRAFT}/texts/copies`,
  quotations: `${DRAFT}/texts/quotations`,
  text: `${DRAFT}/texts/:text`,
  textOffer: `${DRAFT}/texts/:text/offer`,
  textRemoval: `${DRAFT}/texts/:text/removal`,
  papers: `${DRAFT}/papers`,
  paper: `${DRAFT}/papers/:paper`,
  paperFile: `${DRAFT}/papers/:paper.:format`,
  earlier: `${DRAFT}/earlier`,
  earlierOrganisation: `${DRAFT}/earlier/organisation`,
  archive: `${DRAFT}/archive`,
  archiveFile: `${DRAFT}/archive.zip`,
  archives: '/archives',
  removal: `${DRAFT}/removal`,
  removed: '/removed',
  retention: `${DRAFT}/retention`,
  audit: `${DRAFT}/audit`,
} as const;

/** Builders of addresses. Arguments are ids or tokens, which hold no character that needs escaping. */
export const to = {
  home: () => '/',
  safety: () => '/safety',
  exit: () => '/exit',
  exitPicture: () => '/exit/picture.svg',
  /** An address that holds a secret is not made part of another one: those are kept in more places. */
  preferences: (back: string) => `/preferences?back=${encodeURIComponent(/[0-9a-z]{32}/.test(back) ? '/' : back)}`,
  newCall: () => '/calls/new',
  ownCalls: () => '/calls',
  correction: (call: string) => `/calls/${call}/correction`,
  callRemoval: (call: string) => `/calls/${call}/removal`,
  questionnaireFile: (call: string) => `/calls/${call}/questionnaire.yaml`,
  call: (call: string) => `/calls/${call}`,
  deadline: (call: string) => `/calls/${call}/deadline.ics`,
  neutralDeadline: (call: string) => `/calls/${call}/deadline.ics?neutral=1`,
  drafts: (call: string) => `/calls/${call}/drafts`,
  link: (token: string) => `/links/${token}`,
  codes: () => '/codes',
  linksAgain: () => '/links',
  draft: (draft: string) => `/drafts/${draft}`,
  keeping: (draft: string) => `/drafts/${draft}/keeping`,
  scope: (draft: string) => `/drafts/${draft}/scope`,
  /** Another draft like this one, about another country. */
  countries: (draft: string) => `/drafts/${draft}/countries`,
  organisation: (draft: string) => `/drafts/${draft}/organisation`,
  /** After it was taken from another draft, which withholds this from publication. */
  organisationWithheld: (draft: string, withheld: 'organisation' | 'contact') =>
    `/drafts/${draft}/organisation?withheld=${withheld}`,
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
  deviceKey: (draft: string) => `/drafts/${draft}/device-key`,
  feed: (draft: string) => `/drafts/${draft}/feed`,
  feedEnd: (draft: string) => `/drafts/${draft}/feed/end`,
  calendar: (token: string) => `/feeds/${token}/calendar.ics`,
  review: (draft: string) => `/drafts/${draft}/review`,
  checks: (draft: string) => `/drafts/${draft}/checks`,
  consents: (draft: string) => `/drafts/${draft}/consents`,
  document: (draft: string) => `/drafts/${draft}/document.docx`,
  publicDocument: (draft: string) => `/drafts/${draft}/document.docx?version=public`,
  /** In the other formats; `version` is the full one unless said otherwise. */
  documentIn: (draft: string, format: 'odt' | 'md', version: 'full' | 'public' = 'full') =>
    `/drafts/${draft}/document.${format}${version === 'public' ? '?version=public' : ''}`,
  email: (draft: string) => `/drafts/${draft}/email`,
  emailFile: (draft: string) => `/drafts/${draft}/email.eml`,
  sending: (draft: string) => `/drafts/${draft}/sending`,
  front: (draft: string) => `/drafts/${draft}/front`,
  checklist: (draft: string) => `/drafts/${draft}/checklist`,
  copying: (draft: string) => `/drafts/${draft}/copying`,
  fullCopying: (draft: string) => `/drafts/${draft}/copying?version=full`,
  submission: (draft: string) => `/drafts/${draft}/submission`,
  deliveries: (draft: string) => `/drafts/${draft}/deliveries`,
  versions: (draft: string) => `/drafts/${draft}/versions`,
  newerVersion: (draft: string) => `/drafts/${draft}/newer-version`,
  coalition: (draft: string) => `/drafts/${draft}/coalition`,
  nudge: (draft: string, link: string) => `/drafts/${draft}/coalition/${link}/nudges`,
  links: (draft: string) => `/drafts/${draft}/links`,
  linkPage: (draft: string, link: string) => `/drafts/${draft}/links/${link}`,
  linkKeeping: (draft: string, link: string) => `/drafts/${draft}/links/${link}/keeping`,
  linkReplacements: (draft: string, link: string) => `/drafts/${draft}/links/${link}/replacements`,
  linkRemoval: (draft: string, link: string) => `/drafts/${draft}/links/${link}/removal`,
  accessRemoval: (draft: string, access: string) => `/drafts/${draft}/accesses/${access}/removal`,
  sessions: (draft: string) => `/drafts/${draft}/sessions`,
  /** Write offline in a word processor, and bring back what was written. */
  worksheet: (draft: string) => `/drafts/${draft}/worksheet`,
  worksheetFile: (draft: string) => `/drafts/${draft}/worksheet.docx`,
  /** The page of the worksheet, saying of how many questions answers were taken in. */
  worksheetTaken: (draft: string, count: number) => `/drafts/${draft}/worksheet?taken=${count}`,
  sources: (draft: string) => `/drafts/${draft}/sources`,
  /** The sources, to choose from for a question; "": for none. */
  sourcesFor: (draft: string, question: string) =>
    `/drafts/${draft}/sources${question === '' ? '' : `?question=${question}`}`,
  /** Whether the document lists them. */
  sourceList: (draft: string) => `/drafts/${draft}/source-list`,
  source: (draft: string, source: string) => `/drafts/${draft}/sources/${source}`,
  sourceFor: (draft: string, source: string, question: string) =>
    `/drafts/${draft}/sources/${source}${question === '' ? '' : `?question=${question}`}`,
  sourceRemoval: (draft: string, source: string) => `/drafts/${draft}/sources/${source}/removal`,
  sourceCitations: (draft: string, source: string) => `/drafts/${draft}/sources/${source}/citations`,
  /** Reference texts. */
  texts: (draft: string) => `/drafts/${draft}/texts`,
  /** What is found for some words, and the question that it is looked for; `page` counts from 1. */
  textsFound: (draft: string, asked: { q: string; question: string; page: number }) =>
    `/drafts/${draft}/texts?${new URLSearchParams({ q: asked.q, question: asked.question, page: String(asked.page) }).toString()}`,
  textAdded: (draft: string, text: string, question: string) =>
    `/drafts/${draft}/texts?added=${text}&question=${question}`,
  /** After adding what is there already, as this text. */
  textThere: (draft: string, text: string, question: string) =>
    `/drafts/${draft}/texts?there=${text}&question=${question}`,
  textCopies: (draft: string) => `/drafts/${draft}/texts/copies`,
  quotations: (draft: string) => `/drafts/${draft}/texts/quotations`,
  text: (draft: string, text: string, question = '') =>
    `/drafts/${draft}/texts/${text}${question === '' ? '' : `?question=${question}`}`,
  /** One page of a text, by what is on it; `page` counts from 1. */
  textPage: (draft: string, text: string, at: { page: number; excerpt: number | null; question: string }) =>
    `/drafts/${draft}/texts/${text}?page=${at.page}${at.question === '' ? '' : `&question=${at.question}`}${at.excerpt === null ? '' : `#excerpt-${at.excerpt}`}`,
  textOffer: (draft: string, text: string) => `/drafts/${draft}/texts/${text}/offer`,
  textRemoval: (draft: string, text: string) => `/drafts/${draft}/texts/${text}/removal`,
  papers: (draft: string) => `/drafts/${draft}/papers`,
  paper: (draft: string, paper: string) => `/drafts/${draft}/papers/${paper}`,
  fullPaper: (draft: string, paper: string) => `/drafts/${draft}/papers/${paper}?version=full#preview`,
  /** In the public version unless said otherwise. */
  paperFile: (draft: string, paper: string, format: string, version: 'full' | 'public' = 'public') =>
    `/drafts/${draft}/papers/${paper}.${format}${version === 'full' ? '?version=full' : ''}`,
  /** Answers and the organisation of an earlier draft. */
  earlier: (draft: string) => `/drafts/${draft}/earlier`,
  earlierFor: (draft: string, question: string) => `/drafts/${draft}/earlier?question=${question}`,
  earlierOrganisation: (draft: string) => `/drafts/${draft}/earlier/organisation`,
  archive: (draft: string) => `/drafts/${draft}/archive`,
  archiveFile: (draft: string) => `/drafts/${draft}/archive.zip`,
  archives: () => '/archives',
  /** A draft that was just brought in; `own`: its call is one that this browser brought along. */
  broughtIn: (draft: string, own: boolean) => `/drafts/${draft}?brought=${own ? 'own' : 'known'}`,
  removal: (draft: string) => `/drafts/${draft}/removal`,
  removed: () => '/removed',
  retention: (draft: string) => `/drafts/${draft}/retention`,
  audit: (draft: string) => `/drafts/${draft}/audit`,
  /** What happened before the draft was brought in. */
  earlierRecord: (draft: string, page: number) => `/drafts/${draft}/audit?earlier=${page}`,
  auditPage: (draft: string, page: number) => `/drafts/${draft}/audit?page=${page}`,
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
