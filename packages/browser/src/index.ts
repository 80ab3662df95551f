/**
 * `@sallyport/browser`: a small typed client for the Sallyport HTTP contract, with passkeys.
 *
 * @packageDocumentation
 */
export type { AccountClient } from './account.ts';
export type {
  Account,
  DeviceEntry,
  EnrolledCode,
  ExternalId,
  Factors,
  LoggedEvent,
  Passkey,
  SessionEntry,
  VaultWay,
} from './account-contract.ts';
export type {
  AccountFilter,
  Admin,
  AdminPolicy,
  EventFilter,
  FlaggedAccount,
  HelpInInput,
  NewAccount,
  NewExternalId,
} from './admin.ts';
export type {
  Accounts as AccountPage,
  ActResult,
  AdminAccount,
  EmergencyEnvelope,
  EnrollmentCode,
  Exposure,
  HelpedIn,
  ListedAccount as AccountEntry,
  VaultOverview,
} from './admin-contract.ts';
export {
  createSallyportClient,
  type InFlow,
  type InSession,
  type Invitation,
  type Recovery,
  type SallyportClient,
  type SessionClient,
  type SignUp,
} from './client.ts';
export type { ClientOptions } from './client-options.ts';
export type {
  AcceptedMethod,
  Challenge,
  CompleteAnswer,
  ConfirmedBy,
  ContinueAnswer,
  Disowned,
  EnrollAnswer,
  FlowAnswer,
  InputError,
  OfferedMethod,
  OpenAnswer,
  PendingCode,
  PendingTotp,
  Provider,
  ProviderLocation,
  Reason,
  RecoveredAnswer,
  RedirectAnswer,
  Session,
  SignedOut,
  SignInStatus,
  StrengthName,
} from './contract.ts';
export type { Enroll, NewPasskey } from './enroll.ts';
export type { AccountExport } from './export-contract.ts';
export { localPath } from './local-path.ts';
export type {
  Member,
  Members,
  Membership,
  OpenInvitation,
  Organisation,
  OrganisationDocument,
  OrganisationImpact,
  OrganisationInvitation,
} from './organisation-contract.ts';
export type { OrganisationClient, OwnOrganisation } from './organisations.ts';
export type {
  ChangeByHelpIn,
  ChangeOfMany,
  EventHours,
  Events as EventPage,
  LogHead,
  LogKeys,
  Overview,
  OverviewDay,
  Risk,
  Risks,
  Security as SecurityView,
} from './oversight-contract.ts';
export { PasskeyProblem, type PasskeyProblemCode } from './passkey-problem.ts';
export { type PasskeySupport, type PrfListeners, type PrfReceiver, passkeySupport } from './passkey-prompt.ts';
export type {
  ChangedRule,
  FreedEntry,
  Impact as PolicyImpact,
  ImpactEntry,
  Policy as PolicyVersion,
  PolicyDocument,
  Shadow as PolicyShadow,
  ShadowedPerson,
  ShadowReport,
  ShadowRule,
  StandingMove,
  WhatIf,
} from './policy-contract.ts';
export { isProblem, problemOf, SallyportProblem, type StepUpDemand } from './problem.ts';
export type { BeginInput, PasskeyInput, SignIn } from './sign-in.ts';
export {
  createSignInPage,
  type SignInAct,
  type SignInPage,
  type SignInState,
  type StartOptions,
} from './sign-in-page.ts';
export { memoryTokens, type TokenKeeper, type Tokens } from './tokens.ts';
export { wordsFor, wordsForReturn } from './words-for.ts';
