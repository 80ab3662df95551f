import { randomBytes } from 'node:crypto';
import { instant } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../../contended-store.test-support.ts';
import {
  Client,
  type Embedded,
  embedded,
  PASSWORD,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../../embedded.test-support.ts';
import { keyRing } from '../../kernel/secrets/key-ring.ts';
import { tokenHash } from '../../kernel/secrets/token.ts';
import { corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepts, registers } from './mailed-links.test-support.ts';
import { tokenTo } from './mailed-secret.test-support.ts';
import { accepted, acting, administrator, office } from './planting.test-support.ts';

const WRONG = 'ida@exampel.org';
const RIGHT = 'ida@example.org';
const by = hostCode('hr');
const RING = keyRing(() => ['a secret that is long enough to be one'], randomBytes);

/** Ida is invited to a mailbox that is somebody else's. */
async function mistyped(world: Embedded, more: Partial<Parameters<Embedded['auth']['people']['create']>[0]> = {}) {
  const { people } = world.auth;
  const asked = { identifier: 'ida', email: WRONG, roles: ['super-admin'], invite: true, by } as const;
  const { accountId } = accepted(await people.create({ ...asked, ...more }));
  const token = tokenTo(world, WRONG, 'invitation');
  world.now += 1_000;
  const corrects = async (): Promise<void> => {
    accepted(await people.setEmail({ accountId }, { email: RIGHT, by }));
    world.now += 1_000;
  };
  return { accountId: accountId as AccountId, token, corrects };
}

describe('the link of an invitation that went to a mistyped address', () => {
  it('X21 X3 gives a stranger nothing after the correction, and the right person is invited', async () => {
    const world = await embedded();
    const { people } = world.auth;
    const { accountId, token, corrects } = await mistyped(world);
    const begun = new Client(world);
    expect(await accepts(world, begun, token)).toBe('enroll');
    await corrects();

    expect(await registers(world, begun)).toBe('flow-expired');
    for (const password of [undefined, PASSWORD])
      for (const stranger of [begun, new Client(world)])
        expect(await accepts(world, stranger, token, password)).toBe('invalid-credentials');
    const { email, invited, passkeys, password, enrollmentCode } = await storedAccount(world.store, accountId);
    expect({ email, invited, passkeys, password, enrollmentCode }).toEqual({
      ...{ email: { address: RIGHT, verifiedAt: world.now - 1_000 }, invited: true, passkeys: [] },
      ...{ password: undefined, enrollmentCode: undefined },
    });
    expect((await people.find({ accountId }))?.invitation).toBeUndefined();
    const { events } = await world.auth.events({ of: { accountId } });
    expect(events.map(({ type }) => type)).not.toContain('sign-in.succeeded');

    expect(await people.invite({ accountId }, { by })).toMatchObject({ email: RIGHT });
    const ida = new Client(world);
    const right = tokenTo(world, RIGHT, 'invitation');
    expect(await accepts(world, new Client(world), token, PASSWORD)).toBe('invalid-credentials');
    expect(await accepts(world, ida, right, PASSWORD)).toBe('works');
    expect(await ida.session()).toMatchObject({ accountId, roles: ['super-admin'] });
    await world.auth.close();
  });

  it('X21 X3 is refused also if the correction comes while the link is judged', async () => {
    const { store, beforeTheNext } = contendedStore();
    const world = await embedded({ store });
    const { accountId, token, corrects } = await mistyped(world);
    const stranger = new Client(world);
    beforeTheNext('commit', corrects);
    expect(await accepts(world, stranger, token, PASSWORD)).toBe('invalid-credentials');
    expect(stranger.caller.sessionToken).toBeUndefined();
    expect(await storedAccount(store, accountId)).toMatchObject({ email: { address: RIGHT }, invited: true });
    await world.auth.close();
  });

  it('X21 does not keep host code from the correction, if the person could not sign in without the invitation', async () => {
    const world = await corporate({ requiredStrength: 'enhanced' });
    const externalIds = [{ provider: 'corp', subject: 'ida' }];
    const { accountId, corrects } = await mistyped(world, { externalIds });
    await corrects();
    expect(await world.auth.people.find({ accountId })).toMatchObject({ email: RIGHT });
    expect(await world.auth.people.invite({ accountId }, { by })).toMatchObject({ email: RIGHT });
    await world.auth.close();
  });
});

describe('a waiting invitation', () => {
  it.each<[string, (people: Embedded['auth']['people'], accountId: AccountId) => Promise<object>]>([
    ['a sign-out by an administrator', (people, accountId) => people.endSessions({ accountId }, { by })],
    ['a password of host code', (people, accountId) => people.setPassword({ accountId }, { password: PASSWORD, by })],
    ['a reset of the second factors', (people, accountId) => people.resetTwoStep({ accountId }, { by })],
    ['a reset of the passkeys', (people, accountId) => people.resetPasskeys({ accountId }, { by })],
    ['a help-in', (people, accountId) => people.helpIn({ accountId }, { lost: ['app'], by })],
    ['the removal of the address', (people, accountId) => people.setEmail({ accountId }, { email: null, by })],
  ])('X21 X3 ends with %s, and administrators see that', async (_, does) => {
    const world = await embedded();
    const { people } = world.auth;
    const { accountId, token } = await mistyped(world, { roles: ['staff'] });
    expect(await people.find({ accountId })).toHaveProperty('invitation.expiresAt');
    accepted(await does(people, accountId));
    expect(await people.find({ accountId })).not.toHaveProperty('invitation.expiresAt');
    expect(await accepts(world, new Client(world), token, PASSWORD)).toBe('invalid-credentials');
    const { counts } = await people.list();
    expect(counts).toMatchObject({ invitationOpen: 0, invitationOver: 1 });
    await world.auth.close();
  });

  it('X21 N15 ends with a mailbox that goes with a role, because an administrator had set the mailbox up', async () => {
    const { world, pia } = await office();
    const { people } = world.auth;
    await administrator(world, 'root', 'super-admin');
    const { accountId } = await mistyped(world, { roles: [], by: await acting(world, pia) });
    expect(await people.invite({ accountId }, { by })).toHaveProperty('invitation.expiresAt');
    const token = tokenTo(world, WRONG, 'invitation');
    accepted(await people.setRoles({ accountId }, { roles: ['super-admin'], force: true, by }));
    const { email, enrollmentCode } = await storedAccount(world.store, accountId);
    expect([email, enrollmentCode]).toEqual([undefined, undefined]);
    expect(await accepts(world, new Client(world), token, PASSWORD)).toBe('invalid-credentials');
    await world.auth.close();
  });

  it('X21 X3 is refused if a version before stored the hash without the address, and so is a link of a recovery', async () => {
    const world = await embedded();
    const { accountId, token } = await mistyped(world);
    const [, secret] = token.split('.');
    const recovery = `${accountId}.${secret}`;
    const expiresAt = instant(world.now + 60_000);
    await rewritesAccount(world.store, accountId, ({ enrollmentCode, ...rest }) => ({
      ...rest,
      recovery: { hash: tokenHash(recovery), expiresAt },
      ...(enrollmentCode && {
        enrollmentCode: { ...enrollmentCode, hash: RING.hash('code', `invitation ${TENANT} ${accountId} ${secret}`) },
      }),
    }));
    expect(await accepts(world, new Client(world), token, PASSWORD)).toBe('invalid-credentials');
    const { caller } = new Client(world);
    expect(await world.auth.recovery.confirm(caller, { token: recovery, next: PASSWORD })).toEqual({
      refused: 'invalid-credentials',
    });
    expect(await world.auth.people.invite({ accountId }, { by })).toHaveProperty('invitation.expiresAt');
    await world.auth.close();
  });
});
