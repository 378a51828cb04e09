/**
 * The calls that `import.ts` measures the reader on: how the words that are quoted of each are put together to a text
 * again, and the facts that stand in it, as values. None of the calls' sentences stand here; they are taken from the files.
 */

/** A fact: a value, several in order, or null for what the words do not say or leave open. */
export type Fact = string | number | null | readonly (string | number)[];

export interface ImportCase {
  readonly file: string;
  readonly name: string;
  readonly text: (facts: Facts) => readonly string[];
  /** Facts that stand in the file itself are read from it, so that no words of it stand here. */
  readonly expected: (facts: Facts) => Readonly<Record<string, Fact>>;
}

/** A file of facts by its labels. */
export interface Facts {
  /** What stands behind a label, without its quotation marks. */
  line(label: string): string;
  /** The lines under "QUESTIONS". */
  questions(from?: RegExp): readonly string[];
  /** The first words that match, from a quotation in the file. */
  match(pattern: RegExp): string;
}

const EN_FR_ES = ['en', 'fr', 'es'];
const NONE = { 'deadline date': null, mailbox: null, subject: null };

export const importCases: readonly ImportCase[] = [
  {
    file: '01-ie-solidarity-hrc56-fr.txt',
    name: '01 solidarity (fr)',
    text: (facts) => [
      `${facts.line('MANDATE')}, prépare un ${facts.line('REPORT').replace(/ \(published.*$/, '')}. Elle souhaite recevoir des contributions de ceux-ci : ${facts.line('ADDRESSEE (invitation)')}.`,
      `${facts.match(/DEADLINE \(verbatim\): "([^"]+)"/)} ${facts.line('LANGUAGES')}. ${facts.match(/EMAIL SUBJECT[^"]+"([^"]+)"/)} ${facts.match(/PUBLICATION \(verbatim\): "([^"]+)"/)}`,
      facts.match(/ADDRESSEE \(heading of the question set\): "([^"]+)"/),
      ...facts.questions(),
    ],
    expected: (facts) => ({
      issuers: [facts.line('MANDATE').replace(/^L'|, Mme.*$/g, '')],
      holder: facts.match(/(Mme [^\n]+)/),
      organ: 'Human Rights Council',
      session: '56',
      'deadline date': '2024-02-15',
      'deadline relation': 'before',
      'deadline time': null,
      'deadline zone': null,
      mailbox: ['hrc-ie-solidarity@un.org'],
      subject: facts.match(/exact string, without guillemets: (.*?) {3}\(/),
      'answer languages': EN_FR_ES,
      limits: null,
      'file types': null,
      publication: 'public opt-out',
      addressees: ['states', 'international-organisations', 'regional-organisations', 'civil-society', 'stakeholders'],
      'question labels': ['1)', '2)', '3)', '4)', '5)', '6)', '7)', '8)', '9)', '10)'],
      kind: 'thematic',
    }),
  },
  {
    file: '02-sr-cultural-rights-2022.txt',
    name: '02 cultural rights',
    text: (facts) => [
      `Call for input: ${facts.line('TITLE')}`,
      'Issued by',
      facts.line('MANDATE'),
      `Contributions are invited from: ${facts.line('ADDRESSEES')}.`,
      facts.line('LANGUAGES + LIMIT'),
      facts.line('CHANNEL, SUBJECT, DEADLINE'),
      facts.line('QUESTION RULE'),
    ],
    expected: (facts) => ({
      title: `Call for input: ${facts.line('TITLE')}`,
      issuers: [facts.line('MANDATE')],
      'deadline date': '2022-04-27',
      'deadline relation': 'by',
      'deadline time': null,
      mailbox: null,
      subject: facts.match(/“([^”]+)”/),
      'answer languages': EN_FR_ES,
      limits: ['words 2500'],
      'file types': null,
      publication: null,
      addressees: ['civil-society', 'nhris', 'artists', 'academia', 'un-entities', 'states'],
      'question labels': null,
      kind: 'thematic',
    }),
  },
  {
    file: '04-sr-hrdefenders-hrc43-2019-fr.txt',
    name: '04 defenders (fr)',
    text: (facts) => [
      facts.line('TITLE'),
      `À cette fin, il a élaboré un questionnaire ${facts.line('ADDRESSEES')}`,
      `Ils sont invités à ${facts.line('CHANNEL, DEADLINE, SUBJECT')}.`,
    ],
    expected: (facts) => ({
      title: facts.line('TITLE'),
      issuers: [facts.match(/rapport du (Rapporteur .*?) à la/)],
      organ: 'Human Rights Council',
      session: '43',
      'deadline date': '2019-10-31',
      'deadline relation': 'by',
      mailbox: ['defenders@ohchr.org'],
      subject: facts.match(/suivant: "([^"]+)"/),
      limits: null,
      addressees: [
        'states',
        'nhris',
        'un-entities',
        'international-organisations',
        'regional-organisations',
        'civil-society',
        'stakeholders',
      ],
      kind: 'thematic',
      'question labels': null,
    }),
  },
  {
    file: '06-sr-hrdefenders-visit-greece-2022.txt',
    name: '06 visit',
    text: (facts) => [facts.line('TITLE'), facts.line('ADDRESSEES'), facts.line('OPTIONALITY'), ...facts.questions()],
    expected: (facts) => ({
      ...NONE,
      title: facts.line('TITLE'),
      issuers: [facts.match(/UN (Special Rapporteur on .*?), Mary/)],
      holder: 'Mary Lawlor',
      kind: 'country-visit',
      addressees: ['civil-society', 'human-rights-defenders', 'media', 'stakeholders'],
      'question labels': ['1.', '•', '•', '•'],
      period: null,
    }),
  },
  {
    file: '08-sr-freedex-conflict-2022.txt',
    name: '08 expression',
    text: (facts) => [
      facts.match(/TITLE: (.*?)\. MANDATE/),
      'Issued by',
      facts.match(/MANDATE: (.*?) \(/),
      `For a report to the ${facts.match(/; (77.*)$/m)}, the ${facts.match(/MANDATE: (.*?); /)}, invites contributions from ${facts.line('ADDRESSEES')}.`,
      facts.line('DEADLINE'),
      facts.line('OPTIONALITY'),
      ...facts.questions(),
    ],
    expected: (facts) => ({
      mailbox: null,
      subject: null,
      title: facts.match(/TITLE: (.*?)\. MANDATE/),
      issuers: [facts.match(/MANDATE: (.*?) \(/)],
      holder: 'Irene Khan',
      organ: 'General Assembly',
      session: '77',
      'deadline date': '2022-07-11',
      'deadline relation': null,
      addressees: ['states', 'international-organisations', 'nhris', 'business', 'civil-society', 'media', 'academia'],
      'question labels': ['1.', 'a)', 'b)', 'c)', 'd)', '·', '[2.]', 'a)'],
      kind: 'thematic',
    }),
  },
  {
    file: '11-joint-questionnaire-covid-2020.txt',
    name: '11 joint questionnaire',
    text: (facts) => [
      facts.match(/TITLE: (.*?)\. DEADLINE/),
      `Deadline: ${facts.match(/DEADLINE: "([^"]+)"/)}`,
      `${facts.match(/ISSUED BY \(verbatim\): "([^"]+)"/)}, invite responses from ${facts.line('ADDRESSEES')}. To this end, ${facts.line('STRUCTURE')}`,
    ],
    expected: (facts) => ({
      mailbox: null,
      subject: null,
      title: facts.match(/TITLE: (.*?)\. DEADLINE/),
      issuers: [facts.match(/the (Special Rapporteur on [^"]+)"/)],
      'deadline date': '2020-06-19',
      'deadline relation': null,
      addressees: [
        'states',
        'local-governments',
        'international-organisations',
        'regional-organisations',
        'nhris',
        'equality-bodies',
        'civil-society',
        'un-entities',
        'stakeholders',
      ],
      kind: 'thematic',
      'question labels': null,
    }),
  },
  {
    file: '16-sg-reprisals-report-2018-2020.txt',
    name: '16 reprisals 2020',
    text: (facts) => [
      facts.line('TITLE'),
      `${facts.match(/DEADLINE 2020 \(verbatim\): "([^"]+)"/)}.`,
      `Submissions should be sent to ${facts.match(/CHANNEL: (\S+);/)}.`,
      ...facts.match(/REQUIREMENTS 2020 \(verbatim\): "([^"]+)"/).split(/ (?=\d\. )/),
      facts.match(/ALSO \(verbatim, OHCHR\): "([^"]+)"/),
    ],
    expected: () => ({
      // The year of the deadline is not in the words.
      'deadline date': null,
      mailbox: ['reprisals@ohchr.org'],
      subject: null,
      period: '2019-06-01 2020-04-30',
      consent: 'needed',
      'email body': ['consent'],
      'question labels': null,
    }),
  },
  {
    file: '16-sg-reprisals-report-2018-2020.txt',
    name: '16 reprisals 2018',
    text: (facts) => [facts.line('TITLE'), facts.match(/DEADLINE 2018 \(verbatim\): "([^"]+)"/)],
    expected: () => ({ ...NONE, period: null, consent: null }),
  },
  {
    file: '19-cedaw-ngo-session-submissions.txt',
    name: '19 session',
    text: (facts) => [
      facts.line('TITLE'),
      ...facts.line('REQUIREMENTS').split(/ (?=\*)/),
      facts.match(/ALSO \(verbatim\): "([^"]+)"/),
    ],
    expected: () => ({ ...NONE, publication: 'confidential opt-in', limits: null, 'question labels': null }),
  },
  {
    file: '25-upr-technical-guidelines-2008.txt',
    name: '25 review',
    text: (facts) => [
      facts.line('TITLE'),
      facts.match(/CHANNEL \(verbatim\): "([^"]+)"/),
      `In the title of the e-mail message: ${facts.match(/EMAIL TITLE \(verbatim\): "([^"]+)"/)};`,
      `In the text of the e-mail message, ${facts.match(/EMAIL BODY \(verbatim\): "([^"]+)"/)}.`,
      `${facts.match(/LIMIT \(verbatim\): "([^"]+)"/)}.`,
      facts.match(/FORMAT \(verbatim\): "(.*?)\[/),
      ...facts
        .match(/FROM mnadvocates \(verbatim\): "(.*)"/)
        .split('" "')
        .slice(0, 2),
    ],
    expected: (facts) => ({
      title: facts.line('TITLE'),
      'deadline date': null,
      mailbox: ['uprsubmissions@ohchr.org'],
      // A template with four variables, told in words.
      subject: null,
      'email body': ['contact', 'description'],
      limits: ['pages 5', 'pages 10 joint'],
      'file types': ['Word', '-PDF'],
      'answer languages': ['en', 'fr', 'es', 'ar', 'zh', 'ru'],
      kind: 'country-review',
      'question labels': null,
    }),
  },
  {
    file: '29-iachr-questionnaires.txt',
    name: '29 (a) lawsuits',
    text: (facts) => [
      facts.match(/"(Deadline to respond[^"]+)"/),
      facts.match(/"(Send replies[^"]+)"/),
      facts.match(/FORMAT \(verbatim\): "([^"]+)"/),
    ],
    expected: () => ({
      mailbox: null,
      subject: null,
      'deadline date': '2024-11-08',
      'deadline relation': null,
      'deadline time': null,
      'answer languages': ['es', 'en', 'pt'],
      attachments: 'allowed',
      limits: null,
      'question labels': null,
    }),
  },
  {
    file: '29-iachr-questionnaires.txt',
    name: '29 (b) work plan (fr)',
    text: (facts) => [
      facts.match(/"(Date limite[^"]+?)\[/).replace(/ f$/, ' f…'),
      `Le questionnaire s'adresse aux parties suivantes : ${facts.match(/addressed to "([^"]+)"/)}.`,
    ],
    expected: () => ({
      mailbox: null,
      subject: null,
      'deadline date': '2024-02-04',
      'deadline time': '23:59',
      'deadline zone': '-05:00',
      addressees: ['states', 'civil-society', 'academia', 'international-organisations', 'stakeholders'],
      'question labels': null,
    }),
  },
  {
    file: '32-sr-toxics-2016-2017.txt',
    name: '32 toxics 2016',
    text: (facts) => [
      facts.match(/2016 TITLE: (.*?)\. ADDRESSEE/),
      'The expert would welcome replies to the following questions:',
      ...facts
        .match(/QUESTIONS 2016 \(verbatim, bullets\): (.*)/)
        .split(/ (?=• )/)
        .map((line) => line.trim()),
    ],
    expected: (facts) => ({
      ...NONE,
      title: facts.match(/2016 TITLE: (.*?)\. ADDRESSEE/),
      organ: 'Human Rights Council',
      session: '33',
      'question labels': ['•', '•', '•', '•', '•', '•'],
      kind: 'thematic',
    }),
  },
  {
    file: '32-sr-toxics-2016-2017.txt',
    name: '32 toxics 2017',
    text: (facts) => [
      `The Special Rapporteur invites ${facts.match(/2017: addressed to "([^"]+)"/)} to send their responses ${facts.match(/"(before [^"]+)"/)}. ${facts.match(/"(All responses[^"]+)"/)}`,
    ],
    expected: () => ({
      'deadline date': '2017-05-12',
      'deadline relation': 'before',
      'deadline time': null,
      mailbox: null,
      subject: null,
      publication: 'public opt-out',
    }),
  },
  {
    file: '35-sr-judges-indigenous-justice-2024.txt',
    name: '35 Indigenous justice',
    text: (facts) => [
      facts.match(/TITLE: (.*?)\. DEADLINE/),
      'Deadline',
      facts.match(/DEADLINE: "([^"]+)"/),
      facts.line('OPTIONALITY'),
      facts.match(/section "([^"]+)":/),
      facts.match(/": "([^"]+)"/),
    ],
    expected: (facts) => ({
      mailbox: null,
      subject: null,
      title: facts.match(/TITLE: (.*?)\. DEADLINE/),
      issuers: [facts.match(/of the (Special Rapporteur .*?) for the/)],
      'deadline date': '2024-12-13',
      'deadline relation': null,
      'question labels': ['·'],
      heading: facts.match(/section "([^"]+)":/),
      kind: 'thematic',
    }),
  },
];
