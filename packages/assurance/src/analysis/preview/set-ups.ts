import {
  type AccountFactors,
  type AccountFacts,
  methodBit,
  type PasskeyFacts,
  type Policy,
  reachOf,
  type Vouching,
} from '@sallyport/core';
import { hasEntry, joined, partOf, STRONG_SECONDS } from '@sallyport/core/model';
import { passkeyKinds } from '../world/factor-sets.ts';

export type SetUps = (account: AccountFacts, vouched: Vouching) => string;

/** @param policies their passkeys are distinguished, and their codes are tried */
export function setUpsUnder(policy: Policy, policies: readonly Policy[]): SetUps {
  const apps: readonly Partial<AccountFactors>[] = [{}, ...STRONG_SECONDS.map(partOf)];
  const codes = codeChoices(policies);
  const passkeys = passkeyChoices(policies);
  return (account, vouched) => {
    const { factors } = account;
    const begins = vouched === 'by-invitation' || vouched === 'by-sign-up';
    const isNew = begins && factors.password === undefined && !hasEntry(account);
    const passwords: readonly Partial<AccountFactors>[] = isNew ? [{}, { password: 'independent' }] : [{}];
    const isEnough = (added: Partial<AccountFactors>): boolean => {
      const all = { ...joined(factors, added), passkeys: [...factors.passkeys, ...(added.passkeys ?? [])] };
      return reachOf(policy, { ...account, factors: all }, vouched).impact === 'unaffected';
    };
    return passwords
      .flatMap((password) => apps.flatMap((app) => codes.map((code) => ({ ...password, ...app, ...code }))))
      .flatMap((added) => passkeys.map((passkey) => (isEnough({ ...added, ...passkey }) ? '1' : '0')))
      .join('');
  };
}

function codeChoices(policies: readonly Policy[]): readonly Partial<AccountFactors>[] {
  const all = [...new Set(policies.flatMap((policy) => policy.codes))];
  return [{}, ...all.map((code) => ({ codes: [code] }))];
}

function passkeyChoices(policies: readonly Policy[]): readonly Partial<AccountFactors>[] {
  const brings = policies.some(({ brought }) => (brought & methodBit('passkey')) !== 0);
  const kinds = new Map<string, PasskeyFacts>();
  for (const kind of policies.flatMap(passkeyKinds)) kinds.set(JSON.stringify(kind), { id: 'new-passkey', ...kind });
  return [{}, ...(brings ? [...kinds.values()].map((kind) => ({ passkeys: [kind] })) : [])];
}
