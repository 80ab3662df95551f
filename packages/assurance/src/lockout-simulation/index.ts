/**
 * `@sallyport/assurance/lockout-simulation`: what limits of guessing come to, before they are in force. `simulateLockout` runs the rules of
 * `@sallyport/core/lockout` against attackers, and `closedForm` computes the same without chance.
 *
 * @packageDocumentation
 */
export { ATTACKERS, type Attacker, type LockoutRow, lockoutTable, type TableAssumptions } from './attackers.ts';
export { type ClosedForm, closedForm } from './closed-form.ts';
export {
  beats,
  type LockoutCosts,
  type LockoutFront,
  type LockoutSetting,
  lockoutCosts,
  lockoutFront,
  singleChanges,
  withDefaults,
} from './front.ts';
export { type Attack, type Owner, SimulationInputError, USUAL_OWNER } from './model.ts';
export {
  CODE_HITS,
  chanceAfter,
  GUESS_CURVES,
  GUESSED_METHODS,
  type GuessCurve,
  type GuessedMethod,
  type GuessedSecret,
  type GuessPiece,
} from './secret.ts';
export { type LockoutOutcome, type LockoutSimulation, simulateLockout } from './simulate-lockout.ts';
