/**
 * One thread that presses, one outline at a time. It starts with its first job, is replaced when it breaks down or takes
 * too long, and does not keep the program alive while it has nothing to do. Must not import the docx package.
 */
import { Worker } from 'node:worker_threads';
import { AppError } from '../domain/errors.ts';
import type { Outline } from '../domain/outline.ts';
import type { Reply } from './worker.ts';

export interface ThreadLimits {
  /** Heap of the thread. A submission of 20,000 words needs a small part of the default. */
  readonly memoryMegabytes: number;
  /** A job that takes longer is broken off. */
  readonly jobMsMax: number;
}

/** A document, or why the thread broke down while it made one: a code, never text. */
export type Pressed = { readonly bytes: Uint8Array } | { readonly broken: string };

export interface Thread {
  /**
   * Rejects with AppError `internal` where the outline itself cannot be pressed, and `unavailable` once closed. The
   * caller waits for one job before it gives the next.
   */
  press(outline: Outline): Promise<Pressed>;
  close(): Promise<void>;
}

/** Beside this file, as TypeScript; in production all bundles lie flat in one folder. */
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './docx-worker.js', import.meta.url);

interface Job {
  readonly done: (pressed: Pressed) => void;
  readonly fail: (error: AppError) => void;
  readonly alarm: NodeJS.Timeout;
}

export function createThread({ memoryMegabytes, jobMsMax }: ThreadLimits): Thread {
  let worker: Worker | null = null;
  let job: Job | null = null;
  let closed = false;

  function finish(settle: (job: Job) => void): void {
    if (job === null) return;
    const finished = job;
    job = null;
    clearTimeout(finished.alarm);
    worker?.unref();
    settle(finished);
  }

  function start(): Worker {
    // No settings and no flags of the program reach the thread: it needs none.
    const started = new Worker(ENTRY, {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    });
    let reason = 'stopped';
    started.on('error', (error) => {
      reason = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'error';
    });
    started.on('exit', () => {
      if (worker === started) worker = null;
      finish(({ done }) => {
        done({ broken: reason });
      });
    });
    started.on('message', (reply: Reply) => {
      finish(({ done, fail }) => {
        if ('bytes' in reply) done(reply);
        else fail(new AppError('internal', `the press cannot set this outline (${reply.failed})`));
      });
    });
    return started;
  }

  return {
    press(outline) {
      return new Promise((done, fail) => {
        if (closed) {
          fail(new AppError('unavailable', 'the press is closed'));
          return;
        }
        const busy = (worker ??= start());
        const alarm = setTimeout(() => void busy.terminate(), jobMsMax);
        job = { done, fail, alarm };
        busy.ref();
        busy.postMessage(outline);
      });
    },
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}
