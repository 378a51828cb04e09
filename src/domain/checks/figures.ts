/**
 * Figures that a reader would like to see a source for: shares, sums of money, numbers of people and of cases. Years,
 * articles, labels, telephone numbers and small numbers are none. Looks for words that make a number a claim, not for
 * numbers. Pure.
 */
import { citationsIn } from '../citation.ts';
import type { Answer } from '../answer.ts';
import type { QuestionNode } from '../nodes.ts';
import { readBrackets } from '../confidentiality.ts';
import { findingOf, type Finding } from './finding.ts';
import { holds, type Span } from './spans.ts';
import { printedTexts, type Typed } from './texts.ts';

/** "45", "12,500", "12 500", "12.5". */
const NUMBER = String.raw`(?<![\p{L}\p{N}.,/-])\d{1,3}(?:(?:[,.\u00a0\u202f ]\d{3})+|\d{0,6})(?:[.,]\d{1,2})?(?![\p{N}])`;
const GREAT = 'thousand|million|billion|mille|millions?|milliards?|mil|mill[oó]n(?:es)?|millones';
const SPACE = String.raw`[ \u00a0\u202f]{0,2}`;

const SHARE = String.raw`${NUMBER}${SPACE}(?:%|(?:per ?cent|pour cent|por ciento|percentage points|puntos porcentuales)(?!\p{L}))`;
/** "one in three", "une femme sur trois", "una de cada tres", "two thirds of", "les deux tiers". */
const PART = [
  String.raw`(?:one|two|three|four|nine|\d) (?:in|out of) (?:every )?(?:two|three|four|five|six|eight|ten|\d{1,3})(?![\p{L}\p{N}])(?! (?:years|months|weeks|days|phases|parts))`,
  String.raw`une? (?:\p{L}+ )?sur (?:deux|trois|quatre|cinq|dix)(?!\p{L})`,
  String.raw`(?:una?|dos|tres|cuatro) de cada (?:dos|tres|cuatro|cinco|diez)(?!\p{L})`,
  String.raw`(?:two|three)[ -](?:thirds|quarters|fifths) of`,
  String.raw`(?:deux|trois) (?:tiers|quarts) (?:des|de|du)(?!\p{L})`,
  String.raw`(?:dos|tres) (?:tercios|cuartas? partes) de`,
].map((part) => String.raw`(?<!\p{L})${part}`);

const CURRENCY = String.raw`USD|EUR|GBP|CHF|XOF|XAF|CFA|F CFA|MXN|COP|ARS|CAD|AUD|INR|KES|NGN|ZAR|dollars?|d[oó]lares|euros?|francs?|francos|pesos|pounds|soles|quetzales|rupees|shillings`;
const MONEY = [
  String.raw`(?:US)?[$€£¥]${SPACE}\d(?:[\d.,]*\d)?(?: (?:${GREAT})(?!\p{L}))?`,
  String.raw`(?:USD|EUR|GBP|CHF)${SPACE}\d(?:[\d.,]*\d)?`,
  String.raw`${NUMBER}${SPACE}(?:(?:${GREAT}) (?:de |d['’])?)?(?:[$€£](?![\d])|(?:${CURRENCY})(?!\p{L}))`,
];

const PEOPLE = [
  'people|persons?|women|men|children|girls|boys|defenders|journalists|activists|victims|famil(?:y|ies)|households|workers|migrants|refugees|detainees|prisoners|inmates|students|pupils|inhabitants|lawyers|judges|protesters|demonstrators|survivors|patients|residents|citizens|cases|killings|deaths|arrests|attacks|complaints|incidents|violations|disappearances|evictions|convictions',
  'personnes|femmes|hommes|enfants|filles|garçons|défenseur(?:e?s)|journalistes|militant(?:e?s)|victimes|familles|foyers|ménages|travailleurs|travailleuses|migrants|migrantes|réfugié(?:e?s)|détenu(?:e?s)|prisonniers|étudiant(?:e?s)|élèves|habitant(?:e?s)|avocat(?:e?s)|juges|manifestant(?:e?s)|cas|décès|morts|arrestations|attaques|plaintes|incidents|violations|disparitions|expulsions|condamnations|meurtres',
  'personas|mujeres|hombres|niñ[oa]s|defensor(?:as|es)|periodistas|activistas|víctimas|familias|hogares|trabajador(?:as|es)|migrantes|refugiad[oa]s|detenid[oa]s|pres[oa]s|estudiantes|habitantes|abogad[oa]s|juec(?:es|as)|manifestantes|casos|muertes|detenciones|ataques|denuncias|quejas|incidentes|violaciones|desapariciones|desalojos|condenas|asesinatos|homicidios',
].join('|');
/** A word or two may stand between: "1,200 human rights defenders", "350 nouveaux cas". */
const COUNT = [
  String.raw`${NUMBER}(?: (?:${GREAT}))?(?: (?:de |d['’])?\p{L}[\p{L}-]*){0,2} (?:de |d['’])?(?:${PEOPLE})(?![\p{L}'’])`,
  String.raw`(?<!\p{L})(?:hundreds|thousands|millions|des centaines|des milliers|des millions|cientos|miles|millones) (?:of|de|d['’]) ?(?:\p{L}+ )?(?:${PEOPLE})(?![\p{L}'’])`,
];

const FIGURE = new RegExp([SHARE, ...PART, ...MONEY, ...COUNT].join('|'), 'giu');

/** Fewer are told as what happened to them, not as a figure. */
const COUNTED_MIN = 10;

/** Who says so stands beside it: "according to the ministry". */
const ATTRIBUTED =
  /(?<!\p{L})(?:according to|reported by|figures (?:of|from|published)|data (?:of|from)|selon|d['’]après|chiffres (?:de|du|des)|données (?:de|du|des)|seg[uú]n|de acuerdo con|cifras de|datos de)(?!\p{L})/iu;

/** A footnote's call, a link, or an address. A citation is looked for by itself. */
const SOURCED = /\[\^[^\]\s]+\]|\]\(|https?:\/\/|(?<![\p{L}\p{N}])www\./iu;

/** The most that is quoted of an answer: one stands for the others. */
const EACH_MAX = 50;

/** The figures of a text that nobody is named for, in order. */
export function findFigures(text: string): readonly (Span & { readonly words: string })[] {
  if (
    !/[\d%]|centa|millie|millones|hundreds|thousands|millions|cientos|miles|thirds|quarters|tiers|tercios| in | sur | de cada /i.test(
      text,
    )
  ) {
    return [];
  }
  return [...text.matchAll(FIGURE)]
    .map(({ 0: words, index }) => ({ start: index, end: index + words.length, words }))
    .filter(({ words, start, end }) => isClaim(words) && !ATTRIBUTED.test(sentenceAt(text, start, end)))
    .slice(0, EACH_MAX);
}

/** A small number before a noun is a few people that the text is about. */
function isClaim(words: string): boolean {
  const [, number = ''] = /^(\d[\d.,\u00a0\u202f ]*)\s(?=\p{L})/u.exec(words) ?? [];
  if (number === '' || /%|[$€£]/.test(words)) return true;
  const great = new RegExp(String.raw`^[\d.,\s]+(?:${GREAT})(?!\p{L})`, 'iu').test(words);
  const whole = Number(number.replace(/[^\d]/g, ''));
  const isYear = /^(?:19|20)\d{2}\s*$/.test(number);
  const isCounted = new RegExp(String.raw`(?:${PEOPLE})$`, 'iu').test(words);
  return !isCounted || great || (whole >= COUNTED_MIN && !isYear);
}

function sentenceAt(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - 200), start);
  const after = text.slice(end, end + 200);
  const from = Math.max(before.lastIndexOf('. '), before.lastIndexOf('\n'), before.lastIndexOf('; '));
  const to = /\.\s|\n|;\s/.exec(after)?.index ?? after.length;
  return before.slice(from + 1) + text.slice(start, end) + after.slice(0, to);
}

const known = new WeakMap<Answer, readonly (Typed & Span & { readonly words: string })[]>();

/** The figures of an answer without a footnote, a citation or a link anywhere in it. What it recommends is no claim. */
export function figureFindings(node: Pick<QuestionNode, 'id' | 'kind' | 'flags'>, answer: Answer): readonly Finding[] {
  const isWish = node.kind === 'recommendations' || node.flags.includes('recommendations');
  if (isWish || answer.declined !== null || answer.confidential) return [];
  let found = known.get(answer);
  if (found === undefined) {
    found = figuresIn(answer);
    known.set(answer, found);
  }
  const [first] = found;
  if (first === undefined) return [];
  const about = found.map(({ words }) => words).join(' · ');
  const { field, start, end, words } = first;
  return [
    findingOf('figures', { part: node.id, field, start, end, about, quote: found.length > 1 ? `${words} …` : words }),
  ];
}

function figuresIn(answer: Answer): readonly (Typed & Span & { readonly words: string })[] {
  const isWish = (field: string): boolean => {
    const kind = answer.values[field.split('.')[0] ?? '']?.kind;
    return kind === 'recommendations' || kind === 'comments';
  };
  const texts = printedTexts(answer).filter(({ field }) => !isWish(field));
  if (texts.some(({ text }) => SOURCED.test(text) || citationsIn(text).length > 0)) return [];
  return texts.flatMap(({ field, text }) => {
    const { passages } = readBrackets(text);
    return findFigures(text)
      .filter(({ start }) => !holds(passages, start))
      .map((figure) => ({ field, text, ...figure }));
  });
}
