/**
 * Labels as printed before an item: "1)", "a.", "(iv)", "2.1", "•", "Question 3:". Reads one or several at the start of
 * a line and says what they count. Whether a line is an item at all is for `paragraphs.ts` to say.
 */
import { fold } from './characters.ts';

export type LabelKind =
  'number' | 'dotted' | 'letter' | 'capital' | 'roman' | 'capital-roman' | 'bullet' | 'question' | 'section';

export interface Label {
  readonly kind: LabelKind;
  /** What two labels of one list have in common: kind and marks around it. */
  readonly style: string;
  /** Counting from 1; of "2.1" each part; of a bullet nothing. */
  readonly numbers: readonly number[];
  readonly printed: string;
  /** It can also be a dash within a sentence. */
  readonly doubtful: boolean;
}

/** The labels at the start of a line, and how many characters they take with the space behind them. */
export interface Labels {
  readonly labels: readonly Label[];
  readonly length: number;
}

/** Words before a number that make it the label of a question or of a section, in all languages. */
const QUESTION_WORD = 'questions?|q|pregunta|preg|item|topic|theme|tema';
const SECTION_WORD =
  'section|part|partie|parte|seccion|chapter|chapitre|capitulo|cluster|bloque|bloc|volet|module|modulo|annex|annexe|anexo|axis|axe|eje';

const WORDED = new RegExp(
  `^(?:(?<question>${QUESTION_WORD})|(?<section>${SECTION_WORD}))(?: ?\\.)? ?(?:(?:no|n|num)?[°º.]{0,2} ?)?(?:(?<number>\\d{1,3})|(?<= )(?:(?<roman>[ivx]{1,5})|(?<letter>[a-z])))(?: ?[.:)-]{1,2}|(?= |$))`,
);
const BULLET = /^(?:[•●▪◦‣∙·○■□◆◇❖➢➤➔✓✔→►▶★☐☑⁃▸»*]{1,2}(?= |\p{L}|¿|¡|$|\d)|[-–—+](?= |$|\p{Lu}|¿)|o(?= \p{Lu}| ¿))/u;
const DOTTED = /^\(?(?<first>[1-9]\d?)(?<rest>(?:\.[1-9]\d?){1,4})(?:\.?\)|\.)?(?=[ \u00a0]|$|\p{Lu}|¿)/u;
const LETTERED =
  /^(?:(?:Question|Q|Pregunta|QUESTION|PREGUNTA) ?)?(?:(?<letter>[A-PR-Z])[.-]?(?<number>[1-9]\d?)(?:[.:)]| ?[-–](?= ))(?=[ \u00a0]|$|\p{Lu}|¿)|(?<part>[IVX]{1,5}|[A-H])\.(?<place>[1-9]\d?)(?=[ \u00a0](?:\p{Lu}|¿)))/u;
const NUMBER =
  /^(?<open>[([]?)(?:no?[°º.] ?)?(?<number>\d{1,3})(?:(?<close> ?(?:\.-|\/(?= )|\.[)\]]|[°º][.)]?|[.)\]]|-(?= ))|(?= [-–—] ?\p{Lu})(?<dash>))| ?:(?= ))(?![.\d])(?=[ \u00a0]|$|\p{L}|¿|\(|"|“|«)/u;
const LETTER =
  /^(?<open>\(?)(?<letter>[A-Za-z])(?<close> ?(?:\.\)|[.)])|(?<=[A-Z]) [-–—](?= \p{Lu}))(?=[ \u00a0]|$|(?<=\))\p{L})/u;
const ROMAN =
  /^(?<open>\(?)(?<roman>[ivxl]{1,6}|[IVXL]{1,6})(?<close> ?(?:\.\)|[.)]| ?[-–](?= )))(?=[ \u00a0]|$|(?<=\))\p{L})/u;

const ROMAN_VALUES: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50 };

/** What a roman number in small letters counts; 0 for letters that make none. */
export function romanNumber(letters: string): number {
  if (!/^(?:x[lc]|l?x{0,3})(?:i[xv]|v?i{0,3})$/.test(letters)) return 0;
  let sum = 0;
  for (let at = 0; at < letters.length; at += 1) {
    const value = ROMAN_VALUES[letters[at] ?? ''] ?? 0;
    const next = ROMAN_VALUES[letters[at + 1] ?? ''] ?? 0;
    sum += value < next ? -value : value;
  }
  return sum;
}

const LABELS_MAX = 3;

/** All labels at the start of `line`: "1. a)" are two. A bullet is followed by no other bullet. */
export function labelsOf(line: string): Labels {
  const labels: Label[] = [];
  let at = 0;
  while (labels.length < LABELS_MAX) {
    const label = firstLabel(line.slice(at, at + 40));
    if (label === null || (labels.length > 0 && (label.kind === 'bullet' || label.doubtful))) break;
    const after = line.slice(at + label.printed.length);
    const space = /^[ \u00a0]*/.exec(after)?.[0].length ?? 0;
    if (labels.length > 0 && label.kind === 'section') break;
    labels.push(label);
    at += label.printed.length + space;
    if (at >= line.length) break;
  }
  return { labels, length: at };
}

function firstLabel(line: string): Label | null {
  return bullet(line) ?? lettered(line) ?? worded(line) ?? dotted(line) ?? number(line) ?? letterOrRoman(line);
}

function bullet(line: string): Label | null {
  const printed = BULLET.exec(line)?.[0];
  if (printed === undefined) return null;
  return { kind: 'bullet', style: `bullet ${printed}`, numbers: [], printed, doubtful: /^[-–—+o»]/.test(printed) };
}

function worded(line: string): Label | null {
  const match = WORDED.exec(fold(line));
  if (match?.groups === undefined) return null;
  const { question, number: digits, roman, letter, section } = match.groups;
  const value =
    digits !== undefined
      ? Number(digits)
      : roman !== undefined
        ? romanNumber(roman)
        : (letter?.charCodeAt(0) ?? 96) - 96;
  const rest = line.slice(match[0].length);
  // "Part a of …", "question of …": words of a sentence, unless a mark or a capital follows.
  const marked = /[.:)-]$/.test(match[0]) || /^ ?(?:$|[-–—:]|\p{Lu}|¿)/u.test(rest);
  const capital = digits !== undefined || /(?:^| )[A-Z]{1,5}(?: ?[.:)–—-]{1,2})?$/.test(line.slice(0, match[0].length));
  if (value <= 0 || !marked || !capital) return null;
  const tail = /^ ?[-–—:]/.exec(rest)?.[0] ?? '';
  const kind = section !== undefined ? 'section' : 'question';
  const single = (question ?? section ?? '').length === 1;
  if (single && digits === undefined) return null;
  const printed = line.slice(0, match[0].length + tail.length);
  return { kind, style: kind, numbers: [value], printed, doubtful: false };
}

function dotted(line: string): Label | null {
  const match = DOTTED.exec(line);
  if (match?.groups === undefined) return null;
  // "1.5 million" is a figure.
  if (/\d$/.test(match[0]) && /^ \p{Ll}/u.test(line.slice(match[0].length))) return null;
  const numbers = [match.groups['first'] ?? '', ...(match.groups['rest'] ?? '').split('.').slice(1)].map(Number);
  return { kind: 'dotted', style: `dotted ${numbers.length}`, numbers, printed: match[0], doubtful: false };
}

/** "A1.", "B.2)", "Question A1:", "II.3": a letter or roman number for the section and a number within it. */
function lettered(line: string): Label | null {
  const match = LETTERED.exec(line);
  if (match?.groups === undefined) return null;
  const part = (match.groups['letter'] ?? match.groups['part'] ?? '').toLowerCase();
  const counted = match.groups['part'] === undefined ? 0 : romanNumber(part);
  const numbers = [
    counted > 0 ? counted : part.charCodeAt(0) - 96,
    Number(match.groups['number'] ?? match.groups['place']),
  ];
  return { kind: 'dotted', style: 'lettered', numbers, printed: match[0], doubtful: false };
}

function number(line: string): Label | null {
  const match = NUMBER.exec(line);
  if (match?.groups === undefined) return null;
  // "1º de marzo" begins a date.
  if (/^\d{1,2}(?:er|[°º])? ?(?:de |d'|\p{Ll}{3,10} \d{4})/u.test(line) && /[°º]/.test(match[0])) return null;
  const tail = match.groups['dash'] === '' ? (/^ [-–—]/.exec(line.slice(match[0].length))?.[0] ?? '') : '';
  const printed = match[0] + tail;
  const style = `number ${printed.replace(/\d+/, '').replaceAll(' ', '')}`;
  return { kind: 'number', style, numbers: [Number(match.groups['number'])], printed, doubtful: false };
}

function letterOrRoman(line: string): Label | null {
  const roman = ROMAN.exec(line);
  const letters = roman?.groups?.['roman'] ?? '';
  const value = romanNumber(letters.toLowerCase());
  const single = LETTER.exec(line);
  if (roman !== null && value > 0 && (letters.length > 1 || single === null)) {
    return romanLabel(roman[0], letters, value);
  }
  if (single?.groups === undefined) return null;
  const letter = single.groups['letter'] ?? '';
  // "A. Smith" is a name and "M. Dupont" a person: a capital with a full stop is a label only before a longer text.
  if (/^[A-Z]\. ?\p{Lu}[\p{L}’'-]*[,.]?(?: \p{Lu}|$)/u.test(line) && !/^[A-IVX]\./.test(line)) return null;
  if (/^[J-UWYZ]\. ?\p{Lu}/u.test(line)) return null;
  if (value > 0 && /^i$/i.test(letter)) return romanLabel(single[0], letter, value);
  const capital = letter < 'a';
  const printed = single[0];
  return {
    kind: capital ? 'capital' : 'letter',
    style: `${capital ? 'capital' : 'letter'} ${marks(printed)}`,
    numbers: [letter.toLowerCase().charCodeAt(0) - 96],
    printed,
    doubtful: false,
  };
}

function romanLabel(printed: string, letters: string, value: number): Label {
  const capital = letters < 'a';
  return {
    kind: capital ? 'capital-roman' : 'roman',
    style: `${capital ? 'capital-roman' : 'roman'} ${marks(printed)}`,
    numbers: [value],
    printed,
    doubtful: false,
  };
}

const marks = (printed: string): string => printed.replace(/[A-Za-z]+/, '').replaceAll(' ', '');

/** A single letter read as the other thing it can be: "i" after "h" is a letter, "v" after "iv" a number. */
export function reread(label: Label, as: 'letter' | 'roman'): Label | null {
  const letters = /[A-Za-z]+/.exec(label.printed)?.[0] ?? '';
  if (letters.length !== 1) return null;
  const capital = letters < 'a';
  const value = as === 'roman' ? romanNumber(letters.toLowerCase()) : letters.toLowerCase().charCodeAt(0) - 96;
  if (value <= 0) return null;
  const kind: LabelKind = as === 'roman' ? (capital ? 'capital-roman' : 'roman') : capital ? 'capital' : 'letter';
  return { ...label, kind, style: `${kind} ${marks(label.printed)}`, numbers: [value] };
}
