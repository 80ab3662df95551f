import { hostCode, isRefusal, type LiveSession } from '@sallyport/engine';
import type { AccountId } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import {
  ADMINISTRATORS,
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  TENANT,
} from '../embedded.test-support.ts';

type Roles = readonly string[] | undefined;

/** A host with a table of roles, which can be made to fail for one of its people. */
async function host() {
  const table = new Map<AccountId, Roles>();
  let failing: AccountId | undefined;
  const world = await embedded({
    resolveSubject: (id) => {
      if (id === failing) throw new Error('the table of roles is gone');
      return table.has(id) ? table.get(id) : [];
    },
  });
  const add = async (name: string, roles: Roles): Promise<AccountId> => {
    const id = await newAccount(world, `${name}@example.org`);
    table.set(id, roles);
    return id;
  };
  const fails = (id: AccountId | undefined): void => {
    failing = id;
  };
  return { world, table, add, fails };
}

/** Signed in as an administrator, with all there is to prove. */
async function signedIn(world: Embedded, name: string): Promise<Client> {
  const { signIn } = world.auth;
  const client = new Client(world);
  await client.signsInByMail(`${name}@example.org`);
  const { secret } = await client.enrollsTotp();
  world.now += 30_000;
  await client.keeps(signIn.begin(client.caller, { identifier: `${name}@example.org`, password: PASSWORD }));
  await client.keeps(signIn.code(client.caller, 'totp', { code: client.totp(secret) }));
  return client;
}

async function administrator({ auth }: Embedded, { caller }: Client): Promise<LiveSession> {
  const session = await auth.sessions.guard(caller, { needs: 'administrator', of: 'people' });
  if (isRefusal(session)) throw new Error(session.refused);
  return session;
}

/** Every act of administration on somebody. */
function actsOn(
  { auth }: Embedded,
  id: AccountId,
): readonly (readonly [string, (by: LiveSession) => Promise<unknown>])[] {
  const { people } = auth;
  return [
    ['block', (by) => people.block({ accountId: id }, { reason: 'Revolt', by: by })],
    ['unblock', (by) => people.unblock({ accountId: id }, { by: by })],
    ['unlock', (by) => people.unlock({ accountId: id }, { by: by })],
    ['methods', (by) => people.setMethods({ accountId: id }, { methods: ['password'], by: by })],
    ['two-step', (by) => people.resetTwoStep({ accountId: id }, { by: by })],
    ['passkeys', (by) => people.resetPasskeys({ accountId: id }, { by: by })],
    ['vouch', (by) => people.vouch({ accountId: id }, { by: by })],
    ['delete', (by) => people.delete({ accountId: id }, { by: by })],
  ];
}

const NOT_PERMITTED = { refused: 'not-permitted' };

describe('administration where the host tells the roles', () => {
  it('W4 X20 asks for those of the target: nobody of people touches whom the host made a policy administrator since', async () => {
    const { world, table, add } = await host();
    await add('pia', ['admin']);
    const sue = await add('sue', []);
    const pia = await administrator(world, await signedIn(world, 'pia'));
    await new Client(world).signsInByMail('sue@example.org');
    table.set(sue, ['super-admin']);
    const before = await world.store.readAccount(TENANT, sue);
    for (const [act, does] of actsOn(world, sue)) expect(await does(pia), act).toEqual(NOT_PERMITTED);
    expect(await world.store.readAccount(TENANT, sue)).toEqual(before);

    table.set(sue, []);
    expect(await world.auth.people.block({ accountId: sue }, { reason: 'Asked for it', by: pia })).toMatchObject({
      status: 'blocked',
    });
    await world.auth.close();
  });

  it('W4 X20 asks for those of the actor: whom the host demoted reads and does nothing any more', async () => {
    const { world, table, add } = await host();
    const pia = await add('pia', ['admin']);
    const dora = await add('dora', []);
    const client = await signedIn(world, 'pia');
    const session = await administrator(world, client);
    table.set(pia, ['employee']);
    const guard = () => world.auth.sessions.guard(client.caller, { needs: 'administrator', of: 'people' });
    expect(await guard()).toEqual(NOT_PERMITTED);
    for (const [act, does] of actsOn(world, dora)) expect(await does(session), act).toEqual(NOT_PERMITTED);
    expect(await world.auth.people.create({ identifier: 'mole', by: session })).toEqual(NOT_PERMITTED);
    table.set(pia, undefined);
    expect(await guard()).toEqual(NOT_PERMITTED);
    for (const [act, does] of actsOn(world, dora)) expect(await does(session), act).toEqual(NOT_PERMITTED);
    await world.auth.close();
  });

  it('W4 X20 believes a role that the host gave since the last sign-in, and takes a policy administrator’s away likewise', async () => {
    const { world, table, add } = await host();
    const pia = await add('pia', ['super-admin']);
    const client = await signedIn(world, 'pia');
    const session = await administrator(world, client);
    const { version } = await world.auth.policy.current(TENANT);
    const put = () =>
      world.auth.policy.set(session.tenant, { administrators: ADMINISTRATORS }, { ifVersion: version, by: session });
    table.set(pia, ['admin']);
    expect(await put()).toEqual(NOT_PERMITTED);
    expect(await world.auth.sessions.guard(client.caller, { needs: 'administrator', of: 'policy' })).toEqual(
      NOT_PERMITTED,
    );
    table.set(pia, ['super-admin']);
    expect(await world.auth.sessions.guard(client.caller, { needs: 'administrator', of: 'policy' })).toMatchObject({
      roles: ['super-admin'],
    });
    await world.auth.close();
  });

  it('X17 W4 does nothing while the host does not answer, for the one or for the other', async () => {
    const { world, add, fails } = await host();
    const pia = await add('pia', ['admin']);
    const dora = await add('dora', []);
    const client = await signedIn(world, 'pia');
    const session = await administrator(world, client);
    const before = await world.store.readAccount(TENANT, dora);
    for (const silent of [pia, dora]) {
      fails(silent);
      for (const [act, does] of actsOn(world, dora))
        await expect(does(session), act).rejects.toMatchObject({ code: 'host-unavailable' });
    }
    fails(pia);
    await expect(
      world.auth.sessions.guard(client.caller, { needs: 'administrator', of: 'people' }),
    ).rejects.toMatchObject({ code: 'host-unavailable' });
    fails(undefined);
    expect(await world.store.readAccount(TENANT, dora)).toEqual(before);
    await world.auth.close();
  });

  it('W4 X20 judges somebody whom the host has forgotten by the roles it told last', async () => {
    const { world, table, add } = await host();
    await add('pia', ['admin']);
    const [sue, dora] = [await add('sue', ['super-admin']), await add('dora', [])];
    const session = await administrator(world, await signedIn(world, 'pia'));
    await signedIn(world, 'sue');
    for (const id of [sue, dora]) table.set(id, undefined);
    expect(await world.auth.people.block({ accountId: sue }, { reason: 'Revolt', by: session })).toEqual(NOT_PERMITTED);
    expect(await world.auth.people.block({ accountId: dora }, { reason: 'Left us', by: session })).toMatchObject({
      status: 'blocked',
    });
    await world.auth.close();
  });

  it('W4 X20 one policy administrator blocks another, and not the last one', async () => {
    const { world, add } = await host();
    const [ada, sue] = [await add('ada', ['super-admin']), await add('sue', ['super-admin'])];
    const session = await administrator(world, await signedIn(world, 'ada'));
    await signedIn(world, 'sue');
    expect(await world.auth.people.block({ accountId: sue }, { reason: 'Left us', by: session })).toMatchObject({
      status: 'blocked',
    });
    expect(await world.auth.people.block({ accountId: ada }, { reason: 'By mistake', by: session })).toEqual({
      refused: 'policy-strands-administrators',
    });
    await world.auth.close();
  });

  it('W4 N5 X20 saves no policy that only somebody whom the host demoted since could take back', async () => {
    const { world, table, add } = await host();
    const [, sue] = [await add('ada', ['super-admin', 'external']), await add('sue', ['super-admin'])];
    const session = await administrator(world, await signedIn(world, 'ada'));
    await signedIn(world, 'sue');
    const { version } = await world.auth.policy.current(TENANT);
    const policy = { administrators: ADMINISTRATORS, roles: { external: { methods: ['passkey'] } } };
    const put = () => world.auth.policy.set(session.tenant, policy, { ifVersion: version, by: session });
    table.set(sue, []);
    expect(await put()).toEqual({ refused: 'policy-strands-administrators' });
    table.set(sue, ['super-admin']);
    expect(await put()).toMatchObject({ version: version + 1, stranded: 1 });
    await world.auth.close();
  });

  it('X20 an account is made before the host can know it: nothing is asked of it', async () => {
    const { auth } = await embedded({
      resolveSubject: (id) => {
        throw new Error(`nobody by ${id}`);
      },
    });
    expect(
      await auth.people.create({ identifier: 'sue', password: PASSWORD, roles: ['super-admin'], by: hostCode('host') }),
    ).toMatchObject({
      identifiers: ['sue'],
    });
    await auth.close();
  });
});
