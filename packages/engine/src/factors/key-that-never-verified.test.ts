import type { PolicyInput } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, provesNow } from '../embedded.test-support.ts';
import {
  DORA,
  type Enrolling,
  enrolling,
  MINUTE,
  rewrites,
  STEP_UPS,
} from '../sign-in/enrollment/enrolling.test-support.ts';

const POLICY: PolicyInput<string> = { ...STEP_UPS, recentProof: '5m' };

/** Somebody whose key was only touched when it was registered. */
async function finder(policy = POLICY): Promise<{ at: Enrolling; key: SoftwareAuthenticator; codes: string[] }> {
  const at = await enrolling({ policy });
  const { enroll, origin } = at.world.auth;
  const key = createAuthenticator();
  const options = await enroll.passkeyOptions(at.client.caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const response = await key.create({ ...options, extensions: {} }, { origin, userVerified: false });
  const { answer } = await at.client.keeps(enroll.passkey(at.client.caller, { response }));
  expect((await at.account()).passkeys).toEqual([expect.objectContaining({ userVerified: false })]);
  return { at, key, codes: [...((answer.status === 'complete' ? answer.backupCodes : undefined) ?? [])] };
}

async function begun({ world }: Enrolling, password?: string): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: DORA, ...(password && { password }) }));
  return client;
}

async function response({ world }: Enrolling, { caller }: Client, key: SoftwareAuthenticator, userVerified = true) {
  const { signIn, origin } = world.auth;
  const options = await signIn.passkeyOptions(caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const shown = await key.get({ ...options, extensions: {} }, { origin, userVerified });
  return { ...shown, clientExtensionResults: {} };
}

/** Whether the record of the key, and what the session holds of it, say that it verified its user. */
async function verified({ account, world }: Enrolling): Promise<[record: unknown, evidence: unknown]> {
  const { id, tenant, passkeys } = await account();
  const [session] = await world.store.listSessions(tenant, id, forAdapters(world.auth).now());
  const proof = session?.evidence.find(({ method }) => method === 'passkey');
  return [passkeys[0]?.userVerified, proof?.method === 'passkey' && proof.userVerified];
}

describe('a key that was registered by a touch, and verifies its user now', () => {
  it('X15 is not believed on its own: whoever found it may have given it a PIN', async () => {
    const { at, key } = await finder();
    const { signIn } = at.world.auth;
    for (const client of [new Client(at.world), await begun(at)]) {
      at.world.now += 1;
      const { answer } = await client.keeps(signIn.passkey(client.caller, await response(at, client, key)));
      expect(answer.status).toBe('continue');
      expect(await verified(at)).toEqual([false, false]);
    }
    await at.world.auth.close();
  });

  it('X15 is believed beside a password that was shown in the same flow, and from then on', async () => {
    const { at, key } = await finder();
    const { signIn } = at.world.auth;
    const client = await begun(at, PASSWORD);
    at.world.now += 1;
    await client.keeps(signIn.passkey(client.caller, await response(at, client, key)));
    expect(await verified(at)).toEqual([true, true]);
    const alone = new Client(at.world);
    at.world.now += 1;
    await alone.keeps(signIn.passkey(alone.caller, await response(at, alone, key, true)));
    expect(await verified(at)).toEqual([true, true]);
    at.world.now += 1;
    const touched = new Client(at.world);
    const { answer } = await touched.keeps(signIn.passkey(touched.caller, await response(at, touched, key, false)));
    expect(answer.status).toBe('continue');
    expect((await at.account()).passkeys[0]?.userVerified).toBe(true);
    await at.world.auth.close();
  });

  it('X15 that is only touched beside a password is none that verified', async () => {
    const { at, key } = await finder();
    const client = await begun(at, PASSWORD);
    at.world.now += 1;
    await client.keeps(at.world.auth.signIn.passkey(client.caller, await response(at, client, key, false)));
    expect(await verified(at)).toEqual([false, false]);
    await at.world.auth.close();
  });

  it.each([
    ['believed', 5 * MINUTE, true],
    ['not believed', 5 * MINUTE + 1, false],
  ])('X15 is %s beside a password that was shown %i ms ago, by what the policy calls recent', async (_, later, is) => {
    const { at, key } = await finder();
    const client = await begun(at, PASSWORD);
    at.world.now += later;
    await client.keeps(at.world.auth.signIn.passkey(client.caller, await response(at, client, key)));
    expect(await verified(at)).toEqual([is, is]);
    await at.world.auth.close();
  });

  it('X15 is not believed beside what the session of a step-up brought along', async () => {
    const { at, key } = await finder();
    const { signIn } = at.world.auth;
    const { client } = at;
    await client.keeps(signIn.stepUp(client.caller, await client.session(), { strength: 'key' }));
    at.world.now += 1;
    await client.keeps(signIn.passkey(client.caller, await response(at, client, key)));
    expect(await verified(at)).toEqual([false, false]);
    await at.world.auth.close();
  });

  it('X15 is believed beside a backup code, which rests on nothing that could be taken away', async () => {
    const strengths = {
      three: { anyOf: [[{ method: 'password' }, { method: 'backup-code' }, { method: 'passkey' }]] },
    };
    const { at, key, codes } = await finder({ ...POLICY, strengths } as PolicyInput<string>);
    const { signIn } = at.world.auth;
    const { client } = at;
    const session = await client.session();
    await client.keeps(signIn.stepUp(client.caller, session, { strength: 'three' }));
    await client.keeps(signIn.code(client.caller, 'backup-code', { code: codes[0] ?? '' }));
    at.world.now += 1;
    await client.keeps(signIn.passkey(client.caller, await response(at, client, key)));
    expect(await verified(at)).toEqual([true, true]);
    await at.world.auth.close();
  });

  it('X15 N12 is not believed beside a password that was set through the mailbox, or that is another by now', async () => {
    const { at, key } = await finder();
    const { signIn } = at.world.auth;
    const becomes = (change: object) =>
      rewrites(at, (account) => ({ ...account, password: { ...Object(account.password), ...change } }));
    const late = await begun(at, PASSWORD);
    await becomes({ id: 'another' });
    await late.keeps(signIn.passkey(late.caller, await response(at, late, key)));
    expect((await at.account()).passkeys[0]?.userVerified).toBe(false);
    await becomes({ provenance: 'mailbox' });
    const mailed = await begun(at, PASSWORD);
    await mailed.keeps(signIn.passkey(mailed.caller, await response(at, mailed, key)));
    expect((await at.account()).passkeys[0]?.userVerified).toBe(false);
    await at.world.auth.close();
  });

  it('X15 is to be shown again if what vouched for it is gone before the commit', async () => {
    const { at, key } = await finder();
    const { signIn, me } = at.world.auth;
    const client = await begun(at, PASSWORD);
    const shown = await response(at, client, key);
    const owner = at.client;
    at.beforeTheNext('commit', async () => {
      const changed = await me(await provesNow(at.world, at.world.store, owner)).changePassword(owner.caller, {
        ...{ current: PASSWORD, next: 'another horse battery staple' },
      });
      expect(isRefusal(changed)).toBe(false);
    });
    expect(await signIn.passkey(client.caller, shown)).toEqual({ refused: 'invalid-credentials' });
    expect((await at.account()).passkeys[0]).toMatchObject({ userVerified: false });
    await at.world.auth.close();
  });
});
