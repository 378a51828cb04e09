/**
 * The process that reads one file and ends. A thread of its own watches over its memory, also where none of it is on the
 * heap, and ends the process the hard way. Must not log: what it handles is confidential.
 */
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ReadArchive, RefusedArchive } from '../domain/archiving.ts';
import type { ReadFile, RefusedFile, ReturnedFile, ReturnSource } from '../domain/reading.ts';
import type { CallProposal } from '../domain/reader/proposal.ts';
import type { Asked } from '../domain/worksheetReturn.ts';
import { legible } from './plain.ts';
import { readBytes, readRichBytes } from './readBytes.ts';

/** A file to read, one that is brought back to a draft, the archive of a draft, or the text of a call. */
export type Work =
  | { readonly bytes: Uint8Array; readonly name: string }
  | { readonly source: ReturnSource; readonly asked: Asked }
  | { readonly archive: Uint8Array; readonly now: Date }
  | { readonly text: string };
export interface Job {
  readonly work: Work;
  /** Of the whole process, in bytes. */
  readonly memoryMax: number;
}
export type Answer =
  | RefusedFile
  | { readonly kind: 'read'; readonly file: ReadFile }
  | ReturnedFile
  | { readonly kind: 'archive'; readonly read: ReadArchive | RefusedArchive }
  | { readonly kind: 'proposal'; readonly proposal: CallProposal };

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
  if ('bytes' in work) return plainFile(work.bytes, work.name);
  if ('source' in work) return returnedFile(work.source, work.asked);
  if ('archive' in work) {
    const { readDraftArchive } = await import('./draftArchive.ts');
    return { kind: 'archive', read: await readDraftArchive(work.archive, work.now) };
  }
  const { readCall } = await import('../domain/reader/readCall.ts');
  return { kind: 'proposal', proposal: readCall(work.text) };
}

async function plainFile(bytes: Uint8Array, name: string): Promise<Answer> {
  const file = await readBytes(bytes, name);
  return file.kind === 'refused' ? file : { kind: 'read', file };
}

async function returnedFile(source: ReturnSource, asked: Asked): Promise<Answer> {
  const file =
    'text' in source
      ? ({ form: 'text', kind: 'text', text: legible(source.text) } as const)
      : await readRichBytes(source.bytes, source.name);
  if (file.kind === 'refused') return file;
  const { returned } = await import('../domain/worksheetReturn.ts');
  return { kind: 'returned', found: returned(file, asked), notices: file.form === 'blocks' ? file.notices : [] };
}
