/**
 * The process that presses: takes one outline at a time, answers with the bytes of its Word document. Only this entry
 * loads the docx package, so that the program starts without it. Must not log: what it handles is confidential.
 */
import { setPriority } from 'node:os';
import type { Outline } from '../domain/outline.ts';
import { bytesOf } from './bytes.ts';
import { documentOf } from './document.ts';

/** The answer to one outline. `failed` is the name of an error; its message could hold text of the outline. */
export type Reply = { readonly bytes: Uint8Array } | { readonly failed: string };

/** Of -20 (first) to 19 (last). */
const PRIORITY = 10;

const send = process.send?.bind(process);
if (send === undefined) throw new Error('docx/worker.ts runs as a process of docx/press.ts, never by itself');

// Pages go before documents.
setPriority(PRIORITY);

process.on('message', (outline: Outline) => {
  void replyTo(outline).then((reply) => send(reply));
});
// The program is gone: nobody waits for a document any more.
process.on('disconnect', () => process.exit());

async function replyTo(outline: Outline): Promise<Reply> {
  try {
    return { bytes: await bytesOf(documentOf(outline), outline) };
  } catch (error) {
    return { failed: error instanceof Error ? error.name : typeof error };
  }
}
