/**
 * Refuses posts from other sites, by `Sec-Fetch-Site` or, where a browser does not send it, by `Origin`.
 * A client that sends neither is not a browser and passes.
 */
import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../domain/errors.ts';
import type { Parts } from './app.ts';
import { formProof, sameSecret } from './secrets.ts';
import { visitOf } from './visit.ts';

/** Before the body is read. Throws `cross-site`. */
export function refuseCrossSite(parts: Parts) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined) {
      if (site !== 'same-origin' && site !== 'none') throw new AppError('cross-site');
      return next();
    }
    const origin = request.headers.origin;
    // "null" is what older browsers send from pages with our own referrer policy: their forms carry a proof instead.
    if (origin !== undefined && origin !== 'null' && !ownOrigin(parts, origin)) throw new AppError('cross-site');
    next();
  };
}

/** After the body is read: a post whose origin is hidden must come from a form of this very session. */
export function requireProof(parts: Parts) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const hidden = request.headers['sec-fetch-site'] === undefined && request.headers.origin === 'null';
    const { token } = visitOf(request, parts);
    if (hidden && request.method === 'POST' && token !== null) {
      const proof = (request.body as Record<string, unknown> | undefined)?.['proof'];
      if (typeof proof !== 'string' || !sameSecret(proof, formProof(token))) throw new AppError('cross-site');
    }
    next();
  };
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The address that people type. The host that a request names is not asked: whoever sends it chooses it. */
function ownOrigin(parts: Parts, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const sent = new URL(origin);
  const own = new URL(parts.baseUrl());
  const same = (a: string, b: string): boolean => a === b || (LOOPBACK.has(a) && LOOPBACK.has(b));
  return sent.protocol === own.protocol && sent.port === own.port && same(sent.hostname, own.hostname);
}
