/** The draft file (.eml): what mail programs and people find in it. */
import { hostname } from 'node:os';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import type { Attachment, Email } from '../../src/domain/email.ts';
import { createLetterbox } from '../../src/mail/letterbox.ts';
import { aDocument, anEmail } from './letters.ts';

const letterbox = createLetterbox({ smtpUrl: null, from: null });

async function draft(email: Email = anEmail(), attachments: readonly Attachment[] = [aDocument()]) {
  const bytes = Buffer.from(await letterbox.draftFile(email, attachments));
  const source = bytes.toString('latin1');
  const mail = await PostalMime.parse(bytes);
  return { bytes, source, header: source.slice(0, source.indexOf('\r\n\r\n')), mail };
}

describe('the header of a draft', () => {
  it('is that of an unsent mail to the right people', async () => {
    const { mail, header } = await draft();
    expect(header).toMatch(/^X-Unsent: 1$/m);
    expect(header).toMatch(/^Content-Language: fr$/m);
    expect(mail.to).toEqual([{ name: '', address: 'call@un.example' }]);
    expect(mail.cc?.map(({ address }) => address)).toEqual(['desk@un.example', 'second.desk@un.example']);
    expect(mail.replyTo).toEqual([{ name: 'Réseau Solidarité, Dakar', address: 'contact@reseau.example' }]);
  });

  it('leaves From, Date and Message-ID to the mail program', async () => {
    const { mail } = await draft();
    const names = mail.headers.map(({ key }) => key);
    expect(names).toEqual([
      'x-unsent',
      'content-language',
      'subject',
      'to',
      'cc',
      'reply-to',
      'mime-version',
      'content-type',
    ]);
  });

  it('leaves out what is not given', async () => {
    const { mail } = await draft(anEmail({ cc: [], replyTo: null }));
    const names = mail.headers.map(({ key }) => key);
    expect(names).not.toContain('cc');
    expect(names).not.toContain('reply-to');
  });

  it('keeps a text that looks like a header', async () => {
    const text = 'Date: 1 May\nMessage-ID: none\n\nDate: 2 May\n';
    const { mail } = await draft(anEmail({ text }));
    expect(mail.text).toContain(text.trim());
  });

  it('names neither the software nor the machine', async () => {
    const { source } = await draft();
    expect(source).not.toMatch(/nodemailer|NmP|x-mailer|user-agent|localhost/i);
    expect(source).not.toContain(hostname());
  });
});

describe('the parts of a draft', () => {
  it('are the text and the document, to the byte', async () => {
    const document = aDocument();
    const { mail } = await draft(anEmail(), [document]);
    expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(anEmail().text.trimEnd());
    expect(mail.attachments).toHaveLength(1);
    expect(mail.attachments[0]).toMatchObject({
      filename: document.fileName,
      mimeType: document.contentType,
      disposition: 'attachment',
    });
    expect(Buffer.from(mail.attachments[0]!.content as ArrayBuffer).equals(document.bytes)).toBe(true);
  });

  it('name the file as RFC 2231 has it', async () => {
    const { source } = await draft();
    expect(source).toMatch(/filename\*0\*=utf-8''R%C3%A9seau/);
  });

  it('send the text as UTF-8, in any script', async () => {
    for (const text of ['Plain.\n', 'Une phrase très longue. '.repeat(60), 'مساهمة في التقرير\n\nشكرا\n', '.\n..\n']) {
      const { mail, source } = await draft(anEmail({ text }));
      expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(text.trimEnd());
      expect(source).toMatch(/Content-Type: text\/plain; charset=utf-8/);
    }
  });

  it('do without a text', async () => {
    const { mail } = await draft(anEmail({ text: '' }));
    expect(mail.text?.trim()).toBe('');
    expect(mail.attachments).toHaveLength(1);
  });
});

describe('the bytes of a draft', () => {
  it('are the same for the same email, and other for another', async () => {
    const first = await draft();
    expect((await draft()).bytes.equals(first.bytes)).toBe(true);
    expect((await draft(anEmail({ text: 'Other.' }))).bytes.equals(first.bytes)).toBe(false);
  });

  it('are lines ended by CRLF, none over 998 bytes', async () => {
    const { source } = await draft(
      anEmail({ subject: 'a'.repeat(3_000), text: `${'b'.repeat(3_000)}\n${'é'.repeat(3_000)}` }),
    );
    expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(source).not.toMatch(/[^\t\r\n\x20-\x7e]/);
  });
});

describe('names and subjects with line breaks', () => {
  const evil = 'X\r\nBcc: evil@example.org';

  it('stay one line, and begin no header of their own', async () => {
    const { mail, header } = await draft(
      anEmail({ subject: evil, replyTo: { name: evil, address: 'contact@reseau.example' }, language: `fr${evil}` }),
      [aDocument({ fileName: `${evil}.docx` })],
    );
    expect(header).not.toMatch(/^bcc/im);
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).toBe('X Bcc: evil@example.org');
    expect(mail.replyTo).toEqual([{ name: 'X Bcc: evil@example.org', address: 'contact@reseau.example' }]);
    expect(mail.attachments[0]?.filename).toBe('X Bcc: evil@example.org.docx');
  });

  it.each(['a@b.example\r\nBcc: evil@example.org', 'a@b.example, evil@example.org', '<a@b.example>', 'a', ''])(
    'refuses the address %j',
    async (address) => {
      await expect(draft(anEmail({ to: [address] }))).rejects.toMatchObject({ code: 'invalid' });
      await expect(draft(anEmail({ cc: [address] }))).rejects.toMatchObject({ code: 'invalid' });
      await expect(draft(anEmail({ replyTo: { name: '', address } }))).rejects.toMatchObject({ code: 'invalid' });
    },
  );
});
