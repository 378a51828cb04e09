/**
 * Figures for whoever runs the program, as Prometheus reads them: GET /metrics, for this machine alone unless a token is
 * set. Labels are our own words (patterns of routes, outcomes): never an id, token, name or address. What is counted
 * beside requests is `metering.ts`.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Express, Request } from 'express';
import type * as Prometheus from 'prom-client';
import { AppError } from '../domain/errors.ts';
import type { Parts } from './app.ts';
import { isLoopback } from './clients.ts';
import { route } from './paths.ts';
import { hashOf, sameSecret } from './secrets.ts';

/** Who may read the figures: nobody, programs on this machine, or whoever brings the token. */
export type MetricsAccess = 'off' | 'loopback' | { readonly token: string };

/** What is counted, and by which words. */
const TALLIES = {
  drafts_started: { help: 'Drafts that were started.', label: null },
  saves: { help: 'Saves of parts of drafts, by what came of them.', label: 'outcome' },
  reminders: { help: 'Tries to send a reminder, by what came of them; later: to be tried again.', label: 'outcome' },
  deliveries: { help: 'Tries to deliver a submission, by what came of them.', label: 'outcome' },
  documents: { help: 'Documents that were asked for: printed, kept from before, or failed.', label: 'from' },
  database_failures: { help: 'Calls to the database that failed, by code.', label: 'code' },
} as const;
export type Tally = keyof typeof TALLIES;

export interface Meters {
  /** `path`: the pattern of the route, or "-" where there was none. */
  answered(method: string, path: string, status: number, seconds: number): void;
  /** `label`: one of a few words of our own. */
  count(tally: Tally, label?: string): void;
  /** Begins to count. Before that nothing is kept: a program without figures pays nothing for them. */
  open(): Promise<void>;
  /** Opens them where nobody has. */
  text(): Promise<{ readonly type: string; readonly text: string }>;
}

const PREFIX = 'aide_memoire_';
const METHODS = new Set(['GET', 'HEAD', 'POST']);
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const LOOP_RESOLUTION_MS = 50;

interface Book {
  readonly registry: Prometheus.Registry;
  readonly durations: Prometheus.Histogram;
  readonly tallies: Readonly<Record<Tally, Prometheus.Counter>>;
}

export function createMeters(): Meters {
  let book: Book | null = null;
  const opened = async (): Promise<Book> => {
    // Bundled, the names of this package stand in `default` alone. Somebody may have opened it meanwhile.
    const { default: makers } = await import('prom-client');
    return (book ??= openBook(makers));
  };
  return {
    answered(method, path, status, seconds) {
      const labels = { method: METHODS.has(method) ? method : 'other', route: path, status: String(status) };
      book?.durations.observe(labels, seconds);
    },
    count(tally, label) {
      const name = TALLIES[tally].label;
      book?.tallies[tally].inc(name === null || label === undefined ? {} : { [name]: label });
    },
    async open() {
      await opened();
    },
    async text() {
      const { registry } = await opened();
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

type Makers = Pick<typeof Prometheus, 'Counter' | 'Gauge' | 'Histogram' | 'Registry'>;

function openBook({ Counter, Gauge, Histogram, Registry }: Makers): Book {
  const registry = new Registry();
  const registers = [registry];
  const durations = new Histogram({
    name: `${PREFIX}request_duration_seconds`,
    help: 'Requests that were answered, by pattern of route, method and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const tallies = Object.fromEntries(
    Object.entries(TALLIES).map(([name, { help, label }]) => [
      name,
      new Counter({ name: `${PREFIX}${name}_total`, help, labelNames: label === null ? [] : [label], registers }),
    ]),
  ) as Record<Tally, Prometheus.Counter>;
  gauges(Gauge, registers);
  return { registry, durations, tallies };
}

function gauges(Gauge: typeof Prometheus.Gauge, registers: Prometheus.Registry[]): void {
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  loop.enable();
  const gauge = (name: string, help: string, read: () => number): Prometheus.Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge(
    `${PREFIX}event_loop_delay_max_seconds`,
    'The longest that the event loop was held up since the last look.',
    () => {
      const longest = Math.max(0, loop.max / 1e9 - LOOP_RESOLUTION_MS / 1000);
      loop.reset();
      return longest;
    },
  );
  gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  gauge(
    'process_heap_used_bytes',
    'Memory of the heap of JavaScript that is in use.',
    () => process.memoryUsage().heapUsed,
  );
  gauge('process_uptime_seconds', 'Seconds since the program started.', () => process.uptime());
}

export function metricsRoutes(app: Express, parts: Parts): void {
  app.get(route.metrics, async (request, response) => {
    if (!mayRead(request, parts.metricsAccess)) throw new AppError('not-found');
    const { type, text } = await parts.meters.text();
    response.setHeader('Content-Type', type);
    response.end(text);
  });
}

/** What proxies add to the requests that they pass on. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];
const OWN_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/**
 * A request through a proxy comes from elsewhere, whatever its headers say of its client: those are its sender's words.
 * So does one for another host: that is a page in a browser on this machine whose name was made to lead here.
 */
function mayRead({ headers, socket }: Request, access: MetricsAccess): boolean {
  if (access === 'off') return false;
  if (access === 'loopback') {
    const direct = FORWARDED.every((name) => headers[name] === undefined);
    return direct && isLoopback(socket.remoteAddress) && OWN_HOST.test(headers.host ?? '');
  }
  const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  return sameSecret(hashOf(token), hashOf(access.token));
}
