import { hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, embedded, PASSWORD } from '../../embedded.test-support.ts';
import { tokenTo } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const IDA = 'ida@example.org';
const by = hostCode('hr');
const MONTH = 30 * 24 * 60 * 60_000;

/** A policy under which one passkey of a telephone is not enough: it asks for a passkey that stays in its device. */
const DEVICE_BOUND = {
  strengths: { 'office-key': { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] } },
  requiredStrength: 'office-key',
  administrators: { policy: ['super-admin'] },
} as const;

/** A stranger opens Ida's invitation, sets a passkey of a telephone up, and leaves. The invitation ends. */
async function left(roles: readonly string[]) {
  const world = await embedded({ policy: DEVICE_BOUND });
  const { people, invitations, enroll, origin } = world.auth;
  accepted(await people.create({ identifier: IDA, email: IDA, roles, invite: true, by }));
  const stranger = new Client(world);
  await stranger.keeps(invitations.accept(stranger.caller, { token: tokenTo(world, IDA, 'invitation') }));
  const options = await enroll.passkeyOptions(stranger.caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const telephone = createAuthenticator({ backupEligible: true });
  const response = await telephone.create({ ...options, extensions: {} }, { origin });
  expect((await stranger.keeps(enroll.passkey(stranger.caller, { response }))).answer.status).toBe('enroll');
  world.now += MONTH;
  return world;
}

describe('an administrator whose first sign-in opened no session', () => {
  it('W4 W15 X21 stops no bootstrap by a passkey that a stranger left', async () => {
    const world = await left(['super-admin']);
    const first = accepted(await world.auth.people.bootstrap({ email: 'boss@example.org', by }));
    expect(first).toHaveProperty('enrollmentCode');
    await world.auth.close();
  });

  it('W4 X21 gets the code of a bootstrap beside a passkey that a stranger left', async () => {
    const world = await left([]);
    expect(accepted(await world.auth.people.bootstrap({ email: IDA, by }))).toHaveProperty('enrollmentCode');
    await world.auth.close();
  });

  it('W4 X21 does not stand in for the last administrator by a passkey that a stranger left', async () => {
    const world = await left(['super-admin']);
    const { people } = world.auth;
    const boss = { identifier: 'boss', email: 'boss@example.org', password: PASSWORD, roles: ['super-admin'], by };
    const { accountId } = accepted(await people.create(boss));
    expect(await people.delete({ accountId }, { by })).toEqual({ refused: 'policy-strands-administrators' });
    await world.auth.close();
  });

  it('W4 X21 is counted as a person who has no way in', async () => {
    const world = await left([]);
    expect((await world.auth.people.list()).accounts).toMatchObject([{ identifiers: [IDA], group: 'noWayIn' }]);
    await world.auth.close();
  });
});
