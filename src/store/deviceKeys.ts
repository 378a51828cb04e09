/**
 * Keys for the copies of unsaved text that browsers keep on their device: one for each link, made when it is first asked
 * for, and gone when the link is taken back. The copies themselves never come here.
 */
import { randomBytes } from 'node:crypto';
import type { DeviceKeyStore } from '../domain/link.ts';
import type { Database } from './database.ts';
import type { Place, Seal } from './seal.ts';

export const deviceKeyPlace = (draft: string, link: string): Place => ['links', draft, link, 'device-key'];

const KEY_BYTES = 32;

export function deviceKeyStore(database: Database, seal: Seal): DeviceKeyStore {
  return {
    deviceKey(draft, link) {
      return database.write(async (db) => {
        const links = db
          .selectFrom('links')
          .select('device_key')
          .where('id', '=', link)
          .where('draft', '=', draft)
          .where('revoked_at', 'is', null);
        const place = deviceKeyPlace(draft, link);
        const made = seal.sealValue(place, randomBytes(KEY_BYTES).toString('base64'));
        // Two browsers that ask at once must be given the same one: the first to write wins, and both read it.
        await db
          .updateTable('links')
          .set({ device_key: made })
          .where('id', '=', link)
          .where('draft', '=', draft)
          .where('revoked_at', 'is', null)
          .where('device_key', 'is', null)
          .execute();
        const found = await links.executeTakeFirst();
        return found?.device_key == null ? null : (seal.openValue(place, found.device_key) as string);
      });
    },
  };
}
