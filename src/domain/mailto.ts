/**
 * The email as a `mailto:` link (RFC 6068), for mail programs that open one. A link carries no attachment and no
 * Reply-To. It must never change the recipients or the subject: only the text gives way when there is too much.
 */
import type { Email } from './email.ts';
import { headerLine } from './header.ts';

/** Longer links are cut, or not opened at all, by some browsers and mail programs on Windows. */
export const MAILTO_LENGTH_MAX = 2_000;

/**
 * The link, at most `MAILTO_LENGTH_MAX` characters. A text that is too long is cut after a whole paragraph, and
 * `cutNotice` (in the language of the email) stands in place of the rest. Recipients and subject are never cut: when
 * they alone take up the link, there is no text, and the link is as long as they need.
 */
export function mailtoLink(email: Email, cutNotice: string): string {
  const link = `mailto:${addresses(email.to)}?${fields(email).join('&')}`;
  const text = encodedText(email.text, cutNotice, MAILTO_LENGTH_MAX - `${link}&body=`.length);
  return text === '' ? link : `${link}&body=${text}`;
}

function fields({ cc, subject }: Email): string[] {
  const copies = cc.length > 0 ? [`cc=${addresses(cc)}`] : [];
  return [...copies, `subject=${encodeURIComponent(headerLine(subject))}`];
}

/** "@" and "," stand as they are: some mail programs do not read them encoded. */
function addresses(list: readonly string[]): string {
  return list.map((address) => encodeURIComponent(address).replaceAll('%40', '@')).join(',');
}

/** As many whole paragraphs as `room` characters hold, encoded; empty when not even the notice fits. */
function encodedText(text: string, cutNotice: string, room: number): string {
  const whole = encodeLines(text);
  if (whole.length <= room) return whole;
  const notice = encodeLines(cutNotice);
  const gap = encodeLines('\n\n');
  let kept = '';
  for (const paragraph of text.split(/\n{2,}/)) {
    const longer = kept + encodeLines(paragraph) + gap;
    if (longer.length + notice.length > room) break;
    kept = longer;
  }
  return notice.length <= room ? kept + notice : '';
}

/** RFC 6068 wants line ends as %0D%0A; spaces are %20, for a "+" would arrive as a plus sign. */
function encodeLines(text: string): string {
  return encodeURIComponent(text.toWellFormed().replace(/\r\n|\r|\n/g, '\r\n'));
}
