/**
 * The press: outline in, Word document out. Pressing happens in threads, so that it never holds up a page; what was
 * pressed is kept. Must not import the docx package, which takes long to load: only the thread does.
 */
import { AppError } from '../domain/errors.ts';
import type { Outline, Press } from '../domain/outline.ts';
import { createShelf } from './shelf.ts';
import { createThread } from './thread.ts';
import type { Thread, ThreadLimits } from './thread.ts';

export interface PressLimits extends ThreadLimits {
  /** Threads that press at the same time. */
  readonly threads: number;
  /** Jobs that may wait for a thread; one more is refused as `unavailable`. */
  readonly waitingMax: number;
  /** Finished documents that are kept in memory. */
  readonly keptBytesMax: number;
}

const LIMITS: PressLimits = {
  threads: 1,
  waitingMax: 100,
  keptBytesMax: 32 * 1024 * 1024,
  memoryMegabytes: 256,
  jobMsMax: 30_000,
};

/** The bytes that it gives out are shared with later callers of the same key: nobody changes them. */
export function createPress(limits: Partial<PressLimits> = {}): Press {
  const { threads: count, waitingMax, keptBytesMax, ...threadLimits } = { ...LIMITS, ...limits };
  const threads = Array.from({ length: count }, () => createThread(threadLimits));
  const idle = [...threads];
  const waiting: ((thread: Thread) => void)[] = [];
  const shelf = createShelf(keptBytesMax);
  const underWay = new Map<string, Promise<Uint8Array>>();

  async function withThread<Result>(use: (thread: Thread) => Promise<Result>): Promise<Result> {
    const thread = idle.pop() ?? (await new Promise<Thread>((resolve) => waiting.push(resolve)));
    try {
      return await use(thread);
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(thread);
      else next(thread);
    }
  }

  async function pressNew(key: string, outline: Outline): Promise<Uint8Array> {
    try {
      const bytes = await withThread((thread) => pressTwice(thread, outline));
      shelf.put(key, bytes);
      return bytes;
    } finally {
      underWay.delete(key);
    }
  }

  return {
    // Async, so that whatever goes wrong comes back as a rejection.
    async press(key, outline) {
      const kept = shelf.get(key) ?? underWay.get(key);
      if (kept !== undefined) return kept;
      if (idle.length === 0 && waiting.length >= waitingMax)
        throw new AppError('unavailable', 'the press is overloaded');
      const pressing = pressNew(key, outline());
      underWay.set(key, pressing);
      return pressing;
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** A thread that breaks down may not be the outline's fault: a new one tries once more. */
async function pressTwice(thread: Thread, outline: Outline): Promise<Uint8Array> {
  const first = await thread.press(outline);
  if ('bytes' in first) return first.bytes;
  const second = await thread.press(outline);
  if ('bytes' in second) return second.bytes;
  throw new AppError('internal', `the press broke down twice (${second.broken})`);
}
