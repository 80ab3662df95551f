import type { Policy } from '../../policy/policy.ts';
import { type Reach, reachOf } from '../../reach/reach.ts';
import { saidBy } from '../../strength/account-factors.ts';
import type { AccountFactors, AccountFacts, PasskeyFacts } from '../../strength/account-facts.ts';
import { INDEPENDENT } from '../../strength/mailbox.ts';
import { plainSeconds } from '../../strength/plain-seconds.ts';
import { ssoSignature } from '../../strength/signature-index.ts';
import { accountKinds } from './account-kinds.ts';

/** Remembers how accounts fare that a policy cannot tell apart. */
export interface ReachMemo {
  /** How an account fares. */
  readonly impactOf: (account: AccountFacts, vouched: boolean) => Reach['impact'];
  /** The same with its reasons: they name roles, so that fewer accounts are alike. */
  readonly reachOf: (account: AccountFacts, vouched: boolean) => Reach;
}

/** So many kinds of accounts are remembered at once; a stream that has more of them is slower and takes no more memory. */
const MOST_KINDS = 100_000;
const MOST_REASONS = 5_000;

/** The most passkeys of an account that are told apart by their number. */
const MOST_ALIKE = 9;

/**
 * `reachOf`, asked once for all accounts that are the same to the policy, whatever they are called. In constant memory.
 *
 * This is for a forecast over a million accounts within seconds, and for nothing that grants: what a decision depends on is told here
 * a second time. The tests of the preview compare it with `reachOf`, one account at a time.
 */
export function reachMemo(policy: Policy): ReachMemo {
  const kindOf = accountKinds(policy);
  const keyOf = accountKey(policy);
  const impacts = new Map<number | string, Reach['impact']>();
  const reaches = new Map<string, Reach>();
  const textOf = (account: AccountFacts, vouched: boolean): string => (vouched ? `${keyOf(account)}+` : keyOf(account));
  const reach = (account: AccountFacts, vouched: boolean): Reach => {
    const key = textOf(account, vouched);
    const before = reaches.get(key);
    if (before !== undefined) return before;
    const found = reachOf(policy, account, vouched);
    if (reaches.size >= MOST_REASONS) reaches.clear();
    reaches.set(key, found);
    return found;
  };
  const impactOf = (account: AccountFacts, vouched: boolean): Reach['impact'] => {
    const kind = (vouched ? undefined : kindOf(account)) ?? textOf(account, vouched);
    const before = impacts.get(kind);
    if (before !== undefined) return before;
    const { impact } = reachOf(policy, account, vouched);
    if (impacts.size >= MOST_KINDS) impacts.clear();
    impacts.set(kind, impact);
    return impact;
  };
  return { impactOf, reachOf: reach };
}

/** One short text for accounts that are the same to the policy: their known roles, their own rules, and of their factors what patterns see. */
export function accountKey(policy: Policy): (account: AccountFacts) => string {
  const roles = letters(policy.roles.keys());
  const providers = letters(policy.providers.keys());
  const models = letters(
    policy.patterns.flatMap(({ pattern: { pattern } }) => (pattern.method === 'passkey' ? (pattern.aaguid ?? []) : [])),
  );
  const owners = letters([...policy.providers.values()].flatMap(({ mailDomains }) => mailDomains ?? []));
  const kindOf = ({ userVerified, deviceBound, attested, aaguid }: PasskeyFacts): string =>
    `${(userVerified ? 1 : 0) + (deviceBound ? 2 : 0) + (attested ? 4 : 0)}${models.get(aaguid) ?? ''}`;
  return (account) => {
    const { factors } = account;
    const { password, sso, passkeys, mailDomain } = factors;
    const flags =
      (password === undefined ? 0 : password === 'independent' ? 1 : 2) +
      (factors.ldap === true ? 4 : 0) +
      (account.emergency === true ? 8 : 0) +
      plainSeconds(factors) * 16;
    let key = `${flags}/${mailDomain === undefined ? '' : (owners.get(mailDomain) ?? '-')}/`;
    key += setText(account.roles, roles, '');
    if (passkeys.length > 0) key += `/p${passkeysText(passkeys, kindOf)}`;
    if (sso !== undefined && sso.length > 0)
      key += `/s${factors.said === undefined ? setText(sso, providers, '-') : saidText(factors, providers, policy)}`;
    if (factors.codes !== undefined && factors.codes.length > 0) key += `/c${[...factors.codes].sort().join()}`;
    if (account.methods !== undefined) key += `/m${[...account.methods].sort().join()}`;
    if (account.requiredStrength !== undefined) key += `/r${JSON.stringify(account.requiredStrength)}`;
    return key;
  };
}

/** A short text for each name, the same in every run. */
function letters(names: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...new Set(names)].sort().map((name, place) => [name, `${place.toString(36)}.`]));
}

/** The known names of a list as a set. What is not known is left out, or is all alike. */
function setText(names: readonly string[], known: ReadonlyMap<string, string>, unknown: string): string {
  const [only, ...others] = names;
  if (only === undefined) return '';
  if (others.length === 0) return known.get(only) ?? unknown;
  return [...new Set(names.map((name) => known.get(name) ?? unknown))].sort().join('');
}

/** The providers of an account as a set, each with the patterns that the word matches which the provider said. */
function saidText(factors: AccountFactors, known: ReadonlyMap<string, string>, { signatures }: Policy): string {
  const text = (provider: string): string => {
    const word = saidBy(factors, provider);
    const matched = word === undefined ? '' : `:${ssoSignature(signatures, provider, word, INDEPENDENT)}.`;
    return `${known.get(provider) ?? '-'}${matched}`;
  };
  return [...new Set(factors.sso?.map(text))].sort().join('');
}

/** How many passkeys there are of each kind. */
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
