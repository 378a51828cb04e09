/**
 * The earlier texts of a draft that is taken: read in batches, written as history.jsonl, and stated for archive.json while
 * they are. No history is ever held as a whole.
 */
import { createHash } from 'node:crypto';
import type { HistoryLine, StatedHistory } from '../domain/archive.ts';
import { savedIn, withTextsNamed, type EarlierValue, type MadeArchive } from '../domain/archiving.ts';
import type { Parts } from './app.ts';

/** Texts of a history that are read at once. */
const BATCH = 50;

/** What a history is read with. */
export interface HistoryOf {
  readonly parts: Parts;
  readonly id: string;
  readonly made: MadeArchive;
}

/** The texts of a part before this revision, which is the newest in the archive: what was saved since is not in it. */
export async function* earlierTexts(
  { parts, id, made }: HistoryOf,
  key: string,
  before: number,
): AsyncGenerator<HistoryLine> {
  let after = 0;
  let batch: readonly EarlierValue[];
  do {
    batch = await parts.store.earlierValues(id, key, { after, before }, BATCH);
    for (const { revision, savedAt, link, value } of batch) {
      after = revision;
      const by = made.linkNames.get(link) ?? null;
      yield {
        part: key,
        revision,
        savedAt: savedAt.toISOString(),
        by,
        value: withTextsNamed(key, value, made.textNames),
      };
    }
  } while (batch.length === BATCH);
}

/** `lines` are those of history.jsonl, to be read once; `stated` is to be asked for when all of them were. */
export function writtenHistory(of: HistoryOf): {
  readonly lines: () => AsyncGenerator<string>;
  readonly stated: () => StatedHistory;
} {
  const hash = createHash('sha256');
  const begins: [key: string, revision: number][] = [];
  let count = 0;
  return {
    async *lines() {
      for (const { key, revision: newest } of savedIn(of.made.archive)) {
        let first = newest;
        for await (const line of earlierTexts(of, key, newest)) {
          first = Math.min(first, line.revision);
          const written = `${JSON.stringify(line)}\n`;
          hash.update(written);
          count += 1;
          yield written;
        }
        if (first > 1) begins.push([key, first]);
      }
    },
    stated: () => ({ lines: count, hash: hash.digest('hex'), begins: Object.fromEntries(begins) }),
  };
}
