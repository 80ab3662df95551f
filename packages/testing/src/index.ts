/**
 * `@sallyport/testing`: scenarios and acts of a policy, for every test runner, on a virtual clock; matchers whose messages contain the
 * proof; and sessions by real ceremonies, for a host's own tests.
 *
 * @packageDocumentation
 */
export { type AccountInput, account, type FactorWord } from './account/account.ts';
export {
  type ActingAs,
  administrator,
  directory,
  type FlowWords,
  hostCode,
  provider,
  theSystem,
  voucher,
} from './acts/actors.ts';
export { type Acting, type Acts, type ActsOn, type Answered, acts } from './acts/acts.ts';
export { ActsFailed } from './acts/acts-failed.ts';
export * from './acts/organisation-wishes.ts';
export {
  allowed,
  refusedBecause,
  refusedUntilProved,
  refusedUntilShown,
  type VerdictExpectation,
} from './acts/verdict-expectation.ts';
export { type ActTrace, actInFull, verdictInWords } from './acts/verdict-in-words.ts';
export * from './acts/wishes.ts';
export { type Moment, START } from './clock/moment.ts';
export { type VirtualClock, virtualClock } from './clock/virtual-clock.ts';
export { type EvidenceBuilder, evidence, type When } from './evidence/evidence.ts';
export type { AccountWith, TestAccount } from './host/create-account.ts';
export type { Person, SignInOptions } from './host/person.ts';
export { signIn } from './host/sign-in.ts';
export { SignInFailed } from './host/sign-in-failed.ts';
export type { SessionHeaders, SignedIn } from './host/signed-in.ts';
export { type TestSallyport, type TestSallyportOptions, testSallyport } from './host/test-sallyport.ts';
export { type TotpApp, totpApp } from './host/totp-app.ts';
export type { MatcherResult } from './matchers/matcher-result.ts';
export { type PolicyMatcherFunctions, type PolicyMatchers, policyMatchers } from './matchers/policy-matchers.ts';
export type { Decided } from './matchers/received.ts';
export {
  type Act,
  enrolls,
  fails,
  type Guessable,
  opensSignIn,
  type ProofDetails,
  type Provable,
  proves,
  stepsUp,
  waits,
} from './scenario/act.ts';
export {
  asksFor,
  asksToEnroll,
  denied,
  type Expectation,
  granted,
  redirectsTo,
  type Some,
} from './scenario/expectation.ts';
export { type DecisionTrace, decisionInWords, proofInWords } from './scenario/proof.ts';
export {
  type EnteredByPerson,
  type Given,
  type Happened,
  type Outcome,
  type Scenario,
  scenario,
  type Then,
} from './scenario/scenario.ts';
export { ScenarioFailed, ScenarioMisused } from './scenario/scenario-error.ts';
