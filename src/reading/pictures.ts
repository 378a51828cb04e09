/** How large a picture says it is, from its first bytes. Unpacks nothing. */

/** Width times height; null where the bytes are no PNG, JPEG, GIF, BMP or WebP, or do not say. */
export function pixelsIn(bytes: Uint8Array): number | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = view.toString('latin1', 0, 16);
  const at = (place: number, length: number): boolean => view.length >= place + length;
  if (head.startsWith('\x89PNG') && at(16, 8)) return view.readUInt32BE(16) * view.readUInt32BE(20);
  if (head.startsWith('GIF8') && at(6, 4)) return view.readUInt16LE(6) * view.readUInt16LE(8);
  if (head.startsWith('BM') && at(18, 8)) return Math.abs(view.readInt32LE(18) * view.readInt32LE(22));
  if (head.startsWith('RIFF') && head.slice(8, 16) === 'WEBPVP8X' && at(24, 6)) {
    return (view.readUIntLE(24, 3) + 1) * (view.readUIntLE(27, 3) + 1);
  }
  return head.startsWith('\xff\xd8') ? pixelsOfJpeg(view) : null;
}

/** The markers of frames: C0 to CF, but for tables (C4), extensions (C8) and conditions (CC). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Goes from segment to segment up to the one that tells the size. */
function pixelsOfJpeg(view: Buffer): number | null {
  for (let at = 2; at + 9 <= view.length;) {
    if (view[at] !== 0xff) return null;
    const marker = view[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) return view.readUInt16BE(at + 5) * view.readUInt16BE(at + 7);
    const length = view.readUInt16BE(at + 2);
    // Nothing is shorter than its own length, which would keep us here.
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}
