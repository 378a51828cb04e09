/** The mailto link: what mail programs read from it, and how long it may be. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Email } from '../../src/domain/email.ts';
import { headerLine } from '../../src/domain/header.ts';
import { MAILTO_LENGTH_MAX, mailtoLink } from '../../src/domain/mailto.ts';

const NOTICE = '[La suite est dans le document joint.]';

function anEmail(changes: Partial<Email> = {}): Email {
  return {
    to: ['call@un.example'],
    cc: [],
    subject: 'Soumission au rapport de la 56ème session du CDH – Société civile et solidarité internationale',
    text: 'Madame, Monsieur,\n\nVoir 1 + 1 = 2 & plus.\n',
    replyTo: null,
    language: 'fr',
    ...changes,
  };
}

/** Decodes as RFC 6068 has it, where a "+" is a plus sign. */
function decoded(link: string) {
  const { protocol, pathname, search } = new URL(link);
  const pairs = search.slice(1).split('&');
  const fields: { cc?: string; subject?: string; body?: string } = Object.fromEntries(
    pairs.map((pair) => pair.split('=').map(decodeURIComponent)),
  );
  return { protocol, to: pathname.split(',').map(decodeURIComponent), ...fields };
}

describe('mailtoLink', () => {
  it('holds recipients, subject and text', () => {
    const email = anEmail({ to: ['call@un.example', 'a+b&c?d=e%f#g@un.example'], cc: ['x@y.example', 'z@y.example'] });
    expect(decoded(mailtoLink(email, NOTICE))).toEqual({
      protocol: 'mailto:',
      to: email.to,
      cc: 'x@y.example,z@y.example',
      subject: email.subject,
      body: email.text.replaceAll('\n', '\r\n'),
    });
  });

  it('writes spaces as %20 and line ends as %0D%0A', () => {
    const link = mailtoLink(anEmail({ subject: 'a b+c', text: 'd e\nf\r\ng' }), NOTICE);
    expect(link).toBe('mailto:call@un.example?subject=a%20b%2Bc&body=d%20e%0D%0Af%0D%0Ag');
  });

  it('lets no line break begin a field', () => {
    const link = mailtoLink(anEmail({ subject: 'X\r\nBcc: evil@example.org&bcc=evil@example.org' }), NOTICE);
    expect(Object.keys(decoded(link))).toEqual(['protocol', 'to', 'subject', 'body']);
    expect(decoded(link)).toMatchObject({ subject: 'X Bcc: evil@example.org&bcc=evil@example.org' });
  });

  it('cuts a long text after a paragraph, and says so', () => {
    const paragraph = 'Une phrase assez longue pour faire un paragraphe, répétée.';
    const { body } = decoded(mailtoLink(anEmail({ text: Array(60).fill(paragraph).join('\n\n') }), NOTICE));
    const paragraphs = body?.split('\r\n\r\n') ?? [];
    expect(paragraphs.pop()).toBe(NOTICE);
    expect(paragraphs.length).toBeGreaterThan(10);
    expect(new Set(paragraphs)).toEqual(new Set([paragraph]));
  });

  it('counts the notice, wherever the cut falls', () => {
    for (let length = 1; length <= 200; length += 1) {
      const link = mailtoLink(anEmail({ text: Array(900).fill('x'.repeat(length)).join('\n\n') }), NOTICE);
      expect(link.length).toBeLessThanOrEqual(MAILTO_LENGTH_MAX);
    }
  });

  it('keeps only the notice when the first paragraph is too long', () => {
    expect(decoded(mailtoLink(anEmail({ text: 'é'.repeat(2_000) }), NOTICE))).toMatchObject({ body: NOTICE });
  });

  it('never cuts the subject', () => {
    const subject = 'é'.repeat(1_000);
    const link = mailtoLink(anEmail({ subject }), NOTICE);
    expect(decoded(link)).toEqual({ protocol: 'mailto:', to: ['call@un.example'], subject });
  });

  it('fits a text to the last character', () => {
    const room = MAILTO_LENGTH_MAX - mailtoLink(anEmail({ text: '' }), NOTICE).length - '&body='.length;
    expect(mailtoLink(anEmail({ text: 'x'.repeat(room) }), NOTICE)).toHaveLength(MAILTO_LENGTH_MAX);
    expect(decoded(mailtoLink(anEmail({ text: 'x'.repeat(room + 1) }), NOTICE))).toMatchObject({ body: NOTICE });
  });

  it('carries half a character as the sign for a broken one', () => {
    const link = mailtoLink(anEmail({ subject: 'a\ud83d', text: 'b\ude00' }), NOTICE);
    expect(decoded(link)).toMatchObject({ subject: 'a\ufffd', body: 'b\ufffd' });
  });

  it('is short, pure ASCII and true, whatever it holds', () => {
    const paragraph = fc.string({ unit: 'binary', maxLength: 300 });
    const text = fc.array(paragraph, { maxLength: 12, size: 'max' }).map((paragraphs) => paragraphs.join('\n\n'));
    // A questionnaire holds no subject of several lines, whichever sign ends them.
    const subject = fc.string({ unit: 'grapheme', maxLength: 60 }).map(headerLine);
    fc.assert(
      fc.property(subject, text, (subject, text) => {
        const link = mailtoLink(anEmail({ subject, text }), NOTICE);
        expect(link.length).toBeLessThanOrEqual(MAILTO_LENGTH_MAX);
        expect(link).toMatch(/^[!-~]+$/);
        expect(decoded(link)).toMatchObject({ to: ['call@un.example'], subject });
      }),
    );
  });
});
