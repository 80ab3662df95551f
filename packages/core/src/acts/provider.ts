import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { ownsDomain } from '../strength/mailbox.ts';
import type { Act, Actor, Verdict } from './act.ts';
import { isAbovePeople } from './administration.ts';
import { mayBeginWith } from './limits.ts';
import { ALLOWED, refused } from './verdict.ts';
import { leavesWayIn } from './way-in-left.ts';

type ByProvider = Extract<Actor, { kind: 'provider' | 'directory' }>;

/**
 * Judges an act of a provider or the directory. The policy allows account creation and links; the host lists the roles that
 * the provider may give.
 */
export function byProvider(policy: Policy, act: Act, target: AccountFacts, actor: ByProvider): Verdict {
  switch (act.type) {
    case 'create':
      return isAllowed(
        mayCreate(policy, actor, act.domain) &&
          mayBeginWith(policy, methodOf(actor)) &&
          !act.emergency &&
          mayGive(policy, actor, act.roles),
      );
    case 'set-roles':
      return isAllowed(mayGive(policy, actor, act.roles));
    case 'link':
      return mayLink(policy, act, target, actor) ? leavesWayIn(policy, act, target) : refused('not-permitted');
    case 'set-address':
      return isAllowed(mayMoveMail(policy, target, actor));
    default:
      return refused('not-permitted');
  }
}

/**
 * True if the account's address may follow the provider to an address of this domain. The policy must state that, and that the provider owns the domains
 * of both addresses: the provider's operator can read either mailbox anyway. Never of a blocked account, an emergency account, or an account that
 * administers the policy.
 */
function mayMoveMail(policy: Policy, target: AccountFacts, { kind, provider, domain }: ByProvider): boolean {
  const { factors, blocked } = target;
  if (kind !== 'provider' || policy.providers.get(provider)?.mailFollows !== true) return false;
  if (blocked === true || isAbovePeople(policy, target) || factors.sso?.includes(provider) !== true) return false;
  return [domain, factors.mailDomain].every((each) => each !== undefined && ownsDomain(policy, provider, each));
}

/** True if the policy lets the provider create an account, with an address of this domain. */
function mayCreate(policy: Policy, { provider }: ByProvider, domain: string | undefined): boolean {
  const createAccounts = policy.providers.get(provider)?.createAccounts ?? false;
  if (createAccounts === false) return false;
  return domain === undefined ? createAccounts === true : ownsDomain(policy, provider, domain);
}

/** True if the host lists the roles for this provider. If the host lists no roles for any provider, every role is allowed. */
function mayGive({ gives }: Policy, { provider }: ByProvider, roles: readonly string[]): boolean {
  if (gives === undefined) return true;
  const listed = Object.hasOwn(gives, provider) ? gives[provider] : undefined;
  return roles.every((role) => listed?.includes(role) === true);
}

/**
 * True if a provider may link a new identity to the account with the asserted address. The policy must state that the
 * provider owns the address's domain. The account must have no identity at the provider yet, because an address can be given
 * to a new person. A provider never links an emergency account, or an account that administers the policy: only a policy
 * administrator may.
 */
function mayLink(
  policy: Policy,
  act: Extract<Act, { type: 'link' }>,
  target: AccountFacts,
  actor: ByProvider,
): boolean {
  const { kind, provider, domain } = actor;
  const { factors } = target;
  if (act.provider !== provider || act.method !== methodOf(actor)) return false;
  if (domain === undefined || !ownsDomain(policy, provider, domain)) return false;
  if (isAbovePeople(policy, target)) return false;
  // An account has at most one source of passwords.
  if (kind === 'directory') return factors.ldap !== true && factors.password === undefined;
  return factors.sso?.includes(provider) !== true;
}

function methodOf({ kind }: ByProvider): 'ldap' | 'sso' {
  return kind === 'directory' ? 'ldap' : 'sso';
}

function isAllowed(holds: boolean): Verdict {
  return holds ? ALLOWED : refused('not-permitted');
}
