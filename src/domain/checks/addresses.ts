/**
 * Web addresses that open more than their writer may want: those that carry a key of their own, and those that share a
 * document from somebody's storage. Pure; nothing here asks the network.
 */
import type { Span, Spotted } from './spans.ts';

export interface Addresses {
  /** Every address, in order, so that nothing else is looked for in them. */
  readonly all: readonly Span[];
  readonly spotted: readonly Spotted[];
}

const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>"“”«»\]]{3,2000}/gi;
/** Where people leave out what stands before the name. */
const BARE_STORAGE = /(?<![\w./@-])(?:docs|drive|forms)\.google\.com\/[^\s<>"“”«»\]]{3,2000}/gi;

/** Hosts under which files, folders, calls and groups are shared by address alone; with a dot, all hosts below them. */
const STORAGES: ReadonlySet<string> = new Set([
  'docs.google.com',
  'drive.google.com',
  'forms.gle',
  'photos.app.goo.gl',
  'dropbox.com',
  '.dropboxusercontent.com',
  'onedrive.live.com',
  '1drv.ms',
  '.sharepoint.com',
  'wetransfer.com',
  'we.tl',
  'icloud.com',
  'share.icloud.com',
  'app.box.com',
  'mega.nz',
  'mega.io',
  '.pcloud.com',
  '.pcloud.link',
  'drive.proton.me',
  'ln5.sync.com',
  'web.tresorit.com',
  'swisstransfer.com',
  'fromsmash.com',
  'notion.so',
  '.notion.site',
  'cryptpad.fr',
  '.framapad.org',
  'pad.riseup.net',
  'share.riseup.net',
  'chat.whatsapp.com',
  'signal.group',
]);
/** Shares of Nextcloud and ownCloud, whatever the host. */
const SHARE_PATH = /^\/(?:index\.php\/)?s\/[A-Za-z0-9]{15}(?:\/|$)/;

const KEY_NAME =
  /^(?:access_?token|refresh_?token|id_?token|token|auth|auth_?key|api_?key|key|sig|signature|secret|pwd|passwd|password|pass|session|session_?id|sid|jwt|sas|resourcekey|invite|hmac|x-amz-signature|x-amz-security-token)$/i;
const KEY_LENGTH_MIN = 6;
/** Links of this program itself: whoever has one comes in. */
const OWN_SECRET = /\/(?:links|feeds|reminders)\/[0-9a-z]{32}(?:\/|$)/;

export function findAddresses(text: string): Addresses {
  const all: Span[] = [];
  const spotted: Spotted[] = [];
  if (!/\/|www\./i.test(text)) return { all, spotted };
  for (const { 0: found, index } of [...text.matchAll(ADDRESS), ...text.matchAll(BARE_STORAGE)]) {
    const words = found.replace(/[.,;:!?'’)*_|]+$/, '');
    const span = { start: index, end: index + words.length };
    all.push(span);
    const kind = kindOf(words);
    if (kind !== null) spotted.push({ ...span, kind, words });
  }
  const inOrder = <One extends Span>(spans: One[]): One[] => spans.sort((a, b) => a.start - b.start);
  return { all: inOrder(all), spotted: inOrder(spotted) };
}

function kindOf(words: string): 'secret-link' | 'private-link' | null {
  const url = URL.parse(/^https?:/i.test(words) ? words : `https://${words}`);
  if (url === null) return null;
  const pairs = [...url.searchParams, ...new URLSearchParams(url.hash.slice(1))];
  const carriesKey = pairs.some(([name, value]) => KEY_NAME.test(name) && value.length >= KEY_LENGTH_MIN);
  if (carriesKey || url.username !== '' || OWN_SECRET.test(url.pathname)) return 'secret-link';
  const host = url.hostname.replace(/^www\./, '');
  const stored = STORAGES.has(host) || STORAGES.has(host.slice(host.indexOf('.')));
  return (stored && url.pathname.length > 1) || SHARE_PATH.test(url.pathname) ? 'private-link' : null;
}
