/** The organisations of a joint submission in the Word document: lists, columns, places, and what the validator says. */
import { describe, expect, test } from 'vitest';
import type { Outline } from '../../src/domain/outline.ts';
import { signatoryLine, signatoryNote, type SignatoryList } from '../../src/domain/signatoryList.ts';
import { bytesOf } from '../../src/docx/bytes.ts';
import { documentOf } from '../../src/docx/document.ts';
import { MEMBERS } from '../coalition.ts';
import { faultsOf, paragraphsOf, part, partsOf, pressed, textOf } from './opened.ts';
import { paragraph, sahel } from './sahel.ts';

const group = (kind: 'submitting' | 'endorsing', count: number) => ({
  kind,
  heading: `${kind}: ${count}`,
  list: MEMBERS.filter((member) => member.kind === kind)
    .slice(0, count)
    .map(({ name, country, status }) => ({ name, country, status })),
});
const listed = (place: SignatoryList['place'], submitting = 29): SignatoryList => ({
  place,
  sentence: `Joint submission by Sahel and ${submitting} other organisations.`,
  groups: [
    { kind: 'lead', heading: 'Lead organisation', list: [{ name: 'Sahel', country: 'ML', status: '' }] },
    group('submitting', submitting),
    group('endorsing', 3),
  ],
});
const joint = (signatories: SignatoryList): Outline => ({ ...sahel, signatories });
const bodyOf = async (outline: Outline): Promise<string> => part(partsOf(await pressed(outline)), 'word/document.xml');
const columnsOf = (body: string): string[] =>
  [...body.matchAll(/<w:sectPr.*?<\/w:sectPr>/gs)].map(
    ([section]) => /<w:cols [^>]*w:num="(\d)"/.exec(section)?.[1] ?? '1',
  );

describe('thirty organisations', () => {
  test('stand at the start, each once, in order, the long list in two columns', async () => {
    const body = await bodyOf(joint(listed('start')));
    const text = textOf(body);
    const lines = listed('start').groups.flatMap(({ list }) => list.map(signatoryLine));
    let place = text.indexOf('Joint submission by Sahel');
    expect(place).toBeGreaterThan(0);
    for (const line of lines) {
      const next = text.indexOf(line, place);
      expect(next, line).toBeGreaterThan(place);
      place = next;
    }
    expect(place).toBeLessThan(text.indexOf('Votre organisation a-t-elle exprimé'));
    expect(columnsOf(body)).toEqual(['1', '2', '1']);
  });

  test('are numbered by Word, each group from one, and the lead by nothing', async () => {
    const body = await bodyOf(joint(listed('start')));
    const numberOf = (text: string): string | undefined =>
      /<w:numId w:val="(\d+)"/.exec(paragraphsOf(body).find((one) => textOf(one).startsWith(text)) ?? '')?.[1];
    expect(numberOf('Sahel (ML)')).toBeUndefined();
    expect(numberOf('Agir pour la côte')).toBeDefined();
    expect(numberOf('Women at Sea')).toBe(numberOf('Agir pour la côte'));
    expect(numberOf('Fondation Estuaire')).not.toBe(numberOf('Women at Sea'));
  });

  test('keep the running header from the second page on, and the page numbers on all', async () => {
    const body = await bodyOf(joint(listed('start')));
    const sections = [...body.matchAll(/<w:sectPr.*?<\/w:sectPr>/gs)].map(([section]) => section);
    expect(sections.map((section) => /<w:titlePg(?! w:val="false")/.test(section))).toEqual([true, false, false]);
    expect(sections.map((section) => section.includes('<w:footerReference'))).toEqual([true, false, false]);
    expect(sections.map((section) => /<w:type w:val="(\w+)"/.exec(section)?.[1])).toEqual([
      undefined,
      'continuous',
      'continuous',
    ]);
  });

  test('stand at the end where the call wants them there', async () => {
    const text = textOf(await bodyOf(joint(listed('end'))));
    expect(text.indexOf('Joint submission by Sahel')).toBeGreaterThan(
      text.indexOf('Votre organisation a-t-elle exprimé'),
    );
  });

  test('stand in the first footnote where the call wants that', async () => {
    const signatories = listed('footnote');
    const parts = partsOf(
      await pressed({ ...joint(signatories), sections: [], footnotes: [signatoryNote(signatories)] }),
    );
    expect(part(parts, 'word/document.xml')).toMatch(/other organisations\..{0,400}<w:footnoteReference/s);
    expect(textOf(part(parts, 'word/footnotes.xml'))).toContain('; Women at Sea (PH); ');
  });

  test.each(['start', 'end'] as const)('make a sound document, at the %s', async (place) => {
    expect(await faultsOf(await pressed(joint(listed(place))))).toEqual([]);
  });

  test('make a sound document, in a footnote', async () => {
    const signatories = listed('footnote');
    const outline = {
      ...joint(signatories),
      sections: [],
      footnotes: [signatoryNote(signatories), [paragraph('More.')]],
    };
    expect(await faultsOf(await pressed(outline))).toEqual([]);
  });
});

describe('a few organisations', () => {
  test('stand in one column, in one section', async () => {
    expect(columnsOf(await bodyOf(joint(listed('start', 8))))).toEqual(['1']);
    expect(columnsOf(await bodyOf(joint(listed('start', 9))))).toEqual(['1', '2', '1']);
  });
});

describe('one organisation', () => {
  test('has a document of one section, the same bytes each time', async () => {
    expect(columnsOf(await bodyOf(sahel))).toEqual(['1']);
    expect(await bytesOf(documentOf(sahel), sahel)).toEqual(await pressed(sahel));
  });
});
