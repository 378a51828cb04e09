/**
 * The pages of links as their owner sees them: one that was just made, and all of them with the browsers that came in.
 * What is done with them is in `links.ts`.
 */
import type { Request, Response } from 'express';
import { mainDeadline } from '../domain/deadline.ts';
import { IDLE_HOURS, ROLES, type Access, type Link } from '../domain/link.ts';
import { termsFor, type LinkChoices, type LinkForm, type TypedLink } from '../domain/linkForm.ts';
import { LEAD } from '../domain/signatory.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { sendPage } from './page.ts';
import { to } from './paths.ts';
import { shownCode } from './secrets.ts';
import { GENEVA, minuteIn } from './times.ts';

/** What the form is checked against. */
export function choicesOf(parts: Parts, { draft, call, visit }: Desk): LinkChoices {
  const deadline = mainDeadline(call, visit.now)?.instant ?? null;
  const lead = draft.organisation.value.name || visit.say('links.leadName');
  const submitting = draft.signatories.value.list.filter(({ kind }) => kind === 'submitting');
  return {
    signers: [{ id: LEAD, name: lead }, ...submitting.map(({ id, name }) => ({ id, name }))],
    deadline: deadline !== null && deadline > visit.now ? deadline : null,
    mail: parts.mailer.sender !== null,
    now: visit.now,
  };
}

/** An empty form or, from a page that asks for a link for one organisation, one that is filled in for it. */
export function proposed(parts: Parts, desk: Desk, request: Request): TypedLink {
  const { deadline, mail } = choicesOf(parts, desk);
  const { role, signatory } = request.query;
  const found = desk.draft.signatories.value.list.find(({ id }) => id === signatory);
  return {
    role: ROLES.find((one) => one === role) ?? '',
    label: found === undefined ? '' : [found.contact, found.name].filter(Boolean).join(', ').slice(0, 200),
    signatory: found?.id ?? '',
    term: deadline === null ? '90' : 'deadline',
    address: mail ? (found?.email ?? '') : '',
    neutral: true,
  };
}

export function showLink(parts: Parts, request: Request, response: Response, desk: Desk, link: Link): void {
  const { visit, draft } = desk;
  const given = visit.given.get(link.id);
  const sent = request.query['sent'];
  sendPage(parts, request, response, 'links/show', {
    id: draft.record.id,
    link: lineOf(desk, link, choicesOf(parts, desk).signers, []),
    address: given === undefined ? null : `${parts.baseUrl()}${to.link(given.token)}`,
    code: given === undefined ? null : shownCode(given.code),
    codes: `${parts.baseUrl()}${to.codes()}`,
    sent: ['sent', 'written', 'failed', 'unsure', 'refused'].find((kind) => kind === sent) ?? null,
    failed: sent === 'failed' || sent === 'refused' || sent === 'unsure',
  });
}

export function accessesOf(parts: Parts, { draft, visit }: Desk): Promise<readonly Access[]> {
  return parts.store.accesses(draft.record.id, visit.session ?? '', visit.now);
}

/** A link as pages show it. */
function lineOf(desk: Desk, link: Link, signers: LinkChoices['signers'], accesses: readonly Access[]): object {
  const { visit } = desk;
  const when = (at: Date | null): string | null =>
    at === null ? null : minuteIn(at, visit.language, visit.zone ?? GENEVA);
  const signer = signers.find(({ id }) => id === link.signatory);
  return {
    id: link.id,
    label: link.label,
    role: link.role,
    signer: signer === undefined || signer.name === link.label ? null : signer.name,
    address: link.address,
    created: when(link.createdAt),
    used: when(link.usedAt),
    ends: when(link.expiresAt),
    ended: link.expiresAt !== null && link.expiresAt <= visit.now,
    browsers: accesses.filter((access) => access.link === link.id).length,
    own: link.id === desk.link,
  };
}

interface Filled {
  readonly typed: TypedLink;
  readonly problems?: LinkForm['problems'];
  /** Why something else than the form was refused. */
  readonly refusal?: string;
}

/** The page of all links, with why something on it was refused. */
export function refuse(parts: Parts, request: Request, response: Response, desk: Desk, phrase: string): Promise<void> {
  const filled = { typed: proposed(parts, desk, request), refusal: desk.visit.say(phrase) };
  return showLinks(parts, request, response, desk, filled, 422);
}

export async function showLinks(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  filled: Filled,
  status = 200,
): Promise<void> {
  const { draft, visit } = desk;
  const [links, accesses] = await Promise.all([parts.store.links(draft.record.id), accessesOf(parts, desk)]);
  const when = (at: Date): string => minuteIn(at, visit.language, visit.zone ?? GENEVA);
  const { signers, deadline, mail } = choicesOf(parts, desk);
  const values = {
    id: draft.record.id,
    links: links.filter(({ revokedAt }) => revokedAt === null).map((link) => lineOf(desk, link, signers, accesses)),
    browsers: accesses.map(({ id, link, since, seenAt, own }) => ({
      id,
      label: links.find((one) => one.id === link)?.label ?? '',
      since: when(since),
      seen: when(seenAt),
      own,
    })),
    roles: ROLES,
    signers,
    terms: termsFor(deadline),
    idleHours: IDLE_HOURS,
    idle: desk.idleHours,
    mail,
    problems: [],
    refusal: null,
    ...filled,
    here: to.links(draft.record.id),
  };
  sendPage(parts, request, response, 'links/index', values, status);
}
