/** Who did what, as the owner of a draft reads it; and nobody else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/domain/audit.ts';
import { RESERVED_IDS } from '../../src/domain/nodes.ts';
import {
  fileAt,
  introduce,
  invite,
  openHouse,
  OPENING,
  readable,
  ROOT,
  startDraft,
  type Browser,
  type House,
} from '../cast.ts';

const LATER = new Date('2024-02-01T09:07:00Z');

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.setClock(OPENING));
afterAll(() => house.close());

const idOf = (draft: string): string => draft.split('/').at(-1)!;
const send = (browser: Browser, address: string, fields: object) =>
  browser.post(address).type('form').send(fields).expect(303);
const actions = async (draft: string): Promise<string[]> => {
  const lines = await house.store.auditLines(idOf(draft), 0, 1_000);
  return lines.flatMap((line) => (line.kind === 'entry' ? [`${line.entry.role} ${line.entry.action}`] : [])).reverse();
};
/** The lines of the page as a reader has them, newest first. */
const linesOf = (html: string): string[] =>
  [...html.matchAll(/<li class="history__item">([\s\S]*?)<\/li>/g)].map(([, line = '']) => readable(line).trim());

describe('the words of the record', () => {
  it('has a phrase for everything that can be done, and for every part', () => {
    const { audit } = JSON.parse(readFileSync(join(ROOT, 'locales', 'en.json'), 'utf8')) as {
      audit: Record<'actions' | 'parts', Record<string, string>>;
    };
    expect(Object.keys(audit.actions).sort()).toEqual([...ACTIONS].sort());
    expect(Object.keys(audit.parts).sort()).toEqual([...RESERVED_IDS].sort());
  });
});

describe('the record of a draft', () => {
  it('tells an owner what was done, by whom and when, and names nothing that is not asked for', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    await introduce(owner, draft);
    await send(owner, `${draft}/questions/q1`, { text: 'Words that nobody may find in it.', revision: '0' });
    await send(owner, `${draft}/signatories`, { revision: '0', kind: 'submitting', name: 'Second shore' });
    await send(owner, `${draft}/publication`, { revision: '0', choice: 'part' });
    const reviewer = await invite(house, draft, 'reviewer', 'Bruno, field office');
    await send(reviewer, `${draft}/questions/q1/comments`, { kind: 'comment', text: 'A remark.' });
    await fileAt(reviewer, `${draft}/document.docx`);
    await fileAt(owner, `${draft}/email.eml`);
    await owner.get(`${draft}/signatories.csv`).expect(200);
    await send(owner, `${draft}/links`, { role: 'observer', label: 'Chloé, press', term: 'none' });
    house.setClock(LATER);
    await send(owner, `${draft}/retention`, {});
    expect(await actions(draft)).toEqual([
      ...['owner started', 'owner signatories-added', 'owner publication-changed', 'null link-made'],
      ...['reviewer entered', 'reviewer commented', 'reviewer document-taken', 'owner email-taken'],
      ...['owner list-taken', 'owner link-made', 'owner kept-longer'],
    ]);

    const page = await owner.get(`${draft}/audit`).expect(200);
    const lines = linesOf(page.text);
    expect(lines[0]).toContain('Draft kept longer 1 February 2024 at 10:07 · first link (Owner) · entry 11');
    expect(lines.find((line) => line.includes('Comment written'))).toMatch(
      /: Question 1 .*Bruno, field office \(Reviewer\)/,
    );
    expect(lines.find((line) => line.includes('Saved'))).toContain(
      'version 1 1 February 2024 at 10:00 · first link (Owner)',
    );
    expect(lines.some((line) => line.startsWith('Link made: Chloé, press '))).toBe(true);
    expect(lines.some((line) => line.startsWith('Added to the list of organisations: Second shore '))).toBe(true);
    expect(lines.some((line) => line.startsWith('Choice about publication saved: Yes, but for what is marked'))).toBe(
      true,
    );
    expect(lines.filter((line) => line.startsWith('Saved: ')).length).toBe(2);
    expect(readable(page.text)).toContain('This record is whole: its 11 entries are as they were written.');
    expect(page.text).not.toMatch(/Words that nobody|A remark/);
    expect((await owner.get(draft)).text).toContain(`href="${draft}/audit"`);
  });

  it('is for owners alone', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner);
    for (const role of ['writer', 'reviewer', 'signatory', 'observer'] as const) {
      const browser = await invite(house, draft, role, `a ${role}`);
      await browser.get(`${draft}/audit`).expect(403);
      expect((await browser.get(draft)).text).not.toContain('/audit');
    }
    await house.browser().get(`${draft}/audit`).expect(404);
  });

  it('goes on to other pages', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner);
    const [link] = await house.store.links(idOf(draft));
    for (let index = 0; index < 120; index += 1) {
      const note = { action: 'commented', subject: 'q2', count: null } as const;
      await house.store.note(idOf(draft), note, { link: link!.id, at: house.clock() });
    }
    const pages = [];
    for (let at = `${draft}/audit`; at !== ''; at = /rel="next" href="([^"]+)"/.exec(pages.at(-1)!)?.[1] ?? '') {
      pages.push((await owner.get(at).expect(200)).text);
    }
    expect(pages.map((html) => linesOf(html).length)).toEqual([50, 50, 21]);
    expect(pages.at(-1)).toContain(`rel="prev" href="${draft}/audit?page=2"`);
    for (const page of ['0', '-1', 'x', '1e9', '99999999999999999999']) {
      await owner.get(`${draft}/audit?page=${page}`).expect(200);
    }
  });

  it('says that a yes no longer holds', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner);
    await send(owner, `${draft}/signatories`, { revision: '0', kind: 'submitting', name: 'Second shore' });
    const html = (await owner.get(`${draft}/approvals`)).text;
    await send(owner, `${draft}/approvals`, {
      decision: 'approved',
      hash: /name="hash" value="(\w+)"/.exec(html)?.[1],
    });
    const yes = async (): Promise<string> =>
      linesOf((await owner.get(`${draft}/audit`)).text).find((line) => line.startsWith('Said yes')) ?? '';
    expect(await yes()).not.toContain('No longer holds');
    await send(owner, `${draft}/questions/q1`, { text: 'Another text.', revision: '0' });
    expect(await yes()).toContain('No longer holds: the text has changed');
  });

  it('knows who left by the way out, and whose browser was shut out', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner);
    const writer = await invite(house, draft, 'writer', 'Bruno');
    await send(writer, '/exit', {});
    const again = await invite(house, draft, 'writer', 'Bruno');
    const accesses = await house.store.accesses(idOf(draft), '', house.clock());
    const links = await house.store.links(idOf(draft));
    const theirs = accesses.find(({ link }) => links.find(({ id }) => id === link)?.role === 'writer');
    await send(owner, `${draft}/accesses/${theirs!.id}/removal`, {});
    await again.get(draft).expect(404);
    expect(await actions(draft)).toEqual([
      ...['owner started', 'null link-made', 'writer entered', 'writer left'],
      ...['null link-made', 'writer entered', 'owner browser-ended'],
    ]);
  });
});
