/** `BuiltInStrength` has the strengths that `Sallyport<BuiltInStrength>` takes. The others are the types that the options mention, first `PolicyInput`. */
export type {
  AcknowledgedInput,
  AdministratorsInput,
  BuiltInMethod,
  BuiltInStrength,
  Combination,
  ContextRuleInput,
  DatedOrganisationRuleInput,
  DeliveredCode,
  DirectoryReason,
  DirectoryRefusal,
  DurationText,
  EnrollableMethod,
  EvidencePattern,
  FirstFactor,
  HelpdeskInput,
  HelpdeskRight,
  Instant,
  LaterRuleInput,
  LockoutInput,
  Milliseconds,
  OnTighten,
  OrganisationAdministratorsInput,
  OrganisationLaterInput,
  OrganisationRuleInput,
  OrganisationsInput,
  PasskeyPattern,
  PasswordsInput,
  PolicyInput,
  ProviderInput,
  RoleRuleInput,
  SessionLimitsInput,
  SsoPattern,
  StrengthDefinition,
  StrengthOf,
  Tightening,
  WayInMethod,
} from '@sallyport/core';
export { type HostCode, hostCode } from '@sallyport/core';
export type { LogHead } from '@sallyport/core/log';
export type * from '@sallyport/store';
export { isStoreUnavailable, RecordTooNew, StoreUnavailable } from '@sallyport/store';
export * from '@sallyport/store/providers';
export type { AttestationFormat, AttestationRoot, AttestationRoots, FidoMetadata } from '@sallyport/webauthn';
export { type ConfigProblem, SallyportConfigError } from './contract/configuration-error.ts';
export { HostUnavailable, isHostUnavailable } from './contract/host-unavailable.ts';
export type * from './contract/index.ts';
export { isMalformedQuery, MalformedQuery } from './contract/malformed-query.ts';
export { isRefusal } from './contract/refusal.ts';
export { REFUSALS } from './contract/refusal-table.ts';
export { createSallyport } from './create-sallyport.ts';
export { HashingBusy } from './kernel/passwords/fair-line.ts';
export type { Argon2Cost, PasswordHasher } from './kernel/passwords/hasher.ts';
export type { PasswordHashingOptions } from './kernel/passwords/password-hashing.ts';
export type { Peppers } from './kernel/passwords/peppers.ts';
export { type PwnedPasswordsOptions, pwnedPasswords } from './kernel/passwords/pwned-passwords.ts';
export type { EventRetentionOptions } from './kernel/retention.ts';
export type { Random } from './kernel/secrets/token.ts';
export type { Timer } from './kernel/timer.ts';
export type { PasskeyOptions, SallyportOptions, SessionCheckOptions, TenantOptions } from './options.ts';
export { tenantId } from './state/tenant-id.ts';
