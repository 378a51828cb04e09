/**
 * The papers beside the submission: a summary of one page, a letter to somebody by name, a statement to be read out.
 * What a writer chose and typed for them, kept as one part of the draft ("papers") with a revision and a history like
 * every other. What becomes of it is `composePaper.ts`. Pure.
 */
import { z } from 'zod';

export const PAPER_KINDS = ['summary', 'letter', 'statement'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];
export const paperKindSchema = z.enum(PAPER_KINDS);

/**
 * A piece of an answer that was chosen: the paper prints the piece as the answer has it, so that nothing has to be
 * copied. `mark` is `markOf` its text (`quotable.ts`): once that changes, the piece is no longer there.
 */
const chosenSchema = z.object({ question: z.string(), mark: z.string() });
export type Chosen = z.infer<typeof chosenSchema>;

const summarySchema = z.object({
  /** Instead of the title of the call; "": that one. */
  title: z.string(),
  /** Key messages in the writer's own words, in light Markdown; each paragraph and each item is one. */
  own: z.string(),
  messages: z.array(chosenSchema),
  ownRecommendations: z.string(),
  recommendations: z.array(chosenSchema),
});

const letterSchema = z.object({
  /** Name, title and address of whom it is written to; several lines. */
  addressee: z.string(),
  place: z.string(),
  /** As typed: nothing here reads a clock. */
  date: z.string(),
  subject: z.string(),
  salutation: z.string(),
  /** Light Markdown. */
  body: z.string(),
  closing: z.string(),
  /** Who signs for the organisation of the draft: name and function; several lines. */
  signer: z.string(),
});

const statementSchema = z.object({
  /** Where and on what it is read out. */
  occasion: z.string(),
  /** Who reads it out. */
  speaker: z.string(),
  /** Light Markdown. */
  text: z.string(),
  /** How long one may speak; null: not known. */
  minutes: z.number().positive().nullable(),
  /** Words a minute; null: `PACES` of `speaking.ts`. */
  pace: z.number().positive().nullable(),
});

export const papersSchema = z.object({ summary: summarySchema, letter: letterSchema, statement: statementSchema });
export type Papers = z.infer<typeof papersSchema>;

export const NO_PAPERS: Papers = {
  summary: { title: '', own: '', messages: [], ownRecommendations: '', recommendations: [] },
  letter: { addressee: '', place: '', date: '', subject: '', salutation: '', body: '', closing: '', signer: '' },
  statement: { occasion: '', speaker: '', text: '', minutes: null, pace: null },
};

/** Whether a paper has anything to say yet, besides to whom and where. */
export function isWritten({ summary, letter, statement }: Papers, kind: PaperKind): boolean {
  switch (kind) {
    case 'summary': {
      const { own, messages, ownRecommendations, recommendations } = summary;
      return `${own}${ownRecommendations}`.trim() !== '' || messages.length + recommendations.length > 0;
    }
    case 'letter':
      return letter.body.trim() !== '';
    case 'statement':
      return statement.text.trim() !== '';
  }
}
