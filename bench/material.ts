/**
 * What the writers of the bench write: an invented organisation, and answers of 250 words with the marks that people use.
 */

export const CALL = 'ie-solidarity-hrc56';
export const QUESTIONS = Array.from({ length: 10 }, (_, index) => `q${index + 1}`);

export const ORGANISATION = {
  name: 'Harbour & Hill “Open” Network',
  country: 'IE',
  contact: 'Niamh O’Brien',
  email: 'office@harbour.example.org',
  phone: '+353 1 555 0100',
  website: 'https://harbour.example.org',
  kind: 'ngo',
  status: 'none',
  founded: '1998',
  description: 'Harbour & Hill brings together associations of fishers and farmers on both sides of the border.',
} as const;

/** An answer of 250 words in light Markdown: paragraphs, a list, bold, italic, a link and a footnote. */
export function answerOf(question: string): string {
  return `Our network answered ${question} together. **Since 2011** it has brought together forty-two associations on both sides of the border: fishers, farmers, teachers and people who had to leave their homes. They share one coast and the same markets. For them solidarity across the border isn't a programme; it is what they do every day.[^1]

This solidarity has been expressed in three ways:

- by *caravans of the word*, which travel along the coast each dry season, in 2022 with 310 people from four countries;
- by a fund for mutual help, fed by members' own dues, which paid for food and school books for 212 families after the floods of October 2022;
- by joint statements to the governments concerned, drafted in three languages and read out in public.

Over the last two years this has become harder. Two of our members were told that money from abroad needed a permit "for reasons of security"; one bank closed an account without a reason & without notice; a meeting was moved three times because the hall was suddenly not free. Nobody was hurt, but people who used to speak now ask us not to print their names, and <some> no longer come.

What has helped is simple: a named person in the ministry who answers letters, observers who come when they are invited, and a public record of what was promised. We describe each of them [on our website](https://harbour.example.org/solidarity) and keep the list up to date.

[^1]: Annual report of the network, 2022, pages 4 to 9.`;
}
