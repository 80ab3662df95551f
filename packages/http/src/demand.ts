import { type Milliseconds, parseDuration, type StrengthName } from '@sallyport/core';
import type { Guard } from '@sallyport/engine';

/** How recent the proof has to be, beside how strong. */
export interface DemandOptions {
  /** A duration as the policy writes it, `'5m'`. */
  readonly within?: string;
}

/** A route of the host asks for something that cannot be. Thrown at start-up, when the route is set up. */
export class InvalidDemand extends Error {
  readonly code = 'invalid-demand';
  constructor(within: string) {
    super(
      `require(…, { within: '${within}' }): not a duration; write a whole number and a unit, such as '5m' or '30s'`,
    );
    this.name = 'InvalidDemand';
  }
}

/**
 * What `require(strength, { within })` asks of a session. Without arguments, that there is one.
 *
 * @throws {InvalidDemand} if `within` is no duration
 */
export function demandOf(strength?: StrengthName, { within }: DemandOptions = {}): Guard {
  if (strength === undefined && within === undefined) return { needs: 'session' };
  // Any way in is at least `single`: recency alone asks for no more than that.
  const asked = { needs: 'strength', strength: strength ?? 'single' } as const;
  if (within === undefined) return asked;
  const length = parseDuration(within);
  if (length === undefined) throw new InvalidDemand(within);
  return { ...asked, ...recency(length) };
}

/** How recent a proof has to be, as the engine takes it: the one place where the duration of a request or a route changes its unit. */
export function recency(within: Milliseconds | undefined): { readonly withinSeconds?: number } {
  return { withinSeconds: within === undefined ? undefined : within / 1000 };
}
