/**
 * The history of an answer: every version that was saved, who saved it, what it changed word by word, each of them whole
 * on a page of its own, and the way back to it.
 */
import type { Express } from 'express';
import { answerSchema, EMPTY_ANSWER, sameAnswer, type Answer } from '../domain/answer.ts';
import { difference, excerpt, type Gap, type Run } from '../domain/difference.ts';
import { answerTo, wordsIn, type PartRevision } from '../domain/draft.ts';
import { newEffort } from '../domain/edits.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import type { Parts } from './app.ts';
import { openDesk, questionAt, type Desk } from './desk.ts';
import { askedAt, carriedOn, goneQuestion, pastMoves, type PastMove } from './goneQuestions.ts';
import { answerSeen, showMerge } from './merges.ts';
import { sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { numberOf, questionValues, whenIn, writtenIn } from './questionPages.ts';
import { bodyOf, numberIn, revisionOf, saveOrStale } from './saving.ts';

/** Versions on one page. */
const PAGE_LENGTH = 20;

export function historyRoutes(app: Express, parts: Parts): void {
  app.get(route.history, async (request, response) => {
    const opened = await openDesk(parts, request, 'read');
    const gone = await goneQuestion(parts, opened, request);
    const { desk, placed } = gone ?? { desk: opened, placed: questionAt(opened, request) };
    const { text, before } = request.query;
    const values =
      text === undefined
        ? await versionsPage(parts, desk, placed, numberOf(before))
        : await wholePage(parts, desk, placed, numberOf(text));
    sendPage(parts, request, response, text === undefined ? 'questions/history' : 'questions/earlier', {
      ...questionValues(parts, desk, placed),
      ...values,
      revision: answerTo(desk.draft, placed.node.id).revision,
      mayWrite: gone === null && may(desk.role, 'write') && desk.draft.record.submittedAt === null,
    });
  });

  app.post(route.restorations, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const placed = questionAt(desk, request);
    const { id } = placed.node;
    const [restored, seen] = [numberIn(bodyOf(request), 'restored'), revisionOf(bodyOf(request))];
    const earlier = await parts.store.partRevision(desk.draft.record.id, id, restored);
    if (earlier === null) throw new AppError('not-found');
    const moves = await pastMoves(parts, desk, placed);
    const mine = carriedOn(desk, moves, placed, earlier.savedAt, answerSchema.parse(earlier.value));
    if (!sameAnswer(mine, answerTo(desk.draft, id).value)) {
      // To bring a text back is to replace the whole: what came in meanwhile is for a person to look at.
      const newer = await saveOrStale(parts, desk, id, seen, mine);
      if (newer !== null) {
        const theirs = { value: answerSchema.parse(newer.value), revision: newer.revision };
        const base = await answerSeen(parts, desk, id, seen);
        return showMerge(parts, request, response, desk, placed, { mine, seen, base, theirs });
      }
    }
    response.redirect(303, to.question(desk.draft.record.id, id));
  });
}

/** A version as the pages show it. */
interface VersionLine {
  readonly number: number;
  readonly at: Date;
  readonly when: string;
  /** The label of a link; "" where the link is gone. */
  readonly by: string;
  readonly words: number;
  readonly newest: boolean;
}

function lineOf(
  desk: Desk,
  placed: PlacedQuestion,
  { revision, savedAt, by }: PartRevision,
  answer: Answer,
): VersionLine {
  return {
    number: revision,
    at: savedAt,
    when: whenIn(desk, savedAt),
    by,
    words: wordsIn(answer),
    newest: revision === answerTo(desk.draft, placed.node.id).revision,
  };
}

async function versionsPage(parts: Parts, desk: Desk, placed: PlacedQuestion, before: number | null): Promise<object> {
  const { id } = desk.draft.record;
  // One more than is shown: what the last one is compared with.
  const slice = { limit: PAGE_LENGTH + 1, ...(before === null ? {} : { before }) };
  const found = await parts.store.history(id, placed.node.id, slice);
  const answers = found.map(({ value }) => answerSchema.parse(value));
  const moves = await pastMoves(parts, desk, placed);
  const effort = newEffort();
  const written = found.map(({ savedAt }, index) =>
    writtenIn(desk, askedAt(moves, placed, savedAt), answers[index] ?? EMPTY_ANSWER),
  );
  const versions = found.slice(0, PAGE_LENGTH).map((version, index) => {
    const answer = answers[index] ?? EMPTY_ANSWER;
    const earlier = found[index + 1];
    const runs = excerpt(difference(written[index + 1] ?? '', written[index] ?? '', effort));
    const moved = movesBetween(desk, moves, earlier?.savedAt ?? null, version.savedAt);
    return { ...lineOf(desk, placed, version, answer), runs: earlier === undefined ? asText(runs) : runs, moved };
  });
  const [first, last] = [versions[0]?.number ?? 0, versions.at(-1)?.number ?? 0];
  const newest = answerTo(desk.draft, placed.node.id).revision;
  const question = placed.node.id;
  return {
    versions,
    // Those that came after the last text of all.
    moved: before === null ? movesBetween(desk, moves, found[0]?.savedAt ?? null, null) : [],
    older: found.length > PAGE_LENGTH ? to.historyBefore(id, question, last) : null,
    newer:
      first >= newest || first === 0
        ? null
        : first + PAGE_LENGTH >= newest
          ? to.history(id, question)
          : to.historyBefore(id, question, first + PAGE_LENGTH + 1),
  };
}

/** What is told of moves between two texts; null: from the first, up to now. A text of a move's own moment came with it. */
function movesBetween(
  desk: Desk,
  moves: readonly PastMove[],
  from: Date | null,
  until: Date | null,
): readonly object[] {
  return moves
    .filter(({ at }) => (from === null || at > from) && (until === null || at <= until))
    .map(({ at, by, version }) => ({ version, by, when: whenIn(desk, at) }))
    .toReversed();
}

/** The first version of all is new from end to end: marks would say nothing. */
const asText = (runs: readonly (Run | Gap)[]): readonly (Run | Gap)[] =>
  runs.map((run) => (run.kind === 'gap' ? run : { ...run, kind: 'same' }));

async function wholePage(parts: Parts, desk: Desk, placed: PlacedQuestion, number: number | null): Promise<object> {
  const { id } = desk.draft.record;
  const version = number === null ? null : await parts.store.partRevision(id, placed.node.id, number);
  if (version === null) throw new AppError('not-found');
  const answer = answerSchema.parse(version.value);
  const asked = askedAt(await pastMoves(parts, desk, placed), placed, version.savedAt);
  return {
    version: lineOf(desk, placed, version, answer),
    written: writtenIn(desk, asked, answer),
    back: `${to.historyBefore(id, placed.node.id, version.revision + 1)}#revision-${version.revision}`,
  };
}
