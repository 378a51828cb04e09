/**
 * Attacks by what is typed: into pages, templates, phrases, documents, tables, mails, calendars and headers. Everything
 * hostile is planted in one draft, wherever a person can type, and then looked for in everything that comes out.
 */
import { XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import ICAL from 'ical.js';
import { defaultTreeAdapter as tree, parse, type DefaultTreeAdapterTypes as Html } from 'parse5';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuestionnaire } from '../../src/store/questionnaires.ts';
import { route } from '../../src/web/paths.ts';
import { fileAt, linkTo, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';

/** A piece of every language that what is typed passes through; `qz` begins the names of what must not come alive. */
const HOSTILE = [
  `"'><script>qzscript()</script><img src=qzimage onerror=qzhandler()><svg/onload=qzsvg()>`,
  `</textarea></title></style><!--`,
  `<%= 7919*7 %> <%- 7919*7 %> \${7919*7} {{7919*7}} #{7919*7} $t(errors.home) {{say}} __proto__`,
  `]]></w:t></w:r></w:p><w:p><w:r><w:t>qzxml</w:t></w:r></w:p><!ENTITY x SYSTEM "file:///etc/passwd">&x;&amp;`,
].join(' ');
const LINES = `${HOSTILE}\r\nBcc: qzbcc@evil.example\r\n\r\nqzbody\r\nEND:VCALENDAR\0\x08\x1b[31m\u2028\u202eqzturned\ud800`;
const COMPUTED = String(7919 * 7);

let smtp: TestSmtp;
let house: House;
let owner: Browser;
let draft: string;

const post = (browser: Browser, address: string, fields: object) => browser.post(address).type('form').send(fields);

beforeAll(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url });
  owner = house.browser();
  draft = await startDraft(owner, 'en');
  await post(owner, `${draft}/organisation`, {
    ...{ name: LINES, contact: LINES, description: LINES, country: 'SN', email: 'a@b.example', phone: HOSTILE },
    ...{ website: 'https://b.example/"><script>qzscript()</script>', revision: '0' },
  });
  for (const [id, fields] of Object.entries({
    q1: { 'networks.choice': 'yes', 'networks.details': LINES },
    q2: { text: `[qz](javascript:qzhandler()) ![qz](qzimage) <script>qzscript()</script> [a](data:text/html,qz)` },
    q4: { 'initiatives.0.name': LINES, 'initiatives.0.year': HOSTILE, 'initiatives.0.effect': LINES },
    q6: { declined: 'yes', reason: LINES },
    q10: { 'recommendations.0.to': LINES, 'recommendations.0.what': LINES, 'recommendations.0.by': LINES },
  })) {
    await post(owner, `${draft}/questions/${id}`, { text: LINES, ...fields, revision: '0' }).expect(303);
  }
  await post(owner, `${draft}/signatories`, { revision: '0', kind: 'submitting', name: HOSTILE, contact: HOSTILE });
  await post(owner, `${draft}/questions/q1/comments`, { kind: 'comment', text: LINES });
  await post(owner, `${draft}/questions/q1/comments`, { kind: 'proposal', text: LINES, revision: '1' });
  await post(owner, `${draft}/links`, { role: 'writer', label: HOSTILE, term: 'none' }).expect(303);
});
afterAll(async () => {
  await house.close();
  await smtp.stop();
});

const at = (address: string): string => address.replace(':draft', draft.split('/').at(-1)!);
const pages = (): string[] =>
  Object.values(route)
    .filter((one) => /:draft(?!.*:)/.test(one))
    .map(at);

function* elementsOf(node: Html.ParentNode): Generator<Html.Element> {
  for (const child of node.childNodes) {
    if (!tree.isElementNode(child)) continue;
    yield child;
    yield* elementsOf(child);
    if (child.tagName === 'template') yield* elementsOf((child as Html.Template).content);
  }
}

/** What of the page a browser would run, or ask for, that is not ours. */
function alive(html: string): string[] {
  return [...elementsOf(parse(html))].flatMap(({ tagName, attrs }) => {
    const of = (name: string): string => attrs.find((one) => one.name === name)?.value ?? '';
    const addresses = ['src', 'href', 'action', 'formaction'].map(of);
    return [
      ...(tagName === 'script' && !/^\/assets\/[0-9a-f]+\/script\.js$/.test(of('src')) ? ['script'] : []),
      ...(['img', 'svg', 'iframe', 'object', 'embed', 'style', 'base'].includes(tagName) ? [tagName] : []),
      ...attrs.filter(({ name }) => /^on|^style$|^srcdoc$/.test(name)).map(({ name }) => name),
      ...addresses.filter((address) => /^\s*(?:javascript|data|vbscript):/i.test(address)),
    ];
  });
}

describe('on every page', () => {
  it('what was typed is text', async () => {
    let planted = 0;
    const questions = ['q1', 'q2', 'q4', 'q6', 'q10'].flatMap((id) => [
      `${draft}/questions/${id}`,
      `${draft}/questions/${id}/history`,
    ]);
    for (const address of ['/', ...pages(), ...questions]) {
      const { headers, text, status } = await owner.get(address);
      expect(status, address).toBeLessThan(500);
      if (!String(headers['content-type']).startsWith('text/html')) continue;
      if (text.includes('qzscript')) planted += 1;
      expect(alive(text), address).toEqual([]);
      expect(text, address).not.toContain(COMPUTED);
    }
    // On most of them it does stand: otherwise this would look at nothing.
    expect(planted).toBeGreaterThan(12);
  });

  it('that refuses a form or merges two, too', async () => {
    const text = { text: LINES, name: LINES, revision: '0' };
    const answers = [
      await post(owner, `${draft}/questions/q1`, { ...text, revision: 'x' }),
      await post(owner, `${draft}/questions/q1`, { ...text, text: `${LINES} other` }),
      await post(owner, `${draft}/questions/q1`, text).set('Sec-Fetch-Site', 'cross-site'),
      await owner.post(`${draft}/questions/q1`).set('Content-Type', 'text/plain').send(`text=${HOSTILE}`),
      await post(owner, `${draft}/organisation`, { ...text, email: HOSTILE, country: HOSTILE }),
      await post(owner, `${draft}/links`, { role: HOSTILE, label: HOSTILE, term: HOSTILE, address: HOSTILE }),
      await post(owner, `${draft}/reminders`, { address: HOSTILE, zone: HOSTILE, hour: HOSTILE, language: HOSTILE }),
      await post(owner, `${draft}/signatories/import`, { text: `name\n${HOSTILE}`, kind: 'submitting' }),
      await post(owner, `${draft}/removal`, { name: HOSTILE }),
      await post(house.browser(), '/codes', { code: HOSTILE }),
      await post(house.browser(), '/links', { address: HOSTILE }),
      await post(house.browser(), `${draft}/questions/q1`, text),
    ];
    for (const { status, text: html, headers } of answers) {
      expect(status).toBeLessThan(500);
      if (String(headers['content-type']).startsWith('text/html')) expect(alive(html)).toEqual([]);
      expect(html ?? '').not.toContain(COMPUTED);
    }
    expect(answers.filter(({ status }) => [422, 409, 403, 404].includes(status)).length).toBeGreaterThan(8);
  });

  it('an address, a query or a header that is repeated is text', async () => {
    const typed = encodeURIComponent(HOSTILE.slice(0, 400));
    for (const address of [
      `/${typed}`,
      `/preferences?back=/${typed}`,
      `${draft}/links?role=${typed}&signatory=${typed}`,
    ]) {
      expect(alive((await owner.get(address)).text), address).toEqual([]);
    }
    const { text } = await house
      .browser()
      .get('/')
      .set('Accept-Language', '<script>qz</script>')
      .set('Cookie', `zone=${typed}`);
    expect(alive(text)).toEqual([]);
  });
});

describe('in documents', () => {
  it.each(['full', 'public'])('of the %s version it is text, and every part is sound XML', async (version) => {
    const { body, status } = await fileAt(owner, `${draft}/document.docx?version=${version}`);
    expect(status).toBe(200);
    const parts = Object.entries(unzipSync(new Uint8Array(body as Buffer))).filter(([path]) =>
      /\.(?:xml|rels)$/.test(path),
    );
    expect(parts.length).toBeGreaterThan(5);
    for (const [path, bytes] of parts) {
      const xml = strFromU8(bytes);
      expect(XMLValidator.validate(xml), path).toBe(true);
      expect(xml, path).not.toMatch(/<!(?:ENTITY|DOCTYPE)|<w:t[^>]*>qzxml<\/w:t>/);
      // eslint-disable-next-line no-control-regex -- what XML cannot hold is just what is looked for
      expect(xml, path).not.toMatch(/[\0\x08\x1b\ufffe]/);
      if (path.endsWith('.rels')) expect(xml, path).not.toMatch(/javascript:|file:|data:/i);
    }
    const text = strFromU8(unzipSync(new Uint8Array(body as Buffer))['word/document.xml']!);
    expect(text).toContain('&lt;script&gt;qzscript()');
    expect(text).not.toContain(COMPUTED);
  });
});

describe('in a table', () => {
  const formulas = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '＝1', "=cmd|'/c calc'!A0", '"=1', ';=1', ' =1'];

  it('no cell is a formula', async () => {
    const browser = house.browser();
    const own = await startDraft(browser, 'en');
    for (const [index, name] of formulas.entries()) {
      const fields = {
        kind: 'submitting',
        name: `${name} ${'abcdefghijk'.charAt(index)}`,
        contact: name,
        country: 'SN',
      };
      const added = await post(browser, `${own}/signatories`, { ...fields, revision: String(index) });
      expect(added.status, name + readable(added.text)).toBe(303);
    }
    const { text } = await browser.get(`${own}/signatories.csv`).expect(200);
    const cells = text.replace(/^\ufeff/, '').split(/\r\n|,/);
    expect(cells.length).toBeGreaterThan(formulas.length * 3);
    for (const cell of cells) expect(cell).not.toMatch(/^"?\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/);
  });
});

describe('in mails', () => {
  it('begins no header, no body and no second recipient', async () => {
    const file = (await fileAt(owner, `${draft}/email.eml`)).body as Buffer;
    const mail = await PostalMime.parse(file);
    expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(mail.to?.map(({ address }) => address)).toEqual(['hrc-ie-solidarity@un.org']);
    expect(mail.bcc ?? []).toEqual([]);
    expect(mail.headers.filter(({ value }) => /[\r\n\0]/.test(value))).toEqual([]);
    expect(mail.attachments.map(({ filename }) => filename).join()).toMatch(/^[\w.,-]+$/);
    expect(mail.html ?? '').toBe('');
    const page = await owner.get(`${draft}/email`);
    const mailto = /href="(mailto:[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect([...new URL(mailto).searchParams.keys()].sort()).toEqual(['body', 'subject']);
    expect(mailto).not.toMatch(/[\r\n ]/);
  });

  it('to a stranger, is no way to send a link or a look-alike of one’s own', async () => {
    const names = [
      'Your account: https://evil.example/x',
      'mail me@evil.example',
      'evil.example',
      'Bank \u202eelpmaxe',
      'A\nB',
    ];
    for (const [index, name] of names.entries()) {
      const browser = house.browser();
      const own = await startDraft(browser, 'en');
      await post(browser, `${own}/organisation`, { name, country: 'SN', revision: '0' });
      const address = `stranger${index}@example.org`;
      await post(browser, `${own}/links`, { role: 'writer', label: 'x', term: 'none', address }).expect(303);
      const mail = await PostalMime.parse(smtp.mails.at(-1)!.bytes);
      expect(mail.to?.map((one) => one.address)).toEqual([address]);
      expect(mail.text).toContain('/links/');
      expect(`${mail.text} ${mail.subject}`).not.toMatch(/evil|\u202e/);
    }
  });

  it.each([
    'a@b.example\r\nBcc: qz@evil.example',
    'a@b.example, qz@evil.example',
    '"a@b.example" <qz@evil.example>',
    'a@b.example>\r\nRCPT TO:<qz@evil.example',
    'a@b.example%0d%0aBcc:qz@evil.example\n',
    'a@b.example;qz@evil.example',
  ])('goes to no second address: %j', async (address) => {
    const before = smtp.mails.length;
    await post(owner, `${draft}/links`, { role: 'writer', label: 'x', term: 'none', address });
    await post(owner, `${draft}/reminders`, { address, language: 'en', zone: 'UTC', hour: '9' });
    await post(house.browser(), '/links', { address });
    await house.ringer.ring();
    const recipients = smtp.mails.slice(before).flatMap(({ to }) => to);
    expect(recipients.filter((one) => one.includes('evil'))).toEqual([]);
  });
});

describe('in calendars', () => {
  const hostile = 'A\\r\\nBEGIN:VEVENT\\r\\nUID:qz\\r\\nEND:VEVENT;ATTACH:file:///etc/passwd,\\r\\n X';

  it('a call that somebody brought makes no entries of its own', async () => {
    house.serveCall(
      [
        'id: hostile',
        `provenance: { languages: { en: official }, text: { en: "${hostile}. What?" } }`,
        `title: { en: "${hostile}" }`,
        `shortTitle: { en: "${hostile}" }`,
        'issuers: [{ name: { en: "Somebody" } }]',
        `deadlines: [{ wording: { en: "${hostile}" }, date: 2026-03-14, relation: by }]`,
        'questions: [{ id: q1, label: "1)", text: { en: "What?" } }]',
      ].join('\n'),
    );
    const { text } = await house.browser().get('/calls/hostile/deadline.ics').expect(200);
    const calendar = new ICAL.Component(ICAL.parse(text) as [string, [], []]);
    const events = calendar.getAllSubcomponents('vevent');
    expect(events).toHaveLength(1);
    expect(events.map((event) => event.getFirstPropertyValue('uid'))).not.toContain('qz');
    expect(events.flatMap((event) => event.getAllProperties('attach'))).toEqual([]);
    expect(alive((await house.browser().get('/calls/hostile')).text)).toEqual([]);
  });

  it('and an address of a feed tells nothing of what was typed', async () => {
    await post(owner, `${draft}/feed`, { saying: 'named' });
    const feed = /\/feeds\/[0-9a-z]{32}\/calendar\.ics/.exec((await owner.get(`${draft}/reminders`)).text)![0];
    expect((await owner.get(feed)).text).not.toMatch(/qz(?:script|bcc|body|xml|turned)/);
  });
});

describe('in files of calls', () => {
  it.each([
    ['a prototype', '__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\nid: a'],
    ['a prototype that is merged in', 'base: &base { __proto__: { polluted: yes } }\n<<: *base\nid: a'],
    [
      'a million of one thing',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map(
          ([of, name]) => `${name}: &${name} [${`*${of},`.repeat(9)}]`,
        ),
      ].join('\n'),
    ],
    ['a tag that runs', 'id: !!js/function "function () { polluted }"\ntitle: !!python/object/apply:os.system ["id"]'],
    ['itself', 'a: &a [*a]'],
  ])('%s is refused, and does nothing', (_what, source) => {
    const { questionnaire, problems } = parseQuestionnaire('hostile.yaml', source);
    expect(questionnaire).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('in headers of answers', () => {
  it('is nothing that was typed', async () => {
    const link = await linkTo(house, draft, 'writer', HOSTILE);
    const answers = [
      await owner.get(`${draft}/document.docx`),
      await owner.get(`${draft}/email.eml`),
      await owner.get(`${draft}/signatories.csv`),
      await post(house.browser(), link, {}),
      await owner.get('/calls/hostile/deadline.ics'),
    ];
    for (const { headers } of answers)
      expect(JSON.stringify(headers)).not.toMatch(/qz(?:script|bcc|body|xml)|VEVENT|evil/);
  });
});
