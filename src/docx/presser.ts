/**
 * One process that presses, one job at a time. It starts with its first job, is replaced when it breaks down or takes
 * too long, and does not keep the program alive while it has nothing to do. A process and not a thread, because a thread
 * that runs out of memory can take the whole program with it. Must not import the docx package.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '../domain/errors.ts';
import type { Job, Reply } from './worker.ts';

export interface PresserLimits {
  /** Heap of the process. A submission of 20,000 words needs a small part of the default. */
  readonly memoryMegabytes: number;
  /** A job that takes longer is broken off. */
  readonly jobMsMax: number;
}

/** A document, or why the process broke down while it made one: a code, never text. */
export type Pressed = { readonly bytes: Uint8Array } | { readonly broken: string };

export interface Presser {
  /**
   * Rejects with AppError `internal` where what is in the job cannot be pressed, and `unavailable` once closed. The
   * caller waits for one job before it gives the next.
   */
  press(job: Job): Promise<Pressed>;
  close(): Promise<void>;
}

/** Beside this file, as TypeScript; in production all bundles lie flat in one folder. */
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './docx-worker.js', import.meta.url);

interface Running {
  readonly done: (pressed: Pressed) => void;
  readonly fail: (error: AppError) => void;
  readonly alarm: NodeJS.Timeout;
}

export function createPresser({ memoryMegabytes, jobMsMax }: PresserLimits): Presser {
  let child: ChildProcess | null = null;
  let running: Running | null = null;
  let closed = false;

  function finish(settle: (ended: Running) => void): void {
    if (running === null) return;
    const finished = running;
    running = null;
    clearTimeout(finished.alarm);
    if (child !== null) letGo(child);
    settle(finished);
  }

  function start(): ChildProcess {
    const started = fork(fileURLToPath(ENTRY), [], {
      // No settings and no flags of the program reach the process: it needs none. What it says of a breakdown is not
      // for the log: it could hold text.
      env: {},
      execArgv: [`--max-old-space-size=${memoryMegabytes}`, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    const stopped = (reason: string): void => {
      if (child === started) child = null;
      finish(({ done, fail }) => {
        if (closed) fail(new AppError('unavailable', 'the press is closed'));
        else done({ broken: reason });
      });
    };
    started.on('error', () => stopped('error'));
    started.on('exit', (code, signal) => stopped(signal ?? `exit ${code ?? 0}`));
    started.on('message', (reply: Reply) => {
      finish(({ done, fail }) => {
        if ('bytes' in reply) done(reply);
        else fail(new AppError('internal', `the press cannot set this (${reply.failed})`));
      });
    });
    return started;
  }

  return {
    press(job) {
      return new Promise((done, fail) => {
        if (closed) {
          fail(new AppError('unavailable', 'the press is closed'));
          return;
        }
        const busy = (child ??= start());
        const alarm = setTimeout(() => void busy.kill('SIGKILL'), jobMsMax);
        running = { done, fail, alarm };
        busy.ref();
        busy.channel?.ref();
        busy.send(job);
      });
    },
    async close() {
      closed = true;
      const last = child;
      if (last === null) return;
      const gone = new Promise((resolve) => last.once('exit', resolve));
      // Somebody waits for it now.
      last.ref();
      last.kill('SIGKILL');
      await gone;
    },
  };
}

/** An idle process does not keep the program alive. */
function letGo(idle: ChildProcess): void {
  idle.unref();
  idle.channel?.unref();
}
