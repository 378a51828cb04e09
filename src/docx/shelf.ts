/**
 * Finished documents, kept by key until their bytes grow too many: the one that was not asked for longest goes first.
 * Pure bookkeeping; knows nothing of Word.
 */

export interface Shelf {
  get(key: string): Uint8Array | undefined;
  /** Keeps `bytes`; what is larger than the whole shelf is not kept. */
  put(key: string, bytes: Uint8Array): void;
  /** Drops whatever is kept by a key that begins so. */
  dropAll(start: string): void;
}

export function createShelf(bytesMax: number): Shelf {
  /** In the order of their last use: a Map lists what was set first, first. */
  const kept = new Map<string, Uint8Array>();
  let total = 0;

  function drop(key: string): void {
    total -= kept.get(key)?.byteLength ?? 0;
    kept.delete(key);
  }

  return {
    get(key) {
      const bytes = kept.get(key);
      if (bytes === undefined) return undefined;
      kept.delete(key);
      kept.set(key, bytes);
      return bytes;
    },
    put(key, bytes) {
      drop(key);
      if (bytes.byteLength > bytesMax) return;
      kept.set(key, bytes);
      total += bytes.byteLength;
      for (const oldest of kept.keys()) {
        if (total <= bytesMax) break;
        drop(oldest);
      }
    },
    dropAll(start) {
      for (const key of [...kept.keys()].filter((one) => one.startsWith(start))) drop(key);
    },
  };
}
