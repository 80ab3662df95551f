import type { Evidence, Method, PasskeyEvidence, PasswordEvidence, SsoEvidence } from '@sallyport/core';
import { passkeyFacts } from '../account/account.ts';
import { asInstant, type Moment, START } from '../clock/moment.ts';

/** The time of the proof. Default: 1 January 2030, 9:00 UTC. */
export interface When {
  /** The time at which the proof was verified. */
  readonly at?: Moment;
}

/** Builds evidence: for the state before a scenario, and for `evaluate`. */
export interface EvidenceBuilder {
  /** A local password. Default `provenance`: that of the account. */
  password(details?: When & Pick<PasswordEvidence, 'provenance'>): Evidence;
  /** A password that the directory verified. */
  ldap(details?: When): Evidence;
  /** An assertion of a provider. `acr` and `amr` as the provider asserts them; default: not asserted. */
  sso(provider: string, details?: When & Pick<SsoEvidence, 'acr' | 'amr'>): Evidence;
  /** Default: the first passkey of `account(…)`, with user verification. */
  passkey(details?: When & Partial<Omit<PasskeyEvidence, 'method' | 'at'>>): Evidence;
  /** A code of the authenticator app. */
  totp(details?: When): Evidence;
  /** A code that was mailed. */
  emailCode(details?: When): Evidence;
  /** A backup code. */
  backupCode(details?: When): Evidence;
  /** For every method without further details, including a delivered code of the host: `evidence.by('sms-code')`. */
  by(method: Exclude<Method, 'passkey' | 'sso'>, details?: When): Evidence;
  /** The enrollment code of an administrator. */
  enrollmentCode(details?: When): Evidence;
  /** The token of a reset link in a mail. */
  resetToken(details?: When): Evidence;
}

/** `evidence.password()`, `evidence.passkey({ userVerified: false })`, `evidence.totp({ at: '2030-01-01T08:00:00Z' })`. */
export const evidence: EvidenceBuilder = {
  password: ({ at, ...details } = {}) => ({ method: 'password', at: moment(at), ...details }),
  ldap: ({ at } = {}) => ({ method: 'ldap', at: moment(at) }),
  sso: (provider, { at, ...details } = {}) => ({ method: 'sso', at: moment(at), provider, ...details }),
  passkey({ at, ...details } = {}) {
    const { id, ...facts } = passkeyFacts({}, []);
    return { method: 'passkey', at: moment(at), credentialId: id, ...facts, ...details };
  },
  totp: ({ at } = {}) => ({ method: 'totp', at: moment(at) }),
  emailCode: ({ at } = {}) => ({ method: 'email-code', at: moment(at) }),
  backupCode: ({ at } = {}) => ({ method: 'backup-code', at: moment(at) }),
  by: (method, { at } = {}) => ({ method, at: moment(at) }),
  enrollmentCode: ({ at } = {}) => ({ method: 'enrollment-code', at: moment(at) }),
  resetToken: ({ at } = {}) => ({ method: 'reset-token', at: moment(at) }),
};

function moment(at: Moment = START): Evidence['at'] {
  return asInstant(at);
}
