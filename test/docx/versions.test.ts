/** Both versions of a draft as Word documents: their heads, the marks of the full one, and what the validator says. */
import { expect, test } from 'vitest';
import { composeOutline } from '../../src/domain/outline.ts';
import type { Version } from '../../src/domain/versions.ts';
import { draftIn, phrases, solidarity } from '../domain/drafts.ts';
import { faultsOf, part, partsOf, pressed, textOf } from './opened.ts';

const draft = draftIn('en', {
  organisation: { name: 'Rivages solidaires', contact: 'Awa Ndiaye' },
  publication: { choice: 'part', withheld: { organisation: false, contact: true, signatories: [] } },
  answers: {
    q5: { text: 'All of it.[^1]\n\n- one\n\n[^1]: A source.', confidential: true },
    q9: { text: 'They came [[at *night*, see [this](https://example.org)]] and left.' },
  },
});
const bytesOf = (version: Version): Promise<Uint8Array> =>
  pressed(composeOutline(draft, solidarity, phrases.en, { version, country: '' }));

test.each(['full', 'public'] as const)(
  'the %s version says first which it is, and passes the validator',
  async (version) => {
    const bytes = await bytesOf(version);
    const parts = partsOf(bytes);
    expect(textOf(part(parts, 'word/document.xml'))).toMatch(
      version === 'full' ? /^Contains confid/ : /^Public version/,
    );
    const headers = Object.entries(parts).filter(([path]) => path.startsWith('word/header'));
    expect(headers).toHaveLength(2);
    const head = phrases.en(`outline.notice.short.${version}`).toUpperCase();
    for (const [, xml] of headers) expect(textOf(xml)).toContain(head);
    expect(await faultsOf(bytes)).toEqual([]);
  },
);

test('shades what is confidential, and nothing in the public version', async () => {
  const shaded = (xml: string): string[] =>
    [...xml.matchAll(/<w:r>(?:(?!<\/w:r>).)*?<w:shd [^>]*>.*?<\/w:r>/gs)].map(([run]) => textOf(run));
  const full = shaded(part(partsOf(await bytesOf('full')), 'word/document.xml')).join('');
  expect(full).toContain('[[Awa Ndiaye]]');
  expect(full).toContain('[[at night, see this]]');
  expect(full).not.toContain('and left');
  expect(shaded(part(partsOf(await bytesOf('public')), 'word/document.xml'))).toEqual([]);
});
