import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, PASSWORD } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const KAY = 'kay@example.org';

it('N15 an administrator by a provider’s role counts as the last only while the account may sign in there', async () => {
  const corp = new FakeProvider({ roles: ['super-admin'] });
  const world = await corporate({ requiredStrength: 'baseline' }, { corp });
  const { auth } = world;
  const create = async (identifier: string, roles: readonly string[] = []) => {
    const input = { identifier, email: identifier, password: PASSWORD, roles };
    return accepted(await auth.people.create({ ...input, by: hostCode('host') })).accountId as AccountId;
  };
  const root = await create('root@example.org', ['super-admin']);
  const kay = await create(KAY);
  const externalIds = [{ provider: 'corp', subject: 'kay' }];
  accepted(await auth.people.setExternalIds({ accountId: kay }, { externalIds, by: hostCode('host') }));
  const own = new Client(world);
  await own.signsInByMail(KAY);
  const { secret } = await own.enrollsTotp();
  world.now += 60_000;
  const browser = new Browser(world);
  await browser.signsIn({ subject: 'kay', roles: ['super-admin'], authTime: world.now as never });
  browser.keeps(await auth.signIn.code(browser.caller, 'totp', { code: own.totp(secret) }));
  expect((await browser.session()).roles).toEqual(['super-admin']);
  const demote = () => auth.people.setRoles({ accountId: root }, { roles: [], by: hostCode('host') });
  accepted(await auth.people.setMethods({ accountId: kay }, { methods: ['password'], by: hostCode('host') }));
  expect(await demote()).toMatchObject({ refused: 'policy-strands-administrators' });
  accepted(await auth.people.setMethods({ accountId: kay }, { methods: ['password', 'sso'], by: hostCode('host') }));
  expect(isRefusal(await demote())).toBe(false);
  expect(
    await auth.people.setMethods({ accountId: kay }, { methods: ['password'], by: hostCode('host') }),
  ).toMatchObject({
    refused: 'policy-strands-administrators',
  });
});
