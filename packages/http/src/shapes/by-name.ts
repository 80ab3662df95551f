import * as z from 'zod';
import type { JsonObject } from '../message/reply.ts';
import { type Shape, shape } from './shape.ts';

export {
  accountShape as Account,
  adminAccountShape as AdminAccount,
  backupCodesShape as BackupCodes,
  devicesShape as Devices,
  disownedShape as Disowned,
  sessionsShape as Sessions,
} from './account.ts';
export { accountExportShape as AccountExport } from './account-export.ts';
export {
  actResultsShape as ActResults,
  enrollmentCodeShape as EnrollmentCode,
  exposureShape as Exposure,
  helpedInShape as HelpedIn,
  securityShape as Security,
} from './administration.ts';
export {
  eventHoursShape as EventHours,
  eventsShape as Events,
  logHeadShape as LogHead,
  logKeysShape as LogKeys,
} from './events.ts';
export {
  challengeShape as Challenge,
  flowAnswerShape as FlowAnswer,
  locationShape as ProviderLocation,
  passkeyCreationOptionsShape as PasskeyCreationOptions,
  passkeyRequestOptionsShape as PasskeyRequestOptions,
  pendingCodeShape as PendingCode,
  pendingTotpShape as PendingTotp,
  recoveryAnswerShape as RecoveryAnswer,
  sessionAnswerShape as SessionAnswer,
  signedOutShape as SignedOut,
  signInStatusShape as SignInStatus,
} from './flow.ts';
export {
  memberShape as Member,
  membershipShape as Membership,
  membersShape as Members,
  openInvitationShape as OpenInvitation,
  openInvitationsShape as OpenInvitations,
  organisationImpactShape as OrganisationImpact,
  organisationInvitationShape as OrganisationInvitation,
  organisationShape as Organisation,
  ownOrganisationsShape as OwnOrganisations,
} from './organisations.ts';
export { accountsShape as Accounts, overviewShape as Overview, risksShape as Risks } from './people.ts';
export {
  impactShape as Impact,
  policyShape as Policy,
  policyVersionsShape as PolicyVersions,
  whatIfShape as WhatIf,
} from './policy.ts';
export { problemShape as Problem } from './problem.ts';
export { reasonShape as Reason } from './reason.ts';
export { shadowReportShape as ShadowReport, shadowShape as Shadow } from './shadow.ts';
export {
  emergencyEnvelopeShape as EmergencyEnvelope,
  vaultOverviewShape as VaultOverview,
  vaultShape as Vault,
} from './vault.ts';

export const Done: Shape<Record<never, never>> = shape(z.object({}));

export const OpenApi: Shape<JsonObject & { readonly openapi: string }> = shape(z.looseObject({ openapi: z.string() }));
