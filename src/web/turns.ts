/**
 * Turns: work on the same thing is done one after the other within this process, so that thirty people who save one
 * answer at once do not overtake each other again and again. Other processes are not held up, and nothing relies on it:
 * what keeps texts safe is the revision that a save expects.
 */

/** By thing: the last work that was begun or waits. */
const queues = new Map<string, Promise<void>>();

/**
 * Does the work when all that was asked for before on this thing is over, however it ended. `waited`: something was, so
 * that what was read before may be old.
 */
export async function inTurn<Result>(thing: string, work: (waited: boolean) => Promise<Result>): Promise<Result> {
  const before = queues.get(thing);
  const result = before === undefined ? work(false) : before.then(() => work(true));
  const over = result.then(
    () => undefined,
    () => undefined,
  );
  queues.set(thing, over);
  try {
    return await result;
  } finally {
    if (queues.get(thing) === over) queues.delete(thing);
  }
}
