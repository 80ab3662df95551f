import { dormancyAt, type Instant, instant, type Policy } from '@sallyport/core';
import type { AccountRecord, EventRecord, ListedPerson, TenantId } from '@sallyport/store';
import { system } from '../acts/doer.ts';
import { withAdministratorsGuard } from '../acts/last-administrator.ts';
import { performAct } from '../acts/perform-act.ts';
import { isRefusal } from '../contract/refusal.ts';
import { withBlock } from '../factors/removals.ts';
import { eachAlone } from '../kernel/each-alone.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import type { SweptTenants } from '../kernel/swept-tenants.ts';
import { event } from '../state/events.ts';
import { readPolicyInForce } from '../state/read-policy.ts';

const [BATCH, VERSIONS] = [500, 50];

export interface DormancySweep {
  run(whole?: boolean): Promise<void>;
}

/** `since`: when the first of the latest versions that all have `dormant` was written. */
interface Asked extends PolicyInForce {
  readonly since: Instant | undefined;
}

const blocksDormant = ({ dormant }: Policy): boolean => dormant !== undefined;

export function dormancySweep(kernel: Kernel, tenants: SweptTenants): DormancySweep {
  const places = new Map<string, string | undefined>();
  const known = new Map<TenantId, Asked>();
  return {
    run: (whole = false) =>
      eachAlone((each) =>
        each(tenants(blocksDormant), async (tenant) => {
          const inForce = await readPolicyInForce(kernel, tenant);
          const { dormant } = inForce.policy;
          if (dormant === undefined) return;
          const asked = await askedNow(kernel, tenant, inForce, known);
          // The notice comes after three quarters of the time at the earliest.
          const before = instant(kernel.now() - Math.floor(dormant.after * 0.75) + 1);
          for (const signedIn of ['never', { before }] as const) {
            const place = `${typeof signedIn} ${tenant}`;
            let cursor = whole ? undefined : places.get(place);
            do {
              const page = await kernel.store.listPeople(tenant, { limit: BATCH, cursor, now: kernel.now(), signedIn });
              await each(page.items, (person) => lookAt(kernel, asked, person));
              cursor = page.next;
            } while (whole && cursor !== undefined);
            places.set(place, cursor);
          }
        }),
      ),
  };
}

async function askedNow(
  kernel: Kernel,
  tenant: TenantId,
  inForce: PolicyInForce,
  known: Map<TenantId, Asked>,
): Promise<Asked> {
  const last = known.get(tenant);
  if (last?.version === inForce.version && last.policy === inForce.policy) return last;
  const asked = { ...inForce, since: await askedSince(kernel, tenant) };
  known.set(tenant, asked);
  return asked;
}

async function askedSince(kernel: Kernel, tenant: TenantId): Promise<Instant | undefined> {
  let since: Instant | undefined;
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listPolicyVersions(tenant, { limit: VERSIONS, cursor });
    for (const { document, changedAt } of page.items) {
      if (document['dormant'] === undefined) return since;
      since = changedAt;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return since;
}

/** Never the last administrator or an emergency account: somebody has to be able to come back. */
async function lookAt(kernel: Kernel, asked: Asked, person: ListedPerson): Promise<void> {
  const { account, sessions } = person;
  if (account.block !== undefined || account.emergency === true || sessions > 0) return;
  if (!isDue(asked, account, person.lastSignInAt, kernel.now())) return;
  const { tenant, id } = account;
  await performAct(kernel, system(tenant), id, async ({ account: latest, inForce, now }) => {
    const act = { type: 'block' } as const;
    // Under another version, the next look decides.
    const isOpen = latest.block === undefined && inForce.version === asked.version;
    const due = isOpen && isDue(asked, latest, person.lastSignInAt, now);
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
  { policy, since: askedSince }: Asked,
  { createdAt, dormancy }: AccountRecord,
  lastSignInAt: Instant | undefined,
  now: Instant,
): 'warn' | 'block' | false {
  const since = instant(Math.max(lastSignInAt ?? createdAt, dormancy?.since ?? 0));
  const at = dormancyAt(policy, { since, warnedAt: dormancy?.warnedAt, askedSince }, now);
  return at === 'warn' || at === 'block' ? at : false;
}
