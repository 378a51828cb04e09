/**
 * From the start of the process to its first answer, after the build, and the memory that it takes then.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { printLine, printTitle } from './figures.ts';
import { makeFolder, startProgram } from './servers.ts';

const STARTS = 7;

export async function start(): Promise<void> {
  const folder = makeFolder();
  const times: number[] = [];
  const memory: number[] = [];
  for (let turn = 0; turn < STARTS; turn += 1) {
    const startedAt = performance.now();
    const program = await startProgram(join(folder, 'data'));
    const answer = await fetch(program.url);
    await answer.text();
    times.push(performance.now() - startedAt);
    memory.push(program.memoryMb());
    await program.stop();
  }
  printTitle('start');
  printLine({ what: 'start of the process to the first answer', ours: times, unit: 'ms', aim: '< 500 ms' });
  printLine({ what: 'memory after the first answer', ours: memory, unit: 'MB', aim: '< 150 MB' });
  rmSync(folder, { recursive: true, force: true });
}
