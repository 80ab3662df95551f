import { nameOfProvider } from '@sallyport/core';
import type { AccountRecord, FlowRecord, SessionRecord } from '@sallyport/store';
import { isMailboxTaken } from '../../accounts/mailbox-owners.ts';
import { withOtherMailbox } from '../../accounts/other-mailbox.ts';
import type { Doer } from '../../acts/doer.ts';
import { performAct } from '../../acts/perform-act.ts';
import type { Caller } from '../../contract/index.ts';
import { externalIdAt, externalIdBinding } from '../../factors/sso-and-ldap.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { onlyOwnDevice } from '../../state/device-tokens.ts';
import { event } from '../../state/events.ts';
import { domainOf, maskAddress } from '../../state/identifier.ts';
import { isHeldBack } from '../../state/written-account.ts';
import { isFollowed } from '../address-to-follow.ts';
import type { Change } from '../change.ts';
import { isToldSince } from '../identity.ts';
import { isLinkedSince } from './proof-of-identity.ts';

/** After a fault the next sign-in tries again. */
export async function followMail(
  kernel: Kernel,
  caller: Caller,
  { newAddress }: FlowRecord,
  { session, atHand }: Pick<Change, 'session' | 'atHand'>,
): Promise<void> {
  if (newAddress === undefined || session === undefined) return;
  const client = { ...caller, deviceTokens: atHand?.tokens ?? caller.deviceTokens };
  try {
    await follow(kernel, client, newAddress, session.granted.record);
  } catch (cause) {
    kernel.logger.error('an address could not follow its provider', { provider: newAddress.provider, cause });
  }
}

/** A reader of the former mailbox may have signed in by it, or know a password set by mail. The new session and its device stay. */
async function follow(
  kernel: Kernel,
  caller: Caller,
  newAddress: NonNullable<FlowRecord['newAddress']>,
  session: SessionRecord,
): Promise<void> {
  const { provider, address, leftAt } = newAddress;
  const { tenant, accountId, id, evidence } = session;
  const { policy } = kernel.policies.known(tenant);
  if (await isMailboxTaken(kernel, tenant, policy, address)) {
    kernel.logger.warn('an address does not follow its provider: another account has it', { provider });
    return;
  }
  const isProved = (latest: AccountRecord): boolean => {
    const link = externalIdAt(latest, provider);
    return link !== undefined && evidence.some(({ binding }) => binding === externalIdBinding(link.id));
  };
  const by: Doer = { kind: 'provider', tenant, provider, domain: domainOf(address) };
  await performAct(kernel, by, accountId, async ({ account: latest, now, setUpBy }) => {
    const act = { type: 'set-address' } as const;
    const isOlder = isToldSince(externalIdAt(latest, provider), leftAt);
    const isLate = isOlder || isHeldBack(latest, leftAt) || isLinkedSince(latest, provider, leftAt);
    if (isLate || !isProved(latest) || !isFollowed(latest, provider, address)) return { act, isDone: true };
    const detail = { from: latest.email && maskAddress(latest.email.address), to: maskAddress(address) };
    const told = { owner: latest, alsoAt: address, actor: nameOfProvider(provider), detail };
    const moved = await withOtherMailbox(kernel, latest, { address, verifiedAt: now, setUpBy });
    const isReset = moved.password?.id !== latest.password?.id;
    const externalIds = moved.externalIds?.map((one) =>
      one.provider === provider ? { ...one, address, toldAt: leftAt } : one,
    );
    return {
      act,
      next: { ...moved, externalIds },
      also: {
        endSessions: { accountId, except: id },
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
}
