import { type Instant, nameOfProvider } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { isMailboxTaken } from '../../accounts/mailbox-owners.ts';
import { withOtherMailbox } from '../../accounts/other-mailbox.ts';
import { carryOut } from '../../acts/carry-out.ts';
import type { Doer } from '../../acts/doer.ts';
import type { Caller } from '../../contract/index.ts';
import { isRefusal } from '../../contract/refusal.ts';
import { externalIdAt } from '../../factors/sso-and-ldap.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { onlyOwnDevice } from '../../records/device-tokens.ts';
import { event } from '../../records/events.ts';
import { domainOf, maskAddress, normaliseAddress } from '../../records/identifier.ts';
import { isHeldBack } from '../../records/written-account.ts';
import { verifiedAddress } from '../account-of.ts';
import type { Identity } from '../identity.ts';
import { isLinkedSince } from './proof-of-identity.ts';

/** A reader of the former mailbox may have signed in by it, or know a password set by mail. The session and the device of the flow stay. */
export async function followMail(
  kernel: Kernel,
  caller: Caller,
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
  const changed = await carryOut(kernel, by, account.id, async ({ account: latest, now, setUpBy }) => {
    const act = { type: 'set-address' } as const;
    const isLate = isHeldBack(latest, leftAt) || isLinkedSince(latest, provider, leftAt);
    if (isLate || !isFollowed(latest, identity, address)) return { act, isDone: true };
    const detail = { from: latest.email && maskAddress(latest.email.address), to: maskAddress(address) };
    const told = { owner: latest, alsoAt: address, actor: nameOfProvider(provider), detail };
    const next = await withOtherMailbox(kernel, latest, { address, verifiedAt: now, setUpBy });
    const isReset = next.password?.id !== latest.password?.id;
    return {
      act,
      next,
      also: {
        endSessions: { accountId: latest.id, except: beside?.accountId === latest.id ? beside.session : undefined },
        ...(await onlyOwnDevice(kernel, caller, latest, latest.epoch)),
        events: [
          event(kernel, tenant, now, 'account.email-changed', told),
          ...(isReset
            ? [event(kernel, tenant, now, 'password.reset', { owner: latest, actor: nameOfProvider(provider) })]
            : []),
        ],
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
