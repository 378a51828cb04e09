/**
 * What mail programs do to a sheet that was copied out of a mail: they quote it, and set a signature below it. Knows
 * neither questions nor answers. Pure.
 */
import type { RichFile } from './reading.ts';
import type { Line } from './worksheetLines.ts';

const QUOTED = /^[ \t]*>[ \t]?/;
/** Nobody quotes a mail more often; a line of ">" alone would keep a reader busy. */
const QUOTES_MAX = 20;

/** A text without the ">" before its lines, where most of the lines that bear marks are quoted: no mark of ours begins so. */
export function unquoted(file: RichFile, bearsMark: (line: string) => boolean): RichFile {
  if (file.form !== 'text') return file;
  let lines: readonly string[] = file.text.split('\n');
  for (let turn = 0; turn < QUOTES_MAX; turn += 1) {
    const marked = lines.filter(bearsMark);
    if (marked.filter((line) => QUOTED.test(line)).length * 2 <= marked.length) break;
    lines = lines.map((line) => line.replace(QUOTED, ''));
  }
  return { ...file, text: lines.join('\n') };
}

/** "-- ": what follows it is the writer's name and address, and no answer. Programs take spaces from ends of lines. */
const SIGNATURE = /^-- ?$/;

/** A text up to the signature below its last mark, and from there on. */
export function aboveSignature(
  file: RichFile,
  lines: readonly Line[],
  bearsMark: (line: string) => boolean,
): { readonly above: readonly Line[]; readonly signature: readonly Line[] } {
  const last = file.form === 'text' ? lines.findLastIndex(({ text }) => bearsMark(text)) : lines.length;
  const at = lines.findIndex(({ text }, place) => place > last && SIGNATURE.test(text));
  return at === -1 ? { above: lines, signature: [] } : { above: lines.slice(0, at), signature: lines.slice(at) };
}
