/** Changing the key: of everything, while others work, cut off and taken up again, and read with the new key alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCellar, type Cellar, type CellarSettings } from '../../src/store/cellar.ts';
import { KEY_FILE } from '../../src/store/keys.ts';
import { rotateKey } from '../../src/store/rotation.ts';
import { makeSeal } from '../../src/store/seal.ts';
import { SEALED_COLUMNS } from '../../src/store/sealedColumns.ts';
import { addReviewer, answer, later, NOW, startDraft } from './cast.ts';
import { cellsOf, fillEverything, sealedIn, tablesOf, type Everything } from './everything.ts';
import { bytesUnder, GROUNDS, type Ground } from './ground.ts';
import { IMPATIENT } from './rotator.ts';

const ROTATOR = fileURLToPath(new URL('./rotator.ts', import.meta.url));

/** All that the stores give of a draft. */
async function readAll(cellar: Cellar, { record, session, link, address }: Everything): Promise<unknown> {
  const draft = record.id;
  const document = await cellar.documentOf(draft);
  const sent = await cellar.linksSentTo(address.toUpperCase(), NOW);
  return {
    opened: await cellar.openDraft(draft, session, NOW),
    history: await cellar.history(draft, 'q1'),
    links: await cellar.links(draft),
    sent: sent.map(({ id }) => id),
    threads: await cellar.threads(draft, 'q1'),
    approvals: await cellar.approvals(draft),
    asked: await cellar.subscriptionsOf(draft),
    feed: await cellar.feedOf(draft, link),
    submission: await cellar.submissionOf(draft),
    document: document === null ? null : Buffer.from(document).toString('latin1'),
    published: Buffer.from((await cellar.documentOf(draft, 'public')) ?? []).toString('latin1'),
  };
}

async function readAlone(settings: CellarSettings, everything: Everything): Promise<unknown> {
  const cellar = await openCellar(settings);
  try {
    return await readAll(cellar, everything);
  } finally {
    await cellar.close();
  }
}

describe.each(GROUNDS)('a new key on $name', ({ begin }) => {
  let ground: Ground;
  let cellar: Cellar;
  beforeEach(async () => {
    ground = await begin();
    cellar = await openCellar(ground.settings);
  });
  afterEach(async () => {
    await cellar.close();
    await ground.end();
  });
  const keyFile = (): string => join(ground.settings.dataDir, KEY_FILE);
  const keyFiles = (): string[] => readdirSync(ground.settings.dataDir).filter((name) => name.startsWith(KEY_FILE));
  const keyIds = async (): Promise<string[]> => [
    ...new Set((await sealedIn(ground)).map(({ sealed }) => sealed.toString('hex', 1, 5))),
  ];

  it('is known to every column that holds bytes', async () => {
    const found = [...(await tablesOf(ground))].flatMap(([table, columns]) =>
      columns.filter(({ type }) => type === 'blob' || type === 'bytea').map(({ name }) => `${table}.${name}`),
    );
    expect(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(found.sort());
    await fillEverything(cellar);
    const filled = new Set((await sealedIn(ground)).map(({ at }) => at));
    expect(
      found.filter((column) => !filled.has(column)),
      'the tests have a value in each',
    ).toEqual([]);
  });

  it('opens everything by itself, while others go on reading and saving', async () => {
    const everything = await fillEverything(cellar);
    const old = readFileSync(keyFile(), 'utf8').trim();
    const before = await readAll(cellar, everything);
    const busy = await startDraft(cellar, { q1: answer('') });
    let saves = 1;
    let isOver = false;
    const saving = (async () => {
      for (; !isOver; saves += 1) {
        expect(await cellar.savePart(busy.change(saves, `text ${saves}`), later(saves))).toMatchObject({
          kind: 'saved',
        });
        if (saves % 20 === 0) expect(await readAll(cellar, everything)).toEqual(before);
        await setTimeout(5);
      }
    })();
    const done = await rotateKey(ground.settings, () => undefined, IMPATIENT);
    await setTimeout(50);
    isOver = true;
    await saving;
    expect(done.sealed).toBeGreaterThan(15);
    expect(done).toMatchObject({ marked: 1, broken: 0 });

    expect(keyFiles()).toEqual([KEY_FILE]);
    expect(readFileSync(keyFile(), 'utf8').trim()).not.toBe(old);
    expect(await readAlone(ground.settings, everything)).toEqual(before);
    const secretKey = readFileSync(keyFile(), 'utf8').trim();
    const [id] = await keyIds();
    expect(await keyIds()).toEqual([Buffer.from(makeSeal([secretKey]).keyId()).toString('hex')]);
    expect(id).not.toBe(Buffer.from(makeSeal([old]).keyId()).toString('hex'));
    const alone = await openCellar({ ...ground.settings, secretKey });
    expect((await alone.history(busy.record.id, 'q1')).map(({ value }) => value)).toHaveLength(saves);
    await alone.close();
    expect(bytesUnder(ground.settings.dataDir).includes(old)).toBe(false);
    await expect(openCellar({ ...ground.settings, secretKey: old })).rejects.toThrow(/^SECRET_KEY: /);
  });

  it('can be cut off at any moment, and be taken up again', async () => {
    const filled: Everything[] = [];
    for (let index = 0; index < 8; index += 1) filled.push(await fillEverything(cellar));
    const before = await Promise.all(filled.map((one) => readAll(cellar, one)));
    const old = readFileSync(keyFile(), 'utf8');
    for (const life of [0, 1_120, 1_150, 2_250, 2_300]) {
      const child = spawn(process.execPath, [ROTATOR, JSON.stringify(ground.settings)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const closed = once(child, 'close');
      await once(child.stdout, 'data');
      await setTimeout(life);
      child.kill('SIGKILL');
      await closed;
      const index = life % filled.length;
      expect(await readAlone(ground.settings, filled[index]!), `after ${life} ms`).toEqual(before[index]);
    }
    const child = spawn(process.execPath, [ROTATOR, JSON.stringify(ground.settings)], { stdio: 'inherit' });
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(keyFiles()).toEqual([KEY_FILE]);
    expect(readFileSync(keyFile(), 'utf8')).not.toBe(old);
    expect(await keyIds()).toHaveLength(1);
    const alone = await openCellar(ground.settings);
    expect(await Promise.all(filled.map((one) => readAll(alone, one)))).toEqual(before);
    expect(await Promise.all(filled.map((one) => readAll(cellar, one)))).toEqual(before);
    await alone.close();
  }, 150_000);

  it('goes from one setting to the other, and finds what came in meanwhile', async () => {
    const [older, newer] = [
      'the former secret of the house, long enough',
      'the new secret of the house, also long enough',
    ];
    await cellar.close();
    await ground.end();
    ground = await begin();
    cellar = await openCellar({ ...ground.settings, secretKey: older, otherSecretKey: newer });
    const everything = await fillEverything(cellar);
    const before = await readAll(cellar, everything);
    const next = { ...ground.settings, secretKey: newer, otherSecretKey: older };
    expect(await rotateKey(next, () => undefined, { learnMs: 0, settleMs: 0 })).toMatchObject({ broken: 0, marked: 1 });
    expect(await readAlone({ ...ground.settings, secretKey: newer }, everything)).toEqual(before);
    expect(existsSync(keyFile())).toBe(false);
    await expect(openCellar({ ...ground.settings, secretKey: older })).rejects.toThrow(/^SECRET_KEY: /);
    const alone = openCellar({ ...ground.settings, secretKey: null, otherSecretKey: newer });
    await expect(alone).rejects.toThrow(/^SECRET_KEY_OTHER: /);
  });

  it('keeps the former one where something does not open', async () => {
    const everything = await fillEverything(cellar);
    const damaged = (await cellsOf(ground)).find(({ at }) => at === 'feeds.sealed')?.cell as Uint8Array;
    const wrong = Buffer.from(damaged);
    wrong[30]! ^= 1;
    const literal =
      ground.settings.databaseUrl === null ? `X'${wrong.toString('hex')}'` : `'\\x${wrong.toString('hex')}'`;
    await ground.query(`update feeds set sealed = ${literal} returning 1 as one`);
    const done = await rotateKey(ground.settings, () => undefined, IMPATIENT);
    expect(done.broken).toBe(1);
    expect(keyFiles()).toEqual([KEY_FILE, `${KEY_FILE}.former`]);
    expect((await cellar.history(everything.record.id, 'q1')).length).toBe(2);
    await cellar.endFeed(everything.record.id, everything.link);
    expect(await rotateKey(ground.settings, () => undefined, IMPATIENT)).toMatchObject({ sealed: 0, broken: 0 });
    expect(keyFiles()).toEqual([KEY_FILE]);
  });

  it('leaves links, and takes back the codes that only the former one knew', async () => {
    const { record } = await startDraft(cellar);
    const { hash } = await addReviewer(cellar, record.id, {}, 'the hash of a code');
    const lasting = await addReviewer(cellar, record.id, { createdAt: later(1e12) }, 'another one');
    await rotateKey(ground.settings, () => undefined, IMPATIENT);
    expect(await cellar.linkByHash(hash, later(2_000))).not.toBeNull();
    expect(await cellar.linkByHash(lasting.hash, later(2_000))).not.toBeNull();
    expect(await cellar.spendCode('the hash of a code', later(2_000))).toBeNull();
  });

  it('is made by one process at a time', async () => {
    await fillEverything(cellar);
    const lock = `${keyFile()}.lock`;
    writeFileSync(lock, String(process.ppid));
    await expect(rotateKey(ground.settings, () => undefined, IMPATIENT)).rejects.toThrow(
      /another process is changing the key/,
    );
    rmSync(lock);
    const both = [
      rotateKey(ground.settings, () => undefined, IMPATIENT),
      rotateKey(ground.settings, () => undefined, IMPATIENT),
    ];
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(keyFiles()).toEqual([KEY_FILE]);
  });
});
