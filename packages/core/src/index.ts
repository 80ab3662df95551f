export type * from './acts/act.ts';
export {
  highestAdministration,
  reachableRoles,
  rolesNamedBy,
  wornRoles,
} from './acts/administration.ts';
export { actsFromAbove, isHeldByBlocked } from './acts/administrator.ts';
export { administratorsDemand, meetsDemand, ownersDemand } from './acts/demand.ts';
export { type FirstSignIn, type Given, hasGiven, overtakesFirstSignIn, ownersOfMailbox } from './acts/first-sign-in.ts';
export { limitedRights } from './acts/helpdesk.ts';
export { type HostCode, hostCode, isByHostCode, nameOfHostCode } from './acts/host-code.ts';
export { demandOfPlace, namedInPlace, reasonsOfPlace } from './acts/in-place.ts';
export { judge } from './acts/judge.ts';
export { MOST_PASSKEYS, mayBeginWith } from './acts/limits.ts';
export { isInAddressForm, type NewName } from './acts/new-name.ts';
export { mayRecover, recoveryAccepts } from './acts/recovery.ts';
export { covers, gainedRanks, type RankFrom, rankOf, ranksFrom } from './acts/role-gain.ts';
export {
  actingBesides,
  firstFactorAfterLowering,
  isOwnersOrOf,
  type Lowered,
  linkStaysOnGain,
  loweredAfter,
  nameOfProvider,
  providerNamed,
  settersOf,
  settingUp,
  setUpBy,
  setUpByBoth,
  setUpByIdentity,
  speaksFor,
} from './acts/set-up-by.ts';
export { isStranded, leftByLink } from './acts/way-in-left.ts';
export type { ConfirmedBy } from './decision/confirmed-by.ts';
export type * from './decision/decision.ts';
export { evaluate, type Question } from './decision/evaluate.ts';
export { openingMethods } from './decision/opening-methods.ts';
export {
  type EffectiveSessionLimits,
  limitsSessions,
  type OpenSession,
  type SessionRoom,
  sessionLimits,
  sessionRoom,
} from './decision/session-limits.ts';
export {
  SHADOW_EFFECTS,
  type ShadowDifference,
  type ShadowEffect,
  type ShadowJudged,
  shadowDifference,
  shadowEffect,
} from './decision/shadow-difference.ts';
export { administrationStrength, strengthOf, strongestLevel } from './decision/strongest.ts';
export { afterItsPassword, endsWithSession } from './enrollment/spent-code.ts';
export type { Reader } from './explain/catalogue.ts';
export { type Explained, explain, explainReason, reasonForPerson } from './explain/explain.ts';
export { type BesideSession, endedWithSession } from './flow/beside.ts';
export { type Decided, decide, type FlowContext } from './flow/decide.ts';
export { evolve } from './flow/evolve.ts';
export { type Command, type Flow, type FlowEvent, openFlow } from './flow/flow.ts';
export {
  endsByFormerToken,
  endWithIt,
  type FormerToken,
  formerToken,
  type OpenedBeside,
  openedBeside,
} from './flow/former-token.ts';
export { Grant, type GrantScope } from './flow/grant.ts';
export type { Schema, SchemaIssue, SchemaResult } from './json/schema.ts';
export type * from './lockout/clearing.ts';
export type * from './lockout/lockout.ts';
export type * from './lockout/refused-at-directory.ts';
export type { PasswordRules, PasswordsInput } from './passwords/password-rules.ts';
export { type Administration, administers, isAbovePeople } from './policy/administers.ts';
export { datesOf } from './policy/dates.ts';
export { defineOrganisation } from './policy/define-organisation.ts';
export { definePolicy, MAX_CUSTOM_STRENGTHS, parsePolicy } from './policy/define-policy.ts';
export { dormancyAt } from './policy/dormancy.ts';
export type { HostMethods } from './policy/host-methods.ts';
export { intervalsOf, type PolicyInterval } from './policy/intervals.ts';
export { withAsciiDomains } from './policy/mail-domains.ts';
export { OrganisationError } from './policy/organisation-error.ts';
export type * from './policy/organisation-input.ts';
export { closedOrganisation } from './policy/organisation-rules.ts';
export type * from './policy/policy.ts';
export { PolicyError, type PolicyProblem } from './policy/policy-error.ts';
export {
  anywhere,
  type Circumstances,
  outsideOrganisation,
  type PlacedPolicy,
  policyIn,
  unknownContexts,
} from './policy/policy-in.ts';
export * from './policy/policy-input.ts';
export { organisationSchema, policySchema } from './policy/policy-schema.ts';
export { POLICY_PRESETS, type PresetName } from './policy/presets.ts';
export type * from './policy/reason.ts';
export { backupCodesCouldHelp } from './reach/backup-codes-could-help.ts';
export { levelFromBefore } from './reach/provable-level.ts';
export { couldAdminister, type Reach, reachOf, type Vouching } from './reach/reach.ts';
export { reachIn } from './reach/reach-in.ts';
export { type Soon, soonOf } from './reach/soon.ts';
export { withoutLinksToCome } from './reach/would-link.ts';
export { mayHaveFirstPassword, mayHavePassword, mayUse } from './requirements/may-use.ts';
export { type Demand, type Requirements, requirementsOf } from './requirements/requirements-of.ts';
export type { AccountFactors, AccountFacts, GivenRoles, PasskeyFacts } from './strength/account-facts.ts';
export { type AskedAnew, isEarlierSignIn } from './strength/earlier-sign-in.ts';
export type * from './strength/evidence.ts';
export { ownersOfDomain, ownsDomain, provesBeyondMailbox } from './strength/mailbox.ts';
export {
  type BuiltInMethod,
  type CodeOrLink,
  codeMethod,
  type DeliveredCode,
  ENROLLABLE_METHODS,
  type EnrollableMethod,
  isHostCode,
  METHODS,
  type Method,
  type MethodMask,
  maskOf,
  methodBit,
  methodsOf,
  WAY_IN_METHODS,
  type WayInMethod,
} from './strength/method.ts';
export type { Guessable, MethodDescriptor, StrongSecond, WrittenWord } from './strength/methods/descriptor.ts';
export { BUILT_IN_METHODS, hasStrong, methodDescriptor } from './strength/methods/index.ts';
export { checkMembers, nearestName, unknownMember } from './strength/nearest-name.ts';
export type {
  Combination,
  EvidencePattern,
  PasskeyPattern,
  SsoPattern,
  StrengthDefinition,
} from './strength/pattern.ts';
export type { StrongSecondName } from './strength/plain-seconds.ts';
export type { ProviderInput } from './strength/provider.ts';
export type { ProviderAssertion } from './strength/provider-assertion.ts';
export {
  type ProviderReport,
  type Reported,
  reportedBefore,
  reportsAfter,
  reportsUntil,
  reportsWithin,
} from './strength/provider-reports.ts';
export { recentEvidence } from './strength/recent-evidence.ts';
export { sessionEvidence } from './strength/session-evidence.ts';
export type * from './strength/strength-name.ts';
export { durationText, type Milliseconds, milliseconds, parseDuration } from './time/duration.ts';
export { type Instant, instant } from './time/instant.ts';
