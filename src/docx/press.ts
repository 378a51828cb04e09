/**
 * The press: outline, worksheet or paper in, Word document out. Pressing happens in a process of its own, so that it never holds
 * up a page, or harms one; what was pressed is kept. Must not import the docx package, which takes long to load: only that process does.
 */
import { AppError } from '../domain/errors.ts';
import type { Press } from '../domain/outline.ts';
import { createShelf } from './shelf.ts';
import { createPresser } from './presser.ts';
import type { Presser, PresserLimits } from './presser.ts';
import type { Job } from './worker.ts';

export interface PressLimits extends PresserLimits {
  /** Processes that press at the same time. */
  readonly pressers: number;
  /** Jobs that may wait for one; one more is refused as `unavailable`. */
  readonly waitingMax: number;
  /** Finished documents that are kept in memory. */
  readonly keptBytesMax: number;
}

const LIMITS: PressLimits = {
  pressers: 1,
  waitingMax: 100,
  keptBytesMax: 32 * 1024 * 1024,
  memoryMegabytes: 256,
  jobMsMax: 15_000,
};

/** The bytes that it gives out are shared with later callers of the same key: nobody changes them. */
export function createPress(limits: Partial<PressLimits> = {}): Press {
  const { pressers: count, waitingMax, keptBytesMax, ...presserLimits } = { ...LIMITS, ...limits };
  const pressers = Array.from({ length: count }, () => createPresser(presserLimits));
  const idle = [...pressers];
  const waiting: ((presser: Presser) => void)[] = [];
  const shelf = createShelf(keptBytesMax);
  const underWay = new Map<string, Promise<Uint8Array>>();

  async function withPresser<Result>(use: (presser: Presser) => Promise<Result>): Promise<Result> {
    const presser = idle.pop() ?? (await new Promise<Presser>((resolve) => waiting.push(resolve)));
    try {
      return await use(presser);
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(presser);
      else next(presser);
    }
  }

  async function pressNew(key: string, job: Job): Promise<Uint8Array> {
    try {
      const bytes = await withPresser((presser) => pressed(presser, job));
      // It may have been forgotten in the meantime.
      if (underWay.has(key)) shelf.put(key, bytes);
      return bytes;
    } finally {
      underWay.delete(key);
    }
  }

  // Async, so that whatever goes wrong comes back as a rejection.
  async function pressOnce(key: string, job: () => Job): Promise<Uint8Array> {
    const kept = shelf.get(key) ?? underWay.get(key);
    if (kept !== undefined) return kept;
    if (idle.length === 0 && waiting.length >= waitingMax) throw new AppError('unavailable', 'the press is overloaded');
    const pressing = pressNew(key, job());
    underWay.set(key, pressing);
    return pressing;
  }

  return {
    press: (key, outline) => pressOnce(key, () => ({ kind: 'document', outline: outline() })),
    pressWorksheet: (key, sheet) => pressOnce(key, () => ({ kind: 'worksheet', sheet: sheet() })),
    pressPaper: (key, paper) => pressOnce(key, () => ({ kind: 'paper', paper: paper() })),
    pressMarkdown: (key, paper) => pressOnce(key, () => ({ kind: 'markdown', paper: paper() })),
    forget(draft) {
      const start = `${draft}/`;
      shelf.dropAll(start);
      for (const key of [...underWay.keys()].filter((one) => one.startsWith(start))) underWay.delete(key);
    },
    async close() {
      await Promise.all(pressers.map((presser) => presser.close()));
    },
  };
}

/** What broke a process down once would break the next one down too, and hold up everybody else: no second try. */
async function pressed(presser: Presser, job: Job): Promise<Uint8Array> {
  const result = await presser.press(job);
  if ('bytes' in result) return result.bytes;
  throw new AppError('internal', `the press broke down (${result.broken})`);
}
