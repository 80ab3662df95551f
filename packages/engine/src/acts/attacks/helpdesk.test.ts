import type { HelpdeskInput, PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal, type LiveSession } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { type Administered, administered } from '../../accounts/administered.test-support.ts';
import { ARMED, given, recordOf, signsIn, somebody } from '../../administration/office.test-support.ts';
import { Client, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const ENTRY: HelpdeskInput = { roles: ['desk'], over: ['contractor', 'temp'], may: ['reset', 'vouch', 'unlock'] };
const policyWith = (...helpdesk: readonly HelpdeskInput[]): PolicyInput<string> => ({
  requiredStrength: 'single',
  administrators: { policy: ['super-admin'], people: ['admin'], helpdesk },
});

interface Desk extends Administered {
  readonly by: LiveSession;
  readonly client: Client;
  readonly deskId: AccountId;
  readonly cleo: AccountId;
}

/** Dee, who is a helpdesk over contractors and proved enough just now, and Cleo, a contractor with an app and two passkeys. */
async function opened(...helpdesk: readonly HelpdeskInput[]): Promise<Desk> {
  const at = await administered({
    policy: policyWith(...(helpdesk.length === 0 ? [ENTRY] : helpdesk)),
    policySource: 'store',
  });
  const deskId = await somebody(at.world, 'dee', ['desk']);
  const cleo = await somebody(at.world, 'cleo', ['contractor']);
  await given(at.world, cleo, ARMED);
  const client = await signsIn(at.world, 'dee@example.org');
  return { ...at, deskId, cleo, client, by: await client.session() };
}

/** Every act of a helpdesk on an account, by its name. */
function actsOn({ world: { auth }, by }: Pick<Desk, 'world' | 'by'>, accountId: string) {
  const { people } = auth;
  return {
    'reset-two-step': () => people.resetTwoStep({ accountId }, { by }),
    'reset-passkeys': () => people.resetPasskeys({ accountId }, { by }),
    'revoke-passkey': () => people.revokePasskey({ accountId }, { by, passkeyId: 'k1' }),
    'help-in': () => people.helpIn({ accountId }, { by, lost: ['app', 'password'] }),
    vouch: () => people.vouch({ accountId }, { by }),
    unlock: () => people.unlock({ accountId }, { by }),
  };
}

type ActName = keyof ReturnType<typeof actsOn>;
const NAMES: readonly ActName[] = ['reset-two-step', 'reset-passkeys', 'revoke-passkey', 'help-in', 'vouch', 'unlock'];
const NOT = { refused: 'not-permitted' };

describe('W4 N15 a helpdesk', () => {
  it.each(NAMES)('makes the act %s for the people whom it helps, in its own name', async (name) => {
    const at = await opened();
    const answer: object | undefined = await actsOn(at, at.cleo)[name]();
    expect(isRefusal(answer)).toBe(false);
    const { events } = await at.world.auth.events();
    const own = events.filter(({ actor }) => actor === at.deskId);
    // Without a lock, an unlock changes nothing.
    expect(own.length > 0).toBe(name !== 'unlock');
    expect(own.every(({ accountId }) => accountId === at.cleo)).toBe(true);
  });

  it('makes no act for anybody else, and the account stays as it is', async () => {
    const at = await opened();
    const targets = [
      await somebody(at.world, 'nora'),
      await somebody(at.world, 'emma', ['employee']),
      await somebody(at.world, 'both', ['contractor', 'employee']),
      await somebody(at.world, 'adam', ['contractor', 'admin']),
      await somebody(at.world, 'dora', ['desk']),
      at.root.accountId,
      at.deskId,
    ];
    for (const id of targets) {
      await given(at.world, id, { totp: ARMED.totp, backupCodes: ARMED.backupCodes });
      const before = await recordOf(at.world, id);
      for (const act of Object.values(actsOn(at, id))) expect(await act()).toEqual(NOT);
      expect(await recordOf(at.world, id)).toEqual(before);
    }
    const glass = await somebody(at.world, 'glass', ['contractor']);
    await given(at.world, glass, { emergency: true });
    for (const act of Object.values(actsOn(at, glass))) expect(await act()).toEqual(NOT);
  });

  it('makes no other act of administration', async () => {
    const at = await opened();
    const { people, policy } = at.world.auth;
    const [who, { by }] = [{ accountId: at.cleo }, at];
    const answers = [
      people.block(who, { by, reason: 'x' }),
      people.unblock(who, { by }),
      people.setRoles(who, { by, roles: ['temp'] }),
      people.setMethods(who, { by, methods: ['password'] }),
      people.setExternalIds(who, { by, externalIds: [] }),
      people.delete(who, { by }),
      people.endSession(who, { by, sessionId: 'x' }),
      people.forgetDevice(who, { by, deviceId: 'x' }),
      people.remind(who, { by }),
      people.create({ identifier: 'new@example.org', roles: ['contractor'], by }),
      policy.set(TENANT, policyWith(), { ifVersion: 1, by }),
    ];
    for (const answer of answers) expect(await answer).toEqual(NOT);
  });

  it('has each right of its entries, and no other', async () => {
    const at = await opened({ ...ENTRY, may: ['unlock'] }, { ...ENTRY, over: ['temp'], may: ['vouch'] });
    const timo = await somebody(at.world, 'timo', ['temp']);
    expect(await actsOn(at, at.cleo).vouch()).toEqual(NOT);
    expect(await actsOn(at, at.cleo)['reset-two-step']()).toEqual(NOT);
    expect(isRefusal(await actsOn(at, at.cleo).unlock())).toBe(false);
    expect(isRefusal(await actsOn(at, timo).vouch())).toBe(false);
    const guard = (may: 'reset' | 'vouch' | 'unlock') =>
      at.world.auth.sessions.guard(at.client.caller, { needs: 'administrator', of: 'helpdesk', may });
    expect(await guard('reset')).toEqual(NOT);
    expect(isRefusal(await guard('vouch'))).toBe(false);
    for (const of of ['people', 'policy'] as const)
      expect(await at.world.auth.sessions.guard(at.client.caller, { needs: 'administrator', of })).toEqual(NOT);
  });

  it('proves as much as every administrator', async () => {
    const at = await opened();
    at.world.now += 16 * 60_000;
    const short = { refused: 'insufficient-strength', demand: { strengths: ['enhanced'], maxAgeSeconds: 900 } };
    const guard = { needs: 'administrator', of: 'helpdesk' } as const;
    expect(await at.world.auth.sessions.guard(at.client.caller, guard)).toMatchObject(short);
    expect(await actsOn(at, at.cleo).vouch()).toMatchObject(short);
  });
});

describe('W4 N15 the act of a helpdesk is judged on what is committed', () => {
  it.each(NAMES.filter((name) => name !== 'unlock'))(
    '%s is refused if the account gains a role that the helpdesk does not reach before the commit',
    async (name) => {
      const at = await opened();
      const armed = await recordOf(at.world, at.cleo);
      at.beforeTheNext('commit', () =>
        given({ ...at.world, store: at.memory }, at.cleo, { roles: ['contractor', 'admin'] }),
      );
      expect(await actsOn(at, at.cleo)[name]()).toEqual(NOT);
      const { totp, passkeys, password, enrollmentCode } = await recordOf(at.world, at.cleo);
      expect({ totp, passkeys, password }).toEqual({
        ...{ totp: armed.totp, passkeys: armed.passkeys, password: armed.password },
      });
      expect(enrollmentCode).toBeUndefined();
    },
  );

  it('and if the helpdesk loses its role before the commit', async () => {
    const at = await opened();
    at.beforeTheNext('commit', () => given({ ...at.world, store: at.memory }, at.deskId, { roles: [] }));
    expect(await actsOn(at, at.cleo)['help-in']()).toEqual(NOT);
    expect((await recordOf(at.world, at.cleo)).totp).toBeDefined();
  });

  it('and if a new policy takes the right before the commit', async () => {
    const at = await opened();
    const { version: ifVersion } = await at.world.auth.policy.current(TENANT);
    at.beforeTheNext('commit', async () => {
      const next = policyWith({ ...ENTRY, over: ['temp'] });
      accepted(await at.world.auth.policy.set(TENANT, next, { ifVersion, by: hostCode('host') }));
    });
    expect(await actsOn(at, at.cleo)['reset-two-step']()).toEqual(NOT);
    expect((await recordOf(at.world, at.cleo)).totp).toBeDefined();
  });

  it('and goes on after an unrelated change', async () => {
    const at = await opened();
    at.beforeTheNext('commit', () =>
      given({ ...at.world, store: at.memory }, at.cleo, { roles: ['contractor', 'temp'] }),
    );
    expect(isRefusal(await actsOn(at, at.cleo)['reset-two-step']())).toBe(false);
    expect((await recordOf(at.world, at.cleo)).totp).toBeUndefined();
  });
});

describe('W4 N15 an enrollment code of a helpdesk', () => {
  const helped = async (...helpdesk: readonly HelpdeskInput[]) => {
    const at = await opened(...helpdesk);
    const { enrollmentCode = '' } = accepted(
      await at.world.auth.people.helpIn({ accountId: at.cleo }, { by: at.by, lost: ['app', 'passkey', 'password'] }),
    );
    const thief = new Client(at.world);
    await thief.keeps(at.world.auth.signIn.begin(thief.caller, { identifier: 'cleo@example.org' }));
    const uses = () =>
      at.world.auth.signIn.enrollmentCode(thief.caller, { code: enrollmentCode, password: 'five words of a new one' });
    return { ...at, thief, uses };
  };

  it('lets the person in, also if the helpdesk may only reset', async () => {
    const at = await helped({ ...ENTRY, may: ['reset'] });
    expect(isRefusal(await at.uses())).toBe(false);
  });

  it.each([['admin'], ['super-admin'], ['employee'], ['desk']])(
    'signs nobody in as an account that gained the role %s',
    async (role) => {
      const at = await helped();
      accepted(
        await at.world.auth.people.setRoles(
          { accountId: at.cleo },
          { by: hostCode('host'), roles: ['contractor', role] },
        ),
      );
      expect(await at.uses()).toMatchObject({ refused: 'invalid-credentials' });
    },
  );

  it('is void once the helpdesk has lost its role', async () => {
    const at = await helped();
    accepted(await at.world.auth.people.setRoles({ accountId: at.deskId }, { by: hostCode('host'), roles: [] }));
    expect(await at.uses()).toMatchObject({ refused: 'invalid-credentials' });
  });

  it('sets up nothing that stays when the account becomes a helpdesk', async () => {
    const at = await helped();
    await at.thief.keeps(at.uses() as never);
    expect((await recordOf(at.world, at.cleo)).password?.setUpBy).toBe(at.deskId);
    const toDesk = { by: hostCode('host'), roles: ['desk'] } as const;
    const { people } = at.world.auth;
    expect(await people.setRoles({ accountId: at.cleo }, toDesk)).toMatchObject({ refused: 'no-way-in-left' });
    accepted(await people.setRoles({ accountId: at.cleo }, { ...toDesk, force: true }));
    expect((await recordOf(at.world, at.cleo)).password).toBeUndefined();
  });
});

describe('W4 a helpdesk sees the people whom it helps', () => {
  it('and nobody else: in the list, in its numbers, and one person', async () => {
    const at = await opened({ ...ENTRY, may: ['unlock'] }, { ...ENTRY, over: ['guest'], may: ['vouch'] });
    const { people } = at.world.auth;
    const gil = await somebody(at.world, 'gil', ['guest']);
    const emma = await somebody(at.world, 'emma', ['employee']);
    const glass = await somebody(at.world, 'glass', ['contractor']);
    await somebody(at.world, 'nora');
    await given(at.world, glass, { emergency: true });
    const page = await people.list({ by: at.by, sort: 'identifier' });
    expect(page.accounts.map(({ accountId }) => accountId)).toEqual([at.cleo, gil]);
    expect(page.may).toEqual(['vouch', 'unlock']);
    // The emergency account is in no number, although a role of the account is helped.
    expect(page.counts.all).toBe(2);
    expect((await people.list({ by: at.by, role: 'employee' })).accounts).toEqual([]);
    expect((await people.list({ by: at.by, query: 'emma' })).accounts).toEqual([]);
    expect((await people.list()).counts.all).toBe(7);
    expect(await people.list({ by: at.root })).toEqual(await people.list());
    expect(await people.show({ accountId: gil }, { by: at.by })).toMatchObject({ accountId: gil, may: ['vouch'] });
    expect(await people.show({ accountId: emma }, { by: at.by })).toEqual(NOT);
    expect(await people.show({ accountId: glass }, { by: at.by })).toEqual(NOT);
    expect(await people.show({ accountId: at.deskId }, { by: at.by })).toEqual(NOT);
    expect(await people.show({ accountId: 'nobody' }, { by: at.by })).toEqual({ refused: 'not-found' });
    expect(await people.show({ accountId: emma }, { by: at.root })).toEqual(await people.find({ accountId: emma }));
    const client = new Client(at.world);
    await client.keeps(
      at.world.auth.signIn.begin(client.caller, { identifier: 'emma@example.org', password: PASSWORD }),
    );
    const nobody = await client.session();
    expect(await people.list({ by: nobody })).toMatchObject({ accounts: [], counts: { all: 0 }, may: [] });
    expect(await people.show({ accountId: gil }, { by: nobody })).toEqual(NOT);
  });

  it('counts only their locks', async () => {
    const at = await opened();
    const emma = await somebody(at.world, 'emma', ['employee']);
    const { signIn, people } = at.world.auth;
    for (const identifier of ['emma@example.org', 'cleo@example.org'])
      for (let guess = 0; guess < 10; guess++)
        await signIn.begin(new Client(at.world).caller, { identifier, password: 'wrong' });
    const { accounts, counts } = await people.list({ by: at.by, state: 'locked' });
    expect(accounts.map(({ accountId }) => accountId)).toEqual([at.cleo]);
    expect(counts).toMatchObject({ all: 1, locked: 1 });
    expect((await people.list({ state: 'locked' })).accounts).toHaveLength(2);
    expect(await people.unlock({ accountId: emma }, { by: at.by })).toEqual(NOT);
    expect(await people.unlock({ accountId: at.cleo }, { by: at.by })).toMatchObject({ status: 'active' });
  });
});
