/**
 * The process that presses: takes one job at a time, answers with the bytes of its Word document. Only this entry
 * loads the docx package, so that the program starts without it. Must not log: what it handles is confidential.
 */
import { setPriority } from 'node:os';
import type { Outline } from '../domain/outline.ts';
import type { Paper } from '../domain/paper.ts';
import { markdownPaper } from '../domain/paperMarkdown.ts';
import type { Worksheet } from '../domain/worksheet.ts';
import { bytesOf } from './bytes.ts';
import { documentOf } from './document.ts';
import { paperBytes } from './paper.ts';
import { worksheetBytes } from './worksheet.ts';

/** What is pressed. */
export type Job =
  | { readonly kind: 'document'; readonly outline: Outline }
  | { readonly kind: 'worksheet'; readonly sheet: Worksheet }
  | { readonly kind: 'paper'; readonly paper: Paper }
  /** Light Markdown needs nothing of Word, but may take a second. */
  | { readonly kind: 'markdown'; readonly paper: Paper };

/** The answer to one job. `failed` is the name of an error; its message could hold text of what was pressed. */
export type Reply = { readonly bytes: Uint8Array } | { readonly failed: string };

/** Of -20 (first) to 19 (last). */
const PRIORITY = 10;

const send = process.send?.bind(process);
if (send === undefined) throw new Error('docx/worker.ts runs as a process of docx/press.ts, never by itself');

// Pages go before documents.
setPriority(PRIORITY);

process.on('message', (job: Job) => {
  void replyTo(job).then((reply) => send(reply));
});
// The program is gone: nobody waits for a document any more.
process.on('disconnect', () => process.exit());

async function replyTo(job: Job): Promise<Reply> {
  try {
    return { bytes: await bytesFor(job) };
  } catch (error) {
    return { failed: error instanceof Error ? error.name : typeof error };
  }
}

function bytesFor(job: Job): Promise<Uint8Array> {
  switch (job.kind) {
    case 'document':
      return bytesOf(documentOf(job.outline), job.outline);
    case 'worksheet':
      return worksheetBytes(job.sheet);
    case 'paper':
      return paperBytes(job.paper);
    case 'markdown':
      return Promise.resolve(new TextEncoder().encode(markdownPaper(job.paper)));
  }
}
