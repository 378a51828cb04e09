/**
 * The index of calls with 2,000 questionnaire files, each as long as the founding call, against the same program with one.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { alternate, printLine, printNote, printTitle } from './figures.ts';
import { CONNECTIONS, load, readers, type Load } from './load.ts';
import { CALL } from './material.ts';
import { ROUNDS, textAt } from './pages.ts';
import { makeFolder, startProgram, type Server } from './servers.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MANY = 2_000;
const STARTS = 5;
const TOPICS = ['water', 'housing', 'solidarity', 'détention', 'fisheries', 'migration', 'journalism', 'land'];

/** The founding call with another id, title and date. */
function callOf(number: number): string {
  const source = readFileSync(join(ROOT, 'questionnaires', `${CALL}.yaml`), 'utf8');
  const date = new Date(Date.UTC(2027, 0, 1 + (number % 500))).toISOString().slice(0, 10);
  const exchange = (text: string, run: RegExp, by: string): string => {
    if (!run.test(text)) throw new Error(`the founding call has no ${run.source}`);
    return text.replace(run, by);
  };
  const named = exchange(source, /^id: .*$/m, `id: call-${number}`);
  const dated = exchange(named, /date: 2024-02-15/, `date: ${date}`);
  const title = `Call ${number} on ${TOPICS[number % TOPICS.length] ?? ''}`;
  return exchange(dated, /^shortTitle:\n(?: .*\n)+/m, `shortTitle: { en: "${title}" }\n`);
}

/** A copy of the built program with so many questionnaires. */
function programWith(folder: string, count: number): string {
  for (const part of ['dist', 'public', 'views', 'locales', 'package.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'questionnaires'));
  for (let number = 0; number < count; number += 1) {
    writeFileSync(join(folder, 'questionnaires', `call-${number}.yaml`), callOf(number));
  }
  return folder;
}

const openCalls = async ({ url }: Server): Promise<number> =>
  Number(/(\d[\d\s]*) open call/.exec(await textAt(`${url}/`, {}))?.[1] ?? 1);

async function startMs(root: string): Promise<number> {
  const startedAt = performance.now();
  const program = await startProgram(join(root, 'data'), root);
  await textAt(`${program.url}/`, {});
  const took = performance.now() - startedAt;
  await program.stop();
  return took;
}

export async function calls(): Promise<void> {
  const folder = makeFolder();
  const [few, many] = [programWith(join(folder, 'few'), 1), programWith(join(folder, 'many'), MANY)];
  printTitle(`${MANY} calls, against one`);

  const startedAt = performance.now();
  const first = await startProgram(join(many, 'data'), many);
  await textAt(`${first.url}/`, {});
  const answeredMs = performance.now() - startedAt;
  while ((await openCalls(first)) < MANY) await setTimeout(100);
  const allMs = performance.now() - startedAt;
  await first.stop();
  printLine({ what: 'very first start to the first answer', ours: [answeredMs], unit: 'ms', aim: '< 3000 ms' });
  printNote(`the very first start: all ${MANY} are on the page after ${(allMs / 1000).toFixed(1)} s`);

  const starts = { few: [] as number[], many: [] as number[] };
  for (let turn = 0; turn < STARTS; turn += 1) {
    starts.few.push(await startMs(few));
    starts.many.push(await startMs(many));
  }
  printLine({ what: 'start to the first answer', ours: starts.many, peer: starts.few, unit: 'ms', aim: '' });
  const more = starts.many.map((ms, turn) => ms - (starts.few[turn] ?? 0));
  printLine({ what: 'start, more than with one', ours: more, unit: 'ms', aim: '< 2000 ms' });

  const programs = {
    few: await startProgram(join(few, 'data'), few),
    many: await startProgram(join(many, 'data'), many),
  };
  for (const [what, path] of [
    ['home page', '/'],
    ['search by words', '/?q=solid+call'],
    ['page 40, by title', '/?sort=title&page=40'],
  ] as const) {
    const run =
      ({ url }: Server) =>
      () =>
        load(url, { visitors: readers(path, {}), status: 200 });
    const runs = await alternate<'few' | 'many', Load>(ROUNDS, { few: run(programs.few), many: run(programs.many) });
    // Time an answer, so that a ratio over 1 means slower.
    const ms = (loads: readonly Load[]): number[] => loads.map(({ perSecond }) => 1000 / perSecond);
    printLine({ what: `${what}, time an answer`, ours: ms(runs.many), peer: ms(runs.few), unit: 'ms', aim: '≤ 1.3' });
  }
  const bytes = Buffer.byteLength(await textAt(`${programs.many.url}/`, {}));
  printNote(`${CONNECTIONS} connections; home page with ${MANY} calls: ${(bytes / 1000).toFixed(0)} kB uncompressed`);
  printNote(
    `memory with ${MANY} calls: ${programs.many.memoryMb().toFixed(0)} MB, with one ${programs.few.memoryMb().toFixed(0)} MB`,
  );
  await Promise.all([programs.few.stop(), programs.many.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
