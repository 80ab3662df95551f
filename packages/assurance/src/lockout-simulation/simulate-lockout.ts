import type { LockoutLimits } from '@sallyport/core/lockout';
import { runHistory } from './history.ts';
import { type Attack, checkInput, days, MOST_DAYS, type Owner, USUAL_OWNER, within } from './model.ts';
import { seeded } from './random.ts';
import { chanceAfter, type GuessedSecret } from './secret.ts';

/** The question to {@link simulateLockout}. */
export interface LockoutSimulation {
  readonly attack: Attack;
  /** The guessed secret. Absent: the attacker only wants a lock, and never hits. */
  readonly secret?: GuessedSecret;
  /** Absent: {@link USUAL_OWNER}. */
  readonly owner?: Owner;
  /** The lengths of the attack in days, above 0. Default `[1, 30, 365]`. */
  readonly days?: readonly number[];
  /** Makes a run repeatable. Default 1. */
  readonly seed?: number;
  /**
   * How many years are simulated for each length: the longer the attack, the fewer accounts. Default 10. The error of a mean falls with the
   * square root.
   */
  readonly years?: number;
}

/** What an attack of one length comes to, as means over the simulated accounts. */
export interface LockoutOutcome {
  /** The length of the attack in days. */
  readonly days: number;
  /** The probability of success, from 0 to 1. */
  readonly chance: number;
  /** The attacker's judged guesses, if none of them hits. */
  readonly guesses: number;
  /** The minutes of a day in which a right proof of the owner would be refused, from 0 to 1,440. */
  readonly lockedMinutes: number;
}

/**
 * Simulates an attack on one account under limits of guessing, by the functions of `@sallyport/core/lockout` that the stores run. The same question has the
 * same answer.
 *
 * @param limits `lockout` of a compiled policy
 * @returns an outcome for each of `days`
 * @throws SimulationInputError if a number is out of bounds
 */
export function simulateLockout(
  limits: LockoutLimits,
  { attack, secret, owner = USUAL_OWNER, days: lengths = [1, 30, 365], seed = 1, years = 10 }: LockoutSimulation,
): readonly LockoutOutcome[] {
  checkInput(limits, attack, owner);
  within('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  within('years', years, 1e-3, 10_000);
  if (secret?.kind === 'random') within('secret.hit', secret.hit, 0, 1);
  if (secret?.kind === 'chosen') within('secret.refused', secret.refused ?? 0, 0, 1e12);
  return lengths.map((length) => {
    within('days', length, 1e-3, MOST_DAYS);
    const end = days(length);
    const accounts = Math.min(MOST_ACCOUNTS, Math.max(FEWEST_ACCOUNTS, Math.ceil((years * 365) / length)));
    let [chance, guesses, locked] = [0, 0, 0];
    // Seeds far apart, so that the accounts of neighbouring seeds differ.
    for (let account = 0; account < accounts; account += 1) {
      const happened = runHistory(limits, attack, owner, end, seeded(Math.imul(seed, 1_000_003) + account));
      guesses += happened.guesses;
      locked += happened.locked;
      if (secret !== undefined) chance += chanceAfter(secret, happened.guesses);
    }
    const mean = (sum: number): number => sum / accounts;
    return { days: length, chance: mean(chance), guesses: mean(guesses), lockedMinutes: (mean(locked) / end) * 1_440 };
  });
}

const FEWEST_ACCOUNTS = 4;
const MOST_ACCOUNTS = 4_000;
