/**
 * A process of its own that starts a draft and saves text after text, to be killed in the middle. It writes a line to
 * its standard output for each save that the cellar has acknowledged, and for nothing else.
 * Run as: node saver.ts SETTINGS_JSON SAVES_PER_WRITER
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openCellar, type CellarSettings } from '../../src/store/cellar.ts';
import { startDraft } from './cast.ts';

export interface Acknowledged {
  readonly draft: string;
  readonly key: string;
  readonly revision: number;
  readonly hash: string;
}

const WRITERS = 8;
const STDOUT = 1;

export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

async function save(settings: CellarSettings, saves: number): Promise<void> {
  const cellar = await openCellar(settings);
  const { record, change } = await startDraft(cellar);
  const writer = async (_: unknown, index: number): Promise<void> => {
    const key = `q${index}`;
    for (let seen = 0; seen < saves; seen += 1) {
      const text = `${key} ${seen} ${'a story that must not be lost. '.repeat(1 + ((seen * 7) % 90))}`;
      const outcome = await cellar.savePart(change(seen, text, key), new Date());
      if (outcome.kind !== 'saved') throw new Error(`not saved: ${outcome.kind}`);
      const line: Acknowledged = { draft: record.id, key, revision: outcome.revision, hash: hashOfText(text) };
      writeSync(STDOUT, `${JSON.stringify(line)}\n`);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  await cellar.close();
}

const [settings, saves] = process.argv.slice(2);
if (import.meta.main && settings !== undefined) {
  await save(JSON.parse(settings) as CellarSettings, Number(saves));
}
