import { isAbovePeople } from '../policy/administers.ts';
import type { Policy } from '../policy/policy.ts';
import { mayLinkByAddress } from '../reach/would-link.ts';
import { mayUse } from '../requirements/may-use.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { ownsDomain } from '../strength/mailbox.ts';
import type { Act, Actor, Verdict } from './act.ts';
import { mayBeginWith } from './limits.ts';
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

function mayLink(
  policy: Policy,
  act: Extract<Act, { type: 'link' }>,
  target: AccountFacts,
  actor: ByProvider,
): boolean {
  const { provider, domain } = actor;
  if (act.provider !== provider || act.method !== methodOf(actor)) return false;
  return domain !== undefined && mayLinkByAddress(policy, target, { method: act.method, provider, domain });
}

function methodOf({ kind }: ByProvider): 'ldap' | 'sso' {
  return kind === 'directory' ? 'ldap' : 'sso';
}

function isAllowed(holds: boolean): Verdict {
  return holds ? ALLOWED : refused('not-permitted');
}
