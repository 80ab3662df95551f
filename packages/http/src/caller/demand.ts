import { nearestName, parseDuration, type StrengthName } from '@sallyport/core';
import type { Guard } from '@sallyport/engine';

/** How recent the proof has to be, beside how strong. */
export interface DemandOptions {
  /** A duration as the policy writes it, `'5m'`. */
  readonly within?: string | undefined;
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

/** A route of the host asks for a strength that there is not: no session would ever have it. Thrown at start-up. */
export class UnknownStrength extends Error {
  readonly code = 'unknown-strength';
  constructor(strength: string, known: readonly string[]) {
    const meant = nearestName(strength, known);
    const wayOut = meant === undefined ? `there are ${known.join(', ')}.` : `did you mean '${meant}'?`;
    super(
      `require('${strength}'): no strength of this name; ${wayOut} Strengths of your own are defined in the policy`,
    );
    this.name = 'UnknownStrength';
  }
}

/**
 * What `require(strength, { within })` asks of a session. Without arguments, that there is one; without a strength, all that a sign-in asks
 * of its account, within so long.
 *
 * @param known the strengths that there are: those of `auth.strengths`; absent: whatever is asked for is taken
 * @throws {InvalidDemand} if `within` is no duration
 * @throws {UnknownStrength} if the strength is none of those known
 */
export function demandOf(strength?: StrengthName, { within }: DemandOptions = {}, known?: readonly string[]): Guard {
  if (strength !== undefined && known !== undefined && !known.includes(strength)) {
    throw new UnknownStrength(strength, known);
  }
  if (within === undefined) return strength === undefined ? { needs: 'session' } : { needs: 'strength', strength };
  const length = parseDuration(within);
  if (length === undefined) throw new InvalidDemand(within);
  return strength === undefined
    ? { needs: 'recent-sign-in', within: length }
    : { needs: 'strength', strength, within: length };
}
