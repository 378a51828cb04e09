/**
 * What a language pack says: the words of one language that calls for input are written with. Data only; every entry is
 * the source of a regular expression over folded text (small letters, no accents, straight apostrophes), whole words
 * being meant. No entry may hold an unbounded repetition.
 */
import type { Language } from '../../language.ts';
import type { FrontProposal, IssuerProposal } from '../proposal.ts';

type Words = readonly string[];
type FrontEntry = FrontProposal[number];

/** A part of a call that a heading can open. */
export type Part = 'questions' | 'background' | 'rules' | 'other';

/** A line "Label: value", or a label with its value on the next line. */
export type Labelled =
  'issuer' | 'deadline' | 'opening' | 'purpose' | 'mailbox' | 'subject' | 'limit' | 'fileTypes' | 'languages' | 'noise';

export interface Pack {
  readonly language: Language;
  /** The most usual words, which tell the language: none that another pack has. */
  readonly usual: Words;

  readonly months: Readonly<Record<string, number>>;
  /** Monday first. */
  readonly weekdays: Words;
  /** Number words that calls use for pages, words, days and copies. */
  readonly numbers: Readonly<Record<string, number>>;
  /** "fifty-" and "sixth": a prefix and a unit add up; a unit can stand alone. */
  readonly ordinals: {
    readonly tens: Readonly<Record<string, number>>;
    readonly units: Readonly<Record<string, number>>;
  };

  readonly dates: {
    /** What can stand between day, month and year ("of", "de"). */
    readonly of: Words;
    readonly from: Words;
    readonly to: Words;
    /** Before the first date of "between … and …". */
    readonly between: Words;
    readonly and: Words;
  };
  readonly hours: {
    readonly midnight: Words;
    readonly noon: Words;
    readonly at: Words;
    readonly unit: Words;
    readonly endOfDay: Words;
    /** "Geneva time", "heure de Genève": with "CITY" where the city stands. */
    readonly zone: Words;
    /** After an hour, "de la tarde". */
    readonly afternoon: Words;
  };
  readonly deadline: {
    /** Words that name a deadline. */
    readonly names: Words;
    readonly before: Words;
    readonly by: Words;
    readonly on: Words;
    /** After the date: "at the latest". */
    readonly latest: Words;
    /** Articles and the like between a relation and its date. */
    readonly fillers: Words;
    readonly extended: Words;
    /** Before the date that an extension replaces. */
    readonly former: Words;
    /** "After", before a date, and what is said of answers that come then. */
    readonly after: Words;
    readonly refused: Words;
    readonly received: Words;
    readonly late: Words;
    readonly lateAllowed: Words;
    /** "If possible", before the date. */
    readonly soft: Words;
    /** "(NUMBER) (days|weeks) before the session": groups `number`, `days` or `weeks`, and `other` for units that vary. */
    readonly relative: Words;
    /** "On the day of the deadline", in a sentence with an hour and no date. */
    readonly dayOf: Words;
    readonly none: Words;
    readonly opens: Words;
    /** "from", before an opening date, where submissions are spoken of. */
    readonly opensFrom: Words;
    /** Sentences that date something else. */
    readonly otherwise: Words;
    readonly tasks: Words;
    /** Words that make a task of it. */
    readonly must: Words;
  };
  readonly period: { readonly cues: Words; readonly since: Words };

  /** Nouns for what is sent in. */
  readonly contribution: Words;
  readonly send: Words;
  /** With which a sentence speaks of the contributions of the one before: "they". */
  readonly pronouns: Words;
  /** Who wants to hear: "invites", "welcomes". */
  readonly invites: Words;

  readonly channel: {
    readonly copy: Words;
    /** Sentences about an address that is not for submissions. */
    readonly enquiries: Words;
    /** Before an address for those whom the other ways fail. */
    readonly fallback: Words;
    readonly form: Words;
    readonly portal: Words;
    readonly post: Words;
    readonly copies: Words;
    readonly fax: Words;
    /** An address that only informs: "available at", "published on". */
    readonly reference: Words;
  };
  readonly subject: {
    readonly cues: Words;
    readonly contains: Words;
    readonly example: Words;
    /** Words within brackets that stand for a slot, by its name. */
    readonly slots: Readonly<Record<string, string>>;
  };
  readonly emailBody: {
    readonly cues: Words;
    readonly contact: Words;
    readonly description: Words;
    readonly consent: Words;
    readonly publication: Words;
  };
  readonly answers: {
    /** Names of languages by code. */
    readonly names: Readonly<Record<string, string>>;
    readonly official: Words;
    readonly preferred: Words;
    /** Before names of languages: "in", "en". */
    readonly in: Words;
    /** Between two names of a list: "and", "or in". */
    readonly joints: Words;
    /** Sentences about the languages of something else. */
    readonly otherwise: Words;
    readonly cues: Words;
  };
  readonly limits: {
    readonly maximum: Words;
    readonly minimum: Words;
    /** After the figure: "maximum", "or less". */
    readonly maximumAfter: Words;
    readonly minimumAfter: Words;
    readonly between: Words;
    readonly approximately: Words;
    readonly units: Readonly<Record<'words' | 'characters' | 'pages' | 'paragraphs' | 'files' | 'megabytes', string>>;
    readonly answer: Words;
    readonly part: Words;
    readonly joint: Words;
    readonly individual: Words;
  };
  readonly fileTypes: {
    readonly cues: Words;
    readonly formats: Words;
    /** Before the name of a type: "not as"; an open end. */
    readonly refused: Words;
    /** After it: "files cannot be read". */
    readonly refusedAfter: Words;
  };
  /** How the document must look and what stands in it. */
  readonly document: {
    readonly numberedParagraphs: Words;
    readonly numberedPages: Words;
    readonly justified: Words;
    /** After a figure, or around it: "1.5 spacing"; group `lines`. */
    readonly spacing: Words;
    /** Where the front of a document is: "on the cover page". */
    readonly front: Words;
    /** Words for each entry of the front. */
    readonly entries: Readonly<Record<FrontEntry, string>>;
    /** "The names of all organisations", of a joint submission. */
    readonly names: Words;
    readonly footnote: Words;
    readonly end: Words;
    readonly alphabetical: Words;
    /** What is counted in a limit, and what is not. */
    readonly counted: Words;
    readonly uncounted: Words;
    readonly parts: Readonly<Record<'footnotes' | 'annexes' | 'cover' | 'questions', string>>;
    readonly oneCountry: Words;
    /** Points of view that every answer should take. */
    readonly hints: Words;
    readonly risk: Words;
    readonly inclusion: Words;
  };
  readonly languageUse: {
    readonly must: Words;
    readonly untranslated: Words;
    readonly mixed: Words;
  };
  readonly publication: {
    readonly publishes: Words;
    readonly unless: Words;
    readonly confidential: Words;
    readonly ask: Words;
    readonly optIn: Words;
    /** Words for publishing, in whatever form. */
    readonly public: Words;
    readonly never: Words;
    /** "Any objection", where answers are published unless somebody objects. */
    readonly objects: Words;
    /** What the office itself publishes, and what is published of those who answer. */
    readonly ours: Words;
    readonly theirs: Words;
  };
  /** Groups that calls are addressed to, by id. */
  readonly groups: Readonly<Record<string, string>>;
  /** "Questions for …", with the words before the groups. */
  readonly setFor: Words;
  readonly attachments: {
    readonly cues: Words;
    readonly forbidden: Words;
    readonly recommended: Words;
    readonly allowed: Words;
  };
  readonly consent: { readonly cues: Words; readonly needed: Words; readonly strict: Words; readonly about: Words };

  readonly kinds: {
    readonly draftComments: Words;
    readonly countryVisit: Words;
    readonly countryReview: Words;
    readonly cases: Words;
    readonly thematic: Words;
  };
  readonly organs: Readonly<Record<string, string>>;
  readonly session: Words;
  /** Sentences that a report is announced in. */
  readonly reportTo: Words;
  /** Sentences about what a body did before. */
  readonly past: Words;

  /** Titles of people who hold a mandate, without its topic. */
  readonly mandateHolders: Words;
  /** Beginnings of issuers' names by body; the rest of the name follows. */
  readonly issuers: Readonly<Partial<Record<IssuerProposal['body'], Words>>>;
  /** Names that are whole, or never followed by a topic. */
  readonly offices: Readonly<Partial<Record<IssuerProposal['body'], Words>>>;
  /** Words that a name of an issuer ends before. */
  readonly nameStops: Words;
  /** Those of them that can stand within a name too. */
  readonly weakStops: Words;
  /** After a comma, words with which a name goes on. */
  readonly nameGoesOn: Words;
  /** Titles before a person's name, with their capitals. */
  readonly honorifics: Words;
  /** Words of names that are not of people. */
  readonly notPeople: Words;
  /** What a body that issues a call does, after its name. */
  readonly acts: Words;
  /** What stands before its name: "issued by", "questionnaire of". */
  readonly actsBefore: Words;
  readonly articles: Words;

  readonly title: { readonly cues: Words; readonly bare: Words };
  readonly headings: Readonly<Record<Part, Words>>;
  /** Headings of a background that tell what is aimed at. */
  readonly objectives: Words;
  /** Headings over rules that are put as questions ("How long?"): only of lines without a label. */
  readonly askingHeadings: Words;
  readonly labelled: Readonly<Record<Labelled, Words>>;
  /** Sentences that announce questions. */
  readonly leadIn: Words;
  /** Sentences that announce questions whatever else they say. */
  readonly strongLeadIn: Words;
  /** Words that promise questions further down, wherever they stand. */
  readonly promises: Words;
  /** Words for the questions themselves, in sentences that tell how to answer. */
  readonly questionNames: Words;
  /** Sentences that announce a list of something else. */
  readonly otherLists: Words;
  /** Beginnings of a follow-up: "if yes". */
  readonly conditions: Words;
  /** "For each case", over the fields of a record. */
  readonly eachCase: Words;
  /** Beginnings of what asks for recommendations without a question. */
  readonly recommending: Words;
  /** Names of parts that a writer takes or leaves. */
  readonly modules: Words;
  /** Beginnings of what is asked: verbs, question words, nouns. */
  readonly requests: Words;
  /** Those of them that order. */
  readonly imperatives: Words;
  /** Beginnings of a remark about the rules: "please note that". */
  readonly remarks: Words;
  /** "Must contain", before the fields of a record. */
  readonly records: Words;
  /** Lines that leave room for an answer. */
  readonly answerLines: Words;
  readonly flags: {
    readonly sensitive: Words;
    readonly personal: Words;
    readonly recommendations: Words;
    readonly sources: Words;
  };
}
