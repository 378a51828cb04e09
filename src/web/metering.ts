/**
 * Metering: ports whose calls are counted. The doors lay it around the parts before they hand them on, so that nobody
 * who uses a port knows of it. It changes nothing: neither what comes back, nor when, nor what is thrown.
 */
import { AppError } from '../domain/errors.ts';
import type { Press } from '../domain/outline.ts';
import type { Meters } from './metrics.ts';

type Call = (...values: readonly unknown[]) => unknown;

/** The cellar, with what it did counted, and what it could not do. */
export function meteredStore<Port extends object>(store: Port, meters: Meters): Port {
  const failed = (error: unknown): void =>
    meters.count('database_failures', error instanceof AppError ? error.code : 'internal');
  const methods = Object.entries(store).map(([name, call]: [string, unknown]) => {
    if (typeof call !== 'function') return [name, call];
    const seen = SEEN[name];
    const metered: Call = (...values) => {
      const answer = (call as Call)(...values);
      if (answer instanceof Promise) answer.then((result) => seen?.(meters, result, values), failed);
      return answer;
    };
    return [name, metered];
  });
  return Object.fromEntries(methods) as Port;
}

/** By the method of the cellar that does it. */
const SEEN: Readonly<Record<string, (meters: Meters, result: unknown, values: readonly unknown[]) => void>> = {
  startDraft: (meters) => meters.count('drafts_started'),
  savePart: (meters, result) => meters.count('saves', kindOf(result)),
  settle: (meters, _result, [, outcome]) => meters.count('reminders', kindOf(outcome)),
  finishDelivery: (meters, _result, [, outcome]) => meters.count('deliveries', kindOf(outcome)),
};

const kindOf = (value: unknown): string => (value as { readonly kind: string }).kind;

/** The press, with the documents counted that it printed, and those that it had kept. */
export function meteredPress(press: Press, meters: Meters): Press {
  return {
    ...press,
    press(key, outline) {
      let from = 'kept';
      const answer = press.press(key, () => {
        from = 'printed';
        return outline();
      });
      answer.then(
        () => meters.count('documents', from),
        () => meters.count('documents', 'failed'),
      );
      return answer;
    },
  };
}
