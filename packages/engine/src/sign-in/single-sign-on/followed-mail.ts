import { type Instant, nameOfProvider } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { isMailboxTaken } from '../../accounts/mailbox-owners.ts';
import { carryOut } from '../../acts/carry-out.ts';
import type { Doer } from '../../acts/doer.ts';
import { isRefusal } from '../../contract/refusal.ts';
import { withMailbox } from '../../factors/pending.ts';
import { externalIdAt } from '../../factors/sso-and-ldap.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { event } from '../../records/events.ts';
import { domainOf, maskAddress, normaliseAddress } from '../../records/identifier.ts';
import { isHeldBack } from '../../records/written-account.ts';
import { verifiedAddress } from '../account-of.ts';
import type { Identity } from '../identity.ts';
import { isLinkedSince } from './proof-of-identity.ts';

/** A reader of the former mailbox may have signed in by it, so the sessions end, except the session beside the flow. */
export async function followMail(
  kernel: Kernel,
  identity: Identity,
  { tenant, beside }: FlowRecord,
  account: AccountRecord,
  leftAt: Instant,
): Promise<boolean> {
  const { provider } = identity;
  const { policy } = kernel.policies.known(tenant);
  const address = verifiedAddress(identity);
  if (policy.providers.get(provider)?.mailFollows !== true) return false;
  if (address === undefined || !isFollowed(account, identity, address)) return false;
  if (await isMailboxTaken(kernel, tenant, policy, address)) {
    kernel.logger.warn('an address does not follow its provider: another account has it', { provider });
    return false;
  }
  const by: Doer = { kind: 'provider', tenant, provider, domain: domainOf(address) };
  const changed = await carryOut(kernel, by, account.id, ({ account: latest, now, setUpBy }) => {
    const act = { type: 'set-address' } as const;
    const isLate = isHeldBack(latest, leftAt) || isLinkedSince(latest, provider, leftAt);
    if (isLate || !isFollowed(latest, identity, address)) return { act, isDone: true };
    const detail = { from: latest.email && maskAddress(latest.email.address), to: maskAddress(address) };
    const told = { owner: latest, alsoAt: address, actor: nameOfProvider(provider), detail };
    return {
      act,
      next: withMailbox(latest, { address, verifiedAt: now, setUpBy }),
      also: {
        endSessions: { accountId: latest.id, except: beside?.accountId === latest.id ? beside.session : undefined },
        events: [event(kernel, tenant, now, 'account.email-changed', told)],
      },
    };
  });
  return !isRefusal(changed) && changed.email?.address === address;
}

function isFollowed(account: AccountRecord, { provider, subject }: Identity, address: string): boolean {
  const link = externalIdAt(account, provider);
  if (link?.subject !== subject || link.addressUnverified === true || link.address === undefined) return false;
  const former = normaliseAddress(link.address);
  return former !== undefined && former === account.email?.address && former !== address;
}
