import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, embedded, TENANT } from '../../embedded.test-support.ts';
import { OneEntry, SECRET } from '../../sign-in/directory.test-support.ts';

const ADA = 'ada@corp.example';

it('P12 X20 a first sign-in by the directory that the host refuses leaves nothing behind, and hinders nobody', async () => {
  const rows = new Map<string | undefined, readonly string[]>();
  const directory = new OneEntry();
  directory.told = { subject: 's1', email: ADA, roles: [] };
  const world = await embedded({
    ...{ directory, resolveSubject: async (_id: string, _tenant: string, key: string | undefined) => rows.get(key) },
    policy: {
      requiredStrength: 'single',
      providers: { ldap: { createAccounts: true, mailDomains: ['corp.example'] } },
    },
  });
  const { auth, store } = world;
  const signsIn = async () => {
    const client = new Client(world);
    const answer = await auth.signIn.begin(client.caller, { identifier: 'ada', password: SECRET });
    return isRefusal(answer) ? answer.refused : answer.answer.status;
  };
  expect([await signsIn(), await signsIn()]).toEqual(['no-way-in', 'no-way-in']);
  expect((await store.listAccounts(TENANT, { limit: 10 })).items).toEqual([]);
  // There is no account that an event could name. The log of the operator says it.
  expect((await auth.events({})).events.filter(({ type }) => type !== 'policy.changed')).toEqual([]);
  expect(JSON.stringify(world.logged)).toContain('unknown-to-host');
  // Her first day.
  rows.set('42', ['employee']);
  const created = await auth.people.create({ identifier: ADA, email: ADA, externalId: '42', by: hostCode('hr') });
  expect(created).toHaveProperty('accountId');
  world.now += 60_000;
  expect(await signsIn()).toBe('complete');
  await auth.close();
});
