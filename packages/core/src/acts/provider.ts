import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { ownsDomain } from '../strength/mailbox.ts';
import type { Act, Actor, Verdict } from './act.ts';
import { isAbovePeople } from './administration.ts';
import { mayBeginWith, mayUse } from './limits.ts';
import { ALLOWED, refused } from './verdict.ts';
import { leavesWayIn } from './way-in-left.ts';

type ByProvider = Extract<Actor, { kind: 'provider' | 'directory' }>;

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

/** A provider that owns the domains of both addresses can read either mailbox anyway. */
function mayMoveMail(policy: Policy, target: AccountFacts, { kind, provider, domain }: ByProvider): boolean {
  const { factors, blocked } = target;
  if (kind !== 'provider' || policy.providers.get(provider)?.mailFollows !== true) return false;
  if (blocked === true || isAbovePeople(policy, target) || factors.sso?.includes(provider) !== true) return false;
  if (!mayUse(policy, target, 'sso')) return false;
  return [domain, factors.mailDomain].every((each) => each !== undefined && ownsDomain(policy, provider, each));
}

function mayCreate(policy: Policy, { provider }: ByProvider, domain: string | undefined): boolean {
  const createAccounts = policy.providers.get(provider)?.createAccounts ?? false;
  if (createAccounts === false) return false;
  return domain === undefined ? createAccounts === true : ownsDomain(policy, provider, domain);
}

/** If the host lists no roles for any provider, every role is allowed. */
function mayGive({ gives }: Policy, { provider }: ByProvider, roles: readonly string[]): boolean {
  if (gives === undefined) return true;
  const listed = Object.hasOwn(gives, provider) ? gives[provider] : undefined;
  return roles.every((role) => listed?.includes(role) === true);
}

/** The account must have no identity at the provider yet: an address can be given to a new person. */
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
  if (kind === 'directory') return factors.ldap !== true && factors.password === undefined;
  return factors.sso?.includes(provider) !== true;
}

function methodOf({ kind }: ByProvider): 'ldap' | 'sso' {
  return kind === 'directory' ? 'ldap' : 'sso';
}

function isAllowed(holds: boolean): Verdict {
  return holds ? ALLOWED : refused('not-permitted');
}
