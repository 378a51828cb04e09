/**
 * Listening: the HTTP server with a limit on everything that a client may do slowly, or at length, and a plain sentence
 * for what is no request at all. A helper of the door that serves; knows no pages.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Imported, it would bring undici along, which nothing here uses: a tenth of the time of the start. */
const { createServer } = createRequire(import.meta.url)('node:http') as typeof import('node:http');

export interface ListeningLimits {
  /** For the first line and all headers of a request. */
  readonly headerBytesMax: number;
  readonly headerLinesMax: number;
  /** To send all headers, counted from the first byte, and from the connection where nothing comes. */
  readonly headersMs: number;
  /** To send a whole request: two megabytes take this long at sixty kilobits a second. */
  readonly requestMs: number;
  /** A line on which nothing moves any more, in either direction: also a client that does not read its answer. */
  readonly silentMs: number;
  /** An idle line waits this long for the next request. */
  readonly keepAliveMs: number;
  /** How often the times above are looked at. */
  readonly lookMs: number;
  /** Lines at the same time; one more is closed at once. */
  readonly connectionsMax: number;
}

export const LISTENING_LIMITS: ListeningLimits = {
  headerBytesMax: 16 * 1024,
  headerLinesMax: 100,
  headersMs: 20_000,
  requestMs: 300_000,
  silentMs: 120_000,
  keepAliveMs: 30_000,
  lookMs: 5_000,
  connectionsMax: 2_000,
};

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that does not listen yet. */
export function createLimitedServer(handle: Handler, limits: ListeningLimits = LISTENING_LIMITS): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytesMax,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.lookMs,
      requireHostHeader: true,
    },
    (request, response) => {
      // Express would answer an address that nobody can read with a page of its own, stack and all.
      if (isReadable(request.url)) handle(request, response);
      else refuse(response);
    },
  );
  server.maxHeadersCount = limits.headerLinesMax;
  server.maxConnections = limits.connectionsMax;
  server.timeout = limits.silentMs;
  server.on('clientError', (error: NodeJS.ErrnoException, line) => closeWith(line, error.code));
  return server;
}

/** A path, or the whole address that a proxy may be asked for. */
const isReadable = (url = ''): boolean => url.startsWith('/') || URL.canParse(url);

const SENTENCES = {
  '400 Bad Request': 'This request cannot be read.',
  '408 Request Timeout': 'This request took too long to arrive. Please send it again.',
  '431 Request Header Fields Too Large': 'This request has too many headers, or too long ones.',
} as const;
type Status = keyof typeof SENTENCES;

const STATUS_OF: Readonly<Record<string, Status>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

const HEADERS = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' } as const;

function refuse(response: ServerResponse): void {
  response.writeHead(400, { ...HEADERS, 'Cache-Control': 'no-store', Connection: 'close' });
  response.end(`${SENTENCES['400 Bad Request']}\n`);
}

/** Says on the bare line why, where it still can be said, and closes it. */
function closeWith(line: Duplex, code = ''): void {
  // Where an answer is under way, or was given, more words would look like part of it.
  if (!line.writable || (line as Socket).bytesWritten > 0) return void line.destroy();
  const status = STATUS_OF[code] ?? '400 Bad Request';
  const text = `${SENTENCES[status]}\n`;
  const headers = Object.entries({ ...HEADERS, 'Content-Length': text.length, Connection: 'close' });
  line.end(`HTTP/1.1 ${status}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`);
  // Whoever does not take even this is not waited for.
  line.once('finish', () => line.destroy());
}
