/**
 * Servers as processes of their own: the program as `npm start` runs it, and the bare page that it is measured against.
 * Their output, one line of log a request, goes to a file: with a pipe the load would pay for reading it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '..');
const START_MS_MAX = 20_000;

export interface Server {
  /** Without a slash at the end. */
  readonly url: string;
  /** From the start of its process to the line that gives its address. */
  readonly readyMs: number;
  /** Resident memory, in MB of 2^20 bytes. */
  memoryMb(): number;
  stop(): Promise<void>;
}

/** A folder under the system's own for temporary files: the caller removes it. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'aide-memoire-bench-'));
}

/**
 * The program as `npm start` starts it, with its default settings but for the port, on the data of `dataDir`; where
 * `root` is given, a copy of it that stands there.
 */
export function startProgram(dataDir: string, root = ROOT): Promise<Server> {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const flags = /node ((?:--\S+ )*)dist\/main\.js/.exec(scripts.start)?.[1]?.trim().split(' ');
  if (flags === undefined) throw new Error('the script "start" of package.json does not start dist/main.js');
  return start([...flags, join(root, 'dist', 'main.js')], { DATA_DIR: dataDir });
}

/** Express and EJS alone, which show the same bytes as these files, by name. */
export function startBarePages(files: Readonly<Record<string, string>>): Promise<Server> {
  return start([join(ROOT, 'bench', 'peers', 'pages.ts'), JSON.stringify(files)], { NODE_ENV: 'production' });
}

async function start(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Server> {
  const folder = makeFolder();
  const output = join(folder, 'output');
  const startedAt = performance.now();
  const profile = process.env['BENCH_PROFILE'];
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const child = spawn(process.execPath, [...flags, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], PORT: '0', ...settings },
    stdio: ['ignore', openSync(output, 'w'), 'inherit'],
  });
  let url: string | undefined;
  while (url === undefined) {
    url = /http:\/\/\S+/.exec(readFileSync(output, 'utf8'))?.[0];
    if (child.exitCode !== null || performance.now() - startedAt > START_MS_MAX) {
      child.kill();
      throw new Error(`${args.join(' ')} did not start`);
    }
    if (url === undefined) await setTimeout(1);
  }
  return {
    url,
    readyMs: performance.now() - startedAt,
    memoryMb: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
