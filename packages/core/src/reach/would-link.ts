import { isAbovePeople } from '../policy/administers.ts';
import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { ownsDomain } from '../strength/mailbox.ts';
import { methodBit } from '../strength/method.ts';

/** An identity that a provider, or the directory, asserts together with a verified address. */
export interface AddressLink {
  readonly method: 'sso' | 'ldap';
  readonly provider: string;
  /** The domain of the account's address. */
  readonly domain: string;
}

/** The account must have no identity at the provider yet: an address can be given to a new person. */
export function mayLinkByAddress(policy: Policy, target: AccountFacts, link: AddressLink): boolean {
  const { factors } = target;
  if (!ownsDomain(policy, link.provider, link.domain) || isAbovePeople(policy, target)) return false;
  if (link.method === 'ldap') return factors.ldap !== true && factors.password === undefined;
  return factors.sso?.includes(link.provider) !== true;
}

/** The links that sign-ins would make, for the one account with the address. The host configures at most one directory. */
export function linksToCome(policy: Policy, account: AccountFacts): readonly AddressLink[] {
  const { domain, by } = account.linkable ?? NOTHING;
  return by.flatMap((provider): readonly AddressLink[] => {
    const { broughtProviders, gives } = policy;
    const method = (broughtProviders?.includes(provider) ?? true) ? 'sso' : 'ldap';
    const isBrought =
      (policy.brought & methodBit(method)) !== 0 && (gives === undefined || Object.hasOwn(gives, provider));
    const link = { method, provider, domain } as const;
    return isBrought && mayLinkByAddress(policy, account, link) ? [link] : [];
  });
}

/**
 * The account after such links: at all providers, or in the directory.
 *
 * @param says what the providers assert at that sign-in
 */
export function accountsToCome(
  policy: Policy,
  account: AccountFacts,
  says: 'nothing' | 'the-best',
): readonly AccountFacts[] {
  const links = linksToCome(policy, account);
  const { linkable: _, ...known } = account;
  const { factors } = known;
  const sso = links.filter(({ method }) => method === 'sso').map(({ provider }) => provider);
  const knownOf = <Value>(words: Readonly<Record<string, Value>> = {}): Record<string, Value> =>
    Object.fromEntries(Object.entries(words).filter(([provider]) => !sso.includes(provider)));
  const nothing = says === 'nothing' ? Object.fromEntries(sso.map((provider) => [provider, {}])) : {};
  const said = { ...knownOf(factors.said), ...nothing };
  const atProviders =
    sso.length === 0
      ? []
      : [
          {
            ...known,
            factors: { ...factors, said, reported: knownOf(factors.reported), sso: [...(factors.sso ?? []), ...sso] },
          },
        ];
  // The directory owns the mailbox too: a code to the mailbox is no second factor.
  const { mailDomain: __, ...beside } = factors;
  const inDirectory = links.some(({ method }) => method === 'ldap')
    ? [{ ...known, factors: { ...beside, ldap: true } }]
    : [];
  return [...atProviders, ...inDirectory];
}

/** The account with its own ways in alone. Only a sign-in tells whether the provider knows the person. */
export function withoutLinksToCome(account: AccountFacts): AccountFacts {
  return account.linkable === undefined ? account : { ...account, linkable: undefined };
}

const NOTHING: NonNullable<AccountFacts['linkable']> = { domain: '', by: [] };
