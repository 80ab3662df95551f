import { instant } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, bothNamed, office } from './planting.test-support.ts';

const DORA = 'dora@example.org';

/** Dora has an account of her own. Pia, who administers people, names an identity of Pia's for it and vouches. */
async function becomesDora() {
  const at = await office();
  const { world, pia, club } = at;
  const { auth } = world;
  const made = accepted(
    await auth.people.create({ identifier: DORA, email: DORA, password: PASSWORD, by: hostCode('host') }),
  );
  const id = made.accountId as AccountId;
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  accepted(await auth.people.setExternalIds({ accountId: id }, { externalIds, by: await acting(world, pia) }));
  const { enrollmentCode } = accepted(await auth.people.vouch({ accountId: id }, { by: await acting(world, pia) }));
  const thief = new Browser(world);
  const state = await thief.leaves('club');
  const code = club.signsIn({ subject: 'pia', authTime: instant(world.now) });
  expect(await thief.returns({ state, code }, 'club')).toBe('complete');
  return { ...at, id, thief, enrollmentCode, piasId: (await pia.session()).accountId };
}

describe('a people administrator who becomes somebody below policy administrators', () => {
  it('N15 X18 X9 is named in the log beside the sign-in, and the owner is told of the identity and the code', async () => {
    const { world, id, piasId } = await becomesDora();
    const { items } = await world.store.listEvents(TENANT, { limit: 500 });
    const ofDora = items.filter(({ accountId }) => accountId === id).toReversed();
    expect(ofDora.find(({ type }) => type === 'sign-in.succeeded')).toMatchObject({
      method: 'sso',
      detail: { setUpBy: bothNamed('club', piasId) },
    });
    for (const type of ['external-id.linked', 'enrollment.vouched'])
      expect(ofDora.find((event) => event.type === type)).toMatchObject({ actor: piasId });
    await world.auth.runBackgroundWork();
    const told = world.notices.filter(({ addresses }) => addresses.includes(DORA)).map(({ event }) => event.type);
    expect(told).toEqual(expect.arrayContaining(['external-id.linked', 'enrollment.vouched']));
  });

  it('N15 X18 is named beside every later sign-in by what was set up so', async () => {
    const { world, id, thief, enrollmentCode, piasId } = await becomesDora();
    const { signIn, enroll } = world.auth;
    thief.keeps(await signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
    thief.keeps(await signIn.enrollmentCode(thief.caller, { code: enrollmentCode }));
    const { secret } = accepted(await enroll.secret(thief.caller, 'totp'));
    const totp = () => generateSync({ secret, epoch: Math.floor(world.now / 1000) });
    expect(thief.keeps(await enroll.confirmCode(thief.caller, 'totp', { code: totp() }))).toBe('complete');
    const session = await thief.session();
    const record = (await world.store.listSessions(TENANT, id, forAdapters(world.auth).now())).find(
      (one) => one.id === session.id,
    );
    const [link] = (await storedAccount(world.store, id)).externalIds ?? [];
    expect(record?.evidence).toMatchObject([
      { method: 'sso', setUpBy: `${bothNamed('club', piasId)} identity:${link?.id}` },
      { method: 'totp', setUpBy: bothNamed('club', piasId) },
    ]);
  });

  it('N15 X18 is not named where the owner signs in by a password of their own', async () => {
    const { world, id } = await becomesDora();
    const owner = new Client(world);
    await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: DORA, password: PASSWORD }));
    const { items } = await world.store.listEvents(TENANT, { limit: 500 });
    const [last] = items.filter(({ type, accountId }) => type === 'sign-in.succeeded' && accountId === id);
    expect(last?.method).toBe('password');
    expect(last?.detail).not.toHaveProperty('setUpBy', expect.any(String));
  });
});
