/**
 * Taking a draft with one and bringing it in, through the whole program: what the archive holds, that a draft brought in
 * equals the one that it was taken from, on the other database too, and that nothing of anybody else comes along.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EMPTY_ANSWER } from '../../src/domain/answer.ts';
import { PART_NAMES, valueSchemaOf } from '../../src/domain/archive.ts';
import { hashOf } from '../../src/web/secrets.ts';
import {
  archiveFrom,
  archiveIn,
  bringIn,
  changed,
  edited,
  equality,
  post,
  unpacked,
  withHistory,
  without,
} from '../archives.ts';
import {
  CALL,
  introduce,
  openHouse,
  OPENING,
  readable,
  RIVAGES,
  RIVAGES_ANSWERS,
  startDraft,
  type Browser,
  type House,
} from '../cast.ts';
import { valueOf } from '../generated.ts';
import { GROUNDS, type Ground } from '../store/ground.ts';

let ground: Ground;
let house: House;
/** On PostgreSQL, with another key. */
let other: House;
beforeAll(async () => {
  ground = await GROUNDS[1].begin();
  house = await openHouse({ calls: [ISLANDS] });
  other = await openHouse({ databaseUrl: ground.settings.databaseUrl! });
}, 120_000);
afterAll(async () => {
  await house.close();
  await other.close();
  await ground.end();
});

/** A call that only the first house serves. */
const ISLANDS = `
id: islands
language: en
title: Visit to the islands
deadlines: [{ id: final, wording: 1 March 2024, date: 2024-03-01 }]
channels: [{ kind: email, to: [islands@example.org] }]
questions:
  - { id: q1, label: '1)', text: What has changed on the islands? }
`;

const send = (browser: Browser, address: string, fields: object) =>
  browser.post(address).type('form').send(fields).expect(303);

async function writtenDraft(owner: Browser): Promise<string> {
  const draft = await startDraft(owner);
  await introduce(owner, draft);
  for (const [id, fields] of Object.entries(RIVAGES_ANSWERS)) {
    await send(owner, `${draft}/questions/${id}`, { ...fields, revision: '0' });
  }
  await send(owner, `${draft}/questions/q9`, { text: 'Un point de contact [[à Dakar]].', revision: '1' });
  await send(owner, `${draft}/questions/q9/comments`, { kind: 'comment', text: 'Faut-il le nommer ?', revision: '2' });
  await send(owner, `${draft}/publication`, { choice: 'part', revision: '0' });
  return draft;
}

const idOf = (draft: string): string => draft.split(/[/?]/)[2]!;

describe('taking an archive', () => {
  it('holds everything, readable without the program', async () => {
    const owner = house.browser();
    const draft = await writtenDraft(owner);
    const files = unpacked(await archiveFrom(owner, draft));
    expect([...files.keys()]).toEqual([
      'README.txt',
      'document.docx',
      'document-public.docx',
      'document.txt',
      'history/01-q1.txt',
      'history/02-q4.txt',
      'history/03-q9.txt',
      'comments.txt',
      'audit.csv',
      'questionnaire.yaml',
      'history.jsonl',
      'archive.json',
    ]);
    expect(files.get('README.txt')).toContain('IL N’EST PAS CHIFFRÉ');
    expect(files.get('README.txt')).toContain(RIVAGES.name);
    const history = files.get('history/03-q9.txt')!;
    expect(history).toMatch(/^9\) Quelles mesures/);
    expect(history.indexOf('notre site')).toBeGreaterThan(0);
    expect(history.indexOf('[[à Dakar]]')).toBeGreaterThan(history.indexOf('notre site'));
    expect(files.get('comments.txt')).toContain('Faut-il le nommer ?');
    expect(files.get('document.txt')).toContain('réseau de sept associations');
    expect(files.get('audit.csv')).toContain('Choix de publication enregistré');
    expect(files.get('questionnaire.yaml')).toContain(`id: ${CALL}`);
    const lines = files.get('history.jsonl')!;
    expect(lines.trim().split('\n')).toHaveLength(1);
    const archive = JSON.parse(files.get('archive.json')!) as Record<string, unknown>;
    expect(archive['history']).toEqual({ lines: 1, hash: hashOf(lines), begins: {} });
  });

  it('gives the same bytes for the same draft, but for the record, which notes each taking', async () => {
    const owner = house.browser();
    const draft = await writtenDraft(owner);
    const [first, second] = [await archiveFrom(owner, draft), await archiveFrom(owner, draft)];
    expect(equality(second)).toEqual(equality(first));
    expect(unpacked(second).get('audit.csv')).not.toBe(unpacked(first).get('audit.csv'));
    const page = readable((await owner.get(`${draft}/audit`).expect(200)).text);
    expect(page).toContain('Archive taken');
  });

  it('comes under a name that says nothing, and is for owners alone', async () => {
    const owner = house.browser();
    const draft = await writtenDraft(owner);
    const answer = await owner.get(`${draft}/archive.zip`).expect(200);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="archive-2024-02-01.zip"');
    await house.browser().get(`${draft}/archive.zip`).expect(404);
  });

  it('ends as if it had not been asked for where the draft is removed meanwhile', async () => {
    const owner = house.browser();
    const draft = await writtenDraft(owner);
    const { earlierValues } = house.store;
    const removing = vi.spyOn(house.store, 'earlierValues').mockImplementationOnce(async (...asked) => {
      await house.store.removeDraft(idOf(draft));
      return earlierValues(...asked);
    });
    await owner.get(`${draft}/archive.zip`).expect(404);
    expect(removing).toHaveBeenCalled();
    removing.mockRestore();
  });

  it('holds no secret, no id and no address of anybody who may come in, and nothing of other drafts', async () => {
    const owner = house.browser();
    const draft = await writtenDraft(owner);
    const neighbour = house.browser();
    const others = await startDraft(neighbour, 'en');
    await introduce(neighbour, others, { ...RIVAGES, name: 'The other canary' });
    await send(neighbour, `${others}/questions/q1`, { text: 'A canary of the other draft.', revision: '0' });
    await send(owner, `${draft}/links`, { role: 'writer', label: 'Bureau', term: 'none' });
    await send(owner, `${draft}/reminders`, { address: 'canary@example.org', language: 'fr', zone: 'UTC', hour: '9' });
    const all = [...unpacked(await archiveFrom(owner, draft)).values()].join('\n');
    const links = await house.store.links(idOf(draft));
    for (const secret of [idOf(draft), idOf(others), 'canary', ...links.map(({ id }) => id)]) {
      expect(all).not.toContain(secret);
    }
    const cookies = (await owner.get(draft)).headers['set-cookie'] ?? [];
    for (const cookie of cookies) expect(all).not.toContain(/=([0-9a-z]{32})/.exec(cookie)?.[1] ?? 'no cookie');
  });
});

describe('bringing an archive in', () => {
  it('gives an equal draft elsewhere, in a browser that had none, with documents of the same bytes', async () => {
    const owner = house.browser();
    const draft = await writtenDraft(owner);
    const zip = await archiveFrom(owner, draft);
    const newcomer = other.browser('fr');
    const brought = await bringIn(newcomer, zip);
    expect(brought).toMatch(/^\/drafts\/[0-9a-z]{10}\?brought=known$/);
    const page = (await newcomer.get(brought).expect(200)).text;
    expect(page).toContain(RIVAGES.name);
    expect(page).toContain('id="secret"');
    const again = await archiveFrom(newcomer, `/drafts/${idOf(brought)}`);
    expect(equality(again, zip)).toEqual(equality(zip));
    const history = readable((await newcomer.get(`/drafts/${idOf(brought)}/questions/q9/history`).expect(200)).text);
    expect(history).toContain('first link');
    await other.browser().get(brought).expect(404);
  });

  it('holds whatever the parts of a draft hold', async () => {
    const owner = house.browser();
    const newcomer = other.browser();
    const part = fc
      .constantFrom('q1', 'q2', ...PART_NAMES.filter((name) => name !== 'scope'))
      .chain((key) =>
        fc.tuple(fc.constant(key), fc.array(valueOf(valueSchemaOf(key)), { minLength: 1, maxLength: 3 })),
      );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(part, { selector: ([key]) => key, maxLength: 8 }), async (parts) => {
        const draft = await startDraft(owner);
        const [link] = await house.store.links(idOf(draft));
        for (const [key, values] of parts) {
          for (const [expected, value] of values.entries()) {
            await house.store.savePart({ draft: idOf(draft), key, expected, value, link: link!.id }, OPENING);
          }
        }
        const zip = await archiveFrom(owner, draft);
        const brought = await bringIn(newcomer, zip);
        const again = await archiveFrom(newcomer, `/drafts/${idOf(brought)}`);
        expect(equality(again, zip)).toEqual(equality(zip));
      }),
      { numRuns: 3 },
    );
  }, 60_000);

  it('takes histories that begin at another number, as a first save may have any', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner);
    const [link] = await house.store.links(idOf(draft));
    const late = { draft: idOf(draft), value: EMPTY_ANSWER, link: link!.id };
    for (const expected of [4, 5, 6]) await house.store.savePart({ ...late, key: 'q1', expected }, OPENING);
    await house.store.savePart({ ...late, key: 'q2', expected: 6 }, OPENING);
    const zip = await archiveFrom(owner, draft);
    expect(archiveIn(zip)['history']).toMatchObject({ lines: 2, begins: { q1: 5, q2: 7 } });
    const newcomer = other.browser();
    const again = await archiveFrom(newcomer, `/drafts/${idOf(await bringIn(newcomer, zip))}`);
    expect(equality(again, zip)).toEqual(equality(zip));
  });

  it('keeps what was done before on a page of its own, and begins a record that is whole', async () => {
    const owner = house.browser();
    const newcomer = other.browser();
    const brought = await bringIn(newcomer, await archiveFrom(owner, await writtenDraft(owner)));
    const audit = `/drafts/${idOf(brought)}/audit`;
    const page = (await newcomer.get(audit).expect(200)).text;
    expect(readable(page)).toContain('Brought the draft in from an archive');
    expect(readable(page)).toContain('This record is whole: its one entry');
    expect(page).toContain(`${audit}?earlier=1`);
    const earlier = readable((await newcomer.get(`${audit}?earlier=1`).expect(200)).text);
    expect(earlier).toContain('cannot vouch for it');
    expect(earlier).toContain('Comment written: Question 9');
    await owner.get(`${await startDraft(owner)}/audit?earlier=1`).expect(404);
  });

  it('makes a call that nobody knows there one of this browser, and says so', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en', 'islands');
    await send(owner, `${draft}/questions/q1`, { text: 'The coast.', revision: '0' });
    const zip = await archiveFrom(owner, draft);
    const newcomer = other.browser();
    const brought = await bringIn(newcomer, zip);
    expect(brought).toMatch(/brought=own$/);
    const page = readable((await newcomer.get(brought).expect(200)).text);
    expect(page).toContain('compare its mailbox');
    expect(page).toContain('Visit to the islands');
    expect(readable((await newcomer.get('/').expect(200)).text)).toContain('Visit to the islands');
    // Its document is the same; only the name of its call is not.
    const again = await archiveFrom(newcomer, `/drafts/${idOf(brought)}`);
    const [first, second] = [equality(zip), equality(again, zip)];
    const bare = (archive: unknown) => without(archive as object, 'questionnaires', 'draft');
    expect(bare(second['archive'])).toEqual(bare(first['archive']));
    const files = (of: unknown) => (of as [string, string][]).filter(([name]) => name !== 'questionnaire.yaml');
    expect(files(second['files'])).toEqual(files(first['files']));
  });

  it('keeps a submission to be read, says where it came from, and never sends it', async () => {
    const owner = house.browser();
    const draft = await writtenDraft(owner);
    await send(owner, `${draft}/submission`, { by: 'self' });
    const zip = await archiveFrom(owner, draft);
    const { reference, deliveries } = archiveIn(zip)['submission'] as { reference: string; deliveries: unknown[] };
    expect(deliveries).toHaveLength(1);
    const newcomer = other.browser();
    const here = `/drafts/${idOf(await bringIn(newcomer, zip))}`;
    const receipt = readable((await newcomer.get(`${here}/submission`).expect(200)).text);
    expect(receipt).toContain(reference);
    expect(receipt).toContain('This submission was brought in with an archive');
    await newcomer.post(`${here}/deliveries`).type('form').send({ by: 'self' }).expect(409);
    await newcomer.post(`${here}/questions/q1`).type('form').send({ text: 'No.', revision: '1' }).expect(409);
    expect(equality(await archiveFrom(newcomer, here), zip)).toEqual(equality(zip));
    await newcomer.post(`${here}/versions`).expect(303);
  });

  it('makes a new draft each time, and takes an archive that was unpacked and packed again', async () => {
    const owner = house.browser();
    const draft = await writtenDraft(owner);
    const zip = await archiveFrom(owner, draft);
    const folder = Object.fromEntries([...unpacked(zip)].map(([name, text]) => [`archive-2024/${name}`, text]));
    const { strToU8, zipSync } = await import('fflate');
    const packed = zipSync(Object.fromEntries(Object.entries(folder).map(([name, text]) => [name, strToU8(text)])));
    const drafts = [await bringIn(owner, zip), await bringIn(owner, zip), await bringIn(owner, packed)].map(idOf);
    expect(new Set([idOf(draft), ...drafts]).size).toBe(4);
    expect(readable((await owner.get(draft).expect(200)).text)).toContain(RIVAGES.name);
  });
});

describe('an archive that cannot be taken in', () => {
  it.each([
    ['is no archive', () => new Uint8Array([1, 2, 3]), 'This is not a .zip file'],
    [
      'holds something else than archives do',
      (zip) => edited(zip, 'answers.q9.value.text', 7),
      'In archive.json: answers.q9.value.text: what stands there cannot stand there',
    ],
    [
      'unpacks to more than is read',
      (zip) => changed(zip, { 'archive.json': new Uint8Array(26_000_000) }),
      'unpacks to more',
    ],
    [
      'brings another document than was sent',
      (zip) => changed(zip, { 'document.docx': 'x' }),
      'is not the document that was sent',
    ],
    [
      'has lost a document that was sent',
      (zip) => changed(zip, { 'document-public.docx': null }),
      'a document in it is missing',
    ],
    ['has lost its history', (zip) => changed(zip, { 'history.jsonl': null }), 'This archive is not whole'],
    ['has an empty history', (zip) => changed(zip, { 'history.jsonl': '' }), 'This archive is not whole'],
    [
      'has no history and says that it had none',
      (zip) => withHistory(zip, ''),
      'In history.jsonl: q9: something is missing',
    ],
    ['is larger than any', () => new Uint8Array(33 * 1024 * 1024), 'larger than 32 MB'],
  ] as const satisfies readonly (readonly [string, (zip: Uint8Array) => Uint8Array, string])[])(
    'is refused where it %s, and nothing of it is kept',
    async (_, make, says) => {
      const owner = house.browser();
      const draft = await writtenDraft(owner);
      await send(owner, `${draft}/submission`, { by: 'self' });
      const zip = make(await archiveFrom(owner, draft));
      const drafts = await house.store.auditedDrafts('', 1_000);
      const answer = await post(house.browser(), zip).expect(422);
      expect(readable(answer.text)).toContain(says);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(await house.store.auditedDrafts('', 1_000)).toEqual(drafts);
    },
  );

  it('is asked for where none was chosen', async () => {
    const answer = await house.browser().post('/archives').type('form').send({}).expect(422);
    expect(readable(answer.text)).toContain('Choose the archive');
  });
});
