/**
 * The states of the record of a draft: whole, longer than a page, and damaged behind the program's back.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CALL } from '../cast.ts';
import { send, shown, type Stage } from './stage.ts';
import { phrases, start } from './writer.ts';

export async function* audits({ page, house, language }: Stage): AsyncGenerator<string> {
  const draft = await start(page, CALL, language, phrases[language]);
  const id = draft.split('/').at(-1)!;
  await send(page, `${draft}/organisation`, { name: 'Rivages', revision: '0' });
  await send(page, `${draft}/signatories`, { kind: 'submitting', name: 'Second shore', revision: '0' });
  await send(page, `${draft}/publication`, { choice: 'part', revision: '0' });
  await send(page, `${draft}/questions/q1/comments`, { kind: 'comment', text: 'A remark.' });
  await send(page, `${draft}/links`, { role: 'observer', label: 'x'.repeat(120), term: 'none' });
  yield* shown(page, { 'audit, whole': `${draft}/audit` });

  const [link] = await house.store.links(id);
  const note = { action: 'commented', subject: 'q2', count: null } as const;
  for (let count = 0; count < 60; count += 1) await house.store.note(id, note, { link: link!.id, at: house.clock() });
  yield* shown(page, { 'audit, older entries': `${draft}/audit?page=2` });

  const database = new DatabaseSync(join(house.dataDir, 'aide-memoire.db'), { timeout: 5_000 });
  database.exec(`update audit_entries set action = 'declined' where draft = '${id}' and number = 2`);
  database.close();
  yield* shown(page, { 'audit, damaged': `${draft}/audit` });
}
