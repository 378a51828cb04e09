/**
 * Questionnaire files while the program runs: added, changed, half written, broken, put right, taken away; and what is
 * remembered of them from one start to the next, which must be right or count for nothing.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FileProblem } from '../../src/domain/questionnaire.ts';
import { offerQuestionnaires, type LiveOffer } from '../../src/store/offer.ts';
import { hashOf, parseQuestionnaire } from '../../src/store/questionnaires.ts';
import { openReadings } from '../../src/store/readings.ts';
import { makeSeal } from '../../src/store/seal.ts';
import { temporaryFolder } from './ground.ts';

const yaml = (id: string, title: string, more = ''): string => `id: ${id}
provenance: { languages: { en: official }, text: { en: "What stands in your way?" } }
title: { en: "${title}" }
shortTitle: { en: "${title}" }
issuers: [{ name: { en: Special Rapporteur } }]
questions: [{ id: q1, text: { en: "What stands in your way?" } }]
${more}`;

let folder: string;
let dataDir: string;
let problems: FileProblem[];
let open: LiveOffer[];
beforeEach(() => {
  folder = temporaryFolder();
  dataDir = temporaryFolder();
  problems = [];
  open = [];
});
afterEach(() => {
  open.forEach((offer) => offer.close());
  for (const one of [folder, dataDir]) rmSync(one, { recursive: true, force: true });
});

const readingsFolder = (): string => join(dataDir, 'readings');
const file = (name: string): string => join(folder, name);

function begin(secret = 'a secret of the tests, long enough to be one'): LiveOffer {
  const offer = offerQuestionnaires(folder, {
    readings: openReadings(readingsFolder(), makeSeal([secret])),
    report: (problem) => problems.push(problem),
    everyMs: 10,
    settleMs: 20,
  });
  open.push(offer);
  return offer;
}

const titles = (offer: LiveOffer): (string | undefined)[] =>
  offer.heads().map(({ questionnaire }) => questionnaire.title['en']);
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 5 });

describe('the files of a folder', () => {
  it('are served as they come, change and go', async () => {
    writeFileSync(file('b.yaml'), yaml('b', 'Earth'));
    const offer = begin();
    expect(titles(offer)).toEqual(['Earth']);
    const heads = offer.heads();
    expect(offer.heads()).toBe(heads);

    writeFileSync(file('a.yml'), yaml('a', 'Air'));
    await eventually(() => expect(titles(offer)).toEqual(['Air', 'Earth']));
    writeFileSync(file('b.yaml'), yaml('b', 'Earth, again', 'version: 2'));
    await eventually(() => expect(titles(offer)).toEqual(['Air', 'Earth, again']));
    expect(offer.current('b')?.questionnaire.version).toBe(2);
    // As editors save: another file takes the place.
    writeFileSync(file('.b.tmp'), yaml('b', 'Earth, once more'));
    renameSync(file('.b.tmp'), file('b.yaml'));
    await eventually(() => expect(titles(offer)).toEqual(['Air', 'Earth, once more']));
    rmSync(file('a.yml'));
    await eventually(() => expect(titles(offer)).toEqual(['Earth, once more']));
    expect(offer.current('a')).toBeUndefined();
    expect(problems).toEqual([]);
  });

  it('keep their last right state on offer while they are wrong, and stop no other', async () => {
    writeFileSync(file('a.yaml'), yaml('a', 'Air'));
    writeFileSync(file('b.yaml'), 'id: [');
    const offer = begin();
    expect(titles(offer)).toEqual(['Air']);
    writeFileSync(file('a.yaml'), `${yaml('a', 'Air, changed')}titel: { en: x }\n`);
    await eventually(() => expect(problems.some(({ rule }) => rule === 'titel')).toBe(true));
    expect(titles(offer)).toEqual(['Air']);
    expect(offer.current('a')?.questionnaire.questions[0]?.id).toBe('q1');
    expect(problems.map((one) => [one.file, one.line > 0, one.column > 0])).toEqual([
      [file('b.yaml'), true, true],
      [file('a.yaml'), true, true],
    ]);
    writeFileSync(file('b.yaml'), yaml('b', 'Earth'));
    writeFileSync(file('a.yaml'), yaml('a', 'Air, put right'));
    await eventually(() => expect(titles(offer)).toEqual(['Air, put right', 'Earth']));
    expect(problems).toHaveLength(2);
  });

  it('are not read while they are being written', async () => {
    const offer = begin();
    const whole = yaml('a', 'Air', 'version: 3');
    writeFileSync(file('b.yaml'), yaml('b', 'Earth'));
    // Every beginning of it is a questionnaire too. The other file tells that the folder was looked at meanwhile.
    for (let turn = 0; offer.heads().length === 0; turn += 1) {
      writeFileSync(file('a.yaml'), whole.slice(0, whole.indexOf('version') + (turn % 8 === 0 ? 0 : 10)));
      await new Promise(setImmediate);
    }
    expect(titles(offer)).toEqual(['Earth']);
    writeFileSync(file('a.yaml'), whole);
    await eventually(() => expect(titles(offer)).toEqual(['Air', 'Earth']));
    expect(offer.current('a')?.questionnaire.version).toBe(3);
  });

  it('give way to the first of two with one id, until it goes', async () => {
    writeFileSync(file('a.yaml'), yaml('same', 'First'));
    writeFileSync(file('b.yaml'), yaml('same', 'Second'));
    const offer = begin();
    expect(titles(offer)).toEqual(['First']);
    expect(problems.map(({ file: name, line, rule }) => [name, line, rule])).toEqual([[file('b.yaml'), 1, 'id']]);
    rmSync(file('a.yaml'));
    await eventually(() => expect(titles(offer)).toEqual(['Second']));
    expect(problems).toHaveLength(1);
  });

  it('are read while the program runs where there are many', async () => {
    for (let index = 0; index < 80; index += 1) writeFileSync(file(`c${index}.yaml`), yaml(`c${index}`, `C ${index}`));
    const offer = begin();
    expect(offer.unread()).toBe(50);
    expect(offer.heads()).toHaveLength(30);
    await offer.ready;
    expect(offer.unread()).toBe(0);
    expect(offer.heads()).toHaveLength(80);
    const again = begin();
    expect(again.unread()).toBe(0);
    expect(again.heads().map(({ hash }) => hash)).toEqual(offer.heads().map(({ hash }) => hash));
  });
});

describe('what was read before', () => {
  const whole = yaml('a', 'Air');
  beforeEach(() => writeFileSync(file('a.yaml'), whole));

  it('is the same questionnaire, whole and as a head, in files of their owner alone', async () => {
    await begin().ready;
    const { questionnaire } = parseQuestionnaire('a.yaml', whole);
    const later = begin();
    expect(later.current('a')).toEqual({ hash: hashOf(questionnaire!), questionnaire });
    expect(later.current('a')).toBe(later.current('a'));
    expect(later.heads()[0]?.questionnaire.questions).toEqual([]);
    const names = readdirSync(readingsFolder());
    expect(names.filter((name) => name !== 'heads')).toHaveLength(1);
    for (const name of names) expect(statSync(join(readingsFolder(), name)).mode & 0o777).toBe(0o600);
    expect(statSync(readingsFolder()).mode & 0o777).toBe(0o700);
  });

  it('counts for nothing where a bit of it was changed, or another key sealed it', async () => {
    const offer = begin();
    await offer.ready;
    const first = offer.current('a');
    for (const name of readdirSync(readingsFolder())) {
      const bytes = readFileSync(join(readingsFolder(), name));
      bytes[bytes.length - 20]! ^= 1;
      writeFileSync(join(readingsFolder(), name), bytes);
    }
    expect(begin().current('a')).toEqual(first);
    expect(begin('another secret of the tests, as long').current('a')).toEqual(first);
  });

  it('counts for nothing where it was put in the place of another', () => {
    writeFileSync(file('b.yaml'), yaml('b', 'Earth'));
    const { a, b } = Object.fromEntries(['a', 'b'].map((call) => [call, begin().current(call)]));
    const [one, other] = readdirSync(readingsFolder()).filter((name) => name !== 'heads');
    const path = (name: string | undefined): string => join(readingsFolder(), name!);
    const bytes = readFileSync(path(one));
    writeFileSync(path(one), readFileSync(path(other)));
    writeFileSync(path(other), bytes);
    const swapped = begin();
    expect([swapped.current('a'), swapped.current('b')]).toEqual([a, b]);
  });

  it('may be taken away, also while the program runs', () => {
    const offer = begin();
    const hash = offer.heads()[0]?.hash;
    rmSync(readingsFolder(), { recursive: true });
    expect(offer.current('a')?.hash).toBe(hash);
    expect(begin().current('a')?.hash).toBe(hash);
  });

  it('is kept in memory where the folder cannot be written', () => {
    writeFileSync(readingsFolder(), 'a file in its way');
    const offer = begin();
    rmSync(file('a.yaml'));
    expect(offer.current('a')?.questionnaire.title['en']).toBe('Air');
  });
});
