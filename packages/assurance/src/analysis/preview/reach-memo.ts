import {
  type AccountFactors,
  type AccountFacts,
  type PasskeyFacts,
  type Policy,
  type Reach,
  reachOf,
  type Vouching,
} from '@sallyport/core';
import { assertionsBy, INDEPENDENT, linksToCome, matchedBySso, plainSeconds } from '@sallyport/core/model';
import { accountKinds } from './account-kinds.ts';
import { cached } from './cached.ts';
import { type SetUps, setUpsUnder } from './set-ups.ts';

export interface ReachMemo {
  readonly impactOf: (account: AccountFacts, vouched: Vouching) => Reach['impact'];
  /** Reasons name roles, so fewer accounts share a result. */
  readonly reachOf: (account: AccountFacts, vouched: Vouching) => Reach;
  readonly setUpsOf: SetUps;
}

const MOST_KINDS = 100_000;
const MOST_REASONS = 5_000;

const MARKS: Readonly<Record<`${Vouching}`, string>> = {
  false: '',
  true: '+',
  'by-invitation': '*',
  'by-sign-up': '~',
};

const MOST_ALIKE = 9;

/** Only for a forecast, never for a grant: the cache key repeats knowledge of `evaluate`. */
export function reachMemo(policy: Policy, setUps: SetUps = setUpsUnder(policy, [policy])): ReachMemo {
  const kindOf = accountKinds(policy);
  const keyOf = accountKey(policy);
  const textOf = (account: AccountFacts, vouched: Vouching): string => `${keyOf(account)}${MARKS[`${vouched}`]}`;
  return {
    impactOf: cached(
      MOST_KINDS,
      (account: AccountFacts, vouched: Vouching) => (vouched ? undefined : kindOf(account)) ?? textOf(account, vouched),
      (account, vouched) => reachOf(policy, account, vouched).impact,
    ),
    reachOf: cached(MOST_REASONS, textOf, (account, vouched) => reachOf(policy, account, vouched)),
    setUpsOf: cached(MOST_REASONS, textOf, setUps),
  };
}

/** Equal for accounts that are equal under the policy. */
export function accountKey(policy: Policy): (account: AccountFacts) => string {
  const roles = letters(policy.roles.keys());
  const providers = letters(policy.providers.keys());
  const models = letters(policy.patterns.flatMap(({ pattern: { pattern } }) => pattern.aaguid ?? []));
  const owners = letters([...policy.providers.values()].flatMap(({ mailDomains }) => mailDomains ?? []));
  const kindOf = ({ userVerified, deviceBound, attested, aaguid }: PasskeyFacts): string =>
    `${(userVerified ? 1 : 0) + (deviceBound ? 2 : 0) + (attested ? 4 : 0)}${models.get(aaguid) ?? ''}`;
  return (account) => {
    const { factors } = account;
    const { password, sso, passkeys, mailDomain, mailsCodes } = factors;
    const flags =
      (password === undefined ? 0 : password === 'independent' ? 1 : 2) +
      (factors.ldap === true ? 4 : 0) +
      (account.emergency === true ? 8 : 0) +
      plainSeconds(factors) * 16;
    let key = `${flags}/${mailDomain === undefined ? '' : (owners.get(mailDomain) ?? '-')}/`;
    key += setText(account.roles, roles, '');
    if (mailsCodes === false) key += '/w';
    if (passkeys.length > 0) key += `/p${passkeysText(passkeys, kindOf)}`;
    if (sso !== undefined && sso.length > 0)
      key += `/s${factors.said === undefined && factors.reported === undefined ? setText(sso, providers, '-') : saidText(factors, providers, policy)}`;
    if (factors.codes !== undefined && factors.codes.length > 0) key += `/c${[...factors.codes].sort().join()}`;
    if (account.methods !== undefined) key += `/m${[...account.methods].sort().join()}`;
    if (account.requiredStrength !== undefined) key += `/r${JSON.stringify(account.requiredStrength)}`;
    if (account.firstFactor !== undefined) key += `/v`;
    if (account.hasUnusedEntry === true) key += `/u`;
    if (account.linkable !== undefined) key += `/l${JSON.stringify(linksToCome(policy, account))}`;
    return key;
  };
}

function letters(names: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...new Set(names)].sort().map((name, place) => [name, `${place.toString(36)}.`]));
}

function setText(names: readonly string[], known: ReadonlyMap<string, string>, unknown: string): string {
  const [only, ...others] = names;
  if (only === undefined) return '';
  if (others.length === 0) return known.get(only) ?? unknown;
  return [...new Set(names.map((name) => known.get(name) ?? unknown))].sort().join('');
}

function saidText(factors: AccountFactors, known: ReadonlyMap<string, string>, { patternIndex }: Policy): string {
  const text = (provider: string): string => {
    const matched = new Set(
      assertionsBy(factors, provider).map((assertion) => matchedBySso(patternIndex, provider, assertion, INDEPENDENT)),
    );
    const bits = matched.size === 0 ? '' : `:${[...matched].sort((one, other) => one - other).join()}.`;
    return `${known.get(provider) ?? '-'}${bits}`;
  };
  return [...new Set(factors.sso?.map(text))].sort().join('');
}

function passkeysText(passkeys: readonly PasskeyFacts[], kindOf: (passkey: PasskeyFacts) => string): string {
  const [only, ...others] = passkeys;
  if (only !== undefined && others.length === 0) return kindOf(only);
  const counts = new Map<string, number>();
  for (const passkey of passkeys) {
    const kind = kindOf(passkey);
    counts.set(kind, Math.min((counts.get(kind) ?? 0) + 1, MOST_ALIKE));
  }
  return [...counts]
    .map(([kind, count]) => `${kind}x${count}`)
    .sort()
    .join();
}
