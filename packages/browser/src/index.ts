/**
 * `@sallyport/browser`: a small typed client for the Sallyport HTTP contract, passkeys included.
 *
 * @packageDocumentation
 */
export type { AccountClient } from './account.ts';
export type { Admin, AdminPolicy, FlaggedAccount, NewAccount } from './admin.ts';
export {
  type ClientOptions,
  createSallyportClient,
  type Invitation,
  type Recovery,
  type SallyportClient,
  type SessionClient,
} from './client.ts';
export type {
  AcceptedMethod,
  Account,
  Accounts as AccountPage,
  AdminAccount,
  AdminAccount as AccountEntry,
  CompleteAnswer,
  ContinueAnswer,
  DeviceEntry,
  EnrollAnswer,
  EnrollmentCode,
  Events as EventPage,
  Exposure,
  Factors,
  FlowAnswer,
  Impact as PolicyImpact,
  ImpactEntry,
  InputError,
  LoggedEvent,
  OfferedMethod,
  OpenAnswer,
  Passkey,
  PendingTotp,
  Policy as PolicyVersion,
  PolicyDocument,
  Reason,
  RecoveredAnswer,
  RedirectAnswer,
  Security as SecurityView,
  Session,
  SessionEntry,
  SignInStatus,
  StrengthName,
} from './contract.ts';
export type { Enroll, NewPasskey } from './enroll.ts';
export { PasskeyProblem, type PasskeyProblemCode } from './passkey-problem.ts';
export { type PasskeySupport, type PrfReceiver, passkeySupport } from './passkey-prompt.ts';
export { isProblem, problemOf, SallyportProblem, type StepUpDemand } from './problem.ts';
export type { BeginInput, PasskeyInput, SignIn } from './sign-in.ts';
