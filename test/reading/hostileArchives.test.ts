/**
 * Archives that mean harm, or that somebody broke: each is refused for what it is. They are read here as their process
 * reads them; that nothing of them is kept is `test/web/archives.test.ts`.
 */
import { strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDraftArchive } from '../../src/reading/draftArchive.ts';
import { archiveFrom, archiveIn, changed, edited, unpacked, withHistory } from '../archives.ts';
import { introduce, openHouse, startDraft } from '../cast.ts';

const NOW = new Date('2024-02-01T10:00:00.000Z');

let zip: Uint8Array;
beforeAll(async () => {
  const house = await openHouse();
  const owner = house.browser();
  const draft = await startDraft(owner, 'en');
  await introduce(owner, draft);
  for (const [revision, text] of ['One.', 'Two.', 'Three.'].entries()) {
    await owner.post(`${draft}/questions/q1`).type('form').send({ text, revision }).expect(303);
  }
  zip = await archiveFrom(owner, draft);
  await house.close();
});

/** Every "a" of the name in the zip becomes another letter: two files of one name. */
function twice(name: string, content: string): Uint8Array {
  const other = name.replace('a', 'A');
  const file = Buffer.from(changed(zip, { [other]: content }));
  for (let at = file.indexOf(other); at >= 0; at = file.indexOf(other, at + 1)) file.write(name, at, 'latin1');
  return file;
}

/** Says of every file that is packed that it is locked. */
function locked(): Uint8Array {
  const file = Buffer.from(zip);
  for (const [mark, flags] of [
    ['PK\x03\x04', 6],
    ['PK\x01\x02', 8],
  ] as const) {
    for (let at = file.indexOf(mark, 0, 'latin1'); at >= 0; at = file.indexOf(mark, at + 4, 'latin1')) {
      // A file that is not packed would be longer under a lock.
      const isPacked = file.readUInt16LE(at + flags + 2) === 8;
      if (isPacked) file.writeUInt16LE(file.readUInt16LE(at + flags) | 1, at + flags);
    }
  }
  return file;
}

/** A directory that says it has so many entries. */
function claiming(count: number): Uint8Array {
  const file = Buffer.from(zip);
  const end = file.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  file.writeUInt16LE(count, end + 8);
  file.writeUInt16LE(count, end + 10);
  return file;
}

/** Says of archive.json that it is small, in its own head and in the directory. */
function lying(): Uint8Array {
  const file = Buffer.from(changed(zip, { 'archive.json': blank(30_000_000) }));
  for (const [mark, size] of [
    ['PK\x03\x04', 22],
    ['PK\x01\x02', 24],
  ] as const) {
    for (let at = file.indexOf(mark, 0, 'latin1'); at >= 0; at = file.indexOf(mark, at + 4, 'latin1')) {
      if (file.readUInt32LE(at + size) === 30_000_000) file.writeUInt32LE(1_000, at + size);
    }
  }
  return file;
}

const blank = (length: number): Uint8Array => new Uint8Array(length).fill(0x20);
const nested = (depth: number): string => `${'[{"text":"x","children":'.repeat(depth)}[]${'}]'.repeat(depth)}`;
const PROTOTYPE = '{"values":{"__proto__":{}}}';
const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const many = (count: number): Uint8Array =>
  zipSync({
    ...unzipSync(zip),
    ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`x/${at}`, strToU8('')])),
  });
const withJson = (json: string): Uint8Array => changed(zip, { 'archive.json': json });
const withLine = (line: object): Uint8Array => withHistory(zip, `${JSON.stringify(line)}\n`);
const history = (): string => unpacked(zip).get('history.jsonl') ?? '';
/** The history between these two lines, the first of them included. */
const linesFrom = (from: number, to?: number): string =>
  history()
    .split(/(?<=\n)/)
    .slice(from, to)
    .join('');
const withFile = (content: string | null): Uint8Array => changed(zip, { 'history.jsonl': content });
const json = (): string => JSON.stringify(archiveIn(zip));
const line = { part: 'q1', revision: 1, savedAt: '2024-02-01T09:00:00.000Z', by: 'link-1', value: {} };

const HOSTILE: Readonly<Record<string, readonly [make: () => Uint8Array, why: string, where?: string, kind?: string]>> =
  {
    nothing: [() => new Uint8Array(), 'empty'],
    'a text': [() => strToU8('A text.'), 'not-zip'],
    'a zip of something else': [() => zipSync({ 'a.txt': strToU8('A') }), 'no-archive'],
    'the archive.json of another program': [() => withJson('{"format":"other"}'), 'no-archive'],
    'an archive.json that is a list': [() => withJson('[]'), 'no-archive'],
    'an archive.json that is no JSON': [() => withJson('{'), 'damaged'],
    'an archive.json that is no text': [
      () => changed(zip, { 'archive.json': new Uint8Array([0xff, 0xfe]) }),
      'damaged',
    ],
    'an archive of the future': [() => edited(zip, 'version', 2), 'newer'],
    'an archive with a password': [locked, 'encrypted'],
    'an archive that ends in the middle': [() => zip.slice(0, zip.length / 2), 'damaged'],
    'an archive.json of 26 MB': [() => changed(zip, { 'archive.json': blank(26_000_000) }), 'too-heavy'],
    'a history of 101 MB': [() => changed(zip, { 'history.jsonl': blank(101_000_000) }), 'too-heavy'],
    'an archive.json that hides how large it is': [lying, 'damaged'],
    'a history of a million lines': [
      () => withHistory(zip, '{}\n'.repeat(1_000_000)),
      ...(['invalid', 'history.jsonl, 1: part', 'missing'] as const),
    ],
    'sixty thousand files': [() => claiming(60_000), 'too-heavy'],
    'twelve thousand files': [() => many(12_000), 'too-heavy'],
    'a file outside of it': [() => changed(zip, { '../../etc/passwd': 'x' }), 'damaged'],
    'two files of one name': [() => twice('archive.json', json()), 'damaged'],
    'values within each other without end': [
      () => withJson(json().replace('{', `{"secret":${deep(100_000)},`)),
      'too-heavy',
    ],
    'questions within each other without end': [
      () => withJson(json().replace('"children":[]', `"children":${nested(5_000)}`)),
      'too-heavy',
    ],
    'the prototype of all objects': [() => withJson(json().replace('{', '{"__proto__":{"polluted":true},')), 'damaged'],
    'the prototype in an answer': [() => withLine({ ...line, value: JSON.parse(PROTOTYPE) as object }), 'damaged'],
    'a number for a text': [
      () => edited(zip, 'answers.q1.value.text', 7),
      ...(['invalid', 'answers.q1.value.text', 'form'] as const),
    ],
    'a number without end': [
      () => withJson(json().replace(/"revision":\d+/, '"revision":1e999')),
      ...(['invalid', 'draft.revision', 'form'] as const),
    ],
    'a day that is none': [
      () => edited(zip, 'draft.startedAt', '2024-02-31T00:00:00.000Z'),
      ...(['invalid', 'draft.startedAt', 'form'] as const),
    ],
    'a day of the next century': [
      () => edited(zip, 'draft.changedAt', '2100-01-01T00:00:00.000Z'),
      ...(['invalid', 'draft.changedAt', 'future'] as const),
    ],
    'an id of a draft': [() => edited(zip, 'draft.id', 'k7m2q9xdab'), 'invalid', 'draft', 'unknown'],
    'a link with a token': [() => edited(zip, 'links.0.hash', 'a'.repeat(64)), 'invalid', 'links.0', 'unknown'],
    'a save by nobody': [() => edited(zip, 'answers.q1.by', 'link-99'), 'invalid', 'answers.q1.by', 'nowhere'],
    'a line of history for no part': [
      () => withLine({ ...line, part: 'q77' }),
      ...(['invalid', 'history.jsonl, 1: part', 'nowhere'] as const),
    ],
    'a line of history that is not earlier': [
      () => withLine({ ...line, revision: 3 }),
      ...(['invalid', 'history.jsonl, 1: revision', 'order'] as const),
    ],
    'no history': [() => withFile(null), 'history'],
    'an empty history': [() => withFile(''), 'history'],
    'a history that was cut after a line': [() => withFile(linesFrom(0, 1)), 'history'],
    'a history that was cut within a line': [() => withFile(history().slice(0, -9)), 'history'],
    'a history with a line too many': [() => withFile(history() + linesFrom(1)), 'history'],
    'a history in another order': [() => withFile(linesFrom(1) + linesFrom(0, 1)), 'history'],
    'a history with another word': [() => withFile(history().replace('One.', 'Own.')), 'history'],
    'a history of as many lines as it does not state': [() => edited(zip, 'history.lines', 3), 'history'],
    'an archive.json that states no history': [
      () => edited(zip, 'history', undefined),
      ...(['invalid', 'history', 'missing'] as const),
    ],
    'a history that is short, as stated': [
      () => withHistory(zip, linesFrom(0, 1)),
      ...(['invalid', 'history.jsonl: q1', 'missing'] as const),
    ],
    'a history with a gap, as stated': [
      () => withHistory(zip, linesFrom(1)),
      ...(['invalid', 'history.jsonl, 1: revision', 'missing'] as const),
    ],
    'a record that lost its last entry': [
      () => edited(zip, 'audit.entries', (archiveIn(zip)['audit'] as { entries: unknown[] }).entries.slice(0, -1)),
      ...(['invalid', 'audit.entries', 'missing'] as const),
    ],
    'a draft that was submitted, without what was sent': [
      () => edited(zip, 'draft.submittedAt', '2024-02-01T09:00:00.000Z'),
      ...(['invalid', 'submission', 'missing'] as const),
    ],
  };

describe('an archive is refused', () => {
  it.each(Object.entries(HOSTILE))('that is %s', async (_, [make, why, where, kind]) => {
    const fault = where === undefined ? null : { where, kind };
    expect(await readDraftArchive(make(), NOW)).toEqual({ kind: 'refused', why, fault });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('and not one that is as it should be', async () => {
    expect(await readDraftArchive(zip, NOW)).toMatchObject({
      kind: 'archive',
      earlier: [{ key: 'q1', revision: 1 }, {}],
    });
  });
});
