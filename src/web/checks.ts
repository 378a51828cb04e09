/**
 * Setting findings of the checks aside, with a reason, and bringing them back. The review page lists them.
 */
import type { Express } from 'express';
import { checksSchema, isAsideable, withAside, withoutAside, type Checks } from '../domain/checks/aside.ts';
import { KINDS, type Kind } from '../domain/checks/finding.ts';
import { AppError } from '../domain/errors.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { checksOf, type Refused } from './findings.ts';
import { route, to } from './paths.ts';
import { showReview } from './reviews.ts';
import { bodyOf, saveOrStale } from './saving.ts';

/** A reason is a note, not an essay. */
const REASON_MAX = 1_000;

export function checkRoutes(app: Express, parts: Parts): void {
  app.post(route.checks, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    if (desk.draft.record.submittedAt !== null) throw new AppError('submitted');
    const body = bodyOf(request);
    const ids = [body['finding'] ?? []].flat().flatMap((sent) => sent.split(/\r?\n/));
    const review = `${to.review(desk.draft.record.id)}#checks`;
    if (body['back'] !== undefined) {
      await saveChecks(parts, desk, (checks) => withoutAside(checks, ids));
      return response.redirect(303, review);
    }
    const reason = [body['reason'] ?? ''].flat()[0]?.trim().slice(0, REASON_MAX) ?? '';
    const found = checksOf(desk).findings.filter((finding) => isAsideable(finding) && ids.includes(finding.id));
    const problem = ids.length === 0 ? 'none' : found.length === 0 ? 'changed' : reason === '' ? 'reason' : null;
    if (problem !== null) {
      const refused: Refused = { problem, kind: kindIn(body['kind']), ids, reason };
      return showReview(parts, request, response, desk, refused, problem === 'changed' ? 409 : 422);
    }
    await saveChecks(parts, desk, (checks) => withAside(checks, found, reason, desk.visit.now));
    response.redirect(303, review);
  });
}

const kindIn = (sent: unknown): Kind | null =>
  typeof sent === 'string' && Object.hasOwn(KINDS, sent) ? (sent as Kind) : null;

const TRIES_MAX = 5;

/** What two people set aside at once does not meet: each change is made again on what the other saved. */
async function saveChecks(parts: Parts, desk: Desk, change: (checks: Checks) => Checks): Promise<void> {
  let { value, revision } = desk.draft.checks;
  for (let count = 0; count < TRIES_MAX; count += 1) {
    const next = change(value);
    if (JSON.stringify(next) === JSON.stringify(value)) return;
    const newer = await saveOrStale(parts, desk, 'checks', revision, next);
    if (newer === null) return;
    value = checksSchema.parse(newer.value);
    revision = newer.revision;
  }
  throw new AppError('stale');
}
