import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, newAccount, PASSWORD } from '../../embedded.test-support.ts';
import { corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator } from './planting.test-support.ts';

const SUE = 'sue@example.org';
const PIAS = 'pia@elsewhere.example';
const by = hostCode('host');

it('W4 X28 a people administrator ends no session of a policy administrator by an address that she once set', async () => {
  const world = await corporate({ requiredStrength: 'single' });
  const { auth } = world;
  const pia = await administrator(world, 'pia', 'admin');
  const sue = { accountId: await newAccount(world, SUE) };
  const signsIn = async (): Promise<Client> => {
    world.now += 60_000;
    const client = new Client(world);
    await client.keeps(auth.signIn.begin(client.caller, { identifier: SUE, password: PASSWORD }));
    return client;
  };
  await signsIn();
  // Before the role: Pia "helps" with the mailbox, and names one of her own.
  accepted(await auth.people.helpIn(sue, { lost: ['mailbox'], email: PIAS, by: await acting(world, pia) }));
  await signsIn();
  accepted(await auth.people.setRoles(sue, { roles: ['super-admin'], by }));
  expect((await auth.people.find(sue))?.email).toBeUndefined();
  await auth.runBackgroundWork();
  world.notices.length = 0;
  const blocked = await auth.people.block(sue, { reason: 'x', by: await acting(world, pia) });
  expect(isRefusal(blocked) && blocked.refused).toBe('not-permitted');

  const days: string[] = [];
  for (let times = 0; times < 3; times += 1) {
    const client = await signsIn();
    await auth.runBackgroundWork();
    for (const { addresses, token } of world.notices.splice(0))
      if (addresses.includes(PIAS) && token !== undefined)
        await auth.sessions.disown(new Client(world).caller, { token });
    const live = await auth.sessions.guard(client.caller, { needs: 'session' });
    days.push(isRefusal(live) ? live.refused : 'signed in');
  }
  expect(days).toEqual(['signed in', 'signed in', 'signed in']);
  await auth.close();
});
