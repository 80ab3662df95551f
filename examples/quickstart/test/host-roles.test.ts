import type { OnTighten, PolicyInput } from '@sallyport/core';
import { isRefusal, type Sallyport, tenantId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { MINUTE } from './support/clock.ts';
import { type SharedStore, STORES, sharedStore } from './support/embedded.ts';
import { PASSWORD } from './support/quickstart.ts';
import { signsIn, type TokenSession } from './support/token-session.ts';

const DORA = { externalId: 'user-7' };
const ENDED = { refused: 'no-session' };

/** Staff need more than a password. All other people sign in with a password alone. */
function policyWith(onTighten: OnTighten): PolicyInput {
  return {
    requiredStrength: 'single',
    roles: { staff: { requiredStrength: 'enhanced' } },
    session: { idle: '30d', absolute: '30d' },
    onTighten,
  };
}

interface Host {
  readonly shared: SharedStore;
  readonly auth: Sallyport;
  readonly session: TokenSession;
  /** The person's roles in the host's table. `undefined`: the host deleted the person. */
  roles: readonly string[] | undefined;
  asked: (string | undefined)[];
  fails: boolean;
}

/** A person who signed in with a password alone. The host keeps the person's roles. */
async function host(kind: (typeof STORES)[number], onTighten: OnTighten = 'next-sign-in'): Promise<Host> {
  const shared = await sharedStore(kind);
  const world = { roles: ['reader'], asked: [], fails: false } as Pick<Host, 'roles' | 'asked' | 'fails'>;
  const auth = await shared.start({
    policy: policyWith(onTighten),
    resolveSubject: (_id, _tenant, externalId) => {
      world.asked.push(externalId);
      if (world.fails) throw new Error('the table of roles is gone');
      return world.roles;
    },
  });
  const created = await auth.people.create({ identifier: 'dora@example.org', password: PASSWORD, ...DORA, by: 'host' });
  if (isRefusal(created)) throw new Error(created.refused);
  const session = await signsIn(auth, 'dora@example.org');
  shared.now += 1;
  return Object.assign(world, { shared, auth, session });
}

async function events(auth: Sallyport, type: string): Promise<readonly unknown[]> {
  const found = await auth.audit.events(tenantId('default'), { type });
  return found.events.map(({ actor, detail }) => ({ actor, detail }));
}

describe.each(STORES)('X25 roles that change at the host, on %s', (kind) => {
  it('X25 reach a live session once the host’s word is too old, and the host is asked no oftener', async () => {
    const world = await host(kind);
    const { shared, session, auth } = world;
    world.roles = [];
    world.asked = [];
    for (let minute = 0; minute < 14; minute++) {
      expect(await session.guard()).toMatchObject({ roles: ['reader'], ...DORA });
      shared.now += MINUTE;
    }
    expect(world.asked).toEqual([]);
    shared.now += MINUTE;
    await Promise.all(Array.from({ length: 10 }, () => session.guard()));
    expect(await session.guard()).toMatchObject({ roles: [] });
    expect(world.asked).toEqual(['user-7']);
    expect(await events(auth, 'account.roles-changed')).toEqual([
      { actor: 'system', detail: { from: ['reader'], to: [] } },
    ]);
    shared.now += 20 * MINUTE;
    await session.guard();
    shared.now += MINUTE;
    await session.guard();
    expect(world.asked).toHaveLength(2);
  });

  it('X25 reach it at once if the host tells that they changed, in its name', async () => {
    const world = await host(kind);
    world.roles = [];
    expect(await world.auth.people.rolesChanged('user-7', { by: 'sync' })).toMatchObject({ roles: [] });
    expect(await world.session.guard()).toMatchObject({ roles: [] });
    expect(await world.auth.people.rolesChanged(DORA, { by: 'host' })).toMatchObject({ roles: [] });
    expect(await events(world.auth, 'account.roles-changed')).toEqual([
      { actor: { kind: 'host', id: 'sync' }, detail: { from: ['reader'], to: [] } },
    ]);
  });

  it('X25 somebody whom the host deleted has no session, told or found out', async () => {
    const world = await host(kind);
    const { auth, shared } = world;
    const other = await signsIn(auth, 'dora@example.org');
    world.roles = undefined;
    shared.now += 16 * MINUTE;
    expect(await world.session.guard()).toEqual(ENDED);
    expect(await other.guard()).toEqual(ENDED);
    expect(await events(auth, 'session.revoked')).toEqual([
      { actor: 'system', detail: { all: true, reason: 'unknown-to-host' } },
    ]);

    world.roles = [];
    const again = await signsIn(auth, 'dora@example.org');
    world.roles = undefined;
    expect(await auth.people.rolesChanged('user-7', { by: 'host' })).toMatchObject({ sessions: 0 });
    expect(await again.guard()).toEqual(ENDED);
  });

  it('X25 X17 nothing is decided if the host does not answer, and nothing is lost', async () => {
    const world = await host(kind);
    world.fails = true;
    world.shared.now += 16 * MINUTE;
    await expect(world.session.guard()).rejects.toMatchObject({ code: 'store-unavailable' });
    await expect(world.auth.people.rolesChanged('user-7', { by: 'host' })).rejects.toMatchObject({
      code: 'store-unavailable',
    });
    world.fails = false;
    expect(await world.session.guard()).toMatchObject({ roles: ['reader'] });
  });

  it.each([
    ['next-sign-in', { roles: ['staff'] }],
    ['next-request', ENDED],
    ['step-up', { refused: 'insufficient-strength', demand: { strengths: ['enhanced'] } }],
    ['revoke', ENDED],
  ] as const)('X25 N10 a promotion under a mandate reaches a live session as `%s` says', async (onTighten, answer) => {
    const world = await host(kind, onTighten);
    world.roles = ['staff'];
    await world.auth.people.rolesChanged('user-7', { by: 'host' });
    expect(await world.session.guard()).toMatchObject(answer);
    await world.auth.tend();
    const found = await world.auth.people.find(DORA);
    expect(found?.sessions).toBe(onTighten === 'revoke' ? 0 : 1);
  });

  it('X25 N10 a grace counts from the role that asks for more, and yet another role renews nothing', async () => {
    const world = await host(kind, { after: '1h', then: 'next-request' });
    const { shared, auth, session } = world;
    const becomes = async (...roles: string[]): Promise<void> => {
      world.roles = roles;
      await auth.people.rolesChanged('user-7', { by: 'host' });
    };
    await becomes('reader', 'staff');
    shared.now += 40 * MINUTE;
    await becomes('reader', 'staff', 'writer');
    expect(await session.guard()).toMatchObject({ roles: ['reader', 'staff', 'writer'] });
    shared.now += 21 * MINUTE;
    expect(await session.guard()).toEqual(ENDED);
  });
});

describe.each(STORES)('X25 roles that are kept here, on %s', (kind) => {
  it('X25 N10 reach a live session likewise, and a session from after them is left alone', async () => {
    const shared = await sharedStore(kind);
    const auth = await shared.start({ policy: policyWith('next-request') });
    const created = await auth.people.create({
      identifier: 'dora@example.org',
      password: PASSWORD,
      ...DORA,
      by: 'host',
    });
    if (isRefusal(created)) throw new Error(created.refused);
    const session = await signsIn(auth, 'dora@example.org');
    shared.now += MINUTE;
    await auth.people.setRoles(DORA, { roles: ['reader'], by: 'host' });
    expect(await session.guard()).toMatchObject({ roles: ['reader'] });
    await auth.people.setRoles(DORA, { roles: ['reader', 'staff'], force: true, by: 'host' });
    expect(await session.guard()).toEqual(ENDED);
    await auth.people.setRoles(DORA, { roles: ['reader'], by: 'host' });
    expect(await session.guard()).toMatchObject({ roles: ['reader'] });
    expect(() => auth.people.rolesChanged('user-7', { by: 'host' })).toThrow(
      expect.objectContaining({ code: 'roles-kept-here' }),
    );
  });
});
