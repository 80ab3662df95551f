/** The strengths that `Sallyport<BuiltInStrength>` takes, for a host that writes the type of its object. */
export type { BuiltInStrength } from '@sallyport/core';
export type * from '@sallyport/store';
export { isStoreUnavailable, RecordTooNew, StoreUnavailable } from '@sallyport/store';
export * from '@sallyport/store/providers';
export type { AttestationFormat, AttestationRoot, AttestationRoots, FidoMetadata } from '@sallyport/webauthn';
export { type ConfigProblem, SallyportConfigError } from './contract/configuration-error.ts';
export type * from './contract/index.ts';
export { isRefusal } from './contract/refusal.ts';
export { REFUSALS } from './contract/refusals.ts';
export { createSallyport } from './create-sallyport.ts';
export { HashingBusy } from './kernel/passwords/fair-line.ts';
export type { PasswordHashingOptions } from './kernel/passwords/password-hashing.ts';
export { type PwnedPasswordsOptions, pwnedPasswords } from './kernel/passwords/pwned-passwords.ts';
export type { EventRetentionOptions } from './kernel/retention.ts';
export type { Random } from './kernel/secrets/token.ts';
export type { Timer } from './kernel/timer.ts';
export type { SallyportOptions, TenantOptions } from './options.ts';
export { tenantId } from './records/tenant-id.ts';
