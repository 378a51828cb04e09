/** Where the key comes from, and that no start goes on with a key that is wrong, weak or lost. */
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingError } from '../../src/domain/errors.ts';
import { openCellar } from '../../src/store/cellar.ts';
import { KEY_FILE } from '../../src/store/keys.ts';
import { SQLITE_FILE } from '../../src/store/sqlite.ts';
import { answer, NOW, startDraft } from './cast.ts';
import { GROUNDS, temporaryFolder, type Ground } from './ground.ts';

const SECRET = 'a secret of more than thirty-two characters';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the data folder', () => {
  let parent: string;
  let dataDir: string;
  beforeEach(() => {
    parent = temporaryFolder();
    dataDir = join(parent, 'deep', 'drafts');
  });
  afterEach(() => {
    rmSync(parent, { recursive: true });
  });
  const settings = (): { dataDir: string; databaseUrl: null; secretKey: null } => ({
    dataDir,
    databaseUrl: null,
    secretKey: null,
  });

  it.each([0o000, 0o077])('is for its owner alone under the umask %o', async (umask) => {
    const before = process.umask(umask);
    const cellar = await openCellar(settings()).finally(() => process.umask(before));
    await cellar.keepQuestionnaire({ hash: 'x', questionnaire: { id: 'x', version: 1 } as never });
    expect(modeOf(dataDir)).toBe('700');
    for (const file of [SQLITE_FILE, `${SQLITE_FILE}-wal`, `${SQLITE_FILE}-shm`, KEY_FILE]) {
      expect(modeOf(join(dataDir, file)), file).toBe('600');
    }
    expect(cellar.notices).toEqual([]);
    await cellar.close();
  });

  it('tells when others may read the key', async () => {
    await (await openCellar(settings())).close();
    chmodSync(join(dataDir, KEY_FILE), 0o644);
    const cellar = await openCellar(settings());
    expect(cellar.notices).toEqual([expect.stringContaining(KEY_FILE)]);
    await cellar.close();
  });

  it('makes one key, and keeps to it', async () => {
    await (await openCellar(settings())).close();
    const key = readFileSync(join(dataDir, KEY_FILE), 'utf8');
    await (await openCellar(settings())).close();
    expect(readFileSync(join(dataDir, KEY_FILE), 'utf8')).toBe(key);
    expect(Buffer.from(key.trim(), 'base64url')).toHaveLength(32);
  });

  it('takes the text of the key file as SECRET_KEY too', async () => {
    const cellar = await openCellar(settings());
    const { record, session } = await startDraft(cellar, { q1: answer('text') });
    await cellar.close();
    const secretKey = readFileSync(join(dataDir, KEY_FILE), 'utf8').trim();
    rmSync(join(dataDir, KEY_FILE));
    const moved = await openCellar({ ...settings(), secretKey });
    expect((await moved.openDraft(record.id, session, NOW))?.parts[0]?.value).toEqual(answer('text'));
    await moved.close();
  });

  it('stops the start where it cannot be made or used', async () => {
    writeFileSync(join(parent, 'file'), '');
    mkdirSync(join(parent, 'taken', SQLITE_FILE), { recursive: true });
    for (const folder of ['file', 'file/inside', 'taken']) {
      const wrong = openCellar({ ...settings(), dataDir: join(parent, folder) });
      await expect(wrong, folder).rejects.toThrow(/^DATA_DIR: /);
      await expect(wrong, folder).rejects.toBeInstanceOf(SettingError);
    }
  });

  it('leaves a file alone that is no database', async () => {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, SQLITE_FILE), 'a letter to my aunt, which is no database at all'.repeat(200));
    await expect(openCellar(settings())).rejects.toMatchObject({ code: 'unavailable' });
    expect(readFileSync(join(dataDir, SQLITE_FILE), 'utf8')).toMatch(/^a letter to my aunt/);
  });
});

describe.each(GROUNDS)('the key of $name', ({ begin }) => {
  let ground: Ground;
  beforeEach(async () => {
    ground = await begin();
  });
  afterEach(async () => {
    await ground.end();
  });

  it('must have thirty-two characters', async () => {
    const short = openCellar({ ...ground.settings, secretKey: SECRET.slice(0, 31) });
    await expect(short).rejects.toThrow(/^SECRET_KEY: /);
    await (await openCellar({ ...ground.settings, secretKey: SECRET.slice(0, 32) })).close();
  });

  it('must be the one that the database was sealed with', async () => {
    await (await openCellar({ ...ground.settings, secretKey: SECRET })).close();
    const wrong = openCellar({ ...ground.settings, secretKey: `${SECRET}.` });
    await expect(wrong).rejects.toBeInstanceOf(SettingError);
    await expect(wrong).rejects.toThrow(/^SECRET_KEY: /);
    await (await openCellar({ ...ground.settings, secretKey: SECRET })).close();
  });

  it('is never replaced when its file is lost or damaged', async () => {
    await (await openCellar(ground.settings)).close();
    const path = join(ground.settings.dataDir, KEY_FILE);
    const key = readFileSync(path);
    for (const damage of [
      () => rmSync(path),
      () => writeFileSync(path, ''),
      () => writeFileSync(path, 'x'.repeat(43)),
    ]) {
      damage();
      await expect(openCellar(ground.settings)).rejects.toThrow(/^SECRET_KEY: /);
    }
    rmSync(path);
    await expect(openCellar(ground.settings)).rejects.toThrow(KEY_FILE);
    writeFileSync(path, key);
    await (await openCellar(ground.settings)).close();
  });
});
