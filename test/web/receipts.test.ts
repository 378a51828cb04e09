/**
 * The receipt of a submission in two versions, on both databases: both documents are frozen, the mail carries those that
 * the writer chose, and the receipt tells them apart by name and fingerprint.
 */
import { createHash } from 'node:crypto';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileAt, introduce, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';
import { GROUNDS, type Ground } from '../store/ground.ts';

const SECRET_WORDS = 'Behind the old mill';
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(GROUNDS)('a receipt of two versions, on $name', ({ begin }) => {
  let ground: Ground;
  let smtp: TestSmtp;
  let house: House;
  beforeAll(async () => {
    ground = await begin();
    smtp = await startSmtp();
    const { dataDir, databaseUrl } = ground.settings;
    house = await openHouse({ smtpUrl: smtp.url, dataDir, ...(databaseUrl === null ? {} : { databaseUrl }) });
  });
  afterAll(async () => {
    await house.close();
    await smtp.stop();
    await ground.end();
  });

  interface Submitted {
    readonly id: string;
    readonly page: string;
    readonly owner: Browser;
    readonly full: Buffer;
    readonly open: Buffer;
    /** What arrived with the mail, by name. */
    readonly arrived: ReadonlyMap<string, Uint8Array>;
  }

  async function submit(fields: object, text = `We met. [[${SECRET_WORDS}]]`): Promise<Submitted> {
    const owner = house.browser();
    const page = await startDraft(owner, 'en');
    await introduce(owner, page);
    await owner.post(`${page}/questions/q9`).type('form').send({ text, revision: '0' }).expect(303);
    await owner
      .post(`${page}/publication`)
      .type('form')
      .send({ choice: 'part', declined: 'mark', revision: '0', ...fields })
      .expect(303);
    const bytesOf = async (version: string) =>
      (await fileAt(owner, `${page}/document.docx?version=${version}`)).body as Buffer;
    const [full, open] = [await bytesOf('full'), await bytesOf('public')];
    const seen = /name="seen" value="(\d+)"/.exec((await owner.get(`${page}/submission`)).text)![1];
    const before = smtp.mails.length;
    await owner.post(`${page}/submission`).type('form').send({ by: 'smtp', seen }).expect(303);
    expect(smtp.mails).toHaveLength(before + 1);
    const { attachments } = await PostalMime.parse(smtp.mails.at(-1)!.bytes);
    const arrived = new Map(
      attachments.map(({ filename, content }) => [filename ?? '', new Uint8Array(content as ArrayBuffer)]),
    );
    return { id: page.split('/').at(-1)!, page, owner, full, open, arrived };
  }

  it.each([
    ['both', ['full', 'public']],
    ['full', ['full']],
    ['public', ['public']],
  ])('that chose to attach %s', async (attach, sent) => {
    const { id, page, owner, full, open, arrived } = await submit({ attach });
    const receipt = (await owner.get(`${page}/submission`)).text;
    const hashes = [...receipt.matchAll(/class="exact hash"[^>]*>([0-9a-f]{64})</g)].map(([, hash]) => hash);
    expect(hashes).toEqual([hashOf(full), hashOf(open)]);
    const words = readable(receipt);
    for (const [name, version] of [
      ['Full version', 'full'],
      ['Public version', 'public'],
    ] as const) {
      const line = new RegExp(`${name} (\\S+\\.docx) – `).exec(words);
      expect(line?.[1], name).toContain(version);
      expect([...arrived.keys()].includes(line![1]!), `${version} went along`).toBe(sent.includes(version));
    }
    expect([...arrived.values()].map(hashOf)).toEqual(sent.map((version) => hashOf(version === 'full' ? full : open)));
    // The bytes that were frozen are those that are given from now on.
    for (const [version, bytes] of [
      ['full', full],
      ['public', open],
    ] as const) {
      expect(hashOf((await house.store.documentOf(id, version))!)).toBe(hashOf(bytes));
      const again = await fileAt(owner, `${page}/document.docx?version=${version}`);
      expect(hashOf(again.body as Buffer)).toBe(hashOf(bytes));
    }
  });

  it('keeps the second document sealed, in a column of its own', async () => {
    const { id, full, open } = await submit({ attach: 'full' });
    const [row] = await ground.query(`select document, public_document from submissions where draft = '${id}'`);
    const [document, second] = [row!['document'], row!['public_document']].map((cell) => Buffer.from(cell as Buffer));
    expect(second!.length).toBeGreaterThan(1_000);
    expect(second!.equals(document!)).toBe(false);
    for (const plain of [full, open, Buffer.from('PK\u0003\u0004', 'latin1')]) {
      expect(document!.includes(plain) || second!.includes(plain)).toBe(false);
    }
  });

  it('has one document and an empty column where nothing is confidential', async () => {
    const { id, page, owner, full, arrived } = await submit({ choice: 'public', attach: '' }, 'All of it is open.');
    const receipt = (await owner.get(`${page}/submission`)).text;
    expect(receipt.match(/class="exact hash"/g)).toHaveLength(1);
    expect([...arrived.values()].map(hashOf)).toEqual([hashOf(full)]);
    const rows = await ground.query(`select public_document from submissions where draft = '${id}'`);
    expect(rows).toEqual([{ public_document: null }]);
  });
});
