/**
 * A paper in the format that was asked for: Word and light Markdown through the press, OpenDocument here.
 */
import type { Paper } from '../domain/paper.ts';
import type { Format } from '../domain/paperFile.ts';
import type { Parts } from './app.ts';

/** By the ending of a file. */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  md: 'text/markdown; charset=utf-8',
};

/** `key` names this paper for ever, as the press wants it, but for its format. */
export function written(parts: Parts, key: string, paper: () => Paper, format: Format): Promise<Uint8Array> {
  switch (format) {
    case 'docx':
      return parts.press.pressPaper(key, paper);
    case 'odt':
      return Promise.resolve(parts.writeOdt(paper()));
    case 'md':
      return parts.press.pressMarkdown(`${key}.md`, paper);
  }
}
