// Accounts and evidence as tests write them down.

import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFactors, AccountFacts, PasskeyFacts } from '../strength/account-facts.ts';
import type { Evidence, PasskeyEvidence, Provenance, SsoEvidence } from '../strength/evidence.ts';
import type { DeliveredCode } from '../strength/method.ts';
import { type Instant, instant } from '../time/instant.ts';
import type { Decision } from './decision.ts';
import { evaluate, type Question } from './evaluate.ts';

export const NOW: Instant = instant(1_700_000_000_000);
/** Older than `givenRolesWithin`, so that a session no longer has a provider's roles. */
export const LONG_AGO: Instant = instant(NOW - 48 * 3_600_000);
export const AAGUID = '00000000-0000-0000-0000-000000000000';
export const OFFICE_MODEL = 'ee882879-721c-4913-9775-3dfcce97072a';

/** An account with these factors and nothing else. */
export function account(factors: Partial<AccountFactors>, rest: Partial<AccountFacts> = {}): AccountFacts {
  return { roles: [], factors: { passkeys: [], ...factors }, ...rest };
}

/** A password and a mailbox. */
export const WITH_MAIL: Partial<AccountFactors> = { password: 'independent', mailDomain: 'corp.example' };

/** A registered passkey. */
export function key(id = 'k1', traits: Partial<PasskeyFacts> = {}): PasskeyFacts {
  return { id, userVerified: true, deviceBound: false, aaguid: AAGUID, attested: false, ...traits };
}

export function password(provenance: Provenance = 'independent'): Evidence {
  return { method: 'password', at: NOW, provenance };
}

export function proof(
  method: 'ldap' | 'totp' | 'email-code' | 'backup-code' | 'enrollment-code' | 'reset-token' | DeliveredCode,
  at: Instant = NOW,
): Evidence {
  return { method, at };
}

export function sso(provider = 'corp', assertion: Partial<SsoEvidence> = {}): Evidence {
  return { method: 'sso', at: NOW, provider, ...assertion };
}

export function passkey(id = 'k1', traits: Partial<PasskeyEvidence> = {}): Evidence {
  const { id: credentialId, ...facts } = key(id);
  return { method: 'passkey', at: NOW, credentialId, ...facts, ...traits };
}

/** Decides under a policy's document. */
export function ask(
  policy: PolicyInput<string>,
  who: AccountFacts,
  evidence: readonly Evidence[] = [],
  more: Partial<Question> = {},
): Decision {
  return evaluate(definePolicy(policy), { account: who, evidence, now: NOW, ...more });
}
