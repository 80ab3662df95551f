import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Actor, Verdict } from './act.ts';
import { isAbovePeople } from './administration.ts';
import { ALLOWED, refused } from './verdict.ts';

type ByProvider = Extract<Actor, { kind: 'provider' | 'directory' }>;

/** A provider or the directory asserts an identity: it makes accounts and gives roles as the policy and the host allow, and links. */
export function byProvider(policy: Policy, act: Act, target: AccountFacts, actor: ByProvider): Verdict {
  switch (act.type) {
    case 'create':
      // Whoever is blocked does not come back as somebody new.
      if (act.holders?.some(({ blocked }) => blocked === true)) return refused('account-blocked');
      return isAllowed(
        policy.providers.get(actor.provider)?.createAccounts === true &&
          !act.emergency &&
          mayGive(policy, actor, act.roles),
      );
    case 'set-roles':
      return isAllowed(mayGive(policy, actor, act.roles));
    case 'link':
      return isAllowed(mayLink(policy, act, target, actor));
    default:
      return refused('not-permitted');
  }
}

/** A provider gives the roles that the host lists as this provider's to give. If the host lists no roles for any provider, every role counts. */
function mayGive({ gives }: Policy, { provider }: ByProvider, roles: readonly string[]): boolean {
  if (gives === undefined) return true;
  const listed = Object.hasOwn(gives, provider) ? gives[provider] : undefined;
  return roles.every((role) => listed?.includes(role) === true);
}

/**
 * An identity that no account is linked to is linked to the account that has the asserted address only where the policy says that the
 * provider owns the address's domain, and only if the account has no identity there yet: addresses are given to new people. An emergency
 * account, and an account that administers the policy, is linked by a policy administrator only.
 */
function mayLink(
  policy: Policy,
  act: Extract<Act, { type: 'link' }>,
  target: AccountFacts,
  { kind, provider, domain }: ByProvider,
): boolean {
  const { factors } = target;
  const method = kind === 'directory' ? 'ldap' : 'sso';
  if (act.provider !== provider || act.method !== method) return false;
  if (domain === undefined) return false;
  const owned = policy.providers.get(provider)?.mailDomains;
  if (owned?.some((name) => name.toLowerCase() === domain.toLowerCase()) !== true) return false;
  if (isAbovePeople(policy, target)) return false;
  // An account has one source of passwords.
  if (kind === 'directory') return factors.ldap !== true && factors.password === undefined;
  return factors.sso?.includes(provider) !== true;
}

function isAllowed(holds: boolean): Verdict {
  return holds ? ALLOWED : refused('not-permitted');
}
