import type { Instant, Milliseconds } from '@sallyport/core';
import type { AccountId, TenantId } from '@sallyport/store';
import type { Directory } from '@sallyport/store/providers';
import { system } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import { isRefusal } from '../contract/refusal.ts';
import { signedOut } from '../factors/pending.ts';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import { eachAlone } from '../kernel/each-alone.ts';
import { isProviderUnavailable } from '../kernel/host-providers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { SweptTenants } from '../kernel/swept-tenants.ts';
import { event } from '../state/events.ts';

const BATCH = 500;
/** So a directory that is down is asked no more than this in each round. */
const MOST_FAILURES = 3;

export interface DirectoryRechecks {
  run(): Promise<void>;
}

interface Person {
  readonly id: AccountId;
  readonly subject: string;
}

interface Pass {
  readonly begun: Instant;
  waiting: readonly Person[];
}

export function directoryRechecks(
  kernel: Kernel,
  tenants: SweptTenants,
  every: Milliseconds | undefined,
): DirectoryRechecks {
  const passes = new Map<TenantId, Pass>();
  return {
    run: () =>
      eachAlone((each) =>
        each(tenants(), async (tenant) => {
          const { directory } = kernel.of(tenant);
          if (every === undefined || directory?.admits === undefined) return;
          const now = kernel.now();
          let pass = passes.get(tenant);
          if (pass === undefined || now - pass.begun >= every) {
            pass = { begun: now, waiting: await peopleInSessions(kernel, tenant, directory, pass?.waiting) };
            passes.set(tenant, pass);
          }
          await goOn(kernel, tenant, directory, pass);
        }),
      ),
  };
}

/** Whom the last pass left waiting comes last, in its order: the same people fail in front of the others once at most. */
async function peopleInSessions(
  kernel: Kernel,
  tenant: TenantId,
  directory: Directory,
  left: readonly Person[] = [],
): Promise<readonly Person[]> {
  const people: Person[] = [];
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listPeople(tenant, { limit: BATCH, cursor, now: kernel.now() });
    for (const { account, sessions } of page.items) {
      const link = externalIdAt(account, directory.id);
      if (sessions > 0 && link !== undefined) people.push({ id: account.id, subject: link.subject });
    }
    cursor = page.next;
  } while (cursor !== undefined);
  const places = new Map(left.map(({ id }, place) => [id, place]));
  return people.sort((a, b) => (places.get(a.id) ?? -1) - (places.get(b.id) ?? -1));
}

/** Who fails is asked again after those who wait. */
async function goOn(kernel: Kernel, tenant: TenantId, directory: Directory, pass: Pass): Promise<void> {
  const [again, faults]: [Person[], unknown[]] = [[], []];
  let asked = 0;
  let failures = 0;
  for (const person of pass.waiting) {
    if (failures === MOST_FAILURES) break;
    asked += 1;
    const isDone = await recheck(kernel, tenant, directory, person, faults);
    if (!isDone) again.push(person);
    failures = isDone ? 0 : failures + 1;
  }
  pass.waiting = [...pass.waiting.slice(asked), ...again];
  if (faults.length > 0) throw faults[0];
}

async function recheck(
  kernel: Kernel,
  tenant: TenantId,
  directory: Directory,
  person: Person,
  faults: unknown[],
): Promise<boolean> {
  try {
    return (await directory.admits?.(person.subject)) !== false || (await endAll(kernel, tenant, directory, person));
  } catch (fault) {
    if (!isProviderUnavailable(fault)) faults.push(fault);
    return false;
  }
}

async function endAll(
  kernel: Kernel,
  tenant: TenantId,
  directory: Directory,
  { id, subject }: Person,
): Promise<boolean> {
  const ended = await performAct(kernel, system(tenant), id, async ({ account, now }) => {
    const act = { type: 'end-sessions' } as const;
    if (externalIdAt(account, directory.id)?.subject !== subject) return { act, isDone: true };
    const live = await kernel.store.listSessions(tenant, id, now);
    if (!live.some(({ epoch }) => epoch === account.epoch)) return { act, isDone: true };
    const detail = { all: true, reason: 'directory' };
    return {
      act,
      next: signedOut(account),
      also: {
        endSessions: { accountId: id },
        forgetDevices: { accountId: id },
        events: [event(kernel, tenant, now, 'session.revoked', { accountId: id, actor: 'system', detail })],
      },
    };
  });
  return !isRefusal(ended) || ended.refused === 'not-found';
}
