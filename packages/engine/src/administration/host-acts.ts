import type { AccountId, AccountRecord } from '@sallyport/store';
import { withOtherMailbox } from '../accounts/other-mailbox.ts';
import type { Doer } from '../acts/doer.ts';
import { withKeyGuard } from '../acts/last-administrator.ts';
import { performAct } from '../acts/perform-act.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { signedOut, withoutMailed } from '../factors/pending.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newPassword } from '../kernel/passwords/new-password.ts';
import { newId } from '../kernel/secrets/token.ts';
import { adminEvent, nameOf } from '../state/actors.ts';
import { event } from '../state/events.ts';
import { maskAddress } from '../state/identifier.ts';

/** The epoch rises, which also ends a session that a concurrent request opens. */
export function endSessions(kernel: Kernel, by: Doer, id: AccountId): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, ({ account }) => ({
    act: { type: 'end-sessions' },
    next: signedOut(account),
    also: {
      endSessions: { accountId: id },
      forgetDevices: { accountId: id },
      events: [adminEvent(kernel, by, account, 'session.revoked', { all: true })],
    },
  }));
}

/** A reader of the former mailbox may have signed in through it. */
export function setEmail(
  kernel: Kernel,
  by: Doer,
  id: AccountId,
  address: string | undefined,
): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, async ({ account, now, leaves }) => {
    const { email: former } = account;
    const isSame = former?.address === address;
    if (isSame) {
      const act = { type: 'set-address', leaves: await leaves(account, account) } as const;
      if (former?.setUpBy === undefined) return { act, isDone: true };
      const email = { address: former.address, verifiedAt: now };
      const events = [adminEvent(kernel, by, account, 'account.email-confirmed')];
      return { act, next: { ...account, email }, also: { events } };
    }
    const mailbox = address === undefined ? undefined : { address, verifiedAt: now };
    const next = await withOtherMailbox(kernel, account, mailbox);
    const act = { type: 'set-address', leaves: await leaves(withoutMailed(account), next) } as const;
    const detail = { from: former && maskAddress(former.address), to: address && maskAddress(address) };
    const told = { owner: account, alsoAt: address, actor: nameOf(by), detail };
    return {
      act,
      next,
      also: {
        endSessions: former === undefined ? undefined : { accountId: id },
        forgetDevices: former === undefined ? undefined : { accountId: id },
        clearCounters: { subject: id, by: 'rebinding', authenticators: ['email-code'] },
        events: [
          event(kernel, by.tenant, now, 'account.email-changed', told),
          ...(next.password?.id === account.password?.id ? [] : [adminEvent(kernel, by, account, 'password.reset')]),
        ],
      },
    };
  });
}

/** A person who knows the former password may be signed in. */
export async function setPassword(
  kernel: Kernel,
  by: Doer,
  id: AccountId,
  password: string,
): Promise<AccountRecord | Refusal> {
  const account = await kernel.store.readAccount(by.tenant, id);
  if (account === undefined) return { refused: 'not-found' };
  const turn = { queue: 'own', subject: id } as const;
  const names = [...account.identifiers, account.email?.address ?? ''];
  const candidate = newPassword(kernel, { tenant: by.tenant, password, path: 'password', names, turn });
  const unfit = await candidate.refusedAlone(kernel.policies.known(by.tenant).policy);
  if (unfit !== undefined) return unfit;
  const hash = await kernel.passwords.hash(password, turn);
  return performAct(kernel, by, id, async ({ account: latest, now, inForce: { policy }, refuses }) => {
    const act = { type: 'set-password' } as const;
    const refused = (await refuses(act)) ?? (await candidate.refusedFor(policy, latest));
    if (refused !== undefined) return refused;
    return {
      act,
      next: {
        ...signedOut(latest),
        password: { id: newId(kernel.random), hash, provenance: 'independent', changedAt: now },
      },
      also: {
        endSessions: { accountId: id },
        forgetDevices: { accountId: id },
        clearCounters: { subject: id, by: 'rebinding', authenticators: ['password'] },
        events: [adminEvent(kernel, by, latest, 'password.changed')],
      },
    };
  });
}

export function setExternalId(
  kernel: Kernel,
  by: Doer,
  id: AccountId,
  externalId: string | null,
): Promise<AccountRecord | Refusal> {
  return performAct(kernel, by, id, async ({ account, inForce: { policy }, refuses }) => {
    const act = { type: 'set-identifier' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    const { externalId: from = null, ...rest } = account;
    if (from === externalId) return { act, isDone: true };
    const next = externalId === null ? rest : { ...rest, externalId };
    const guarded = await withKeyGuard(kernel, policy, account, next);
    if (isRefusal(guarded)) return guarded;
    const events = [adminEvent(kernel, by, account, 'account.external-id-changed', { from, to: externalId })];
    return { act, next, also: { ...guarded, events } };
  });
}
