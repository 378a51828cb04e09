/** Sets a block of tests on one database, opened twice, as by two processes that share nothing in memory. */
import { afterAll, beforeAll } from 'vitest';
import { openCellar, type Cellar } from '../../src/store/cellar.ts';
import type { Ground } from './ground.ts';

export interface Stand {
  readonly ground: Ground;
  readonly cellar: Cellar;
  readonly other: Cellar;
}

/** To be called in a `describe`; what it returns holds nothing until the first test begins. */
export function standOn(begin: () => Promise<Ground>): Stand {
  const stand: Partial<{ -readonly [Name in keyof Stand]: Stand[Name] }> = {};
  beforeAll(async () => {
    stand.ground = await begin();
    stand.cellar = await openCellar(stand.ground.settings);
    stand.other = await openCellar(stand.ground.settings);
  });
  afterAll(async () => {
    await stand.cellar?.close();
    await stand.other?.close();
    await stand.ground?.end();
  });
  return stand as Stand;
}
