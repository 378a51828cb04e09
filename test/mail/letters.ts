/** One email and its document, for the tests of the letterbox. */
import type { Attachment, Email } from '../../src/domain/email.ts';

export const SUBJECT = 'Soumission au rapport de la 56ème session du CDH – Société civile et solidarité internationale';

/** Subjects that folding, decoding and cleaning have got wrong elsewhere. */
export const SUBJECTS = {
  'the call': SUBJECT,
  'composed accents': 'Déclaration écrite'.normalize('NFC'),
  'decomposed accents': 'Déclaration écrite'.normalize('NFD'),
  'decomposed and long': 'é'.repeat(120).normalize('NFD'),
  'plain and long': 'Submission on the right to a healthy environment, '.repeat(12).trim(),
  'one word over the line limit': 'a'.repeat(1_200),
  'double spaces': `${'two  spaces and   three '.repeat(8)}end`,
  'double spaces and accents': `${'deux  espacés   là '.repeat(8)}fin`,
  emoji: '👩🏽‍⚖️ '.repeat(30).trim(),
  'an encoded word': '=?utf-8?Q?abc?= is not a code',
  'the start of an encoded word': '=?',
  'an encoded word and accents': 'é =?utf-8?B?w6k=?= è',
  'quotes and signs': '"A/HRC/56/1": a, b; <c> (d) \\ = _ ?',
  'right to left': 'مساهمة في تقرير مجلس حقوق الإنسان – الدورة السادسة والخمسون، التضامن الدولي',
} as const;

const CONTRIBUTION: Email = {
  to: ['call@un.example'],
  cc: ['desk@un.example', 'second.desk@un.example'],
  subject: SUBJECT,
  text: 'Madame, Monsieur,\n\nVeuillez trouver ci-joint la contribution de notre association.\n\nAminata Diallo\n',
  replyTo: { name: 'Réseau Solidarité, Dakar', address: 'contact@reseau.example' },
  language: 'fr',
};

export function anEmail(changes: Partial<Email> = {}): Email {
  return { ...CONTRIBUTION, ...changes };
}

export function aDocument(changes: Partial<Attachment> = {}): Attachment {
  return {
    fileName: 'Réseau Solidarité – contribution à l’appel sur la solidarité internationale.docx',
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    bytes: Uint8Array.from({ length: 5_000 }, (_, at) => (at * 31) % 256),
    ...changes,
  };
}
