import { z } from 'zod';
import {
  accountShape,
  accountsShape,
  adminAccountShape,
  backupCodesShape,
  devicesShape,
  sessionsShape,
} from './account.ts';
import {
  enrollmentCodeShape,
  eventsShape,
  exposureShape,
  impactShape,
  policyShape,
  policyVersionsShape,
  securityShape,
} from './administration.ts';
import {
  flowAnswer,
  passkeyCreationOptions,
  passkeyRequestOptions,
  pendingTotp,
  reason,
  recoveryAnswer,
  sessionAnswer,
  signInStatus,
} from './flow.ts';
import { problemShape } from './problem.ts';

export type ShapeName =
  | 'Account'
  | 'Accounts'
  | 'AdminAccount'
  | 'BackupCodes'
  | 'Devices'
  | 'Done'
  | 'EnrollmentCode'
  | 'Events'
  | 'Exposure'
  | 'FlowAnswer'
  | 'Impact'
  | 'OpenApi'
  | 'PasskeyCreationOptions'
  | 'PasskeyRequestOptions'
  | 'PendingTotp'
  | 'Policy'
  | 'PolicyVersions'
  | 'Problem'
  | 'RecoveryAnswer'
  | 'Reason'
  | 'Security'
  | 'SessionAnswer'
  | 'Sessions'
  | 'SignInStatus';

/** What is answered, by the names under which the API's description has it. */
export const shapes: Readonly<Record<ShapeName, z.ZodType>> = {
  Account: accountShape,
  Accounts: accountsShape,
  AdminAccount: adminAccountShape,
  BackupCodes: backupCodesShape,
  Devices: devicesShape,
  Done: z.strictObject({}),
  EnrollmentCode: enrollmentCodeShape,
  Events: eventsShape,
  Exposure: exposureShape,
  FlowAnswer: flowAnswer,
  Impact: impactShape,
  OpenApi: z.looseObject({ openapi: z.string() }),
  PasskeyCreationOptions: passkeyCreationOptions,
  PasskeyRequestOptions: passkeyRequestOptions,
  PendingTotp: pendingTotp,
  Policy: policyShape,
  PolicyVersions: policyVersionsShape,
  Problem: problemShape,
  RecoveryAnswer: recoveryAnswer,
  Reason: reason,
  Security: securityShape,
  SessionAnswer: sessionAnswer,
  Sessions: sessionsShape,
  SignInStatus: signInStatus,
};
