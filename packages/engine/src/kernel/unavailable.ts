import type { Logger } from '../contract/host.ts';
import { becauseOf } from './because.ts';

const QUIET = 60_000;

/** Warns the operator of a party that does not answer, with the cause. */
export type WarnOfUnavailable = (party: string, fault: unknown) => void;

/** Warns once a minute for each party. Between two warnings, every answer of 503 has its line in the log, without the cause. */
export function unavailableWarnings(logger: Logger, clock: () => number): WarnOfUnavailable {
  const warned = new Map<string, number>();
  return (party, fault) => {
    const now = clock();
    const passed = now - (warned.get(party) ?? -Infinity);
    if (passed >= 0 && passed < QUIET) return;
    warned.set(party, now);
    logger.warn(`${party} did not answer`, { because: becauseOf(fault) });
  };
}
