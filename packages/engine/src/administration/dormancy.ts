import { dormancyAt, type Instant, instant, type Policy } from '@sallyport/core';
import type { AccountRecord, EventRecord, ListedPerson, TenantId } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import { system } from '../acts/doer.ts';
import { withAdministratorsGuard } from '../acts/last-administrator.ts';
import { isRefusal } from '../contract/refusal.ts';
import { withBlock } from '../factors/removals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../records/events.ts';
import { readPolicyInForce } from '../records/read-policy.ts';

const BATCH = 500;

export interface DormancySweep {
  run(whole?: boolean): Promise<void>;
}

export function dormancySweep(kernel: Kernel, tenants: () => readonly TenantId[]): DormancySweep {
  const places = new Map<string, string | undefined>();
  return {
    async run(whole = false) {
      for (const tenant of tenants()) {
        const { policy } = await readPolicyInForce(kernel, tenant);
        if (policy.dormant === undefined) continue;
        // The notice comes after three quarters of the time at the earliest.
        const before = instant(kernel.now() - Math.floor(policy.dormant.after * 0.75) + 1);
        for (const signedIn of ['never', { before }] as const) {
          const place = `${typeof signedIn} ${tenant}`;
          let cursor = whole ? undefined : places.get(place);
          do {
            const asked = { limit: BATCH, cursor, now: kernel.now(), signedIn };
            const page = await kernel.store.listPeople(tenant, asked);
            for (const person of page.items) await lookAt(kernel, policy, person);
            cursor = page.next;
          } while (whole && cursor !== undefined);
          places.set(place, cursor);
        }
      }
    },
  };
}

/** Never the last administrator or an emergency account: somebody has to be able to come back. */
async function lookAt(kernel: Kernel, policy: Policy, person: ListedPerson): Promise<void> {
  const { account, sessions } = person;
  if (account.block !== undefined || account.emergency === true || sessions > 0) return;
  if (!isDue(policy, person.account, person.lastSignInAt, kernel.now())) return;
  const { tenant, id } = account;
  await carryOut(kernel, system(tenant), id, async ({ account: latest, inForce, now }) => {
    const act = { type: 'block' } as const;
    const due = latest.block === undefined && isDue(inForce.policy, latest, person.lastSignInAt, now);
    // Somebody who signed in since the list was read opened a session.
    const live = due === false ? [] : await kernel.store.listSessions(tenant, id, now);
    if (due === false || live.some(({ epoch }) => epoch === latest.epoch)) return { act, isDone: true };
    const blocked = withBlock(latest, { at: now, by: 'system', reason: 'dormant' });
    const guarded = await withAdministratorsGuard(kernel, inForce.policy, latest, blocked, undefined);
    if (isRefusal(guarded)) return guarded;
    const told = (type: 'account.dormant' | 'account.blocked', detail: EventRecord['detail']): EventRecord =>
      event(kernel, tenant, now, type, { owner: latest, actor: 'system', detail });
    if (due === 'warn') {
      const detail = { after: inForce.policy.dormant?.after };
      return {
        act,
        next: { ...latest, dormancy: { ...latest.dormancy, warnedAt: now } },
        also: { events: [told('account.dormant', detail)] },
      };
    }
    return {
      act,
      next: blocked,
      also: {
        endSessions: { accountId: id },
        forgetDevices: { accountId: id },
        events: [told('account.blocked', { reason: 'dormant' })],
      },
    };
  });
}

function isDue(
  policy: Policy,
  { createdAt, dormancy }: AccountRecord,
  lastSignInAt: Instant | undefined,
  now: Instant,
): 'warn' | 'block' | false {
  const since = instant(Math.max(lastSignInAt ?? createdAt, dormancy?.since ?? 0));
  const at = dormancyAt(policy, { since, warnedAt: dormancy?.warnedAt }, now);
  return at === 'warn' || at === 'block' ? at : false;
}
