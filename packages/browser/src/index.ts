/**
 * `@sallyport/browser`: a small typed client for the Sallyport HTTP contract, passkeys included.
 *
 * @packageDocumentation
 */
export type { Account, AccountClient, DeviceEntry, Factors, Passkey, SessionEntry } from './account.ts';
export type { Admin, AdminPolicy } from './admin.ts';
export type {
  AccountEntry,
  AccountPage,
  AdminAccount,
  EnrollmentCode,
  EventPage,
  Exposure,
  FlaggedAccount,
  ImpactEntry,
  LoggedEvent,
  NewAccount,
  PolicyDocument,
  PolicyImpact,
  PolicyVersion,
  SecurityView,
} from './admin-shapes.ts';
export type {
  AcceptedMethod,
  CompleteAnswer,
  ContinueAnswer,
  EnrollAnswer,
  FlowAnswer,
  OfferedMethod,
  OpenAnswer,
  PendingTotp,
  Reason,
  RecoveredAnswer,
  RedirectAnswer,
  Session,
  SignInStatus,
  StrengthName,
} from './answers.ts';
export {
  type ClientOptions,
  createSallyportClient,
  type Invitation,
  type Recovery,
  type SallyportClient,
  type SessionClient,
} from './client.ts';
export type { Enroll, NewPasskey } from './enroll.ts';
export { PasskeyProblem, type PasskeyProblemCode } from './passkey-problem.ts';
export { type PasskeySupport, type PrfReceiver, passkeySupport } from './passkey-prompt.ts';
export { type InputError, isProblem, problemOf, SallyportProblem, type StepUpDemand } from './problem.ts';
export type { BeginInput, PasskeyInput, SignIn } from './sign-in.ts';
