/**
 * What a proposal says, without the places it was read from, in a form that is easy to compare and to read when two differ.
 */
import type { CallProposal, Field, Found, QuestionProposal } from '../../../src/domain/reader/proposal.ts';

/** Null where nothing can be relied on. */
const one = <Value>({ found }: Field<Value>): Value | null => found?.value ?? null;

const all = <Value>(found: readonly Found<Value>[]): Value[] =>
  found.filter(({ certainty }) => certainty !== 'unsure').map(({ value }) => value);

/** The tree of questions, one node a line: two spaces a level, label, text. */
export function printed(questions: readonly QuestionProposal[], depth = 0): string[] {
  return questions.flatMap((node) => {
    const kind = node.kind === 'question' ? '' : `[${node.kind}] `;
    const line = `${'  '.repeat(depth)}${kind}${node.label ?? '·'} ${(node.text ?? '∅').replace(/\s+/g, ' ')}`;
    return [line, ...printed(node.children, depth + 1)];
  });
}

/** All values that can be relied on. */
export function factsOf(proposal: CallProposal): Readonly<Record<string, unknown>> {
  return {
    languages: proposal.languages,
    title: one(proposal.title),
    issuers: all(proposal.issuers),
    destination: one(proposal.destination),
    kind: one(proposal.kind),
    background: one(proposal.background)?.replace(/\s+/g, ' ') ?? null,
    deadlines: all(proposal.deadlines).map(({ was, ...deadline }) => ({
      ...deadline,
      was: was.map(({ date }) => date),
    })),
    opening: one(proposal.opening),
    channels: all(proposal.channels),
    subject: one(proposal.subject),
    emailBody: one(proposal.emailBody),
    answerLanguages: one(proposal.answerLanguages),
    limits: all(proposal.limits),
    fileTypes: one(proposal.fileTypes),
    publication: one(proposal.publication),
    addressees: one(proposal.addressees),
    attachments: one(proposal.attachments),
    consent: one(proposal.consent),
    tasks: all(proposal.tasks),
    period: one(proposal.period),
    heading: one(proposal.heading),
    questions: printed(proposal.questions),
  };
}
