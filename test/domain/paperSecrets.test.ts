/** Nothing confidential reaches a public paper, whatever was typed and however it was marked, in any format. */
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { markdownPaper } from '../../src/domain/paperMarkdown.ts';
import { PAPER_KINDS } from '../../src/domain/papers.ts';
import type { Publication } from '../../src/domain/draft.ts';
import { paperBytes } from '../../src/docx/paper.ts';
import { writeOdt } from '../../src/odt/odt.ts';
import { draftIn } from './drafts.ts';
import { jointly, paperOf, RIVAGES, signatory, withAllChosen, withPapers } from './papered.ts';

const CANARY = 'qzxcanary';
const scrap = fc.constantFrom(
  ...['word', 'Two words.', ' ', '\n', '\n\n', '- ', '1. ', '**', '*', '[[', ']]', '[', ']', '[^1]', '\n\n[^1]: ', '@'],
  ...['[a](https://example.org)', '\\', 'https://example.org/', '> ', '# ', '<b>', '[@k-1]', '   ', '\t'],
);
const noise = fc.array(scrap, { maxLength: 12 }).map((scraps) => scraps.join(''));
/** Noise with the canary somewhere in it, in a passage. */
const secretive = fc.tuple(noise, noise, noise).map(([a, b, c]) => `${a}[[${b.replaceAll(']', '')}${CANARY}]]${c}`);

const readable = (zip: Uint8Array): string =>
  Object.entries(unzipSync(zip))
    .map(([name, bytes]) => name + strFromU8(bytes))
    .join('\n');

/** Every paper in every format, as text. */
async function everything(draft: Parameters<typeof paperOf>[0]): Promise<string> {
  const texts = await Promise.all(
    PAPER_KINDS.map(async (kind) => {
      const paper = paperOf(draft, kind);
      return [
        JSON.stringify(paper),
        markdownPaper(paper),
        readable(writeOdt(paper)),
        readable(await paperBytes(paper)),
      ];
    }),
  );
  return texts.flat().join('\n').toLowerCase();
}

const withheld = (more: Partial<Publication['withheld']>): Partial<Publication> => ({
  choice: 'part',
  withheld: { organisation: false, contact: false, signatories: [], ...more },
});

describe('a public paper', () => {
  it('holds no passage and no confidential answer', async () => {
    await fc.assert(
      fc.asyncProperty(secretive, noise, secretive, async (passage, open, typed) => {
        const items = [{ to: passage, what: open, by: passage }];
        const values = { recommendations: { kind: 'recommendations' as const, items } };
        const answers = {
          q1: { text: passage },
          q3: { text: `${open} ${CANARY} ${open}`, confidential: true },
          q10: { text: passage, values },
        };
        const some = {
          summary: { title: typed, own: typed, ownRecommendations: typed },
          letter: { addressee: typed, place: typed, subject: typed, salutation: typed, body: typed, signer: typed },
          statement: { occasion: typed, speaker: typed, text: typed, minutes: 2, pace: null },
        };
        const draft = withAllChosen(withPapers(draftIn('en', { organisation: RIVAGES, answers }), some));
        expect(await everything(draft)).not.toContain(CANARY);
      }),
      { numRuns: 25 },
    );
  });

  it('names nobody who is withheld', async () => {
    const said = 'We, Qzx Canary Network and Qzxcanary League, write with qzxcanary@example.org.';
    const organisation = { ...RIVAGES, name: 'Qzx Canary Network', email: 'qzxcanary@example.org', website: '' };
    const list = [signatory('s1', 'Qzxcanary League'), signatory('s2', 'Second shore')];
    const some = {
      summary: { own: said },
      letter: { body: said, signer: 'For Qzx Canary Network', addressee: said },
      statement: { text: said, speaker: said, occasion: said },
    };
    const publication = withheld({ organisation: true, signatories: ['s1'] });
    const draft = jointly(
      withPapers(draftIn('en', { organisation, publication, answers: { q1: { text: said } } }), some),
      list,
    );
    expect(await everything(withAllChosen(draft))).not.toMatch(/qzx|senegal/);
    expect(JSON.stringify(paperOf(draft, 'letter', 'full'))).toContain('[[Qzx Canary Network]]');
  });

  it('repeats no sentence of a confidential answer that was copied before it was marked', async () => {
    const text = 'The qzxcanary witness came to our office in Rosso. She asked for help.';
    const answers = { q3: { text, confidential: true } };
    const some = { letter: { body: `We report this.\n\n${text}` }, statement: { text } };
    expect(await everything(withPapers(draftIn('en', { answers }), some))).not.toContain(CANARY);
  });

  it('is none where everything is confidential', async () => {
    const answers = { q1: { text: CANARY } };
    const draft = draftIn('en', { publication: { choice: 'confidential' }, answers });
    const some = { letter: { body: CANARY }, statement: { text: CANARY }, summary: { own: CANARY } };
    expect(await everything(withAllChosen(withPapers(draft, some)))).not.toContain(CANARY);
    expect(paperOf(draft, 'letter', 'full').notice?.text).toContain('Nothing of this text');
  });
});
