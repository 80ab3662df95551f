import {
  type AccountFactors,
  type AccountFacts,
  type Evidence,
  hasStrong,
  methodBit,
  type Policy,
} from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { givenRoles, rolesOf } from '../records/roles.ts';
import { enrollmentCodeBinding } from './binding.ts';
import { FACTORS, factorOf } from './index.ts';

/** What an account has enrolled, as the policy may know it: no secret, and nothing it does not ask for. */
export function factorsOf(account: AccountRecord): AccountFactors {
  return Object.assign({ passkeys: [] }, ...FACTORS.map(({ facts }) => facts(account)));
}

/** What the policy may know of an account. What the host brings no longer is of no use to anybody, and left out. */
export function factsOf(account: AccountRecord, policy: Brought): AccountFacts {
  return {
    roles: rolesOf(account, policy.gives),
    given: givenRoles(account, policy.gives),
    methods: account.methods,
    requiredStrength: account.requiredStrength,
    blocked: account.block !== undefined,
    blockedFromAbove: account.block?.fromAbove,
    emergency: account.emergency === true,
    factors: broughtOf(withoutDirectorysMailbox(account, factorsOf(account), policy), policy),
  };
}

type Brought = Pick<Policy, 'codes' | 'brought' | 'broughtProviders' | 'providers' | 'gives'>;

/**
 * A directory that owns the mail domain can read every code that is sent there (N12): beside its password such a code is no second
 * factor, and an account with that password has no other.
 */
function withoutDirectorysMailbox(
  { externalIds = [] }: AccountRecord,
  factors: AccountFactors,
  { providers }: Brought,
): AccountFactors {
  const { mailDomain, ...rest } = factors;
  const owns = ({ method, provider }: ExternalIdRecord): boolean =>
    method === 'ldap' &&
    providers.get(provider)?.mailDomains?.some((name) => name.toLowerCase() === mailDomain) === true;
  return externalIds.some(owns) ? rest : factors;
}

function broughtOf(factors: AccountFactors, { codes, brought, broughtProviders }: Brought): AccountFactors {
  if (factors.codes === undefined && factors.sso === undefined && factors.ldap === undefined) return factors;
  const { codes: methods, sso, ldap } = factors;
  const at = sso?.filter((provider) => broughtProviders?.includes(provider) ?? true) ?? [];
  return {
    ...factors,
    codes: methods?.filter((method) => codes.includes(method)),
    sso: at.length === 0 ? undefined : at,
    ldap: (brought & methodBit('ldap')) === 0 ? undefined : ldap,
  };
}

/** Whether a factor that was bound so is still the account's. A session that rests on one that is gone is over. */
export function hasBinding(account: AccountRecord, binding: string): boolean {
  return FACTORS.some((factor) => factor.hasBinding(account, binding));
}

/** Whether a proof was given with what the account has now. */
export function isOfPresent(account: AccountRecord, proof: Evidence): boolean {
  if (proof.method === 'enrollment-code') return isOfPresentCode(account, proof.binding);
  if (proof.binding !== undefined && !hasBinding(account, proof.binding)) return false;
  return factorOf(proof.method)?.isOfPresent?.(account, proof) ?? true;
}

/** Whether the account has a factor that is a strong second proof. */
export function hasStrongFactor(account: AccountRecord): boolean {
  return hasStrong(factorsOf(account));
}

function isOfPresentCode({ enrollmentCode }: AccountRecord, binding: string | undefined): boolean {
  return (
    binding === undefined || (enrollmentCode !== undefined && binding === enrollmentCodeBinding(enrollmentCode.hash))
  );
}
