import { instant } from '@sallyport/core';
import { type AccountId, hostCode } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { accepted } from '../acts/attacks/planting.test-support.ts';
import { Client, type Embedded, embedded, PASSWORD, TENANT } from '../embedded.test-support.ts';

const by = hostCode('hr');
const FIRST = 'dora@example.org';
const REFUSED = { refused: 'invalid-credentials' };

/** Dora has signed in at her computer. Somebody else signs in at another one, and the notice about that goes to her address, if she has one. */
async function asked(email?: string) {
  const world = await embedded({ policy: { requiredStrength: 'single' } });
  const { accountId } = accepted(await world.auth.people.create({ identifier: 'dora', password: PASSWORD, email, by }));
  for (const client of [new Client(world), new Client(world)]) {
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'dora', password: PASSWORD }));
    world.now += 1_000;
  }
  await world.auth.runBackgroundWork();
  const notice = world.notices.find(({ event }) => event.type === 'sign-in.unfamiliar');
  return {
    world,
    who: { accountId: accountId as AccountId },
    addresses: notice?.addresses,
    token: notice?.token ?? '',
  };
}

const follows = ({ auth }: Embedded, token: string) =>
  auth.sessions.disown(new Client({ auth } as Embedded).caller, { token });

it('X28 X3 the link to a former mailbox ends nothing and asks for no more, whatever address comes after', async () => {
  const { world, who, addresses, token } = await asked(FIRST);
  expect(addresses).toEqual([FIRST]);
  for (const email of ['dora@elsewhere.example', null]) {
    accepted(await world.auth.people.setEmail(who, { email, by }));
    expect(await follows(world, token)).toEqual(REFUSED);
  }
  const { events } = await world.auth.events({ type: 'sign-in.disowned' });
  expect(events).toEqual([]);
  await world.auth.close();
});

it('X28 X3 the link works if the account comes back to the address', async () => {
  const { world, who, token } = await asked(FIRST);
  for (const email of ['dora@elsewhere.example', FIRST]) accepted(await world.auth.people.setEmail(who, { email, by }));
  expect(await follows(world, token)).toEqual({ ended: 0 });
  await world.auth.close();
});

it('X28 X3 a link that went to no mailbox has none to lose: the host gave it to the owner', async () => {
  const { world, who, addresses, token } = await asked();
  expect(addresses).toEqual([]);
  accepted(await world.auth.people.setEmail(who, { email: FIRST, by }));
  expect(await follows(world, token)).toEqual({ ended: 1 });
  expect(await follows(world, token)).toEqual(REFUSED);
  await world.auth.close();
});

it('X28 the link ends every session if the intruder covered the tracks by another session, and had the device forgotten', async () => {
  const { world, token } = await asked(FIRST);
  const intruder = new Client(world);
  const signs = () => world.auth.signIn.begin(intruder.caller, { identifier: 'dora', password: PASSWORD });
  await intruder.keeps(signs());
  const first = await intruder.session();
  await world.auth.runBackgroundWork();
  const link = world.notices.findLast(({ event }) => event.detail?.['session'] === first.id)?.token ?? '';
  world.now += 1_000;
  await intruder.keeps(signs());
  const { id: second } = await intruder.session();
  expect(second).not.toBe(first.id);
  await world.auth.sessions.end(intruder.caller, first);
  const devices = await world.store.listDevices(TENANT, first.accountId);
  const me = world.auth.me(await intruder.session());
  for (const { id } of devices) await me.forgetDevice(id);
  expect(await follows(world, link)).toEqual({ ended: expect.any(Number) });
  expect(await world.store.listSessions(TENANT, first.accountId, instant(world.now))).toEqual([]);
  expect(await follows(world, token)).toMatchObject({ ended: 0 });
  await world.auth.close();
});
