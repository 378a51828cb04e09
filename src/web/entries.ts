/**
 * Ways in: a secret link, a short code, and asking for one's links again. GET shows a button or a form and changes
 * nothing, because mail scanners open links; POST lets in. Nothing here tells what exists and what does not.
 */
import type { Express, Request, Response } from 'express';
import { AppError } from '../domain/errors.ts';
import type { Link } from '../domain/link.ts';
import { addressIn } from '../domain/linkForm.ts';
import type { Parts } from './app.ts';
import { carriedBack } from './givingBack.ts';
import { sendAgain } from './linkMails.ts';
import { sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf } from './saving.ts';
import { hashOf, TOKEN, typedCode } from './secrets.ts';
import { ensureSession, visitOf } from './visit.ts';

/** A whole link, with room for a long name of a host. */
const TYPED_MAX = 300;

export function entryRoutes(app: Express, parts: Parts): void {
  app.get(route.link, async (request, response) => {
    await linkAt(parts, request);
    sendPage(parts, request, response, 'links/enter', { token: request.params['token'] });
  });

  app.post(route.link, async (request, response) => {
    await letIn(parts, request, response, await linkAt(parts, request));
  });

  codeRoutes(app, parts);
  againRoutes(app, parts);
}

/** The link of the token in the address. Throws `not-found` for an unknown, revoked or expired one alike. */
async function linkAt(parts: Parts, request: Request): Promise<Link> {
  const token = String(request.params['token']);
  if (!TOKEN.test(token)) throw new AppError('not-found');
  const link = await parts.store.linkByHash(hashOf(token), visitOf(request, parts).now);
  if (link === null) throw new AppError('not-found');
  return link;
}

async function letIn(parts: Parts, request: Request, response: Response, link: Link): Promise<void> {
  await enter(parts, request, response, link);
  response.redirect(303, to.draft(link.draft));
}

async function enter(parts: Parts, request: Request, response: Response, link: Link): Promise<void> {
  const session = await ensureSession(request, response, parts);
  await parts.store.enter(session, link, visitOf(request, parts).now);
}

/** Says when to come back. */
function tooOften(parts: Parts, request: Request, seconds: number): string {
  return visitOf(request, parts).say('entry.tooOften', { count: Math.ceil(seconds / 60) });
}

/** A link as people copy it: the whole address, or its secret alone. */
const LINK = /^(?:\S*\/links\/)?([0-9abcdefghjkmnpqrstvwxyz]{32})$/i;

function codeRoutes(app: Express, parts: Parts): void {
  const show = (request: Request, response: Response, typed: string, problem: string | null, status: number): void => {
    const again = carriedBack(bodyOf(request));
    const values = { typed, problem, again, mail: parts.mailer.sender !== null, noSwitch: again !== null };
    sendPage(parts, request, response, 'codes/show', values, status);
  };
  /** By a code or a whole link; the sentence that says why not. */
  const linkFor = async (request: Request, typed: string): Promise<Link | string> => {
    const { say, now } = visitOf(request, parts);
    const [, token] = LINK.exec(typed) ?? [];
    const code = typedCode(typed);
    if (token === undefined && code === null) return say('codes.malformed');
    const known = token === undefined ? null : await parts.store.linkByHash(hashOf(token.toLowerCase()), now);
    if (known !== null) return known;
    const wait = parts.rates.take('code', request, now);
    if (wait !== null) return tooOften(parts, request, wait);
    const link = code === null ? null : await parts.store.spendCode(hashOf(code), now);
    if (link === null) return say('codes.unknown');
    parts.rates.giveBack('code', request);
    return link;
  };

  app.get(route.codes, (request, response) => show(request, response, '', null, 200));

  app.post(route.codes, async (request, response) => {
    const sent = bodyOf(request)['code'];
    const typed = typeof sent === 'string' ? sent.trim().slice(0, TYPED_MAX) : '';
    const link = await linkFor(request, typed);
    if (typeof link === 'string') {
      return show(request, response, typed, link, response.hasHeader('Retry-After') ? 429 : 422);
    }
    const again = carriedBack(bodyOf(request));
    if (again === null) return letIn(parts, request, response, link);
    await enter(parts, request, response, link);
    if (again.draft === link.draft) return sendPage(parts, request, response, 'codes/back', { again, noSwitch: true });
    show(request, response, '', visitOf(request, parts).say('errors.again.other'), 422);
  });
}

function againRoutes(app: Express, parts: Parts): void {
  /** One at a time, in the background. */
  let sending = Promise.resolve();

  const show = (request: Request, response: Response, values: object, status: number): void => {
    const page = { typed: '', problem: null, asked: false, mail: parts.mailer.sender !== null, ...values };
    sendPage(parts, request, response, 'links/again', page, status);
  };
  const sendLater = (address: string, now: Date): void => {
    sending = sending
      .then(() => sendAgain(parts, address, now))
      .catch((error: unknown) => {
        const code = error instanceof AppError ? error.code : 'internal';
        parts.log.error({ code }, 'links could not be sent again');
      });
  };

  app.get(route.linksAgain, (request, response) => {
    show(request, response, { asked: request.query['asked'] === '1' }, 200);
  });

  app.post(route.linksAgain, (request, response) => {
    const { say, now } = visitOf(request, parts);
    const sent = bodyOf(request)['address'];
    const typed = typeof sent === 'string' ? sent.trim().slice(0, 320) : '';
    if (parts.mailer.sender === null) return show(request, response, {}, 422);
    const address = addressIn(typed);
    if (address === null) return show(request, response, { typed, problem: say('again.malformed') }, 422);
    const wait = parts.rates.take('again', request, now, { mailbox: address.toLowerCase() });
    if (wait !== null) return show(request, response, { typed, problem: tooOften(parts, request, wait) }, 429);
    // The answer is on its way before anybody looks whether the address is known: its time tells nothing either.
    response.on('finish', () => sendLater(address, now));
    response.redirect(303, `${to.linksAgain()}?asked=1`);
  });
}
