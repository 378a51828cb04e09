/** Promise 2: the same subject, to the character, in the draft file, over SMTP and in the link. */
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailtoLink } from '../../src/domain/mailto.ts';
import { createLetterbox, type Letterbox } from '../../src/mail/letterbox.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';
import { anEmail, SUBJECTS } from './letters.ts';

let smtp: TestSmtp;
let letterbox: Letterbox;

beforeAll(async () => {
  smtp = await startSmtp();
  letterbox = createLetterbox({ smtpUrl: smtp.url, from: { name: '', address: 'drafts@relay.example' } });
});

afterAll(async () => {
  letterbox.close();
  await smtp.stop();
});

async function fromDraft(subject: string) {
  return (await PostalMime.parse(await letterbox.draftFile(anEmail({ subject }), []))).subject ?? '';
}

async function fromServer(subject: string) {
  await letterbox.send(anEmail({ subject }), [], '<AM-7K2M-Q9XD@relay.example>');
  return (await PostalMime.parse(smtp.mails.at(-1)!.bytes)).subject ?? '';
}

function fromLink(subject: string) {
  return new URL(mailtoLink(anEmail({ subject }), '[…]')).searchParams.get('subject');
}

describe('the subject on every route', () => {
  it.each(Object.entries(SUBJECTS))('is the one that was given: %s', async (_, subject) => {
    expect(await fromDraft(subject)).toBe(subject);
    expect(await fromServer(subject)).toBe(subject);
    expect(fromLink(subject)).toBe(subject);
  });

  it('is one line on every route', async () => {
    const subject = 'a\r\nb\nc\td\u0000e\u2028f';
    expect(await fromDraft(subject)).toBe('a b c d e f');
    expect(await fromServer(subject)).toBe('a b c d e f');
    expect(fromLink(subject)).toBe('a b c d e f');
  });

  it('is the same whatever it holds', async () => {
    const tricky = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '\u0301', '=', '?', '_', '"', '–', '😀', ',') });
    const subjects = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), tricky).map((text) => text.trim());
    await fc.assert(
      fc.asyncProperty(subjects, async (subject) => {
        const link = fromLink(subject);
        expect(await fromDraft(subject)).toBe(link);
        expect(await fromServer(subject)).toBe(link);
      }),
      { numRuns: 200 },
    );
  });
});
