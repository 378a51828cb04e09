/** `call import`, as the operator runs it: the questionnaire alone on standard output, all else on standard error. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuestionnaire } from '../src/store/questionnaires.ts';
import { ROOT } from './cast.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aide-memoire-import-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...words: readonly string[]): Promise<{ status: number; out: string; errors: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli.js'), 'call', 'import', ...words]);
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  return { status, out, errors };
}

const fixture = (name: string): string => join(ROOT, 'test/reading/files', name);

describe('call import', () => {
  it('prints a questionnaire that can be served, with what was uncertain', async () => {
    const { status, out, errors } = await run(fixture('lighthouses.pdf'));
    expect([status, errors]).toEqual([0, '']);
    const { questionnaire, problems } = parseQuestionnaire('call.yaml', out);
    expect(problems).toEqual([]);
    expect(questionnaire).toMatchObject({
      id: 'call-for-input-lighthouses-and-their-keepers',
      title: { en: expect.any(String) },
    });
    expect(out).toMatch(/^# Read from lighthouses\.pdf by a program/);
    expect(out).toMatch(/^# publication: not found$/m);
  });

  it('takes the language from who knows it', async () => {
    const { out } = await run(fixture('lighthouses.docx'), '--language', 'fr');
    expect(parseQuestionnaire('call.yaml', out).questionnaire?.provenance.languages).toEqual({ fr: 'repost' });
  });

  it('says what is wrong with a file, and prints nothing', async () => {
    const text = join(folder, 'call.docx');
    writeFileSync(text, 'Only text.');
    for (const [file, sentence] of [
      [fixture('locked.pdf'), 'protected by a password'],
      [text, 'ends in “.docx”, but it holds plain text'],
      [join(folder, 'missing.txt'), 'cannot be read (ENOENT)'],
    ] as const) {
      const { status, out, errors } = await run(file);
      expect([status, out]).toEqual([1, '']);
      expect(errors).toContain(sentence);
    }
  });

  it('tells a text without questions from one with', async () => {
    const file = join(folder, 'poem.txt');
    writeFileSync(file, 'The sea is wide.');
    expect(await run(file)).toMatchObject({
      status: 1,
      errors: expect.stringContaining('no questions were found') as unknown,
    });
  });

  it('explains itself to whoever uses it wrongly', async () => {
    expect((await run()).status).toBe(2);
    expect((await run('a.txt', '--language', 'tlh')).errors).toContain('en, fr or es');
  });
});
