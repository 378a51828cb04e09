/**
 * The gate of a database: nobody passes once it is shut, and shutting it waits for those inside.
 * Whatever a driver throws inside comes out as an error of the house.
 */
import { AppError } from '../domain/errors.ts';
import { translateFailure } from './failures.ts';

export interface Gate {
  /** Runs `work`. Throws AppError `unavailable` once the gate is shut. */
  pass<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nobody is inside any more. */
  shut(): Promise<void>;
}

export function openGate(): Gate {
  let isShut = false;
  let inside = 0;
  const emptied = Promise.withResolvers<undefined>();

  function leave(): void {
    inside -= 1;
    if (isShut && inside === 0) emptied.resolve(undefined);
  }
  return {
    async pass(work) {
      if (isShut) throw new AppError('unavailable', 'the database is closed');
      inside += 1;
      try {
        return await work();
      } catch (error) {
        throw translateFailure(error);
      } finally {
        leave();
      }
    },
    async shut() {
      isShut = true;
      if (inside > 0) await emptied.promise;
    },
  };
}
