/**
 * The citations of one outline, in its reading order: which source was cited in full in which footnote, how it is cited
 * again, and which sources the list at the end names. One value for each outline; the style is `citationStyle.ts`.
 */
import { HIDDEN_KEY, type Cited } from './citation.ts';
import { againInlines, sourceInlines, type Style } from './citationStyle.ts';
import type { CitationPlace, Citing } from './markdown.ts';
import type { Inline, Run } from './outline.ts';
import type { Source } from './source.ts';

export class Citations {
  readonly #style: Style;
  readonly #sources: ReadonlyMap<string, Source>;
  /** The footnote in which a source was first cited, by key; null: in none that has a number. */
  readonly #firsts = new Map<string, number | null>();

  constructor(style: Style, sources: readonly Source[]) {
    this.#style = style;
    this.#sources = new Map(sources.map((source) => [source.key, source]));
  }

  /** Keys of the sources that were cited so far, with `HIDDEN_KEY` for those that are withheld. */
  get cited(): ReadonlySet<string> {
    return new Set(this.#firsts.keys());
  }

  /**
   * For one text, whose footnotes come after the first `offset` of the outline. `bare`: whoever asks puts brackets round
   * everything that is confidential.
   */
  after(offset: number, bare: boolean): Citing {
    return {
      knows: (cited) => cited.every(({ key }) => key === HIDDEN_KEY || this.#sources.has(key)),
      print: (cited, place) => this.#print(cited, place, offset, bare),
    };
  }

  #print(cited: readonly Cited[], place: CitationPlace, offset: number, bare: boolean): readonly Inline[] {
    const number = place.number === null ? null : place.number + offset;
    const apart = cited.flatMap((one, index) => [
      ...(index === 0 ? [] : [run(this.#style.language === 'fr' ? '\u00a0; ' : '; ')]),
      ...this.#one(one, number, !bare && !place.confidential),
    ]);
    const whole = place.alone ? ended(apart) : apart;
    if (!place.confidential) return whole;
    // In a footnote of the writer's own the brackets of the passage stand there already.
    return place.alone && !bare ? bracketed(whole) : whole.map(marked);
  }

  #one({ key, place }: Cited, number: number | null, brackets: boolean): readonly Inline[] {
    const source = this.#sources.get(key);
    if (source === undefined) {
      this.#firsts.set(key, number);
      return [run(this.#style.say('sources.printed.withheld'))];
    }
    const first = this.#firsts.get(key) ?? null;
    if (first === null) this.#firsts.set(key, number);
    const inlines =
      first === null || first === number
        ? sourceInlines(this.#style, source, place)
        : againInlines(this.#style, source, place, first);
    return source.confidential && brackets ? bracketed(inlines) : inlines;
  }
}

const run = (text: string): Run => ({ kind: 'run', text, bold: false, italic: false });

const hidden = (it: Run): Run => ({ ...it, confidential: true });
const marked = (inline: Inline): Inline =>
  inline.kind === 'run'
    ? hidden(inline)
    : inline.kind === 'link'
      ? { ...inline, runs: inline.runs.map(hidden) }
      : inline;

/** As a passage that is confidential. */
export const bracketed = (inlines: readonly Inline[]): Inline[] => [run('[['), ...inlines, run(']]')].map(marked);

/** With a full stop, unless the last words end with one. */
export function ended(inlines: readonly Inline[]): readonly Inline[] {
  const last = inlines.at(-1);
  const text =
    last?.kind === 'run' ? last.text : last?.kind === 'link' ? last.runs.map((one) => one.text).join('') : '';
  return /[.!?…]$/u.test(text) ? inlines : [...inlines, run('.')];
}
