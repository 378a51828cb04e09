/**
 * The role matrix: every address of the program, asked by everybody in both ways, against the one table below. Whoever
 * adds an address adds its row, or the test fails. It also looks at every page for forms that its reader may not send.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Link, type Role } from '../src/domain/link.ts';
import { route } from '../src/web/paths.ts';
import { hashOf, newId, newToken } from '../src/web/secrets.ts';
import { handleOf } from '../src/web/sourcePages.ts';
import { CALL, introduce, openHouse, OPENING, startDraft, type Browser, type House } from './cast.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';

/** `none` has never been let in; `revoked` was a writer until a moment ago. */
const EVERYBODY = [...ROLES, 'none', 'revoked'] as const;
type Who = (typeof EVERYBODY)[number];

const READERS: readonly Who[] = ROLES;
const COMMENTERS: readonly Who[] = ['owner', 'writer', 'reviewer', 'signatory'];
const WRITERS: readonly Who[] = ['owner', 'writer'];
const APPROVERS: readonly Who[] = ['owner', 'signatory'];
const OWNERS: readonly Who[] = ['owner'];

/** Who gets `status`. All others who are in get `refused`, those who are not get 404. */
interface Answer {
  readonly who: readonly Who[];
  readonly status: number;
  readonly refused: number;
  /** What is posted. */
  readonly fields: Readonly<Record<string, string>>;
}

const get = (who: readonly Who[], status = 200): Answer => ({ who, status, refused: 403, fields: {} });
const post = (who: readonly Who[], fields: Answer['fields'] = {}, status = 303): Answer => ({
  who,
  status,
  refused: 403,
  fields,
});
/** For what belongs to one person: to all others it does not exist. */
const own = (who: readonly Who[], fields: Answer['fields'] = {}, status = 303): Answer => ({
  ...post(who, fields, status),
  refused: 404,
});
/** There is nothing to get, or nothing to post to: that is 404 for everybody. */
const nobody: Answer = own([]);

/**
 * By name of the route in `src/web/paths.ts`. A 422 or a 404 for somebody who may is an answer too: it comes after the
 * question who asks.
 */
const TABLE: Readonly<Record<string, { readonly get: Answer; readonly post: Answer }>> = {
  home: { get: get(EVERYBODY), post: nobody },
  up: { get: get(EVERYBODY), post: nobody },
  metrics: { get: nobody, post: nobody },
  safety: { get: get(EVERYBODY), post: nobody },
  exit: { get: get(EVERYBODY), post: post(EVERYBODY) },
  exitPicture: { get: get(EVERYBODY), post: nobody },
  preferences: { get: get(EVERYBODY), post: post(EVERYBODY, { language: 'en' }) },
  newCall: { get: get(EVERYBODY), post: nobody },
  ownCalls: { get: nobody, post: post(EVERYBODY, {}, 422) },
  // The call of the scene is the operator's: nobody corrects or removes it here.
  correction: { get: nobody, post: nobody },
  callRemoval: { get: nobody, post: nobody },
  questionnaireFile: { get: get(EVERYBODY), post: nobody },
  call: { get: get(EVERYBODY), post: nobody },
  deadline: { get: get(EVERYBODY), post: nobody },
  drafts: { get: nobody, post: post(EVERYBODY, { language: 'en' }) },

  link: { get: get(EVERYBODY), post: post(EVERYBODY) },
  codes: { get: get(EVERYBODY), post: post(EVERYBODY, { code: 'not one' }, 422) },
  linksAgain: { get: get(EVERYBODY), post: post(EVERYBODY, { address: 'not one' }, 422) },
  confirmation: { get: get(EVERYBODY), post: post(EVERYBODY) },
  ending: { get: get(EVERYBODY), post: post(EVERYBODY, {}, 200) },
  calendar: { get: get(EVERYBODY), post: nobody },

  draft: { get: get(READERS), post: nobody },
  keeping: { get: nobody, post: post(READERS) },
  scope: { get: get(READERS), post: post(WRITERS, { revision: '0' }) },
  // The founding call is about no country.
  countries: { get: nobody, post: post(OWNERS, {}, 404) },
  organisation: { get: get(READERS), post: post(WRITERS, { revision: '1', name: 'Another name' }) },
  question: { get: get(READERS), post: post(WRITERS, { revision: '2', text: 'Newer.' }) },
  history: { get: get(READERS), post: nobody },
  restorations: { get: nobody, post: post(WRITERS, { revision: '2', restored: '1' }) },
  publication: { get: get(READERS), post: post(WRITERS, { revision: '0', choice: 'public' }) },
  plan: { get: get(READERS), post: post(WRITERS, { revision: '0' }) },
  review: { get: get(READERS), post: nobody },
  checks: { get: nobody, post: post(WRITERS, {}, 422) },
  consents: { get: get(READERS), post: post(WRITERS, { revision: '0', named: 'no' }) },
  document: { get: get(READERS), post: nobody },
  documentOdt: { get: get(READERS), post: nobody },
  documentMarkdown: { get: get(READERS), post: nobody },
  papers: { get: get(READERS), post: nobody },
  paper: { get: get(READERS), post: post(WRITERS, { revision: '0', own: 'A key message.' }) },
  paperFile: { get: get(READERS), post: nobody },
  email: { get: get(READERS), post: nobody },
  emailFile: { get: get(READERS), post: nobody },
  sending: { get: nobody, post: post(WRITERS, { revision: '0' }) },
  front: { get: get(READERS), post: post(WRITERS, { revision: '0', keywords: 'fish, coast' }) },
  checklist: { get: nobody, post: post(WRITERS) },
  copying: { get: get(READERS), post: nobody },
  submission: { get: get(READERS), post: post(OWNERS, { by: 'self' }) },
  deliveries: { get: nobody, post: post(OWNERS, {}, 404) },
  newerVersion: { get: get(READERS), post: post(OWNERS) },
  versions: { get: nobody, post: post(OWNERS, {}, 422) },

  worksheet: { get: get(WRITERS), post: post(WRITERS, {}, 422) },
  worksheetFile: { get: get(WRITERS), post: nobody },

  sources: { get: get(READERS), post: post(WRITERS, { kind: 'report', title: 'A report' }) },
  sourceList: { get: nobody, post: post(WRITERS, { listed: 'yes' }) },
  source: { get: get(WRITERS), post: post(WRITERS, { revision: '1', title: 'Another title' }) },
  sourceRemoval: { get: nobody, post: post(WRITERS, { revision: '1' }) },
  sourceCitations: { get: nobody, post: post(WRITERS, { question: 'q1', place: 'p. 3' }) },

  texts: { get: get(WRITERS), post: post(WRITERS, {}, 422) },
  text: { get: get(WRITERS), post: nobody },
  // These read as the address of a text that there is not.
  textCopies: { get: get(WRITERS, 404), post: post(WRITERS, {}, 422) },
  quotations: { get: get(WRITERS, 404), post: post(WRITERS, {}, 422) },
  textOffer: { get: nobody, post: post(WRITERS, { offered: 'yes' }) },
  textRemoval: { get: nobody, post: post(WRITERS) },

  comments: { get: nobody, post: post(COMMENTERS, { kind: 'comment', text: 'A remark.', revision: '2' }) },
  commentResolution: { get: nobody, post: post(COMMENTERS, { resolved: 'yes' }) },
  commentAdoption: { get: nobody, post: post(WRITERS) },
  signatories: { get: get(READERS), post: post(WRITERS, { revision: '1', kind: 'endorsing', name: 'Third' }) },
  signatoriesFile: { get: get(WRITERS), post: nobody },
  // Reads as the address of a signatory that there is not.
  approvalRule: { get: get(WRITERS, 404), post: post(OWNERS, { revision: '1', approval: 'all' }) },
  signatoryImport: { get: get(WRITERS), post: post(WRITERS, {}, 422) },
  signatory: { get: get(WRITERS), post: post(WRITERS, { revision: '1', kind: 'submitting', name: 'Other' }) },
  signatoryRemoval: { get: nobody, post: post(WRITERS, { revision: '1' }) },
  signatoryMoves: { get: nobody, post: post(WRITERS, { revision: '1', way: 'up' }) },
  approvals: { get: get(READERS), post: post(APPROVERS, {}, 422) },
  coalition: { get: get(READERS), post: nobody },
  nudge: { get: nobody, post: post(OWNERS) },

  reminders: { get: get(READERS), post: post(READERS, {}, 422) },
  subscription: { get: nobody, post: own(OWNERS, {}, 422) },
  subscriptionEnd: { get: nobody, post: own(OWNERS) },
  deviceKey: { get: nobody, post: post(WRITERS, {}, 200) },
  feed: { get: get(READERS, 303), post: post(READERS) },
  feedEnd: { get: nobody, post: post(READERS) },

  links: { get: get(OWNERS), post: post(OWNERS, { role: 'observer', label: 'Somebody', term: 'none' }) },
  linkPage: { get: get(OWNERS), post: nobody },
  linkKeeping: { get: nobody, post: post(OWNERS) },
  linkReplacements: { get: nobody, post: post(OWNERS) },
  linkRemoval: { get: nobody, post: post(OWNERS) },
  accessRemoval: { get: nobody, post: post(OWNERS) },
  sessions: { get: nobody, post: post(OWNERS, { idle: '12' }) },
  earlier: { get: get(WRITERS), post: post(WRITERS, {}, 422) },
  earlierOrganisation: { get: nobody, post: post(WRITERS, {}, 422) },
  removal: { get: get(OWNERS), post: post(OWNERS, { name: 'Rivages solidaires' }) },
  removed: { get: get(EVERYBODY), post: nobody },
  retention: { get: nobody, post: post(OWNERS) },
  archive: { get: get(OWNERS), post: nobody },
  archiveFile: { get: get(OWNERS), post: nobody },
  archives: { get: get(EVERYBODY), post: post(EVERYBODY, {}, 422) },
  audit: { get: get(OWNERS), post: nobody },
};

/** A draft with something of everything in it, and everybody's browser. */
interface Scene {
  readonly browsers: Readonly<Record<Who, Browser>>;
  /** The address of a route in this draft. */
  address(name: string): string;
}

let smtp: TestSmtp;
let house: House;
/** For whatever changes nothing: everything that is got, and everything that is refused. */
let common: Scene;
beforeAll(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url });
  common = await setScene();
});
afterAll(async () => {
  await house.close();
  await smtp.stop();
});

async function setScene(): Promise<Scene> {
  const { store } = house;
  const owner = house.browser();
  const path = await startDraft(owner, 'en');
  const draft = path.split('/').at(-1)!;
  const send = (page: string, fields: object) =>
    owner
      .post(path + page)
      .type('form')
      .send(fields)
      .expect(303);
  await introduce(owner, path);
  await send('/questions/q1', { revision: '0', text: 'Older.' });
  await send('/questions/q1', { revision: '1', text: 'Old.' });
  await send('/questions/q1/comments', { kind: 'proposal', text: 'Proposed.', revision: '2' });
  await send('/signatories', { revision: '0', kind: 'submitting', name: 'Second' });
  await send('/texts', { name: 'A reference', text: 'Something to argue with.' });
  await send('/sources', { kind: 'report', author: 'UN', title: 'A source', date: '2020' });
  await send('/feed', {});
  await send('/reminders', { address: `${draft}@example.org`, language: 'en', zone: 'UTC', hour: '9' });

  const [ownLink] = await store.links(draft);
  const [thread] = await store.threads(draft, 'q1');
  const [asked] = await store.subscriptionsOf(draft);
  const [text] = await store.textsOf(draft, '');
  const feed = await store.feedOf(draft, ownLink!.id);
  const opened = await store.draftById(draft);
  const { list } = opened?.parts.find(({ key }) => key === 'signatories')?.value as { list: { id: string }[] };

  const give = async (role: Role): Promise<{ link: Link; token: string }> => {
    const token = newToken();
    const signatory = role === 'signatory' ? list[0]!.id : null;
    const never = { expiresAt: null, usedAt: null, revokedAt: null };
    const terms = { role, label: `a ${role}`, signatory, address: `somebody-${draft}@example.org` };
    const link: Link = { id: newId(), draft, ...terms, createdAt: OPENING, ...never };
    await store.addLink(link, hashOf(token), null);
    return { link, token };
  };
  const letIn = async (role: Role): Promise<{ browser: Browser; link: Link }> => {
    const { link, token } = await give(role);
    const browser = house.browser();
    await browser.post(`/links/${token}`).expect(303);
    return { browser, link };
  };
  const [writer, reviewer, signatory, observer, revoked] = [
    await letIn('writer'),
    await letIn('reviewer'),
    await letIn('signatory'),
    await letIn('observer'),
    await letIn('writer'),
  ];
  await store.revokeLink(draft, revoked.link.id, OPENING);
  const spare = await give('observer');
  const [access] = (await store.accesses(draft, '', OPENING)).filter(({ link }) => link === observer.link.id);

  const tokens: Readonly<Record<string, string>> = {
    link: spare.token,
    confirmation: asked!.subscription.token,
    ending: asked!.subscription.token,
    calendar: feed!.token,
  };
  const named: Readonly<Record<string, string>> = {
    call: CALL,
    draft,
    question: 'q1',
    paper: 'summary',
    format: 'docx',
    thread: thread!.id,
    text: text!.id,
    source: handleOf(draft, 'un-2020'),
    signatory: list[0]!.id,
    subscription: asked!.subscription.id,
    link: spare.link.id,
    access: access!.id,
  };
  return {
    browsers: {
      owner,
      writer: writer.browser,
      reviewer: reviewer.browser,
      signatory: signatory.browser,
      observer: observer.browser,
      none: house.browser(),
      revoked: revoked.browser,
    },
    address: (name) => {
      const pattern = route[name as keyof typeof route];
      return pattern.replace(/:(\w+)/g, (_, parameter: string) => {
        const value = parameter === 'token' ? tokens[name] : named[parameter];
        if (value === undefined) throw new Error(`the scene has no ${parameter} for ${pattern}`);
        return value;
      });
    },
  };
}

const isIn = (who: Who): who is Role => (ROLES as readonly string[]).includes(who);
const expected = ({ who, status, refused }: Answer, one: Who): number =>
  who.includes(one) ? status : isIn(one) ? refused : 404;

/** The route that an address belongs to. */
function routeAt(path: string): string | undefined {
  const found = Object.entries(route)
    .filter(([, pattern]) => new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`).test(path))
    // A pattern that is spelt out comes before one with a parameter in the same place.
    .sort(([, a], [, b]) => a.split(':').length - b.split(':').length);
  return found[0]?.[0];
}

/** The forms in the main part of a page that post: where to. */
function formsOf(html: string, page: string): string[] {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
  return [...main.matchAll(/<form\b(?![^>]*method="get")[^>]*>/g)].map(
    ([form]) => /action="([^"]+)"/.exec(form)?.[1] ?? page,
  );
}

describe('the role matrix', () => {
  it('has a row for every address, and no other', () => {
    expect(Object.keys(TABLE).sort()).toEqual(Object.keys(route).sort());
  });

  it.each(Object.keys(route))('holds for getting %s', async (name) => {
    const row = TABLE[name]!.get;
    const { browsers, address } = common;
    for (const who of EVERYBODY) {
      const page = address(name);
      const { status, text } = await browsers[who].get(page);
      expect(`${who} ${status}`).toBe(`${who} ${expected(row, who)}`);
      if (status !== 200 || !isIn(who)) continue;
      const forbidden = formsOf(text ?? '', page).filter((to) => {
        const target = TABLE[routeAt(to) ?? '']?.post;
        return target === undefined || !target.who.includes(who);
      });
      expect(forbidden, `forms on ${page} that ${who} may not send`).toEqual([]);
    }
  });

  it.each(Object.keys(route))('holds for posting to %s', async (name) => {
    const row = TABLE[name]!.post;
    // What one person does to a draft would change what the next one meets.
    const shared = row.who === EVERYBODY ? await setScene() : null;
    for (const who of EVERYBODY) {
      const { browsers, address } = shared ?? (row.who.includes(who) ? await setScene() : common);
      const { status } = await browsers[who].post(address(name)).type('form').send(row.fields);
      expect(`${who} ${status}`).toBe(`${who} ${expected(row, who)}`);
    }
  });
});
