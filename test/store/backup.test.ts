/** Backups: of one moment while others write, brought back row by row, refused when they are not what they were. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backUp, TABLES } from '../../src/store/backup.ts';
import { openCellar, type Cellar, type CellarSettings } from '../../src/store/cellar.ts';
import { KEY_FILE } from '../../src/store/keys.ts';
import { restore, type RestoreOutcome } from '../../src/store/restore.ts';
import { answer, later, NOW, startDraft } from './cast.ts';
import { fillEverything, LONG, tablesOf } from './everything.ts';
import { GROUNDS, temporaryFolder, type Ground } from './ground.ts';

const RESTORER = fileURLToPath(new URL('./restorer.ts', import.meta.url));
const [ON_SQLITE] = GROUNDS;

type Tables = Readonly<Record<string, readonly string[]>>;

/** All rows of all tables but those of the migrations, each as a line, in an order that does not depend on the database. */
async function contentOf(ground: Ground, without: readonly string[] = []): Promise<Tables> {
  const content: Record<string, readonly string[]> = {};
  for (const table of (await tablesOf(ground)).keys()) {
    if (table.startsWith('kysely_') || without.includes(table)) continue;
    const rows = await ground.query(`select * from "${table}"`);
    content[table] = rows.map((row) => JSON.stringify(plain(row))).sort();
  }
  return content;
}

const plain = (row: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    Object.entries(row)
      .map(([name, cell]) => [name, cell instanceof Uint8Array ? Buffer.from(cell).toString('base64') : cell] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Changed by the restoration itself, which notes itself. */
const AUDIT = ['audits', 'audit_entries'];

const giveKey = (from: CellarSettings, to: CellarSettings): void => {
  mkdirSync(to.dataDir, { recursive: true });
  copyFileSync(join(from.dataDir, KEY_FILE), join(to.dataDir, KEY_FILE));
};

describe.each(GROUNDS)('a backup on $name', ({ begin }) => {
  let ground: Ground;
  let cellar: Cellar;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    ground = await begin();
    cellar = await openCellar(ground.settings);
  });
  afterAll(async () => {
    await cellar.close();
    await ground.end();
  });
  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder, 'all.backup');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Another database of the same kind, empty, with the key of this one. */
  async function elsewhere<Result>(work: (other: Ground) => Promise<Result>, on = { begin }): Promise<Result> {
    const other = await on.begin();
    try {
      giveKey(ground.settings, other.settings);
      return await work(other);
    } finally {
      await other.end();
    }
  }
  const why = (outcome: RestoreOutcome): string => (outcome.kind === 'refused' ? outcome.why : outcome.kind);

  it('knows every table of the database', async () => {
    const tables = [...(await tablesOf(ground)).keys()].filter((name) => !name.startsWith('kysely_'));
    expect(Object.keys(TABLES).sort()).toEqual(tables.sort());
  });

  it('is of one moment while others write, and comes back as it was, in every table', async () => {
    const filled = await fillEverything(cellar);
    const next = { ...filled.record, id: 'aaaaaaaaaa', follows: filled.record.id };
    await cellar.startDraft(next, {}, { link: 'new-link', label: 'Amina', hash: 'new-hash', session: filled.session });
    const busy = await startDraft(cellar, { q1: answer('') });
    const before = await contentOf(ground);
    let saves = 1;
    let isOver = false;
    const writing = (async () => {
      for (; !isOver; saves += 1) {
        await cellar.savePart(busy.change(saves, LONG), later(saves));
        await setTimeout(1);
      }
    })();
    await backUp(ground.settings, file, NOW);
    isOver = true;
    await writing;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['all.backup']);

    await elsewhere(async (other) => {
      const outcome = await restore(other.settings, file, false, later(99));
      expect(why(outcome)).toBe('restored');
      const after = await contentOf(other);
      const lines = (content: Tables, name: string): readonly string[] =>
        (content[name] ?? []).filter((line) => !line.includes(busy.record.id));
      for (const table of Object.keys(before).filter((name) => !AUDIT.includes(name))) {
        expect(lines(after, table), table).toEqual(lines(before, table));
      }
      expect(lines(after, 'audit_entries')).toEqual(expect.arrayContaining([...lines(before, 'audit_entries')]));
      const again = await openCellar(other.settings);
      // Of what was being written: the draft counts exactly the texts that came along.
      const opened = await again.draftById(busy.record.id);
      const history = await again.history(busy.record.id, 'q1');
      expect(history).toHaveLength(opened!.record.revision);
      expect(history.length).toBeLessThanOrEqual(saves);
      expect((await again.draftById(next.id))?.record.follows).toBe(filled.record.id);
      for (const { id } of [filled.record, next, busy.record]) {
        expect(await again.verifyAudit(id)).toMatchObject({ kind: 'whole' });
        const [newest] = (await again.auditLines(id, 0, 100)).filter(({ kind }) => kind === 'entry').toSorted(byNumber);
        expect(newest).toMatchObject({ entry: { action: 'restored', subject: NOW.toISOString(), link: null } });
      }
      await again.close();
    });
  });

  it('is taken by a database of the other kind', async () => {
    await fillEverything(cellar);
    await backUp(ground.settings, file, NOW);
    const before = await contentOf(ground, AUDIT);
    const [, other] = GROUNDS[0].begin === begin ? GROUNDS : [...GROUNDS].reverse();
    await elsewhere(async (moved) => {
      expect(why(await restore(moved.settings, file, false, NOW))).toBe('restored');
      expect(await contentOf(moved, AUDIT)).toEqual(before);
    }, other);
  });

  it('holds no key and nothing that was typed', async () => {
    await fillEverything(cellar);
    await backUp(ground.settings, file, NOW);
    const bytes = readFileSync(file, 'latin1');
    const key = readFileSync(join(ground.settings.dataDir, KEY_FILE), 'utf8').trim();
    for (const secret of [
      key,
      Buffer.from(key).toString('base64'),
      'Amina',
      'Bruno',
      'river',
      'Les Amis',
      '250 Taken',
    ]) {
      expect(bytes).not.toContain(secret);
      expect(bytes).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1));
    }
  });

  it('takes the place of drafts only where that is wished, and leaves nothing of them', async () => {
    const first = await fillEverything(cellar);
    await backUp(ground.settings, file, NOW);
    const before = await contentOf(ground, AUDIT);
    const second = await fillEverything(cellar);
    expect(why(await restore(ground.settings, file, false, NOW))).toBe('not-empty');
    expect(await cellar.draftById(second.record.id)).not.toBeNull();
    expect(why(await restore(ground.settings, file, true, NOW))).toBe('restored');
    expect(await contentOf(ground, AUDIT)).toEqual(before);
    expect(await cellar.draftById(second.record.id)).toBeNull();
    expect(await cellar.draftById(first.record.id)).not.toBeNull();
  });

  it('is never written over a file, nor left half', async () => {
    await fillEverything(cellar);
    writeFileSync(file, 'something else');
    expect(await backUp(ground.settings, file, NOW)).toEqual({ kind: 'exists' });
    expect(readFileSync(file, 'utf8')).toBe('something else');
    await expect(backUp(ground.settings, join(folder, 'nowhere', 'x'), NOW)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(folder)).toEqual(['all.backup']);
  });

  it('leaves what was there when it is killed while it is brought back', async () => {
    await fillEverything(cellar);
    for (let index = 0; index < 40; index += 1) await startDraft(cellar, { q1: answer(LONG), q2: answer(LONG) });
    await backUp(ground.settings, file, NOW);
    const now = await contentOf(ground, AUDIT);
    const newer = await startDraft(cellar, { q1: answer('newer') });
    let old = await contentOf(ground, AUDIT);
    for (const [index, haltsAfter] of [1, 5, 12].entries()) {
      const words = [RESTORER, JSON.stringify(ground.settings), file, String(haltsAfter)];
      const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
      const closed = once(child, 'close');
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await closed;
      expect(await contentOf(ground, AUDIT), `after ${haltsAfter} batches`).toEqual(old);
      const saved = await cellar.savePart(newer.change(index + 1, 'and others go on'), NOW);
      expect(saved.kind).toBe('saved');
      old = await contentOf(ground, AUDIT);
    }
    expect(why(await restore(ground.settings, file, true, NOW))).toBe('restored');
    expect(await contentOf(ground, AUDIT)).toEqual(now);
    expect(await cellar.draftById(newer.record.id)).toBeNull();
  }, 150_000);
});

const byNumber = (a: object, b: object): number => numberIn(b) - numberIn(a);
const numberIn = (line: object): number => (line as { entry: { number: number } }).entry.number;

describe('a file that is not what it was', () => {
  let ground: Ground;
  let file: string;
  let target: Ground;
  beforeEach(async () => {
    ground = await ON_SQLITE.begin();
    target = await ON_SQLITE.begin();
    const cellar = await openCellar(ground.settings);
    await fillEverything(cellar);
    await cellar.close();
    file = join(ground.settings.dataDir, 'all.backup');
    await backUp(ground.settings, file, NOW);
    giveKey(ground.settings, target.settings);
  });
  afterEach(async () => {
    await ground.end();
    await target.end();
  });
  const trying = (bytes: Buffer | string, settings: Partial<CellarSettings> = {}): Promise<RestoreOutcome> => {
    const changed = join(target.settings.dataDir, 'changed.backup');
    writeFileSync(changed, bytes);
    return restore({ ...target.settings, ...settings }, changed, false, NOW);
  };
  const database = (): string => join(target.settings.dataDir, 'aide-memoire.db');

  it('is refused for what it is, before anything is touched', async () => {
    const whole = readFileSync(file);
    const refused = (why: string) => ({ kind: 'refused', why });
    const lines = whole.toString().trimEnd().split('\n');
    const place = whole.indexOf('"base64"') + 20;
    expect(await trying('')).toEqual(refused('no-backup'));
    expect(await trying('SQLite format 3\n')).toEqual(refused('no-backup'));
    expect(await trying(whole.subarray(0, whole.length - 1))).toEqual(refused('cut-off'));
    expect(await trying(whole.subarray(0, whole.length >> 1))).toEqual(refused('cut-off'));
    expect(await trying(`${lines.slice(0, 12).join('\n')}\n`)).toEqual(refused('cut-off'));
    expect(await trying(`${lines.toSpliced(lines.length - 3, 1).join('\n')}\n`), 'a row').toEqual(refused('altered'));
    const flipped = Buffer.from(whole);
    flipped[place] = flipped[place] === 0x41 ? 0x42 : 0x41;
    expect(await trying(flipped), 'a bit').toEqual(refused('altered'));
    expect(await trying(`${whole.toString()}["more"]\n`)).toEqual(refused('altered'));
    const older = whole.toString().replace('"001-drafting"', '"000-before"');
    expect(await trying(older)).toEqual(refused('altered'));
    expect(await trying(whole, { secretKey: 'another secret, and long enough to be one' })).toEqual(
      refused('other-key'),
    );
    expect(await restore(target.settings, join(target.settings.dataDir, 'none'), false, NOW)).toEqual(
      refused('no-file'),
    );
    expect(existsSync(database()), 'the database was not even made').toBe(false);
    expect(await trying(whole)).toMatchObject({ kind: 'restored' });
  });

  it('is refused also with a sum of its own: only who has the key can make one', async () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const trailer = JSON.parse(lines.pop()!) as { manifest: { sha256: string } };
    const body = `${lines.toSpliced(lines.length - 3, 1).join('\n')}\n`;
    trailer.manifest.sha256 = createHash('sha256').update(body).digest('hex');
    expect(await trying(`${body}${JSON.stringify(trailer)}\n`)).toEqual({ kind: 'refused', why: 'altered' });
  });

  it('needs a key, and never makes one', async () => {
    rmSync(join(target.settings.dataDir, KEY_FILE));
    await expect(trying(readFileSync(file))).rejects.toThrow(/^SECRET_KEY: /);
    expect(readdirSync(target.settings.dataDir)).toEqual(['changed.backup']);
  });
});
