import type { Logger } from '../contract/host.ts';
import { becauseOf } from './because.ts';

const QUIET = 60_000;

export type WarnOfUnavailable = (party: string, fault: unknown) => void;

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
