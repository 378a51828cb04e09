/** The states of a search for calls, and of a draft whose call was changed: what changed, the move, and what it leaves. */
import { OPENING } from '../cast.ts';
import { forge, send, shown, type Stage } from './stage.ts';
import { button, phrases, press, start } from './writer.ts';

const version = (call: string, number: 1 | 2): string => `id: ${call}
version: ${number}
provenance:
  languages: { en: official, fr: unofficial }
  text: { en: "By ${number} March 2024. Who is free ${number === 1 ? '' : 'and safe '}to speak? Which laws? What stands in the way? What is new?" }
title: { en: The freedom to speak }
shortTitle: { en: Speaking }
issuers: [{ name: { en: Special Rapporteur } }]
deadlines: [{ wording: { en: "By ${number} March 2024" }, date: 2024-03-0${number}, relation: by }]
questions:
  - { id: free, label: "1)", text: { en: "Who is free ${number === 1 ? '' : 'and safe '}to speak?", fr: "Qui est libre de parler ?" } }
  - { id: laws, label: "2)", text: { en: "Which laws?" }, asks: [{ id: laws, kind: rows, label: { en: Laws }, fields: [{ id: name, label: { en: Name } }${number === 1 ? ', { id: year, label: { en: Year } }' : ''}] }] }
  - { id: ${number === 1 ? 'way' : 'new'}, label: "3)", text: { en: "${number === 1 ? 'What stands in the way?' : 'What is new?'}" } }
`;

export async function* newer({ page, house, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  yield* shown(page, {
    'home, found by words': '/?q=solidar',
    'home, nothing fits': '/?q=astronauts&language=fr',
    'home, all by title': '/?state=all&sort=title',
    'home, only closed ones fit': '/?state=closed',
  });
  const call = `speaking-${language}`;
  house.serveCall(version(call, 1));
  const draft = await start(page, call, 'en', say);
  await send(page, `${draft}/questions/free`, { text: 'Nobody.', revision: '0' });
  await send(page, `${draft}/questions/laws`, { 'laws.0.name': 'Law 68', 'laws.0.year': '1968', revision: '0' });
  await send(page, `${draft}/questions/way`, { text: 'Fear.', revision: '0' });
  yield* shown(page, { 'newer version, none': `${draft}/newer-version` });
  house.serveCall(version(call, 2));
  yield* shown(page, { 'contents, newer version': draft, 'newer version': `${draft}/newer-version` });
  await forge(page, '[name="to"]', '0'.repeat(64));
  await press(page, button(page, say('newer.move', { version: 2 })));
  yield 'newer version, changed meanwhile (409)';
  house.setClock(new Date(OPENING.getTime() + 60_000));
  await press(page, button(page, say('newer.move', { version: 2 })));
  yield 'contents, moved';
  yield* shown(page, {
    'question, no longer asked': `${draft}/questions/way`,
    'history, no longer asked': `${draft}/questions/way/history`,
    'history, moved': `${draft}/questions/laws/history`,
  });
  house.setClock(OPENING);
}
