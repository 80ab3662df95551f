import { type AccountFactors, type AccountFacts, type Evidence, hasStrong, type Policy } from '@sallyport/core';
import type { AccountRecord } from '../store/records.ts';
import { FACTORS, factorOf } from './index.ts';

/** What an account has enrolled, as the policy may know it: no secret, and nothing it does not ask for. */
export function factorsOf(account: AccountRecord): AccountFactors {
  return Object.assign({ passkeys: [] }, ...FACTORS.map(({ facts }) => facts(account)));
}

/** What the policy may know of an account. A code that the host delivers no longer is of no use to anybody, and left out. */
export function factsOf(account: AccountRecord, { codes }: Pick<Policy, 'codes'>): AccountFacts {
  const factors = factorsOf(account);
  return {
    roles: account.roles,
    methods: account.methods,
    requiredStrength: account.requiredStrength,
    blocked: account.block !== undefined,
    emergency: account.emergency === true,
    factors:
      factors.codes === undefined
        ? factors
        : { ...factors, codes: factors.codes.filter((method) => codes.includes(method)) },
  };
}

/** Whether a factor that was bound so is still the account's. A session that rests on one that is gone is over. */
export function hasBinding(account: AccountRecord, binding: string): boolean {
  return FACTORS.some(({ bindings }) => bindings(account).includes(binding));
}

/** Whether a proof was given with what the account has now. */
export function isOfPresent(account: AccountRecord, proof: Evidence): boolean {
  if (proof.rests !== undefined && !hasBinding(account, proof.rests)) return false;
  return factorOf(proof.method)?.isOfPresent?.(account, proof) ?? true;
}

/** Whether the account has a factor that is a strong second proof. */
export function hasStrongFactor(account: AccountRecord): boolean {
  return hasStrong(factorsOf(account));
}
