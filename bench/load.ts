/**
 * The load: many connections that ask at once, each again as soon as it is answered. The servers are other processes
 * (`servers.ts`), so the load shares no event loop with what it measures. Knows no page.
 */
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
  /** Requests a second of all together; missing: as many as are answered. */
  readonly rate?: number;
  readonly seconds?: number;
}

/** Loads the server at `url`. Throws where an answer has another status, or does not come. */
export async function load(url: string, options: LoadOptions): Promise<Load> {
  const { visitors, status, rate, seconds = SECONDS } = options;
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
    duration: seconds,
    setupClient: begin,
    ...(rate === undefined ? {} : { overallRate: rate, ignoreCoordinatedOmission: true }),
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
