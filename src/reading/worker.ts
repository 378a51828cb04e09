/**
 * The process that reads one file and ends. A thread of its own watches over its memory, also where none of it is on the
 * heap, and ends the process the hard way. Must not log: what it handles is confidential.
 */
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ReadFile, RefusedFile } from '../domain/reading.ts';
import type { CallProposal } from '../domain/reader/proposal.ts';
import { readBytes } from './readBytes.ts';

/** A file to read, or the text of a call. */
export type Work = { readonly bytes: Uint8Array; readonly name: string } | { readonly text: string };
export interface Job {
  readonly work: Work;
  /** Of the whole process, in bytes. */
  readonly memoryMax: number;
}
export type Answer = ReadFile | RefusedFile | { readonly kind: 'proposal'; readonly proposal: CallProposal };

/** Of -20 (first) to 19 (last): pages go before files. */
const PRIORITY = 10;

const WATCH = `
  const { workerData } = require('node:worker_threads');
  setInterval(() => {
    if (process.memoryUsage.rss() > workerData) process.kill(process.pid, 'SIGKILL');
  }, 10);
`;

const send = process.send?.bind(process);
if (send === undefined) throw new Error('reading/worker.ts runs as a process of reading/reader.ts, never by itself');

setPriority(PRIORITY);

process.once('message', ({ work, memoryMax }: Job) => {
  new Worker(WATCH, { eval: true, workerData: memoryMax }).unref();
  void answerTo(work).then((answer) => send(answer, () => process.exit()));
});
// The program is gone: nobody waits any more.
process.on('disconnect', () => process.exit());

async function answerTo(work: Work): Promise<Answer> {
  if ('bytes' in work) return readBytes(work.bytes, work.name);
  const { readCall } = await import('../domain/reader/readCall.ts');
  return { kind: 'proposal', proposal: readCall(work.text) };
}
