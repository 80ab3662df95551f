import type { Evidence, Method, PasskeyEvidence, PasswordEvidence, SsoEvidence } from '@sallyport/core';
import { passkeyFacts } from '../account/account.ts';
import { asInstant, type Moment, START } from '../clock/moment.ts';

/** When it was proved; unless said otherwise when everything begins: 1 January 2030, 9:00 UTC. */
export interface When {
  readonly at?: Moment;
}

/** Builds evidence, for what was proved before a scenario begins and for `evaluate`. */
export interface EvidenceBuilder {
  password(details?: When & Pick<PasswordEvidence, 'provenance'>): Evidence;
  ldap(details?: When): Evidence;
  sso(provider: string, details?: When & Pick<SsoEvidence, 'acr' | 'amr'>): Evidence;
  /** Unless said otherwise the first passkey of `account(…)`, with its user verified. */
  passkey(details?: When & Partial<Omit<PasskeyEvidence, 'method' | 'at'>>): Evidence;
  totp(details?: When): Evidence;
  emailCode(details?: When): Evidence;
  backupCode(details?: When): Evidence;
  /** By any method of which there is no more to say, a delivered code of the host's as well: `evidence.by('sms-code')`. */
  by(method: Exclude<Method, 'passkey' | 'sso'>, details?: When): Evidence;
  /** An administrator vouched. */
  enrollmentCode(details?: When): Evidence;
  /** A link sent to the mailbox was followed. */
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
