import { hostCode, isRefusal, type PersonView } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';

const DORA = { externalId: 'user-7' };

async function dora({ auth }: Embedded): Promise<PersonView> {
  const created = await auth.people.create({
    identifier: 'dora@example.org',
    email: 'dora@example.org',
    password: PASSWORD,
    roles: ['reader'],
    ...DORA,
    by: hostCode('host'),
  });
  if (isRefusal(created)) throw new Error(created.refused);
  return created;
}

/** A call as JavaScript makes it, whatever the types say. */
function call(of: object, verb: string, ...given: readonly unknown[]): Promise<unknown> {
  const found: unknown = Reflect.get(of, verb);
  if (typeof found !== 'function') throw new TypeError(verb);
  return found(...given);
}

const refusedFor = (path: string): object => ({ refused: 'malformed-input', errors: [{ path }] });

it.each([
  ['setRoles', 'roles', [{}, { roles: 'admin' }, { roles: null }, { roles: [7] }, { roles: [''] }, { roles: ['a\0'] }]],
  ['setRoles', 'roles', [{ roles: ['x'.repeat(65)] }, { roles: Array(65).fill('x') }, { roles: {}, force: true }]],
  [
    'setMethods',
    'methods',
    [{ force: true }, { methods: 'password', force: true }, { methods: ['pasword'], force: true }],
  ],
  ['block', 'reason', [{}, { reason: '' }, { reason: 7 }, { reason: 'x'.repeat(501) }, { reason: 'a\0' }]],
  ['block', 'reason', ['\u3164', '\uffa0\u115f', ' \u2800', '\u200b\u202e'].map((reason) => ({ reason }))],
  [
    'rename',
    'identifier',
    [{}, { identifier: 7 }, { identifier: 'a\0b' }, { identifier: 'a\nb' }, { identifier: '\ud800' }],
  ],
  ['rename', 'identifier', [{ identifier: 'x'.repeat(257) }, { identifier: '\ufdfa'.repeat(15) }]],
  ['setExternalId', 'externalId', [{}, { externalId: 7 }, { externalId: '' }]],
])('X25 %s with %s that is none is refused, and changes nothing', async (verb, path, inputs) => {
  const world = await embedded();
  const before = await dora(world);
  for (const input of inputs)
    for (const who of [DORA, { identifier: 'nobody' }])
      expect(await call(world.auth.people, verb, who, { ...input, by: hostCode('host') })).toMatchObject(
        refusedFor(path),
      );
  expect(await world.auth.people.find(DORA)).toEqual(before);
});

it.each([
  ['identifier', [undefined, null, 7, '', ' ', 'a\0b', '\ud800', 'x'.repeat(257), '\ufdfa'.repeat(15)]],
  ['displayName', [7, null, '', ' ', 'a\nb', '\ud800', 'x'.repeat(257)]],
  ['email', [7, null, 'a b@example.org']],
  ['password', [7, null]],
  ['roles', ['admin', null, [7], ['']]],
  ['emergency', ['yes', 1]],
  ['externalIds', ['corp', [null], [{ provider: 'corp' }]]],
  ['externalId', [7, null, '']],
  [
    'by',
    [undefined, 7, null, '', 'host', { accountId: 'eva' }, hostCode(''), hostCode('x'.repeat(201)), hostCode('a\0')],
  ],
])('X25 no account is created with %s that is none', async (path, values) => {
  const { auth } = await embedded();
  for (const value of values)
    expect(await call(auth.people, 'create', { identifier: 'eva', by: hostCode('host'), [path]: value })).toMatchObject(
      refusedFor(path),
    );
  expect(await auth.people.list()).toMatchObject({ accounts: [], counts: { all: 0 } });
});

it('X25 a misspelt fact of a new account is refused with the fact that is meant', async () => {
  const { auth } = await embedded();
  const refusal = (path: string, message: string) => ({ refused: 'malformed-input', errors: [{ path, message }] });
  expect(await call(auth.people, 'create', { identifer: 'eva', by: hostCode('host') })).toEqual(
    refusal('identifer', "is no fact of a new account; did you mean 'identifier'?"),
  );
  expect(await call(auth.people, 'create', { identifier: 'eva', shoeSize: 41, by: hostCode('host') })).toEqual(
    refusal('shoeSize', 'is no fact of a new account'),
  );
});

it('X25 the longest identifier that is taken is one that its owner can type', async () => {
  const { auth } = await embedded();
  const identifier = 'ä'.repeat(256);
  expect(await auth.people.create({ identifier, by: hostCode('host') })).toMatchObject({ identifiers: [identifier] });
});

it('X25 a search for what no store keeps finds nobody, and one for what is no text is told', async () => {
  const world = await embedded();
  await dora(world);
  const { people } = world.auth;
  for (const query of ['dora\0', '\ud800']) expect((await people.list({ query })).accounts).toEqual([]);
  for (const asked of [{ state: 'up' }, { sort: 'name' }, { risk: 'rain' }, { state: 'toString' }])
    await expect(call(people, 'list', asked)).rejects.toThrow('is none of');
  await expect(call(people, 'list', { query: 7 })).rejects.toThrow('query is no text');
  expect((await people.list({ query: 'DORA' })).accounts).toHaveLength(1);
});

it('X24 a policy is set by nobody whose name is none', async () => {
  const { auth } = await embedded();
  for (const by of [undefined, 7, null, 'host', hostCode(''), hostCode('a\0'), hostCode('x'.repeat(201))])
    expect(await call(auth.policy, 'set', 'default', {}, { ifVersion: 1, by })).toMatchObject(refusedFor('by'));
  expect(await auth.policy.current('default')).toMatchObject({ version: 1 });
});

it('X25 a tenant that is there and no name is no other tenant’s account', async () => {
  const world = await embedded();
  const before = await dora(world);
  const { people } = world.auth;
  const bad = { code: 'bad-tenant' };
  await expect(
    call(people, 'block', { ...DORA, tenant: null }, { reason: 'x', by: hostCode('host') }),
  ).rejects.toMatchObject(bad);
  await expect(call(people, 'create', { identifier: 'eva', tenant: null, by: hostCode('host') })).rejects.toMatchObject(
    bad,
  );
  await expect(call(people, 'list', { tenant: null })).rejects.toMatchObject(bad);
  expect(await call(people, 'block', 'user-7', { reason: 'x', by: hostCode('host') })).toMatchObject(refusedFor(''));
  expect(await people.find(DORA)).toEqual(before);
});

it.each([
  ['a text', 'everything'],
  ['what no store keeps', [{ id: 1n, label: 'x', access: 'read' }]],
  ['what is no item', [{ id: 'x', label: 'x', access: {} }]],
  ['a date of another kind', [{ id: 'x', label: 'x', access: 'read', lastUsedAt: new Date(0) }]],
])('P18 P19 a host that answers %s for what somebody can reach keeps nobody from being blocked', async (_, answer) => {
  const world = await embedded({ exposure: () => answer as never });
  await dora(world);
  expect(await world.auth.people.block(DORA, { reason: 'left', by: hostCode('host') })).toMatchObject({
    status: 'blocked',
  });
  expect(world.logged).toHaveLength(1);
});
