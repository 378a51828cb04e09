/**
 * The thread that presses: takes one outline at a time, answers with the bytes of its Word document. Only this entry loads
 * the docx package, so that the program starts without it. Must not log: what it handles is confidential.
 */
import { parentPort } from 'node:worker_threads';
import type { Outline } from '../domain/outline.ts';
import { bytesOf } from './bytes.ts';
import { documentOf } from './document.ts';

/** The answer to one outline. `failed` is the name of an error; its message could hold text of the outline. */
export type Reply = { readonly bytes: Uint8Array } | { readonly failed: string };

const port = parentPort;
if (port === null) throw new Error('docx/worker.ts runs as a thread of docx/press.ts, never by itself');

port.on('message', (outline: Outline) => {
  void replyTo(outline).then((reply) => {
    const buffer = 'bytes' in reply ? reply.bytes.buffer : null;
    port.postMessage(reply, buffer instanceof ArrayBuffer ? [buffer] : []);
  });
});

async function replyTo(outline: Outline): Promise<Reply> {
  try {
    return { bytes: await bytesOf(documentOf(outline), outline) };
  } catch (error) {
    return { failed: error instanceof Error ? error.name : typeof error };
  }
}
