import { setTimeout as sleep } from 'node:timers/promises';
import { type Guard, hostCode, isRefusal, type SallyportOptions, type Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { Client, type Embedded, embedded, PASSWORD } from '../../embedded.test-support.ts';
import { machineTimer } from '../../kernel/timer.ts';
import { tenantId } from '../../state/tenant-id.ts';

const by = hostCode('hr');
const REUSES: Guard = { needs: 'session', reuses: true };

async function process(store: Store, options: Partial<SallyportOptions<string>> = {}): Promise<Embedded> {
  const counted = { passed: 0 };
  const world = await embedded({
    store,
    policy: { requiredStrength: 'single' },
    tenant: () => 'north',
    tenants: { north: {}, south: {} },
    sessionCheck: { reuse: '1s' },
    timer: { ...machineTimer, now: () => performance.now() + counted.passed },
    ...options,
  });
  counted.passed = 60_000;
  await world.auth.runBackgroundWork();
  return world;
}

it('X11 the second removal of a tenant is answered when no process admits anybody any more', async () => {
  const store = memoryStore();
  const [serving, first, second] = [await process(store), await process(store), await process(store)];
  const tenant = tenantId('north');
  const made = await serving.auth.people.create({ tenant, identifier: 'ada', password: PASSWORD, by });
  if (isRefusal(made)) throw new Error(made.refused);
  const client = new Client(serving);
  client.caller = { ...client.caller, tenant };
  await client.keeps(serving.auth.signIn.begin(client.caller, { identifier: 'ada', password: PASSWORD }));
  expect(isRefusal(await serving.auth.sessions.guard(client.caller, REUSES))).toBe(false);
  const one = first.auth.tenants.remove('north', { by, log: 'keep' });
  await sleep(20);
  const other = await second.auth.tenants.remove('north', { by, log: 'keep' });
  const admitted = await serving.auth.sessions.guard(client.caller, REUSES).then(
    (s) => !isRefusal(s),
    () => false,
  );
  await one;
  expect({ other, admitted }).toMatchObject({ other: { log: 'keep' }, admitted: false });
  await Promise.all([serving, first, second].map(({ auth }) => auth.close()));
});
