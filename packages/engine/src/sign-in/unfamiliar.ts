import type { Evidence } from '@sallyport/core';
import { MAIL_COUNTERS } from '@sallyport/core/lockout';
import type { AccountHistory, AccountRecord, EventRecord } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import { UNFAMILIAR } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../state/events.ts';
import type { Loaded } from '../state/load.ts';
import type { Change } from './change.ts';
import { loadInFlow } from './load-in-flow.ts';

type Familiar = Pick<Loaded, 'knownDevice' | 'now' | 'history'> & { readonly account: AccountRecord };

/** Nobody was there before the first sign-in who could disown it (X28), except in the former system of an imported account. */
export async function toldIfUnfamiliar(
  kernel: Kernel,
  caller: Caller,
  { account, knownDevice, now, history: loaded }: Familiar,
  { session: opened, commit }: Change,
): Promise<readonly EventRecord[]> {
  if (opened === undefined || commit.newSession === undefined) return [];
  const { id: accountId } = account;
  const { id: session, evidence, userAgent } = opened.granted.record;
  const history = loaded?.accountId === accountId ? loaded : await historyOf(kernel, account);
  if (history === undefined) return [];
  const { lastSignInAt = account.importedAs === undefined ? undefined : account.createdAt } = history;
  if (lastSignInAt === undefined) return [];
  const failures = failuresIn(history, evidence);
  const because = [
    ...(knownDevice === undefined ? ['device'] : []),
    ...(failures >= UNFAMILIAR.failures ? ['failures'] : []),
    ...(now - lastSignInAt >= UNFAMILIAR.absence ? ['absence'] : []),
  ].join(' ');
  if (because === '') return [];
  const device = knownDevice === undefined ? commit.device?.id : await deviceIdOf(kernel, account, knownDevice);
  const event = eventsOf(kernel, caller, now, { owner: account });
  return [event('sign-in.unfamiliar', { detail: { because, session, device, userAgent } })];
}

function failuresIn({ counters }: AccountHistory, evidence: readonly Evidence[]): number {
  const all = evidence.some(({ userVerified }) => userVerified === true);
  const proved = new Set<string>(evidence.map(({ method }) => method));
  return counters
    .filter(({ authenticator }) => !authenticator.startsWith(MAIL_COUNTERS) && (all || proved.has(authenticator)))
    .reduce((sum, { counter }) => sum + Math.max(0, counter.total - counter.open.length), 0);
}

async function historyOf(kernel: Kernel, { tenant, id }: AccountRecord): Promise<AccountHistory | undefined> {
  return (await loadInFlow(kernel, { tenant, account: { kind: 'id', value: id } })).history;
}

async function deviceIdOf({ store }: Kernel, { tenant, id }: AccountRecord, hash: string): Promise<string | undefined> {
  return (await store.listDevices(tenant, id)).find((device) => device.tokenHash === hash)?.id;
}
