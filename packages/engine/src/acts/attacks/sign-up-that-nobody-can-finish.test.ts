import { type AccountId, hostCode } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, type Embedded, embedded, TENANT } from '../../embedded.test-support.ts';
import { accepts } from './mailed-links.test-support.ts';
import { tokenTo } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const [WRONG, RIGHT] = ['ida@exampel.org', 'ida@example.org'];
const by = hostCode('hr');

async function asks({ auth }: Embedded, email: string): Promise<void> {
  await auth.signUp.begin({ tenant: TENANT, mode: 'token' }, { email });
  await auth.runBackgroundWork();
}

/** Somebody follows the link of a sign-up, and leaves before the first session. */
async function leftSignUp(world: Embedded, email: string): Promise<AccountId> {
  await asks(world, email);
  const client = new Client(world);
  await client.keeps(world.auth.signUp.confirm(client.caller, { token: tokenTo(world, email, 'sign-up') }));
  const [{ accountId = '' } = {}] = (await world.auth.people.list()).accounts;
  return accountId as AccountId;
}

it('X3 X21 the person of a left sign-up can be invited after a correction of the address', async () => {
  const world = await embedded({ policy: { requiredStrength: 'enhanced' } });
  const { people } = world.auth;
  const accountId = await leftSignUp(world, WRONG);
  accepted(await people.setEmail({ accountId }, { email: RIGHT, by }));
  // No other way is left: the address is taken, and there is no password to recover.
  await asks(world, RIGHT);
  expect(world.mails.at(-1)).toMatchObject({ kind: 'sign-up-taken', to: RIGHT });
  expect(await people.invite({ accountId }, { by })).not.toHaveProperty('refused');
  expect(await accepts(world, new Client(world), tokenTo(world, RIGHT, 'invitation'))).toBe('enroll');
  await world.auth.close();
});

it('X21 W4 so can a person to whom the host gave a role of administration before the first session', async () => {
  let roles: readonly string[] = [];
  const world = await embedded({ policy: { requiredStrength: 'enhanced' }, resolveSubject: async () => roles });
  const { people, signUp } = world.auth;
  const accountId = await leftSignUp(world, RIGHT);
  roles = ['super-admin'];
  await asks(world, RIGHT);
  const again = new Client(world);
  const refused = await signUp.confirm(again.caller, { token: tokenTo(world, RIGHT, 'sign-up') });
  expect(refused).toHaveProperty('refused');
  expect(await people.invite({ accountId }, { by })).not.toHaveProperty('refused');
  await world.auth.close();
});
