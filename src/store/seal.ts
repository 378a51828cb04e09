/**
 * Encryption at rest: AES-256-GCM, each ciphertext bound to the place where it is kept, so that it opens nowhere else;
 * and keyed marks, by which a sealed value can be found without being opened.
 * Pure apart from random numbers; where secrets come from is `keys.ts`.
 *
 * A sealed value is: format (1 byte), id of the key (4), nonce (12), ciphertext, tag (16). Nonces are random, which is
 * safe for some 2^32 values under one key.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { AppError } from '../domain/errors.ts';

/** Where a sealed value is kept: its table, then whatever tells its record and column from all others. */
export type Place = readonly [table: string, ...record: (string | number)[]];

/** The secrets of a seal: the first one seals, every one of them opens. It may change while the program runs. */
export interface Ring {
  /** The same array as long as nothing has changed. */
  secrets(): Secrets;
  /** Looks whether it has changed just now: a value came that none of the secrets opens. */
  lookAgain(): Secrets;
}
export type Secrets = readonly [string, ...string[]];

export interface Seal {
  seal(place: Place, bytes: Uint8Array): Uint8Array;
  /** Throws AppError `broken-seal` for an unknown key, another place, or a single changed bit. */
  open(place: Place, sealed: Uint8Array): Uint8Array;
  /** Seals a value that JSON can hold. Any string survives, lone surrogates too: JSON escapes them. */
  sealValue(place: Place, value: unknown): Uint8Array;
  /** Throws as `open` does. */
  openValue(place: Place, sealed: Uint8Array): unknown;
  /**
   * The marks of a text, hexadecimal, by every key of the ring, the newest first: that one is stored, all of them are
   * looked for. Without a key nobody can tell, not even by trying, what was marked. A text has another mark for each
   * `purpose`. Before a key leaves the ring, what it marked must be marked anew.
   */
  marks(purpose: string, text: string): readonly [string, ...string[]];
  /** The id of the key that seals now, as it stands in the bytes 1 to 4 of what it sealed. */
  keyId(): Uint8Array;
}

interface Key {
  readonly id: Buffer;
  readonly key: KeyObject;
  readonly marking: KeyObject;
}

const CIPHER = 'aes-256-gcm';
const FORMAT = 1;
const ID_LENGTH = 4;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const NONCE_AT = 1 + ID_LENGTH;
const BODY_AT = NONCE_AT + NONCE_LENGTH;

/** HKDF stretches nothing: a secret must be hard to guess by itself. The key's id tells nothing of the key. */
function deriveKey(secret: string): Key {
  const derive = (purpose: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, 'aide-memoire', purpose, length));
  return {
    id: derive('key id', ID_LENGTH),
    key: createSecretKey(derive('seal', 32)),
    marking: createSecretKey(derive('mark', 32)),
  };
}

/** JSON of a list has one reading, so two places never share their bytes. */
const placeBytes = (place: Place): Buffer => Buffer.from(JSON.stringify([FORMAT, ...place]));

type Keys = readonly [newest: Key, ...earlier: Key[]];

/** Makes the seal of a ring of secrets: the newest, given first, seals; every one of them opens. */
export function makeSeal(given: Secrets | Ring): Seal {
  const ring = 'lookAgain' in given ? given : { secrets: () => given, lookAgain: () => given };
  let derivedFrom: Secrets | null = null;
  let derived: Keys | null = null;

  function keysOf(secrets: Secrets): Keys {
    if (derived === null || secrets !== derivedFrom) {
      derivedFrom = secrets;
      derived = [deriveKey(secrets[0]), ...secrets.slice(1).map(deriveKey)];
    }
    return derived;
  }
  const keys = (): Keys => keysOf(ring.secrets());
  const keyOf = (bytes: Buffer, among: Keys): Key | undefined =>
    among.find(({ id }) => bytes.compare(id, 0, ID_LENGTH, 1, NONCE_AT) === 0);

  function seal(place: Place, bytes: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_LENGTH);
    const [newest] = keys();
    const header = Buffer.concat([Buffer.of(FORMAT), newest.id]);
    const cipher = createCipheriv(CIPHER, newest.key, nonce, { authTagLength: TAG_LENGTH });
    cipher.setAAD(placeBytes(place));
    return Buffer.concat([header, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }

  function open(place: Place, sealed: Uint8Array): Buffer {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < BODY_AT + TAG_LENGTH || bytes[0] !== FORMAT) {
      throw new AppError('broken-seal', 'not a sealed value');
    }
    const found = keyOf(bytes, keys()) ?? keyOf(bytes, keysOf(ring.lookAgain()));
    if (found === undefined) throw new AppError('broken-seal', 'sealed with a key that is not here');
    const tagAt = bytes.length - TAG_LENGTH;
    const decipher = createDecipheriv(CIPHER, found.key, bytes.subarray(NONCE_AT, BODY_AT), {
      authTagLength: TAG_LENGTH,
    });
    decipher.setAAD(placeBytes(place));
    decipher.setAuthTag(bytes.subarray(tagAt));
    const text = decipher.update(bytes.subarray(BODY_AT, tagAt));
    try {
      decipher.final();
    } catch {
      throw new AppError('broken-seal', `a value in ${place[0]} was changed or moved`);
    }
    return text;
  }

  const markBy = ({ marking }: Key, purpose: string, text: string): string =>
    createHmac('sha256', marking)
      .update(JSON.stringify([purpose, text]))
      .digest('hex');

  return {
    seal,
    open,
    sealValue: (place, value) => seal(place, Buffer.from(JSON.stringify(value))),
    openValue: (place, sealed) => JSON.parse(open(place, sealed).toString()) as unknown,
    marks(purpose, text) {
      const [newest, ...earlier] = keys();
      return [markBy(newest, purpose, text), ...earlier.map((key) => markBy(key, purpose, text))];
    },
    keyId: () => keys()[0].id,
  };
}
