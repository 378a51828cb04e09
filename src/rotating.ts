/**
 * The job `rotate-key`: changes the key while the program runs, or says what has to be done first. Prints no key.
 */
import type { Config } from './config.ts';
import { rotateKey, type Rotation } from './store/rotation.ts';

const PROCEDURE = `The key comes from the setting SECRET_KEY, so every process that uses it has to be told, in this order:
  1. Set SECRET_KEY_OTHER to the new key everywhere, beside SECRET_KEY, and restart: now everybody can open what it seals.
  2. Exchange the two everywhere, and restart: SECRET_KEY is the new key, SECRET_KEY_OTHER the former one.
  3. Run this again with the same settings: it seals everything anew. It may be cut off, and run again.
  4. When it says that it is done, take SECRET_KEY_OTHER away everywhere, and restart.
`;

/** The exit status: 1 where something still needs the former key, 2 where something has to be done first. */
export async function rotate(config: Config): Promise<number> {
  if (config.secretKey !== null && config.otherSecretKey === null) {
    process.stdout.write(PROCEDURE);
    return 2;
  }
  let told = 0;
  const done = await rotateKey(config, ({ sealed }) => {
    if (sealed - told < 1_000) return;
    told = sealed;
    process.stdout.write(`${sealed} values sealed anew …\n`);
  });
  return conclude(config, done);
}

function conclude({ secretKey }: Config, { sealed, marked, broken }: Rotation): number {
  process.stdout.write(`${sealed} values sealed anew, ${marked} addresses marked anew.\n`);
  if (broken > 0) {
    process.stdout.write(`${broken} values open with no key: somebody damaged them. The former key is kept.\n`);
    return 1;
  }
  process.stdout.write(
    secretKey === null
      ? 'The key has been changed, and the former one is gone. Backups made before still need it: keep it with them, or make new ones.\n'
      : 'Nothing needs the former key any more: take SECRET_KEY_OTHER away everywhere, and restart. Backups made before still need it.\n',
  );
  process.stdout.write('Codes that were given out to be typed, and not yet used, no longer work; their links do.\n');
  return 0;
}
