/**
 * Where the key of the cellar comes from: the setting SECRET_KEY or, without it, a file that is made on the first start;
 * and the check that it is the key by which this database was sealed. A lost key is told at once, never replaced.
 * The cryptography itself is `seal.ts`; how a key is changed is `rotation.ts`.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, SettingError } from '../domain/errors.ts';
import type { Database } from './database.ts';
import { createPrivateFile, prepareFolder, readableByOthers } from './folder.ts';
import { fileRing, KEY_FILE, SECRET_MIN } from './ring.ts';
import { makeSeal, type Place, type Ring, type Seal, type Secrets } from './seal.ts';

export { KEY_FILE };

const SECRET_BYTES = 32;

export const CHECK: Place = ['keycheck'];
const CHECK_ID = 1;
const CHECK_VALUE = 'aide-memoire';

export interface KeySettings {
  readonly dataDir: string;
  /** SECRET_KEY; null where it is not set. */
  readonly secretKey: string | null;
  /** SECRET_KEY_OTHER: opens too, and never seals; only while SECRET_KEY is being changed. Unset or null: none. */
  readonly otherSecretKey?: string | null;
}

export interface OpenedSeal {
  readonly seal: Seal;
  /** What the operator should put right, in plain English, for the log. */
  readonly notices: readonly string[];
}

/** Throws SettingError for a secret that is too short, or that stands alone. Asks nothing of disk or database. */
export function assertSecrets({ secretKey, otherSecretKey = null }: KeySettings): void {
  const named = { SECRET_KEY: secretKey, SECRET_KEY_OTHER: otherSecretKey };
  for (const [name, secret] of Object.entries(named)) {
    if (secret !== null && secret.length < SECRET_MIN) {
      throw new SettingError(name, `must have at least ${SECRET_MIN} characters.`);
    }
  }
  if (secretKey === null && otherSecretKey !== null) {
    throw new SettingError('SECRET_KEY_OTHER', 'is for a change of SECRET_KEY, which is not set: take it away.');
  }
}

/**
 * Finds the key, or makes it for a database that holds nothing yet. Throws SettingError SECRET_KEY where the key is
 * missing, damaged, or another one than the database was sealed with; DATA_DIR where the file cannot be made.
 */
export async function openSeal(settings: KeySettings, database: Database): Promise<OpenedSeal> {
  const check = await readCheck(database);
  const { secretKey, otherSecretKey = null, dataDir } = settings;
  const seal = makeSeal(
    secretKey === null
      ? ringFromFile(dataDir, check === null)
      : ([secretKey, otherSecretKey].filter((secret) => secret !== null) as unknown as Secrets),
  );
  assertOpens(seal, check ?? (await keepCheck(database, seal)));
  return { seal, notices: secretKey === null ? noticesOf(dataDir) : [] };
}

/** The seal of these settings, whatever database it is for; makes no key. Throws SettingError as `openSeal` does. */
export function sealOf({ secretKey, otherSecretKey = null, dataDir }: KeySettings): Seal {
  if (secretKey === null) return makeSeal(ringFromFile(dataDir, false));
  return makeSeal([secretKey, otherSecretKey].filter((secret) => secret !== null) as unknown as Secrets);
}

function ringFromFile(dataDir: string, mayMake: boolean): Ring {
  const path = join(dataDir, KEY_FILE);
  if (mayMake) makeKeyFile(dataDir, path);
  const ring = ringIn(dataDir);
  if (ring !== null) return ring;
  if (!existsSync(path)) throw lost();
  throw new SettingError(
    'SECRET_KEY',
    `the file ${KEY_FILE} is damaged: bring it back from a backup, or set SECRET_KEY.`,
  );
}

/** Does nothing where the file is there: another process may have made it a moment ago. */
function makeKeyFile(dataDir: string, path: string): void {
  prepareFolder(dataDir);
  try {
    createPrivateFile(path, `${newSecret()}\n`);
  } catch {
    throw new SettingError('DATA_DIR', `the file ${KEY_FILE} cannot be made in this folder.`);
  }
}

export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

function ringIn(dataDir: string): Ring | null {
  try {
    return fileRing(dataDir);
  } catch {
    throw lost();
  }
}

const lost = (): SettingError =>
  new SettingError(
    'SECRET_KEY',
    `the key of the drafts in this database is missing or cannot be read: bring back the file ${KEY_FILE} from a backup, or set SECRET_KEY.`,
  );

function noticesOf(dataDir: string): string[] {
  return readableByOthers(join(dataDir, KEY_FILE))
    ? [`other users of this computer can read the file ${KEY_FILE}: take their rights away (chmod 600).`]
    : [];
}

async function readCheck(database: Database): Promise<Uint8Array | null> {
  const row = await database.read((db) =>
    db.selectFrom('keycheck').select('sealed').where('id', '=', CHECK_ID).executeTakeFirst(),
  );
  return row?.sealed ?? null;
}

/** The check that stands after this, which is another process's where that one came first. */
async function keepCheck(database: Database, seal: Seal): Promise<Uint8Array> {
  const own = seal.sealValue(CHECK, CHECK_VALUE);
  await database.run(
    database.builder
      .insertInto('keycheck')
      .values({ id: CHECK_ID, sealed: own })
      .onConflict((conflict) => conflict.doNothing()),
  );
  return (await readCheck(database)) ?? own;
}

function assertOpens(seal: Seal, check: Uint8Array): void {
  try {
    seal.openValue(CHECK, check);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'broken-seal')) throw error;
    throw new SettingError('SECRET_KEY', 'this is not the key that the database was sealed with.');
  }
}
