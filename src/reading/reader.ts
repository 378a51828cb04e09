/**
 * Reading files that strangers made: each in a process of its own, that has no settings, may write nothing and start
 * nothing, and is ended when it takes too long or too much. Loads none of the libraries that read: only that process does.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '../domain/errors.ts';
import type { ArchiveReader } from '../domain/archiving.ts';
import type { FileReader, Refusal, RefusedFile } from '../domain/reading.ts';
import { LIMITS } from './limits.ts';
import type { Answer, Job, Work } from './worker.ts';

export interface ReaderLimits {
  /** A file that takes longer is not read. */
  readonly fileMsMax: number;
  /** Heap of the process. */
  readonly heapMegabytes: number;
  /** Memory of the process in all. */
  readonly memoryMegabytes: number;
  /** Files that are read at the same time. */
  readonly atOnce: number;
  /** Files that may wait; one more is refused as `unavailable`. */
  readonly waitingMax: number;
}

const DEFAULTS: ReaderLimits = {
  fileMsMax: 15_000,
  heapMegabytes: 224,
  memoryMegabytes: 420,
  atOnce: 1,
  waitingMax: 12,
};

/** Beside this file, as TypeScript; in production all bundles lie flat in one folder. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
const ENTRY = fileURLToPath(new URL(IS_SOURCE ? './worker.ts' : './reading-worker.js', import.meta.url));
/** All that the process may read of the disk: its own code. */
const CODE = fileURLToPath(new URL(IS_SOURCE ? '../../' : './', import.meta.url));

const refused = (why: Refusal): RefusedFile => ({ kind: 'refused', why, named: null, found: null });

function refusedBySize({ length }: Uint8Array): RefusedFile | null {
  if (length === 0) return refused('empty');
  return length > LIMITS.bytesMax ? refused('too-large') : null;
}

const refusedByLength = ({ length }: string): RefusedFile | null =>
  length > LIMITS.charactersMax ? refused('too-long') : null;

/** An answer to something else than was asked is none. */
const unread = (answer: Answer): RefusedFile => (answer.kind === 'refused' ? answer : refused('damaged'));

export function createFileReader(limits: Partial<ReaderLimits> = {}): FileReader & ArchiveReader {
  const { fileMsMax, heapMegabytes, memoryMegabytes, atOnce, waitingMax } = { ...DEFAULTS, ...limits };
  const running = new Set<() => Promise<void>>();
  const waiting: { readonly start: () => void; readonly stop: () => void }[] = [];
  let busy = 0;
  let closed = false;

  /** Whoever has a turn hands it on when its process is gone. */
  function turn(): Promise<void> {
    if (busy < atOnce) {
      busy += 1;
      return Promise.resolve();
    }
    if (waiting.length >= waitingMax) throw new AppError('unavailable', 'too many files wait to be read');
    return new Promise((start, reject) => {
      waiting.push({ start, stop: () => reject(new AppError('unavailable', 'the reader is closed')) });
    });
  }

  function assertOpen(): void {
    if (closed) throw new AppError('unavailable', 'the reader is closed');
  }

  async function readIn(work: Work): Promise<Answer> {
    assertOpen();
    await turn();
    // Closed while it waited: nobody else has a turn any more.
    assertOpen();
    const job: Job = { work, memoryMax: memoryMegabytes * 1024 * 1024 };
    return new Promise((resolve, reject) => {
      const child = fork(ENTRY, [], {
        env: {},
        execArgv: [
          `--max-old-space-size=${heapMegabytes}`,
          '--disable-warning=ExperimentalWarning',
          '--disable-warning=SecurityWarning',
          '--permission',
          `--allow-fs-read=${CODE}`,
          '--allow-worker',
        ],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        serialization: 'advanced',
      });
      let late = false;
      const gone = new Promise<void>((resolveGone) => child.once('exit', () => resolveGone()));
      const stop = (): Promise<void> => {
        child.kill('SIGKILL');
        return gone;
      };
      running.add(stop);
      const alarm = setTimeout(() => {
        late = true;
        child.kill('SIGKILL');
      }, fileMsMax);
      child.once('message', (answer: Answer) => resolve(answer));
      child.once('error', () => resolve(refused('damaged')));
      // After its answer this changes nothing. Otherwise somebody ended it: the alarm, the watch, or its full heap.
      child.once('exit', () => {
        clearTimeout(alarm);
        running.delete(stop);
        if (closed) reject(new AppError('unavailable', 'the reader is closed'));
        else resolve(refused(late ? 'too-slow' : 'too-heavy'));
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next.start();
      });
      child.send(job, () => undefined);
    });
  }

  return {
    async read(bytes, name) {
      const answer = refusedBySize(bytes) ?? (await readIn({ bytes, name }));
      return answer.kind === 'read' ? answer.file : unread(answer);
    },
    async readReturn(source, asked) {
      const wrong = 'bytes' in source ? refusedBySize(source.bytes) : refusedByLength(source.text);
      const answer = wrong ?? (await readIn({ source, asked }));
      return answer.kind === 'returned' ? answer : unread(answer);
    },
    async readArchive(bytes, now) {
      const answer = await readIn({ archive: bytes, now });
      if (answer.kind === 'archive') return answer.read;
      const late = answer.kind === 'refused' && answer.why === 'too-slow';
      return { kind: 'refused', why: late ? 'too-slow' : 'too-heavy', fault: null };
    },
    async readCall(text) {
      if (text.length > LIMITS.callCharactersMax) return refused('too-long');
      const answer = await readIn({ text });
      return answer.kind === 'proposal' ? answer.proposal : unread(answer);
    },
    async close() {
      closed = true;
      for (const { stop } of waiting.splice(0)) stop();
      await Promise.all([...running].map((stop) => stop()));
    },
  };
}
