/**
 * The comments of one question as its page shows them: what is open, what is settled, and the forms that this reader
 * may fill in. Reads and shows; `comments.ts` takes what is posted.
 */
import type { Comment, Thread } from '../domain/comment.ts';
import { difference, excerpt } from '../domain/difference.ts';
import { answerTo } from '../domain/draft.ts';
import { newEffort, type Effort } from '../domain/edits.ts';
import { may } from '../domain/link.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { answerSeen } from './merges.ts';
import { GENEVA, minuteIn } from './times.ts';

/** A comment form that was refused: what was typed in it, and why it was not taken. */
export interface Refused extends Pick<Comment, 'kind' | 'text' | 'base'> {
  /** The thread that it was a reply to; "": a new one. */
  readonly thread: string;
  /** A sentence in the language of the page. */
  readonly problem: string;
}

interface Line {
  readonly label: string;
  readonly at: Date;
  readonly when: string;
  readonly text: string;
}

interface ThreadView {
  readonly id: string;
  readonly proposal: boolean;
  readonly lines: readonly Line[];
  /** Of an open proposal: what it changes in the text that it was made from. */
  readonly changes: ReturnType<typeof excerpt>;
  /** Whether the answer no longer says what the proposal was made from. */
  readonly changedSince: boolean;
  /** How it was settled, in words; null: open. */
  readonly settled: string | null;
  /** The first words, to know it by. */
  readonly opening: string;
}

/** In characters. */
const OPENING_LENGTH_MAX = 60;

/** What `views/comments/threads.ejs` shows. */
export interface CommentsView {
  readonly open: readonly ThreadView[];
  readonly settled: readonly ThreadView[];
  readonly mayComment: boolean;
  readonly mayAdopt: boolean;
  /** Whether there is nothing to see here yet for somebody who came to write: then it stays out of the way. */
  readonly folded: boolean;
  /** Sent along by every form: with the text, it names the comment, so that a second click adds nothing. */
  readonly after: string;
  /** What the form for a proposal begins with, and the revision that it was made from. */
  readonly proposal: Pick<Comment, 'text' | 'base'>;
  readonly refused: Refused | null;
}

/** What was said about a question. Costs one query, and one more for each open proposal to an earlier text. */
export async function commentsOn(
  parts: Parts,
  desk: Desk,
  { node }: PlacedQuestion,
  refused: Refused | null = null,
): Promise<CommentsView> {
  const { role, draft } = desk;
  const threads = await parts.store.threads(draft.record.id, node.id);
  // However many proposals there are, comparing them costs no more than one page may cost.
  const effort = newEffort();
  const views = await Promise.all(threads.map((thread) => viewOf(parts, desk, thread, effort)));
  const open = draft.record.submittedAt === null;
  const answer = answerTo(draft, node.id);
  const mayWrite = open && may(role, 'write');
  return {
    open: views.filter(({ settled }) => settled === null),
    settled: views.filter(({ settled }) => settled !== null),
    mayComment: open && may(role, 'comment'),
    mayAdopt: mayWrite,
    folded: views.length === 0 && refused === null && (mayWrite || !may(role, 'comment')),
    after: newest(threads)?.id ?? '',
    proposal: refused?.kind === 'proposal' ? refused : { text: answer.value.text, base: answer.revision },
    refused,
  };
}

async function viewOf(
  parts: Parts,
  desk: Desk,
  { id, question, comments, resolved }: Thread,
  effort: Effort,
): Promise<ThreadView> {
  const { say, language, zone } = desk.visit;
  const when = (at: Date): string => minuteIn(at, language, zone ?? GENEVA);
  const [first] = comments;
  const proposal = first?.kind === 'proposal';
  const base =
    proposal && resolved === null ? ((await answerSeen(parts, desk, question, first.base))?.text ?? '') : null;
  return {
    id,
    proposal,
    lines: comments.map(({ by, link, at, text }) => ({
      label: link === desk.link ? say('comments.own', { label: by }) : by || say('comments.somebody'),
      at,
      when: when(at),
      text,
    })),
    changes: base === null || first === undefined ? [] : excerpt(difference(base, first.text, effort)),
    changedSince: base !== null && base !== answerTo(desk.draft, question).value.text,
    settled:
      resolved === null
        ? null
        : say(resolved.adopted ? 'comments.adopted' : 'comments.settled', {
            label: resolved.by || say('merge.somebody'),
            when: when(resolved.at),
          }),
    opening: openingOf(first?.text ?? ''),
  };
}

/** The first line with something in it, or as many of its words as fit. */
function openingOf(text: string): string {
  const [line = ''] = text.trim().split('\n', 1);
  if (line.length <= OPENING_LENGTH_MAX) return line;
  const words = line.slice(0, OPENING_LENGTH_MAX).replace(/\s+\S*$/, '');
  return `${words.replace(/[\ud800-\udbff]$/, '')}…`;
}

const newest = (threads: readonly Thread[]): Comment | undefined =>
  threads
    .flatMap(({ comments }) => comments)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .at(-1);
