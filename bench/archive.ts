/**
 * The archive of a draft of 10,000 words with 1,000 revisions, out and in again: how long it takes, how large it is, and
 * how long the longest pause is for which the program answers nobody else. In this process, with the real parts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { strFromU8, unzipSync } from 'fflate';
import { EMPTY_ANSWER } from '../src/domain/answer.ts';
import { CALL, openHouse, startDraft, fileAt, type Browser, type House } from '../test/cast.ts';
import { printLine, printNote, printTitle } from './figures.ts';

const WORDS = 10_000;
const REVISIONS = 1_000;
const ROUNDS = 7;
const IDLE_MS = 500;
const QUESTIONS = Array.from({ length: 10 }, (_, index) => `q${index + 1}`);

export async function archive(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-archive-'));
  const house = await openHouse({ dataDir });
  try {
    const owner = house.browser();
    const draft = await fill(house, owner);
    const out = await measured(
      async () => new Uint8Array((await fileAt(owner, `${draft}/archive.zip`)).body as Buffer),
    );
    const zip = Buffer.from(out.last);
    const brought = await measured(() => owner.post('/archives').attach('file', zip, 'archive.zip').expect(303));
    // How long others wait where nothing is done: on a busy machine that is not nothing.
    const idle = await measured(() => setTimeout(IDLE_MS));
    const unpacked = Object.values(unzipSync(zip)).reduce((sum, { length }) => sum + length, 0);
    const lines = strFromU8(unzipSync(zip)['history.jsonl'] ?? new Uint8Array()).split('\n').length - 1;
    printTitle(`archive of ${WORDS} words with ${lines + QUESTIONS.length} revisions`);
    printLine({ what: 'out: asked for and taken', ours: out.ms, unit: 'ms', aim: '' });
    printLine({
      what: 'out: longest pause for everybody else',
      ours: out.pauses,
      peer: idle.pauses,
      unit: 'ms',
      aim: '< 50 ms',
    });
    printLine({ what: 'in: sent, read in its process, and kept', ours: brought.ms, unit: 'ms', aim: '' });
    printLine({
      what: 'in: longest pause for everybody else',
      ours: brought.pauses,
      peer: idle.pauses,
      unit: 'ms',
      aim: '< 50 ms',
    });
    printLine({ what: 'size', ours: [zip.length / 1e6], unit: 'MB', aim: '' });
    printNote('The peer of a pause is the longest one while nothing was done for half a second.');
    printNote(
      `Unpacked ${(unpacked / 1e6).toFixed(1)} MB; SQLite, ${ROUNDS} rounds. Client and server share one process here.`,
    );
  } finally {
    await house.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Every revision changes a word of its answer, as people's do. */
async function fill(house: House, owner: Browser): Promise<string> {
  const draft = await startDraft(owner, 'en', CALL);
  const id = draft.split('/').at(-1) ?? '';
  const [link] = await house.store.links(id);
  const each = WORDS / QUESTIONS.length;
  for (let revision = 0; revision < REVISIONS / QUESTIONS.length; revision += 1) {
    for (const [at, key] of QUESTIONS.entries()) {
      const words = Array.from({ length: each }, (_, word) =>
        word % 100 === revision % 100
          ? `changed${revision}`
          : (VOCABULARY[(word * 7 + at * 13 + ((word * word) % 31)) % VOCABULARY.length] ?? ''),
      );
      const value = { ...EMPTY_ANSWER, text: words.join(' ').replace(/((?:\S+ ){60})/g, '$1\n\n') };
      await house.store.savePart({ draft: id, key, expected: revision, value, link: link?.id ?? '' }, house.clock());
    }
  }
  return draft;
}

const VOCABULARY =
  'the fishers of the coast have since 2011 asked their ministry for a hearing on the new law which bars them from the shore and from meeting with associations abroad under a penalty that nobody has explained to the villages concerned'.split(
    ' ',
  );

async function measured<Result>(
  work: () => PromiseLike<Result>,
): Promise<{ ms: number[]; pauses: number[]; last: Result }> {
  const [ms, pauses]: [number[], number[]] = [[], []];
  await work();
  let last = await work();
  for (let round = 0; round < ROUNDS; round += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const startedAt = performance.now();
    last = await work();
    ms.push(performance.now() - startedAt);
    delay.disable();
    pauses.push(delay.max / 1e6);
  }
  return { ms, pauses, last };
}
