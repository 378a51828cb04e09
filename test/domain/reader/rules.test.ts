/**
 * The rules of a call as sentences state them, in three languages: subject, addresses, languages, limits, file types,
 * publication, consent, attachments, period. One sentence or two a case; all are invented.
 */
import { describe, expect, it } from 'vitest';
import type { CallProposal, Field } from '../../../src/domain/reader/proposal.ts';
import { readCall } from '../../../src/domain/reader/readCall.ts';

type Language = 'en' | 'fr' | 'es';

/** A call around a sentence, so that the language can be told. */
const AROUND = {
  en: 'The Panel on quiet streets asks for the views of all those who live in them. What is the state of the law in your country?',
  fr: 'Le Groupe de travail sur les rues calmes demande les vues de tous ceux qui y vivent. Quel est l’état du droit dans votre pays ?',
  es: 'El Grupo de Trabajo sobre las calles tranquilas pide la opinión de quienes viven en ellas. ¿Cuál es el estado de la ley en su país?',
};

const read = (language: Language, line: string): CallProposal => readCall(`${AROUND[language]}\n\n${line}`);

/** The value and how sure it is, or "nothing". */
function said<Value>({ found, candidates }: Field<Value>, print: (value: Value) => string = String): string {
  if (found !== null) return `${print(found.value)} (${found.certainty})`;
  return candidates.length > 0 ? 'unsure' : 'nothing';
}

describe('a subject', () => {
  it.each<[Language, string, string]>([
    ['en', 'Please write to a@example.org with the subject line “Quiet: an input”.', 'exact Quiet: an input (sure)'],
    ['en', 'Please write to a@example.org with "Quiet – input" in the subject line.', 'exact Quiet – input (sure)'],
    ['en', "The subject of the email should be: 'Our street's noise'.", "exact Our street's noise (sure)"],
    ['en', 'E-mail subject line: Input on quiet streets', 'exact Input on quiet streets (sure)'],
    ['en', 'Please include the words “quiet streets” in the subject of your email.', 'contains quiet streets (likely)'],
    [
      'en',
      'Email subject line: “[Name of organization] – quiet streets”',
      'pattern {organisation} – quiet streets (likely)',
    ],
    ['en', 'The title of the e-mail should name the country, e.g. “Quiet streets – Ruritania”.', 'unsure'],
    ['en', 'Write to a@example.org with the subject line Quiet Streets by 3 May.', 'unsure'],
    [
      'fr',
      'Veuillez indiquer en objet de votre courriel : « Rues calmes : réponse ».',
      'exact Rues calmes : réponse (sure)',
    ],
    ['fr', 'Avec pour objet l’intitulé suivant : "Rues de de la ville"', 'exact Rues de de la ville (sure)'],
    ['fr', 'Objet du courriel : Rues calmes', 'exact Rues calmes (sure)'],
    ['es', 'Envíe un correo con el asunto «Calles tranquilas».', 'exact Calles tranquilas (sure)'],
    ['es', 'Sírvase indicar “Calles” en el asunto del mensaje.', 'exact Calles (sure)'],
    ['es', 'Línea de asunto: Calles tranquilas – aporte', 'exact Calles tranquilas – aporte (sure)'],
    ['en', 'In his report “Streets for all”, the Panel spoke of cars.', 'nothing'],
  ])('%s: %s', (language, line, expected) => {
    const text = `${line}${line.includes('@') ? '' : ' Send it to b@example.org.'}`;
    const { subject } = readCall(
      `${AROUND[language]}\n\n${line.includes(': ') && /^(E-mail|Objet|Línea)/.test(line) ? `${line}\nb@example.org` : text}`,
    );
    expect(said(subject, ({ kind, value }) => `${kind} ${value[language] ?? ''}`)).toBe(expected);
  });

  it('keeps one subject for each language', () => {
    const { subject } = read(
      'en',
      'Please use the subject “Quiet streets” (English) or « Rues calmes » (French) and write to a@example.org.',
    );
    expect(subject.found?.value.value).toEqual({ en: 'Quiet streets', fr: 'Rues calmes' });
  });
});

describe('channels', () => {
  const channels = (language: Language, line: string): unknown[] =>
    read(language, line).channels.map(({ value, certainty }) => {
      const where =
        value.kind === 'email'
          ? [value.to.join(' '), ...value.cc.map((cc) => `cc ${cc}`)].join(' ')
          : (value.address ?? 'lost');
      return `${value.kind} ${where} (${certainty})`;
    });

  it.each<[Language, string, string[]]>([
    [
      'en',
      'Submissions should be sent to a@example.org with a copy to b@example.org.',
      ['email a@example.org cc b@example.org (sure)'],
    ],
    [
      'en',
      'Submissions should be sent to a@example.org and/or b@example.org.',
      ['email a@example.org b@example.org (sure)'],
    ],
    [
      'en',
      'Send your reply to a [at] example.org. For questions, please contact help@example.org.',
      ['email a@example.org (sure)'],
    ],
    ['en', 'For any questions about this call, contact help@example.org.', ['email help@example.org (unsure)']],
    [
      'en',
      'Please submit your response through the online form: https://forms.gle/abc',
      ['form https://forms.gle/abc (sure)'],
    ],
    ['en', 'Please submit your response through the online form.', ['form lost (unsure)']],
    ['en', 'The concept note is available at https://example.org/note.', []],
    [
      'fr',
      'Les contributions sont à envoyer à a@example.org, en mettant en copie b@example.org.',
      ['email a@example.org cc b@example.org (sure)'],
    ],
    [
      'fr',
      'Les réponses doivent être déposées sur la plateforme https://depot.example.org/rues.',
      ['portal https://depot.example.org/rues (likely)'],
    ],
    [
      'es',
      'Las contribuciones deberán enviarse a a@example.org, con copia a b@example.org.',
      ['email a@example.org cc b@example.org (sure)'],
    ],
    ['es', 'Para cualquier consulta, escriba a ayuda@example.org.', ['email ayuda@example.org (unsure)']],
  ])('%s: %s', (language, line, expected) => {
    expect(channels(language, line)).toEqual(expected);
  });

  it('reads an address of several lines, and how many copies it wants', () => {
    const [post] = read(
      'en',
      'Three copies should be sent by post to:\n\nThe Panel on quiet streets\n7 Stone Lane\n1200 Oldtown',
    ).channels;
    expect(post?.value).toEqual({
      kind: 'post',
      address: 'The Panel on quiet streets, 7 Stone Lane, 1200 Oldtown',
      copies: 3,
    });
  });
});

describe('languages of answers', () => {
  it.each<[Language, string, string]>([
    ['en', 'Submissions may be in English, French or Spanish.', 'en,fr,es (sure)'],
    ['en', 'Accepted languages: English, French, Spanish', 'en,fr,es (sure)'],
    [
      'en',
      'Submissions are accepted in any of the six official languages of the United Nations, preferably in French.',
      'fr,ar,zh,en,ru,es (sure)',
    ],
    ['en', 'Replies should be sent in Spanish and/or Portuguese.', 'es,pt (sure)'],
    ['en', 'The Spanish Government sent its comments on the English text.', 'nothing'],
    ['en', 'The concept note is available in English and French. Submissions are welcome.', 'nothing'],
    ['fr', 'Les contributions peuvent être soumises en anglais, en français ou en espagnol.', 'en,fr,es (sure)'],
    ['es', 'Las respuestas podrán enviarse en español, inglés y francés.', 'es,en,fr (sure)'],
  ])('%s: %s', (language, line, expected) => {
    expect(said(read(language, line).answerLanguages)).toBe(expected);
  });
});

describe('limits', () => {
  const limits = (language: Language, line: string): string =>
    read(language, line)
      .limits.map(({ value, certainty }) =>
        [
          value.minimum === null ? '' : `from ${value.minimum}`,
          value.maximum === null ? '' : `to ${value.maximum}`,
          value.unit,
          value.scope === 'whole' ? '' : value.scope,
          value.condition ?? '',
          value.approximate ? 'about' : '',
          certainty === 'unsure' ? 'unsure' : '',
        ]
          .filter((part) => part !== '')
          .join(' '),
      )
      .join('; ');

  it.each<[Language, string, string]>([
    ['en', 'Submissions should not exceed 2,500 words.', 'to 2500 words'],
    ['en', 'Please limit your answers to 1500 words.', 'to 1500 words'],
    ['en', 'Submissions of a maximum of five (5) pages are accepted.', 'to 5 pages'],
    ['en', 'Submissions should be between 500 and 1,000 words.', 'from 500 to 1000 words'],
    ['en', 'Word limit: 1,200', 'to 1200 words'],
    [
      'en',
      'Submissions must not exceed 10,000 characters (approx. four pages).',
      'to 10000 characters; to 4 pages about',
    ],
    ['en', 'Each answer should be no longer than 300 words per question.', 'to 300 words answer'],
    ['en', 'A summary of up to 200 words should be sent with the report.', 'to 200 words part'],
    [
      'en',
      'Submissions are limited to 5 pages; joint submissions may have up to ten pages.',
      'to 5 pages; to 10 pages joint',
    ],
    ['en', 'Attachments may not be larger than 5 MB.', 'to 5 megabytes'],
    ['en', 'A report of 40 pages was published.', ''],
    ['fr', 'Les contributions ne devront pas dépasser 2 500 mots.', 'to 2500 words'],
    ['fr', 'Les réponses, de cinq pages au maximum, sont à envoyer par courriel.', 'to 5 pages'],
    ['es', 'Las contribuciones no deberán exceder de 2.500 palabras.', 'to 2500 words'],
    ['es', 'Extensión máxima: diez páginas', 'to 10 pages'],
  ])('%s: %s', (language, line, expected) => {
    expect(limits(language, line)).toBe(expected);
  });
});

describe('file types', () => {
  it.each<[Language, string, string]>([
    ['en', 'Submissions should be sent in Word format.', 'Word'],
    ['en', 'Submissions must be saved as Word documents and not as PDF.', 'Word not PDF'],
    ['en', 'File formats: Word, PDF', 'Word,PDF'],
    ['en', 'Read the concept note [PDF] and the questionnaire [Word | PDF] before you submit.', 'nothing'],
    ['en', 'Submissions should keep to the word limit.', 'nothing'],
    ['fr', 'Les contributions seront envoyées au format Word (.docx), et non en PDF.', 'Word not PDF'],
    ['es', 'Los aportes deberán enviarse en formato Word o PDF.', 'Word,PDF'],
  ])('%s: %s', (language, line, expected) => {
    const { found } = read(language, line).fileTypes;
    const words =
      found === null
        ? 'nothing'
        : [found.value.accepted.join(), ...found.value.refused.map((type) => `not ${type}`)].join(' ');
    expect(words).toBe(expected);
  });
});

describe('publication', () => {
  it.each<[Language, string, string]>([
    ['en', 'All submissions will be published on the website unless otherwise requested.', 'public opt-out (sure)'],
    [
      'en',
      'Submissions will be posted online. Please indicate if your submission should be kept confidential.',
      'public opt-out (likely)',
    ],
    [
      'en',
      'All inputs will be posted on the website. Please tell us of any objection to the posting of your input.',
      'public opt-out (likely)',
    ],
    ['en', 'All submissions will be published on the website.', 'public none (likely)'],
    ['en', 'Submissions will only be published with your consent.', 'confidential opt-in (likely)'],
    ['en', 'Please indicate whether your submission may be published.', 'confidential opt-in (likely)'],
    ['en', 'Submissions will be kept confidential.', 'confidential none (likely)'],
    ['en', 'The report will be published on the website in June.', 'nothing'],
    ['en', 'How does your Government publish the contributions that it receives?', 'nothing'],
    ['fr', 'Les contributions seront mises en ligne, sauf indication contraire.', 'public opt-out (sure)'],
    ['fr', 'Veuillez indiquer si votre contribution peut être publiée sur le site.', 'confidential opt-in (likely)'],
    [
      'es',
      'Todas las contribuciones se publicarán en la página web, salvo que se solicite lo contrario.',
      'public opt-out (sure)',
    ],
    ['es', 'La información recibida será tratada de forma confidencial.', 'confidential none (likely)'],
  ])('%s: %s', (language, line, expected) => {
    expect(said(read(language, line).publication, (value) => `${value.default} ${value.choice}`)).toBe(expected);
  });
});

describe('other rules', () => {
  it.each<[Language, string, string]>([
    ['en', 'The informed consent of the victims must be obtained before their cases are submitted.', 'needed (sure)'],
    ['fr', 'Le consentement éclairé des personnes nommées doit être obtenu au préalable.', 'needed (sure)'],
    ['es', 'Se requiere el consentimiento informado de las personas mencionadas.', 'needed (likely)'],
    ['en', 'Does the law require the consent of both persons?', 'nothing'],
  ])('consent: %s, %s', (language, line, expected) => {
    expect(said(read(language, line).consent)).toBe(expected);
  });

  it.each<[Language, string, string]>([
    ['en', 'Supporting documents may be annexed to the submission.', 'allowed (likely)'],
    ['en', 'Please do not attach annexes to the submission.', 'forbidden (likely)'],
    ['fr', 'Veuillez joindre les documents à l’appui de votre contribution.', 'recommended (likely)'],
    ['es', 'Pueden adjuntarse anexos a la respuesta.', 'allowed (likely)'],
    ['en', 'Annexes may be attached. Do not attach photographs.', 'unsure'],
  ])('attachments: %s, %s', (language, line, expected) => {
    expect(said(read(language, line).attachments)).toBe(expected);
  });

  it.each<[Language, string, string]>([
    ['en', 'Cases must have occurred between 1 May 2029 and 30 April 2030.', '2029-05-01 2030-04-30 (sure)'],
    [
      'fr',
      'Les faits doivent être survenus entre le 1er mai 2029 et le 30 avril 2030.',
      '2029-05-01 2030-04-30 (sure)',
    ],
    [
      'es',
      'El informe abarcará el período comprendido entre el 1 de mayo de 2029 y el 30 de abril de 2030.',
      '2029-05-01 2030-04-30 (sure)',
    ],
    ['en', 'Submissions are open from 1 May 2029 to 30 April 2030.', 'nothing'],
  ])('period: %s, %s', (language, line, expected) => {
    expect(said(read(language, line).period, ({ from, to }) => `${from ?? ''} ${to ?? ''}`)).toBe(expected);
  });

  it.each<[Language, string, string[]]>([
    [
      'en',
      'The Panel invites States, NHRIs, civil society organizations, academics and other stakeholders to submit comments.',
      ['states', 'nhris', 'civil-society', 'academia', 'stakeholders'],
    ],
    [
      'fr',
      'Le Groupe invite les États, les organisations internationales et régionales et la société civile à envoyer des contributions.',
      ['states', 'international-organisations', 'regional-organisations', 'civil-society'],
    ],
    [
      'es',
      'El Grupo invita a los Estados, las ONG, los pueblos indígenas y las empresas a enviar aportes.',
      ['states', 'civil-society', 'indigenous-peoples', 'business'],
    ],
  ])('addressees: %s, %s', (language, line, expected) => {
    expect(read(language, line).addressees.found?.value).toEqual(expected);
  });
});

describe('who issues a call, and for whom', () => {
  it.each<[string, string[], string | null]>([
    [
      'The Special Rapporteur on quiet streets, including at night, Ms. Ada Stone, invites submissions.',
      ['Special Rapporteur on quiet streets, including at night'],
      'Ms. Ada Stone',
    ],
    [
      'The Committee on Roads, Rails and Rivers will hold a discussion and invites submissions.',
      ['Committee on Roads, Rails and Rivers'],
      null,
    ],
    [
      'Mr. Otto van der Lind, Independent Expert on noise, is preparing a report and invites submissions.',
      ['Independent Expert on noise'],
      'Mr. Otto van der Lind',
    ],
    [
      'The Office of the High Commissioner for Human Rights (OHCHR) is seeking inputs.',
      ['Office of the High Commissioner for Human Rights'],
      null,
    ],
  ])('%s', (line, names, holder) => {
    const call = readCall(`${line} What is the state of the law in your country?`);
    expect(call.issuers.filter(({ certainty }) => certainty !== 'unsure').map(({ value }) => value.name)).toEqual(
      names,
    );
    expect(call.issuers[0]?.value.holder ?? null).toBe(holder);
  });

  it.each<[Language, string, string]>([
    [
      'en',
      'The report will be presented at the fifty-sixth session of the Human Rights Council in June 2031.',
      'Human Rights Council 56 2031 (sure)',
    ],
    ['en', 'A report will be submitted to the General Assembly at its 86th session.', 'General Assembly 86 - (sure)'],
    [
      'fr',
      'Le rapport sera présenté à la soixante-dix-neuvième session de l’Assemblée générale.',
      'General Assembly 79 - (sure)',
    ],
    [
      'fr',
      'Le rapport sera présenté à la 56ème session du Conseil des droits de l’homme.',
      'Human Rights Council 56 - (sure)',
    ],
    [
      'es',
      'El informe se presentará en el quincuagésimo sexto período de sesiones del Consejo de Derechos Humanos.',
      'Human Rights Council 56 - (sure)',
    ],
    ['en', 'In its resolution 61/3, adopted at its 61st session, the Human Rights Council asked for quiet.', 'unsure'],
  ])('destination: %s, %s', (language, line, expected) => {
    expect(
      said(read(language, line).destination, ({ organ, session, year }) => `${organ} ${session ?? '-'} ${year ?? '-'}`),
    ).toBe(expected);
  });
});
