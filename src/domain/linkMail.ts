/**
 * The mail that carries a secret link to the person it is for. Pure: it is sent by `mail/`. A neutral one names neither
 * the call nor the organisation nor what there is to do: whoever sees the mailbox learns that there is a link.
 */
import { headerLine, nameForStrangers } from './header.ts';
import type { Say } from './language.ts';
import type { Role } from './link.ts';

export interface LinkLetter {
  /** In the language of the mail. */
  readonly say: Say;
  readonly role: Role;
  /** Short title of the call. */
  readonly call: string;
  /** Who invites; "" where the draft has no name yet. */
  readonly organisation: string;
  /** The address of the link, in full. */
  readonly address: string;
  /** When the link ends, in words; "" for never. */
  readonly ends: string;
  readonly neutral: boolean;
  /** Whether the person asked for it, because an earlier one was lost. */
  readonly again: boolean;
}

/** Subject in one line, text with lines ended by "\n". */
export function composeLinkMail(letter: LinkLetter): { readonly subject: string; readonly text: string } {
  const { say, role, call, address, ends, neutral, again } = letter;
  const organisation = nameForStrangers(letter.organisation);
  const opening = again
    ? say('links.mail.again')
    : neutral
      ? say('links.mail.neutral')
      : organisation === ''
        ? say('links.mail.invitation', { call })
        : say('links.mail.invitationFrom', { organisation, call });
  const paragraphs = [
    say('links.mail.greeting'),
    opening,
    neutral ? '' : say(`links.mail.may.${role}`),
    address,
    say('links.mail.how'),
    ends === '' ? '' : say('links.mail.ends', { when: ends }),
    say('links.mail.secret'),
  ];
  return {
    subject: headerLine(neutral ? say('links.mail.subjectNeutral') : say('links.mail.subject', { call })),
    text: `${paragraphs.filter(Boolean).join('\n\n')}\n`,
  };
}
