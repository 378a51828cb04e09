/** Citations and the list of sources in a Word document: footnotes of Word's own, and what the validator says. */
import { expect, test } from 'vitest';
import { composeOutline, type Outline } from '../../src/domain/outline.ts';
import { EMPTY_SOURCE, sourceSchema, type Source } from '../../src/domain/source.ts';
import type { Version } from '../../src/domain/versions.ts';
import { draftIn, phrases, solidarity } from '../domain/drafts.ts';
import { faultsOf, paragraphsOf, part, partsOf, pressed, textOf } from './opened.ts';

const source = (key: string, more: Partial<Source>): Source => sourceSchema.parse({ ...EMPTY_SOURCE, ...more, key });
const items = [
  source('un-2020', {
    kind: 'un-document',
    author: 'Assemblée générale',
    title: 'Défenseurs des droits humains',
    imprint: 'A/RES/74/146',
    date: '2020-01-21',
    address: 'https://undocs.org/A/RES/74/146',
    accessed: '2024-02-01',
  }),
  source('interview-1', {
    kind: 'interview',
    author: 'Qzx',
    title: 'Une enseignante',
    date: '2023',
    confidential: true,
  }),
];
const values = {
  initiatives: { kind: 'rows' as const, rows: [{ name: 'Loi [@un-2020, art. 2]', year: '1968', effect: '' }] },
};
const draft = draftIn('fr', {
  answers: {
    q1: {
      text: 'Un fait [@un-2020, p. 3]. Une note.[^1]\n\n- un point [@interview-1]\n\n[^1]: Voir aussi [@un-2020].',
    },
    q4: { values },
  },
  sources: { items, listed: true },
});
const outlineOf = (version: Version): Outline =>
  composeOutline(draft, solidarity, phrases.fr, { version, country: '' });

test.each(['full', 'public'] as const)('the %s version has them, and passes the validator', async (version) => {
  const outline = outlineOf(version);
  const bytes = await pressed(outline);
  const parts = partsOf(bytes);
  const body = part(parts, 'word/document.xml');
  expect(body.match(/<w:footnoteReference /g)).toHaveLength(outline.footnotes.length);
  const notes = textOf(part(parts, 'word/footnotes.xml'));
  expect(notes.replaceAll('\u00a0', ' ')).toContain('(voir note 1), art. 2.');
  expect(part(parts, 'word/_rels/footnotes.xml.rels')).toContain('https://undocs.org/A/RES/74/146');
  const paragraphs = paragraphsOf(body).map(textOf);
  const list = paragraphs.slice(paragraphs.lastIndexOf('Sources') + 1);
  expect(list).toContainEqual(expect.stringMatching(/^Assemblée générale, .* \(A\/RES\/74\/146, 21 janvier 2020\)/));
  if (version === 'full') expect(list).toContainEqual(expect.stringMatching(/^\[\[Qzx, /));
  else {
    expect(list.filter(Boolean).at(-1)).toContain('D’autres sources ne sont pas publiées');
    expect(Object.values(parts).join('')).not.toMatch(/qzx|enseignante|\uFDD1/i);
  }
  expect(await faultsOf(bytes)).toEqual([]);
});
