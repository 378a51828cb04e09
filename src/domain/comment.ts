/**
 * Comments on a question: threads that are resolved and reopened, and wordings that a reviewer proposes. They belong to
 * the work on a draft and never to what leaves it: no outline, document, email or calendar may read this file.
 */
import type { Doer } from './audit.ts';

/** Comment ids, as they stand in addresses. */
export const COMMENT_ID = /^[0-9a-f]{20}$/;

export interface Comment {
  /** See COMMENT_ID. The same id is the same comment: adding it twice adds it once. */
  readonly id: string;
  readonly draft: string;
  /** Id of the question. */
  readonly question: string;
  /** Id of the comment that began the thread; its own id for that one. */
  readonly thread: string;
  /** `proposal`: `text` is a whole new text for the answer, `base` the revision that it was made from. */
  readonly kind: 'comment' | 'proposal';
  readonly text: string;
  /** Revision of the answer that its writer saw. */
  readonly base: number;
  /** The link by which its writer came in, and its label. */
  readonly link: string;
  readonly by: string;
  readonly at: Date;
}

/** The longest text, in characters. A proposal holds a whole answer, and answers have no limit: some 15,000 words. */
export const LENGTH_MAX: Readonly<Record<Comment['kind'], number>> = { comment: 20_000, proposal: 100_000 };

/** What keeps a text from being a comment or a proposal; null: nothing. `answer` is the text that it was made from. */
export function problemWith(
  { kind, text }: Pick<Comment, 'kind' | 'text'>,
  answer: string,
): 'empty' | 'too-long' | 'unchanged' | null {
  if (text.trim() === '') return 'empty';
  if (text.length > LENGTH_MAX[kind]) return 'too-long';
  return kind === 'proposal' && text === answer ? 'unchanged' : null;
}

/** Where a thread stands: open, settled, or, for a proposal, taken over into the answer. */
export interface Thread {
  readonly id: string;
  readonly question: string;
  /** Oldest first. */
  readonly comments: readonly Comment[];
  readonly resolved: { readonly at: Date; readonly by: string; readonly adopted: boolean } | null;
}

export interface CommentStore {
  /**
   * Adds a comment, once for each id; false where its thread does not exist in this draft and question. Reopens a
   * resolved thread.
   */
  addComment(comment: Omit<Comment, 'by'>): Promise<boolean>;
  /** The threads of a question, oldest first. */
  threads(draft: string, question: string): Promise<readonly Thread[]>;
  /** Open threads by question id, for the contents page: one query. */
  openThreads(draft: string): Promise<ReadonlyMap<string, number>>;
  /**
   * Resolves (`adopted`: its proposal was taken over) or, with null, reopens. Of two that resolve, the first stands,
   * unless only the second took the proposal over. `by` is who reopens. False: no such thread.
   */
  resolveThread(
    draft: string,
    question: string,
    thread: string,
    resolution: { readonly at: Date; readonly link: string; readonly adopted: boolean } | null,
    by?: Doer,
  ): Promise<boolean>;
}
