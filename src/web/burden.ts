/**
 * The burden of bodies: what is sent lies in memory until it is answered, and a few hundred clients that send slowly
 * would fill it together. All large bodies share one measure; small ones, as forms mostly are, always pass.
 */
import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../domain/errors.ts';

const MEGABYTE = 1024 * 1024;

export interface BurdenLimits {
  /** Of all bodies together. */
  readonly bytesMax: number;
  /** A body up to this size is never refused. */
  readonly smallMax: number;
}

const LIMITS: BurdenLimits = { bytesMax: 192 * MEGABYTE, smallMax: MEGABYTE / 4 };

/** To stand right before whatever reads bodies: it looks on, and reads nothing itself. Throws `unavailable`. */
export function limitBurden({ bytesMax, smallMax }: BurdenLimits = LIMITS) {
  let together = 0;
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method !== 'POST') return next();
    const declared = Number(request.headers['content-length'] ?? Infinity);
    if (together > bytesMax && declared > smallMax) throw new AppError('unavailable', 'too much is being sent at once');
    let own = 0;
    request.on('data', (chunk: Buffer) => {
      own += chunk.length;
      together += chunk.length;
      // Whoever came while there was room has no more right to it than others.
      if (own > smallMax && together > bytesMax) request.destroy();
    });
    response.on('close', () => {
      together -= own;
      own = 0;
    });
    next();
  };
}
