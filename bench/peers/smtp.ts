/**
 * An SMTP server as a process of its own, which takes every mail and keeps none. Prints its address.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

const server = new SMTPServer({
  hideSTARTTLS: true,
  disabledCommands: ['AUTH'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, done) {
    stream.resume();
    stream.once('end', () => done(null, 'Taken'));
  },
});
const listening = server.listen(0, '127.0.0.1');
await once(listening, 'listening');
process.stdout.write(`smtp://127.0.0.1:${(listening.address() as AddressInfo).port}\n`);
process.on('SIGTERM', () => process.exit(0));
