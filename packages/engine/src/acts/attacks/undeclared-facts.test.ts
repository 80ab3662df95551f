import { hostCode } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { type Corporate, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, office } from './planting.test-support.ts';

const PLANTED = {
  ...{ identifier: 'pia2@example.org', externalIds: [{ provider: 'corp', subject: 'pia2' }] },
  providerRoles: { corp: ['super-admin'] },
  providerRolesAt: { corp: 0 },
};

const refusedFor = (path: string): object => ({ refused: 'malformed-input', errors: [{ path }] });

async function people({ auth }: Corporate): Promise<readonly string[]> {
  return (await auth.people.list()).accounts.flatMap(({ identifiers }) => identifiers);
}

it('X25 W4 a people administrator writes no roles of a provider into an account that she makes, where the host passes her body on', async () => {
  const { world, pia } = await office();
  const { auth } = world;
  const { accountId } = await (await administrator(world, 'root', 'super-admin')).session();
  const stranded = { refused: 'policy-strands-administrators' };
  expect(await auth.people.delete({ accountId }, { by: hostCode('host') })).toEqual(stranded);
  const before = await people(world);

  const made = await auth.people.create({ ...PLANTED, by: await acting(world, pia) });
  expect(made).toMatchObject(refusedFor('providerRoles'));
  expect(await people(world)).toEqual(before);
  // Nobody counts as the administrator who stays.
  expect(await auth.people.delete({ accountId }, { by: hostCode('host') })).toEqual(stranded);
});

it.each([
  ['providerRoles', { corp: ['super-admin'] }],
  ['providerRolesAt', { corp: 0 }],
  ['holders', []],
  ['methods', ['password']],
  ['userHandle', 'c3R1ZmY'],
  ['actor', 'host'],
  ['constructor', {}],
  ['__proto__', 'x'],
])('X25 nobody creates an account with %s, which is no fact of a new account', async (name, value) => {
  const world = await corporate({ requiredStrength: 'single' });
  const body = JSON.parse(JSON.stringify({ identifier: 'eva' }).replace('}', `,"${name}":${JSON.stringify(value)}}`));
  expect(await world.auth.people.create({ ...body, by: hostCode('host') })).toMatchObject(refusedFor(name));
  expect(await people(world)).toEqual([]);
});

it('X25 a fact that is there without a value is none', async () => {
  const world = await corporate({ requiredStrength: 'single' });
  const body = { identifier: 'eva', email: undefined, shoeSize: undefined };
  expect(accepted(await world.auth.people.create({ ...body, by: hostCode('host') }))).toMatchObject({
    identifiers: ['eva'],
  });
});
