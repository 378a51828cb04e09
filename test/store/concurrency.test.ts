/** Many writers on one part: exactly one wins each revision, and no acknowledged text is lost. */
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import type { Cellar } from '../../src/store/cellar.ts';
import { answer, later, NOW, startDraft, type Started } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

const WRITERS = 30;

interface Won {
  readonly revision: number;
  readonly text: string;
}

/** Saves until it has won `wins` times, each time on top of what stands there, as the merge page does. */
async function write(cellar: Cellar, { change }: Started, writer: number, wins: number): Promise<Won[]> {
  const won: Won[] = [];
  let seen = 0;
  while (won.length < wins) {
    const text = `writer ${writer}, text ${won.length}, over ${seen}`;
    const outcome = await cellar.savePart(change(seen, text), later(writer));
    if (outcome.kind === 'saved') {
      won.push({ revision: outcome.revision, text });
      seen = outcome.revision;
    } else if (outcome.kind === 'stale') {
      expect(outcome.current.revision).not.toBe(seen);
      seen = outcome.current.revision;
    } else {
      throw new Error(outcome.kind);
    }
  }
  return won;
}

describe.each(GROUNDS)('many writers on $name', ({ begin }) => {
  const on = standOn(begin);
  const cellarOf = (writer: number): Cellar => (writer % 2 === 0 ? on.cellar : on.other);

  it('gives each revision of one part to one of them, and keeps every text', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 2 }), { minLength: WRITERS, maxLength: WRITERS }),
        async (wins) => {
          const started = await startDraft(cellarOf(0));
          const won = (
            await Promise.all(wins.map((each, index) => write(cellarOf(index), started, index, each)))
          ).flat();
          const revisions = won.map(({ revision }) => revision).sort((a, b) => a - b);
          expect(revisions).toEqual(revisions.map((_, index) => index + 1));
          for (const cellar of [on.cellar, on.other]) {
            const history = await cellar.history(started.record.id, 'q1');
            const kept = history.map(({ revision, value }) => ({ revision, text: (value as Answer).text }));
            expect(kept.reverse()).toEqual(won.toSorted((a, b) => a.revision - b.revision));
            const opened = await cellar.openDraft(started.record.id, started.session, NOW);
            expect(opened?.parts[0]?.revision).toBe(won.length);
            expect(opened?.record.revision).toBe(1 + won.length);
          }
        },
      ),
      { numRuns: 4 },
    );
  });

  it('lets all of them save at once where each has a part of its own', async () => {
    const started = await startDraft(cellarOf(0));
    const save = (writer: number) => cellarOf(writer).savePart(started.change(0, `by ${writer}`, `q${writer}`), NOW);
    const outcomes = await Promise.all(Array.from({ length: WRITERS }, (_, writer) => save(writer)));
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: 'saved', revision: 1 })));
    for (const cellar of [on.cellar, on.other]) {
      const opened = await cellar.openDraft(started.record.id, started.session, NOW);
      expect(opened?.record.revision).toBe(1 + WRITERS);
      expect(new Map(opened?.parts.map(({ key, value }) => [key, value]))).toEqual(
        new Map(outcomes.map((_, writer) => [`q${writer}`, answer(`by ${writer}`)])),
      );
    }
  });

  it('reads while others write only what has been kept, and always the parts of the revision it names', async () => {
    const started = await startDraft(cellarOf(0));
    const { record, session } = started;
    let writing = true;
    const writers = Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let seen = 0; seen < 15; seen += 1) {
          await cellarOf(writer).savePart(started.change(seen, `text ${seen + 1}`, `q${writer}`), NOW);
        }
      }),
    ).finally(() => {
      writing = false;
    });
    let reads = 0;
    while (writing) {
      const opened = await cellarOf(reads).openDraft(record.id, session, NOW);
      const saves = opened?.parts.reduce((sum, { revision }) => sum + revision, 0) ?? 0;
      expect(opened?.record.revision).toBe(1 + saves);
      for (const { revision, value } of opened?.parts ?? []) expect(value).toEqual(answer(`text ${revision}`));
      reads += 1;
      await new Promise(setImmediate);
    }
    await writers;
    expect(reads).toBeGreaterThan(1);
  });

  it('harms nobody else when one write fails', async () => {
    const started = await startDraft(cellarOf(0));
    const owner = { link: 'never', label: 'x', hash: started.hash, session: started.session };
    const outcomes = await Promise.allSettled([
      cellarOf(0).savePart(started.change(0, 'before', 'before'), NOW),
      cellarOf(0).startDraft({ ...started.record, id: 'never' }, {}, owner),
      cellarOf(0).savePart(started.change(0, 'after', 'after'), NOW),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const opened = await cellarOf(1).openDraft(started.record.id, started.session, NOW);
    expect(opened?.parts.map(({ key }) => key)).toEqual(['after', 'before']);
    expect(await cellarOf(1).openDraft('never', started.session, NOW)).toBeNull();
  });
});

describe('a save on PostgreSQL while a submission is being frozen', () => {
  const on = standOn(GROUNDS[1].begin);

  it('waits for the outcome, and then saves nothing', async () => {
    const { record, change } = await startDraft(on.cellar);
    const freezing = new pg.Client({ connectionString: on.ground.settings.databaseUrl ?? '' });
    await freezing.connect();
    await freezing.query('begin');
    await freezing.query(`update drafts set submitted_at = '${NOW.toISOString()}' where id = '${record.id}'`);
    const saving = on.cellar.savePart(change(0, 'too late'), NOW);
    while (!(await isWaitingForLock())) await setTimeout(5);
    await freezing.query('commit');
    await freezing.end();
    expect(await saving).toEqual({ kind: 'submitted' });
    expect(await on.cellar.history(record.id, 'q1')).toEqual([]);
  });

  async function isWaitingForLock(): Promise<boolean> {
    const waiting = await on.ground.query(`select pid from pg_stat_activity where wait_event_type = 'Lock'`);
    return waiting.length > 0;
  }
});
