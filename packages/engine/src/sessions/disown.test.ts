import { type AccountId, hostCode } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { accepted } from '../acts/attacks/planting.test-support.ts';
import { Client, type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';

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
