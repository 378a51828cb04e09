/**
 * The load: many connections that ask at once, each again as soon as it is answered. The servers are other processes
 * (`servers.ts`), so the load shares no event loop with what it measures. Knows no page.
 */
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import autocannon, { type Client, type Request } from 'autocannon';
import { percentile } from './figures.ts';

export const CONNECTIONS = 32;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3);

/** One connection's part: what to ask next, and what it hears of each answer. */
export interface Visitor {
  /** Called once for each request. */
  next(): Request;
  /** The status of the answer to the last request. */
  answered?(status: number): void;
}

export interface Load {
  /** Answers a second. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LoadOptions {
  /** One for each connection. */
  readonly visitors: readonly Visitor[];
  /** The status of every answer; another one is an error of the bench. */
  readonly status: number;
}

/** Loads the server at `url`. Throws where an answer has another status, or does not come. */
export async function load(url: string, options: LoadOptions): Promise<Load> {
  const { visitors, status } = options;
  const waiting = [...visitors];
  const times: number[] = [];
  const wrong = new Map<number, number>();

  function begin(client: Client): void {
    const visitor = waiting.shift();
    if (visitor === undefined) throw new Error('there are more connections than visitors');
    client.setRequests([visitor.next()]);
    client.on('response', (answered, _bytes, ms) => {
      times.push(ms);
      if (answered !== status) wrong.set(answered, (wrong.get(answered) ?? 0) + 1);
      visitor.answered?.(answered);
      client.setRequests([visitor.next()]);
    });
  }

  const startedAt = performance.now();
  const result = await autocannon({
    url,
    connections: visitors.length,
    duration: SECONDS,
    setupClient: begin,
  });
  const elapsedS = (performance.now() - startedAt) / 1000;
  if (wrong.size > 0 || result.errors > 0 || times.length === 0) {
    const statuses = [...wrong].map(([answered, count]) => `${count} × ${answered}`).join(', ');
    throw new Error(`${url}: expected ${status} only, got ${statuses || 'others'}; ${result.errors} errors`);
  }
  return { perSecond: times.length / elapsedS, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}

/** Visitors that ask for the same address again and again. The request is made once: it must not change. */
export function readers(path: string, headers: Readonly<Record<string, string>>, count = CONNECTIONS): Visitor[] {
  const request: Request = { method: 'GET', path, headers: { ...headers } };
  return Array.from({ length: count }, () => ({ next: () => request }));
}

/**
 * Asks for one page `rate` times a second, evenly, whether the last one is answered or not. Milliseconds of each answer.
 * Throws where one has another status than 200.
 */
export async function steadily(
  url: string,
  headers: Readonly<Record<string, string>>,
  rate: number,
): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true });
  const ask = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const askedAt = performance.now();
      const finish = (answer: IncomingMessage): void => {
        answer.resume();
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(performance.now() - askedAt);
          else reject(new Error(`${url} was answered with ${answer.statusCode ?? 0}`));
        });
      };
      get(url, { agent, headers: { ...headers } }, finish).on('error', reject);
    });
  const answers: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let count = 0; count < rate * SECONDS; count += 1) {
    await setTimeout(startedAt + (count * 1000) / rate - performance.now());
    answers.push(ask());
  }
  const times = await Promise.all(answers);
  agent.destroy();
  return times;
}
