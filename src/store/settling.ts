/**
 * Changes that may not be over: a file that was written a moment ago may be half of one. Looks at no file itself.
 */

export interface Settling {
  /** Whether the file has been in this state for long enough: asked again and again until it has. */
  hasSettled(file: string, state: string): boolean;
  /** False, for what is as it was. */
  forget(file: string): false;
  forgetAllBut(wanted: (file: string) => boolean): void;
  isEmpty(): boolean;
}

/** Nothing is believed before it has stayed the same for `settleMs` milliseconds. */
export function settling(settleMs: number): Settling {
  const seen = new Map<string, { readonly state: string; readonly since: number }>();
  return {
    hasSettled(file, state) {
      const before = seen.get(file);
      if (before?.state !== state) seen.set(file, { state, since: performance.now() });
      else if (performance.now() - before.since >= settleMs) return seen.delete(file);
      return false;
    },
    forget(file) {
      seen.delete(file);
      return false;
    },
    forgetAllBut(wanted) {
      for (const file of seen.keys()) if (!wanted(file)) seen.delete(file);
    },
    isEmpty: () => seen.size === 0,
  };
}
