/** A letter or a briefing of the organisation's own: nobody asked for it, so nothing speaks of a submission or of a call. */
import { describe, expect, it } from 'vitest';
import { wholeFindings } from '../../src/domain/checks/whole.ts';
import { composeEmail, documentFileName } from '../../src/domain/email.ts';
import { composeOutline } from '../../src/domain/outline.ts';
import { plainText } from '../../src/domain/text.ts';
import { callWith, draftIn, phrases } from './drafts.ts';

const languages = ['en', 'fr', 'es'] as const;
const SPEAKS_OF_A_CALL = /submission|\bcall\b|contribution|appel|aporte|convocatoria/i;

describe.each(['letter', 'briefing'])('a %s', (paper) => {
  const call = callWith(['Who are you?'], { paper, issuers: [] });

  it.each(languages)('is called what it is in document, file name and email (%s)', (language) => {
    const say = phrases[language];
    for (const choice of ['', 'public', 'confidential'] as const) {
      const draft = draftIn(language, { organisation: { name: 'Rivages' }, publication: { choice } });
      const outline = composeOutline(draft, call, say, { country: '' });
      const fileName = documentFileName(draft, call, say, 'full');
      const email = composeEmail(draft, call, outline, [{ version: 'full', fileName, words: 0 }], say);
      expect(outline.kicker).toBe(say(`outline.ours.${paper}`));
      for (const text of [plainText(outline), fileName, email.text, email.subject]) {
        expect(text).not.toMatch(SPEAKS_OF_A_CALL);
      }
    }
  });

  it('is not warned of what the United Nations do with it', () => {
    const kinds = (asked: typeof call) =>
      wholeFindings(draftIn('en'), asked, asked, new Date()).map(({ kind }) => kind);
    expect(kinds(call)).not.toContain('safety');
    expect(kinds(callWith(['Who are you?']))).toContain('safety');
  });
});
