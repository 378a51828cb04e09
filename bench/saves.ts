/**
 * Saves of an answer (durable, sealed, with history) by many writers at once, against the bare page.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alternate, printLine, printNote, printTitle } from './figures.ts';
import { CONNECTIONS, load, readers, type Load } from './load.ts';
import { ROUNDS, textAt } from './pages.ts';
import { makeFolder, startBarePages, startProgram } from './servers.ts';
import { startWriters } from './writers.ts';

export async function saves(): Promise<void> {
  const folder = makeFolder();
  const program = await startProgram(join(folder, 'data'));
  const writers = await startWriters(program.url, CONNECTIONS);
  const [first] = writers;
  const file = join(folder, 'question.html');
  writeFileSync(file, await textAt(`${program.url}${first?.draft ?? ''}/questions/q1`, first?.headers ?? {}));
  const bare = await startBarePages({ question: file });
  const runs = await alternate<'ours' | 'peer', Load>(ROUNDS, {
    ours: () => load(program.url, { visitors: writers, status: 303 }),
    peer: () => load(bare.url, { visitors: readers('/question', {}), status: 200 }),
  });
  printTitle(`saves, ${CONNECTIONS} writers`);
  printLine({
    what: 'save of an answer of 250 words, against the bare page',
    ours: runs.ours.map(({ perSecond }) => perSecond),
    peer: runs.peer.map(({ perSecond }) => perSecond),
    unit: '/s',
    aim: '≥ 0.4',
  });
  printLine({ what: 'save, p99', ours: runs.ours.map(({ p99Ms }) => p99Ms), unit: 'ms', aim: '< 40 ms' });
  printLine({ what: 'memory after the load', ours: [program.memoryMb()], unit: 'MB', aim: '< 150 MB' });
  printNote('every save waits for the disk (synchronous=FULL); those that wait together share one commit');
  await Promise.all([program.stop(), bare.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
