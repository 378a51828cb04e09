/**
 * The copy of an unsaved text on the device: only where its owner said yes, only while it is unsaved, and encrypted with a
 * key that the server gives to those who may write the draft. Knows nothing of what it keeps, nor of when.
 */

/** What a reader said of this device. */
const WISH = 'keep-unsaved';
/** In the memory of the tab: the copy of a text that was sent with its page, and has perhaps arrived. */
const SENT = 'sent-copy';
const PREFIX = 'unsaved.';
const IV_BYTES = 12;

export type Wish = 'yes' | 'no' | null;

/** Null: nothing was said yet, or this browser keeps nothing. */
export function wishOf(): Wish {
  const said = attempt(() => localStorage.getItem(WISH));
  return said === 'yes' || said === 'no' ? said : null;
}

export function sayWish(wish: 'yes' | 'no'): void {
  attempt(() => localStorage.setItem(WISH, wish));
  if (wish === 'no') dropCopies();
}

/** Whether this browser can encrypt and keep at all: it can over https, on the machine itself, and in Tor Browser. */
export const canKeep = (): boolean =>
  typeof crypto === 'object' && 'subtle' in crypto && attempt(() => localStorage.length) !== null;

/** Takes every copy from the device: for those who leave. */
export function dropCopies(): void {
  attempt(() => {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  });
}

/**
 * Drops the copy of a text that this tab sent as a whole, now that the server answered by leading elsewhere: it leads on
 * from what it has kept, and from nothing else. Without such an answer the copy stays for its page to look at. To be called
 * on every page.
 */
export function dropArrived(): void {
  const name = attempt(() => sessionStorage.getItem(SENT));
  if (name === null) return;
  attempt(() => sessionStorage.removeItem(SENT));
  const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (name.startsWith(PREFIX) && (arrival?.redirectCount ?? 0) > 0) attempt(() => localStorage.removeItem(name));
}

export interface Keeper {
  keep(content: unknown): Promise<void>;
  /** Null where there is none, or none that this key opens. */
  kept(): Promise<unknown>;
  drop(): void;
  /** The text goes out with its page: the next page of this tab tells whether it arrived. */
  sent(): void;
}

/** The keeper of one page of a draft. `keyAddress` gives the key. Null where the key cannot be had. */
export async function openKeeper(place: string, keyAddress: string): Promise<Keeper | null> {
  try {
    const answered = await fetch(keyAddress, { method: 'POST', headers: { Accept: 'application/json' } });
    if (!answered.ok) return null;
    const { key: encoded } = (await answered.json()) as { key: string };
    const key = await crypto.subtle.importKey('raw', bytesOf(encoded), 'AES-GCM', false, ['encrypt', 'decrypt']);
    return keeperOf(key, await nameOf(place));
  } catch {
    return null;
  }
}

function keeperOf(key: CryptoKey, name: string): Keeper {
  /** Encrypting takes a while: what was asked for later wins. */
  let turn = 0;
  return {
    async keep(content) {
      const mine = (turn += 1);
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const plain = new TextEncoder().encode(JSON.stringify(content));
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain));
      // A device that is full keeps what it had: the line under the text says that nothing is saved yet.
      if (mine === turn) attempt(() => localStorage.setItem(name, `${textOf(iv)}.${textOf(sealed)}`));
    },
    async kept() {
      const [iv, sealed] = (attempt(() => localStorage.getItem(name)) ?? '').split('.');
      if (iv === undefined || sealed === undefined) return null;
      try {
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv) }, key, bytesOf(sealed));
        return JSON.parse(new TextDecoder().decode(plain)) as unknown;
      } catch {
        return null;
      }
    },
    drop() {
      turn += 1;
      attempt(() => localStorage.removeItem(name));
    },
    sent: () => void attempt(() => sessionStorage.setItem(SENT, name)),
  };
}

/** A name that tells nobody which draft it belongs to. */
async function nameOf(place: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(place));
  return PREFIX + textOf(new Uint8Array(digest)).slice(0, 22);
}

function textOf(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Browsers that keep nothing (private windows, settings) throw at the first touch. */
function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}
