/**
 * Figures: medians of alternating runs, and the lines that are printed of them. Measures nothing and judges nothing.
 */

/** Turns of each runner that do not count. */
const WARM_UPS = 3;

/** The middle value, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** `share` from 0 to 1, between neighbours by their distance. NaN of no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * Lets the runners take turns `rounds` times, after turns that do not count: code that is compiled while it runs is slow
 * for its first ten thousand requests. Gives the results by turn, so that a machine that is busy for a while is busy for
 * all of them.
 */
export async function alternate<Name extends string, Result>(
  rounds: number,
  runners: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(runners) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let round = -WARM_UPS; round < rounds; round += 1) {
    for (const name of names) {
      const result = await runners[name]();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

/** The median of the ratios of two runs that followed each other. */
export function ratioOf(ours: readonly number[], peers: readonly number[]): number {
  return median(ours.map((value, turn) => value / (peers[turn] ?? NaN)));
}

export interface Line {
  readonly what: string;
  /** One value a run. */
  readonly ours: readonly number[];
  /** One value a run, in the same order; missing where there is no peer. */
  readonly peer?: readonly number[];
  /** "/s", "ms" or "MB". */
  readonly unit: string;
  /** What the ratio or, without a peer, the figure should be. */
  readonly aim: string;
}

const WIDTHS = [62, 14, 14, 8] as const;

function row(...cells: readonly string[]): string {
  return cells
    .map((cell, column) => (column === 0 ? cell.padEnd(WIDTHS[0]) : cell.padStart(WIDTHS[column] ?? 0)))
    .join(' ');
}

function figure(values: readonly number[], unit: string): string {
  const value = median(values);
  return `${value.toFixed(value >= 100 ? 0 : value >= 1 ? 1 : 3)} ${unit}`;
}

export function printTitle(title: string): void {
  process.stdout.write(`\n${row(title, 'ours', 'peer', 'ratio')}  aim\n`);
}

export function printLine({ what, ours, peer, unit, aim }: Line): void {
  const compared = peer === undefined ? ['', ''] : [figure(peer, unit), ratioOf(ours, peer).toFixed(2)];
  process.stdout.write(`${row(what, figure(ours, unit), ...compared)}  ${aim}\n`);
}

/** A remark under the lines: what a reader must know to judge them. */
export function printNote(note: string): void {
  process.stdout.write(`  ${note}\n`);
}
