/**
 * How the document must look and what stands at its front: font, spacing, numbered paragraphs, names, one country. Says
 * nothing of its length and of its file type.
 */
import { bodyOf, foldedOf, type Page, type Sentence, textOf } from './page.ts';
import { anywhere, ofPack, says } from './patterns.ts';
import {
  type Field,
  fieldOf,
  type Found,
  type FrontProposal,
  type JointProposal,
  type LayoutProposal,
  type Span,
} from './proposal.ts';

const FONT =
  /(?<!\p{L})(Times New Roman|Times|Arial|Calibri|Cambria|Verdana|Garamond|Georgia|Helvetica|Tahoma)(?!\p{L})/u;
/** "12 points", "size 12", "12-point", beside the font; in all languages. */
const SIZE =
  /(?<![\d.,])(?<size>[89]|1\d|2[0-4]) ?-?(?:points?|pts?|puntos)(?![a-z])|(?:size|taille|tamano|cuerpo|corps)(?: de| :)? ?(?<size>[89]|1\d|2[0-4])(?!\d)/;
const BESIDE_FONT = /^,? ?\(?(?<size>[89]|1\d|2[0-4])(?!\d|[.,]\d)/;

/** Whether a sentence speaks of what is sent in, or stands under rules that do. */
const isRuled = ({ pack }: Page, { said, folded }: Sentence): boolean =>
  !folded.trimEnd().endsWith('?') && (says(pack.contribution, said) || says(pack.send, said));

export function layoutOf(page: Page): Field<LayoutProposal> {
  const { document } = page.pack;
  const value: { -readonly [Part in keyof LayoutProposal]: LayoutProposal[Part] } = {
    font: null,
    size: null,
    spacing: null,
    justified: null,
    numberedParagraphs: null,
    numberedPages: null,
  };
  const spans: Span[] = [];
  for (const sentence of page.sentences) {
    const text = textOf(page, sentence);
    const font = FONT.exec(text);
    const before = JSON.stringify(value);
    if (font !== null) {
      const beside = BESIDE_FONT.exec(sentence.folded.slice(font.index + font[0].length))?.groups?.['size'];
      const size = beside ?? SIZE.exec(sentence.folded)?.groups?.['size'];
      value.font ??= font[0];
      value.size ??= size === undefined ? null : Number(size);
    }
    if (font !== null || isRuled(page, sentence)) value.spacing ??= spacingIn(page, sentence.folded);
    if (!sentence.folded.trimEnd().endsWith('?')) {
      if (says(document.numberedParagraphs, sentence.folded)) value.numberedParagraphs = true;
      if (says(document.numberedPages, sentence.folded)) value.numberedPages = true;
      if (font !== null && says(document.justified, sentence.folded)) value.justified = true;
    }
    if (JSON.stringify(value) !== before) spans.push({ start: sentence.start, end: sentence.end });
  }
  return spans.length === 0 ? fieldOf<LayoutProposal>([]) : fieldOf([{ value, certainty: 'likely', spans }]);
}

function spacingIn({ pack }: Page, folded: string): number | null {
  const lines = anywhere(pack.document.spacing).exec(folded)?.groups?.['lines'];
  if (lines === undefined) return null;
  if (/\d/.test(lines)) return Number(lines.replace(',', '.'));
  return /^d/.test(lines) ? 2 : /half/.test(lines) ? 1.5 : 1;
}

/** Entries that a sentence about the front of the document names. */
export function frontOf(page: Page): Field<FrontProposal> {
  const { front, entries } = page.pack.document;
  const found = new Set<FrontProposal[number]>();
  const spans: Span[] = [];
  for (const sentence of page.sentences) {
    if (!says(front, sentence.folded) || !isRuled(page, sentence) || isCount(page, sentence)) continue;
    if (says(page.pack.document.footnote, sentence.folded)) continue;
    const joint = says(page.pack.limits.joint, sentence.folded);
    const before = found.size;
    for (const [entry, source] of Object.entries(entries) as [FrontProposal[number], string][]) {
      const pattern = ofPack(page.pack, `front ${entry}`, () => new RegExp(`(?<![a-z])(?:${source})(?![a-z])`));
      if (joint && entry === 'submitter') continue;
      if (pattern.test(sentence.folded.replace(anywhere(front), ' '))) found.add(entry);
    }
    if (found.size > before) spans.push({ start: sentence.start, end: sentence.end });
  }
  return found.size === 0 ? fieldOf<FrontProposal>([]) : fieldOf([{ value: [...found], certainty: 'likely', spans }]);
}

/** "The cover page is not counted" is a rule of length. */
const isCount = ({ pack }: Page, { folded }: Sentence): boolean =>
  says(pack.document.uncounted, folded) || says(pack.document.counted, folded);

/** Where the names of those who submit together stand. */
export function jointOf(page: Page): Field<JointProposal> {
  const { document, limits } = page.pack;
  const found = page.sentences.flatMap((sentence): Found<JointProposal>[] => {
    const { folded } = sentence;
    if (!says(limits.joint, sentence.said) || !says(document.names, folded)) return [];
    const listed = says(document.footnote, folded)
      ? 'footnote'
      : says(document.front, folded)
        ? 'start'
        : says(document.end, folded)
          ? 'end'
          : null;
    if (listed === null) return [];
    const order = says(document.alphabetical, folded) ? 'alphabetical' : 'given';
    return [{ value: { listed, order }, certainty: 'likely', spans: [{ start: sentence.start, end: sentence.end }] }];
  });
  const places = new Set(found.map(({ value }) => value.listed));
  return fieldOf(places.size > 1 ? found.map((one) => ({ ...one, certainty: 'unsure' as const })) : found);
}

/** "Each submission should refer to one country only." */
export function oneCountryOf(page: Page): Field<true> {
  const found = page.sentences
    .filter((sentence) => isRuled(page, sentence) && says(page.pack.document.oneCountry, sentence.folded))
    .map(({ start, end }): Found<true> => ({ value: true, certainty: 'likely', spans: [{ start, end }] }));
  return fieldOf(found);
}

const HINT_MAX = 400;
const HINTS_MAX = 5;

/** Sentences before or after the questions that wish for a point of view in every answer. */
export function hintsOf(page: Page, isQuestion: (block: number) => boolean): Found<string>[] {
  return page.sentences
    .filter(
      (sentence) =>
        !isQuestion(sentence.block) &&
        sentence.end - sentence.start <= HINT_MAX &&
        says(page.pack.document.hints, sentence.folded) &&
        says(page.pack.contribution, sentence.folded) &&
        !sentence.folded.trimEnd().endsWith('?'),
    )
    .slice(0, HINTS_MAX)
    .map((sentence) => ({
      value: textOf(page, sentence),
      certainty: 'likely',
      spans: [{ start: sentence.start, end: sentence.end }],
    }));
}

const SYMBOL = /(?<![\w/])[A-Z]{1,8}(?:\/[A-Z0-9.]{1,12}){2,6}(?![\w/])/;
const SYMBOL_BLOCKS = 8;

/** The symbol printed at the top of a paper: "A/HRC/61/2"; one that the text cites further down is another's. */
export function symbolOf(page: Page): Field<string> {
  for (const block of page.blocks.slice(0, SYMBOL_BLOCKS)) {
    const text = textOf(page, bodyOf(block));
    const match = SYMBOL.exec(text);
    const short = foldedOf(page, bodyOf(block)).length - (match?.[0].length ?? 0) < 60;
    if (match === null || !short) continue;
    const start = bodyOf(block).start + match.index;
    return fieldOf([{ value: match[0], certainty: 'likely', spans: [{ start, end: start + match[0].length }] }]);
  }
  return fieldOf<string>([]);
}
