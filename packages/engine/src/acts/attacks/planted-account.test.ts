import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, provesNow, storedAccount } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import {
  accepted,
  acting,
  administersPolicy,
  administrator,
  EVE,
  eve,
  office,
  plants,
  roleEvents,
  thiefIsOut,
} from './planting.test-support.ts';

const PLANTED = ['password', 'external-id:club', 'totp', 'email', 'backup-code'];

describe('an account that a people administrator planted', () => {
  it('N15 W4 X18 keeps nothing that she set up when its owner first comes from the provider as a policy administrator', async () => {
    const { world, club, pia } = await office();
    const planted = await plants(world, pia);
    expect(await administersPolicy(world, planted.thief)).toMatchObject({ refused: 'not-permitted' });

    const owner = new Browser(world);
    await owner.signsIn(eve);

    await thiefIsOut(world, club, planted);
    expect((await storedAccount(world.store, planted.id)).externalIds).toMatchObject([
      { provider: 'corp', subject: 'eve' },
    ]);
    expect(await roleEvents(world, planted.id)).toMatchObject([
      { detail: { provider: 'corp', from: [], to: ['super-admin'], ended: PLANTED } },
    ]);
  });

  it('N15 W4 X18 keeps nothing that she set up when a policy administrator gives it the role', async () => {
    const { world, club, pia } = await office();
    const planted = await plants(world, pia);
    const root = await administrator(world, 'root', 'super-admin');
    accepted(
      await world.auth.people.setRoles(
        { accountId: planted.id },
        { roles: ['super-admin'], force: true, by: await acting(world, root) },
      ),
    );
    await thiefIsOut(world, club, planted);
    expect(await roleEvents(world, planted.id)).toMatchObject([
      { detail: { from: [], to: ['super-admin'], ended: PLANTED } },
    ]);
  });

  it('N15 W4 X18 nor where host code gives it the role', async () => {
    const { world, club, pia } = await office();
    const planted = await plants(world, pia);
    const { id } = planted;
    accepted(
      await world.auth.people.setRoles(
        { accountId: id },
        { roles: ['super-admin'], force: true, by: hostCode('host') },
      ),
    );
    await thiefIsOut(world, club, planted);
    expect(await roleEvents(world, id)).toMatchObject([{ detail: { to: ['super-admin'], ended: PLANTED } }]);
  });

  it('N15 W4 the local password of an account wears no role that its provider gave', async () => {
    const { world } = await office();
    accepted(await world.auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }));
    const owner = new Browser(world);
    await owner.signsIn(eve);
    const local = new Client(world);
    await local.keeps(world.auth.signIn.begin(local.caller, { identifier: EVE, password: PASSWORD }));
    const session = await provesNow(world, world.store, local);
    expect(session.roles).toEqual([]);
    expect(await administersPolicy(world, local)).toMatchObject({ refused: 'not-permitted' });
    const atProvider = await provesNow(world, world.store, owner);
    expect(atProvider.roles).toEqual(['super-admin']);
    expect(isRefusal(await administersPolicy(world, owner))).toBe(false);
  });
});

describe('an account that its owner set up', () => {
  it('N15 W4 X18 keeps it with the role, and loses the identity alone that somebody else named', async () => {
    const { world, club, pia } = await office();
    const made = accepted(
      await world.auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }),
    );
    const id = made.accountId as AccountId;
    const owner = new Client(world);
    await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
    await provesNow(world, world.store, owner);
    const { secret } = await owner.enrollsTotp();
    accepted(
      await world.auth.people.setExternalIds(
        { accountId: id },
        { externalIds: [{ provider: 'club', subject: 'pia' }], by: await acting(world, pia) },
      ),
    );
    const root = await administrator(world, 'root', 'super-admin');
    accepted(
      await world.auth.people.setRoles({ accountId: id }, { roles: ['super-admin'], by: await acting(world, root) }),
    );
    expect(await roleEvents(world, id)).toMatchObject([{ detail: { ended: ['external-id:club'] } }]);

    world.now += 60_000;
    const again = new Client(world);
    const { signIn } = world.auth;
    await again.keeps(signIn.begin(again.caller, { identifier: EVE, password: PASSWORD }));
    await again.keeps(signIn.stepUp(again.caller, await again.session(), { strength: 'enhanced' }));
    await again.keeps(signIn.code(again.caller, 'totp', { code: again.totp(secret) }));
    expect(isRefusal(await administersPolicy(world, again))).toBe(false);
    const browser = new Browser(world);
    const state = await browser.leaves('club');
    expect(await browser.returns({ state, code: club.signsIn({ subject: 'pia' }) }, 'club')).toBe(
      'invalid-credentials',
    );
  });

  it('N15 W4 X18 loses the identity also where the host tells the role, at the sign-in that takes it over', async () => {
    let told = ['admin'];
    const { world, pia } = await office({ resolveSubject: () => told });
    const made = accepted(
      await world.auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }),
    );
    const id = made.accountId as AccountId;
    const externalIds = [{ provider: 'club', subject: 'pia' }];
    accepted(await world.auth.people.setExternalIds({ accountId: id }, { externalIds, by: await acting(world, pia) }));
    told = ['super-admin'];
    const owner = new Client(world);
    await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
    expect((await owner.session()).roles).toEqual(['super-admin']);
    expect(await roleEvents(world, id)).toMatchObject([
      { detail: { from: [], to: ['super-admin'], ended: ['external-id:club'] } },
    ]);
    expect((await storedAccount(world.store, id)).externalIds ?? []).toEqual([]);
  });

  it('N15 W4 X18 loses nothing where nobody else set anything up, and the event has no word of a loss', async () => {
    const { world } = await office();
    const made = accepted(
      await world.auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }),
    );
    const id = made.accountId as AccountId;
    const before = await storedAccount(world.store, id);
    accepted(await world.auth.people.setRoles({ accountId: id }, { roles: ['super-admin'], by: hostCode('host') }));
    const { password, email, epoch } = await storedAccount(world.store, id);
    expect({ password, email, epoch }).toEqual({
      ...{ password: before.password, email: before.email, epoch: before.epoch },
    });
    const [event] = await roleEvents(world, id);
    expect(event?.detail).toEqual({ from: [], to: ['super-admin'] });
  });
});
