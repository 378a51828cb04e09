/**
 * The server against clients that are slow, or huge, or speak no HTTP: bare sockets, with limits short enough to wait
 * for. Whatever they do, others are served meanwhile.
 */
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLimitedServer, LISTENING_LIMITS } from '../src/listening.ts';
import { limitBurden } from '../src/web/burden.ts';
import { CALL, openHouse, type House } from './cast.ts';

const SHORT = { headersMs: 1_000, requestMs: 1_500, silentMs: 600, keepAliveMs: 600, lookMs: 50, connectionsMax: 40 };

let house: House;
let server: Server;
let port: number;
beforeAll(async () => {
  house = await openHouse();
  server = createLimitedServer(house.app, { ...LISTENING_LIMITS, ...SHORT });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await house.close();
});

interface Line {
  readonly socket: Socket;
  /** What came, once the server has closed the line. */
  readonly closed: Promise<string>;
}

function open(first: string, reading = true, to = port): Line {
  const socket = connect(to, '127.0.0.1');
  let came = '';
  if (reading) socket.on('data', (chunk) => (came += chunk.toString('latin1')));
  // A line that is cut while we write is closed too.
  socket.on('error', () => undefined);
  socket.write(first, 'latin1');
  return { socket, closed: new Promise((resolve) => socket.on('close', () => resolve(came))) };
}

/** Writes a little again and again until the line is closed, and reports what came. */
async function drip(line: Line, text: string): Promise<string> {
  const timer = setInterval(() => line.socket.writable && line.socket.write(text), 40);
  const came = await line.closed;
  clearInterval(timer);
  return came;
}

/** Asked again where a machine that has much to do makes these short limits strike the innocent. */
const stillServes = (): Promise<void> =>
  expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/up`, { headers: { connection: 'close' } }).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBe(200);

describe('a slow client', () => {
  it('that never ends its headers is cut off, while others are served', async () => {
    const lines = Array.from({ length: 20 }, () => drip(open('GET / HTTP/1.1\r\nHost: a\r\n'), 'X-A: b\r\n'));
    await stillServes();
    for (const came of await Promise.all(lines)) {
      expect(came).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      expect(came).toContain('took too long to arrive');
    }
  });

  it('that says nothing at all is cut off', async () => {
    await open('').closed;
    await stillServes();
  });

  it('that never ends its body is cut off, and nothing is saved', async () => {
    const browser = house.browser();
    const begun = await browser.post(`/calls/${CALL}/drafts`).type('form').send({ language: 'en' }).expect(303);
    const draft = String(begun.headers['location']);
    const cookie = /session=[0-9a-z]{32}/.exec(String(begun.headers['set-cookie']))![0];
    const head = `POST ${draft}/questions/q1 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\ntext=`;
    const came = drip(open(head), 'a');
    await stillServes();
    expect(await came).not.toMatch(/^HTTP\/1\.1 303/);
    const history = await browser.get(`${draft}/questions/q1/history`).expect(200);
    expect(history.text).not.toContain('id="revision-1"');
  });

  it('that never reads its answer is cut off, while others are served', async () => {
    const sheet = /href="([^"]+style\.css)"/.exec(await (await fetch(`http://127.0.0.1:${port}/`)).text())![1]!;
    const ask = `GET ${sheet} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
    // More than the buffers of both ends hold.
    const line = open(ask.repeat(400), false);
    line.socket.pause();
    await stillServes();
    // A socket that nobody reads learns of its end only when it writes.
    const timer = setInterval(() => line.socket.writable && line.socket.write(ask), 40);
    await line.closed;
    clearInterval(timer);
    await stillServes();
  });

  it('that opens more lines than there may be finds them closed', async () => {
    const lines = Array.from({ length: 60 }, () => open('GET /up HTTP/1.1\r\nHost: a\r\n\r\n'));
    const answers = await Promise.all(lines.map(({ closed }) => closed));
    expect(answers.filter((came) => came === '').length).toBeGreaterThan(0);
    expect(answers.filter((came) => came.startsWith('HTTP/1.1 200')).length).toBeGreaterThan(0);
    await stillServes();
  });
});

describe('bodies that are sent slowly', () => {
  it('share a measure: small ones pass, large ones beyond it do not, and room that is left is given anew', async () => {
    const app = express();
    app.use(limitBurden({ bytesMax: 1_000_000, smallMax: 100_000 }), express.text({ limit: '2mb' }));
    app.post('/', (request, response) => void response.send(String((request.body as string).length)));
    const small = createLimitedServer(app);
    await new Promise<void>((resolve) => small.listen(0, '127.0.0.1', resolve));
    const at = (small.address() as AddressInfo).port;
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 900000\r\n\r\n`;
    const send = async (length: number): Promise<number> => {
      const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'a'.repeat(length) };
      return (await fetch(`http://127.0.0.1:${at}`, init).catch(() => ({ status: 0 }))).status;
    };
    const one = open(head + 'a'.repeat(600_000), true, at);
    const two = open(head + 'a'.repeat(600_000), true, at);
    // One of the two was too much, and is cut off; the other one waits.
    await Promise.race([one.closed, two.closed]);
    expect(await send(90_000)).toBe(200);
    expect(await send(500_000)).not.toBe(200);
    one.socket.destroy();
    two.socket.destroy();
    await expect.poll(() => send(500_000)).toBe(200);
    small.closeAllConnections();
    small.close();
  });
});

describe('a request', () => {
  const sent = (text: string): Promise<string> => open(text).closed;

  it.each([
    ['an endless header', `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'b'.repeat(20_000)}\r\n\r\n`],
    ['an endless cookie', `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'session=a; '.repeat(2_000)}\r\n\r\n`],
    ['an endless address', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
  ])('with %s is answered 431', async (_what, text) => {
    expect(await sent(text)).toMatch(/^HTTP\/1\.1 431 /);
    await stillServes();
  });

  it('with a long address gets a page that says so', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/drafts/${'a'.repeat(3_000)}`);
    expect(answer.status).toBe(414);
    expect(await answer.text()).toContain('This address is too long');
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00'],
    ['an address that is none', 'GET http://[ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['an address without a slash', 'GET up HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['a header with a line end in its name', 'GET / HTTP/1.1\r\nHost: a\r\nX A: b\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na'],
    [
      'a length and pieces',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'pieces that are none',
      'POST /preferences HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
    ['a method that is none', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a zero byte', 'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('of %s is answered 400, plainly', async (_what, text) => {
    const came = await sent(text);
    expect(came).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(came).not.toMatch(/\n\s+at |node_modules|Error/);
    await stillServes();
  });

  it.each(['CONNECT a:80', 'OPTIONS *', 'TRACE /', 'PROPFIND /', 'PUT /drafts/0123456789', 'DELETE /'])(
    '%s does nothing and harms nothing',
    async (first) => {
      expect(await sent(`${first} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).not.toMatch(/^HTTP\/1\.1 [235]/);
      await stillServes();
    },
  );

  it('may offer another protocol, and is answered in this one', async () => {
    const offer = 'GET /up HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n\r\n';
    expect(await sent(offer)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('that is cut in the middle harms nothing', async () => {
    for (const text of ['GET', 'GET / HTTP/1.1\r\nHo', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc']) {
      open(text).socket.end();
      const rude = open(text);
      rude.socket.on('connect', () => rude.socket.resetAndDestroy());
      await rude.closed;
    }
    await stillServes();
  });
});
