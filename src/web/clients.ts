/**
 * Who a client is, as far as its address tells: what it is counted by, and whether it is this machine.
 */

/**
 * What stands for a client: its address, or the network of one that has a whole one to itself (IPv6, the first 64 bits).
 */
export function clientKey(ip: string | undefined): string {
  if (ip?.includes(':') !== true || ip.startsWith('::ffff:')) return ip?.replace('::ffff:', '') ?? '';
  const [head = '', tail] = ip.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length;
  return [...groups, ...Array.from({ length: missing }, () => '0')].slice(0, 4).join(':');
}

/** Whether an address is this machine's own, in either writing. */
export const isLoopback = (ip: string | undefined): boolean =>
  /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)$/.test(ip ?? '');
