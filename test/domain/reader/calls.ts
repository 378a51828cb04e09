/**
 * Ten invented calls, each with a layout and rules of its own, in `calls/`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const CALLS = [
  'archives-tard',
  'islands-session',
  'library-notice',
  'night-work-draft',
  'puentes-observacion',
  'river-commons',
  'semillas-plazos',
  'standing-water-states',
  'temoins-cas',
  'visit-archipelago',
] as const;

export const call = (name: (typeof CALLS)[number]): string =>
  readFileSync(join(import.meta.dirname, 'calls', `${name}.txt`), 'utf8');
