/**
 * Comments on a question: threads that are resolved and reopened, and wordings that a reviewer proposes. They belong to
 * the work on a draft and never to what leaves it: no outline, document, email or calendar may read this file.
 */

/** The longest comment or proposal, in characters. */
export const COMMENT_LENGTH_MAX = 20_000;

export interface Comment {
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

/** Where a thread stands: open, settled, or, for a proposal, taken over into the answer. */
export interface Thread {
  readonly id: string;
  readonly question: string;
  /** Oldest first. */
  readonly comments: readonly Comment[];
  readonly resolved: { readonly at: Date; readonly by: string; readonly adopted: boolean } | null;
}

export interface CommentStore {
  /** Adds a comment; false where its thread does not exist in this draft and question. Reopens a resolved thread. */
  addComment(comment: Omit<Comment, 'by'>): Promise<boolean>;
  /** The threads of a question, oldest first. */
  threads(draft: string, question: string): Promise<readonly Thread[]>;
  /** Open threads by question id, for the contents page: one query. */
  openThreads(draft: string): Promise<ReadonlyMap<string, number>>;
  /** Resolves (`adopted`: its proposal was taken over) or, with null, reopens. False: no such thread. */
  resolveThread(
    draft: string,
    question: string,
    thread: string,
    resolution: { readonly at: Date; readonly link: string; readonly adopted: boolean } | null,
  ): Promise<boolean>;
}
