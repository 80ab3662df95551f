import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { showsPasskey } from '../../administration/import-people.test-support.ts';
import { Client, type Embedded, embedded, PASSWORD, signedIn, storedAccount } from '../../embedded.test-support.ts';
import { tokenTo } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const IDA = 'ida@example.org';
const by = hostCode('hr');

/** A role that asks for a passkey that stays in its device. The passkey of a telephone is a factor, and not enough for the role. */
const POLICY = {
  strengths: { 'office-key': { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] } },
  roles: { member: { requiredStrength: 'office-key' } },
} as const;

async function follows(world: Embedded, { caller }: Client, client: Client, password?: string): Promise<string> {
  const link = { token: tokenTo(world, IDA, 'invitation'), password };
  return (await client.keeps(world.auth.invitations.accept(caller, link))).answer.status;
}

async function adds(world: Embedded, client: Client, key: SoftwareAuthenticator): Promise<string> {
  const { enroll, origin } = world.auth;
  const options = await enroll.passkeyOptions(client.caller);
  if (isRefusal(options)) return options.refused;
  const response = await key.create({ ...options, extensions: {} }, { origin });
  return (await client.keeps(enroll.passkey(client.caller, { response }))).answer.status;
}

/** At a shared computer, Ben follows the link of Ida's invitation beside his own session, sets up the passkey of his telephone, and leaves. */
async function leftByBen() {
  const world = await embedded({ policy: POLICY });
  const { people } = world.auth;
  const made = { identifier: 'ida', email: IDA, roles: ['member'], invite: true, by } as const;
  const id = accepted(await people.create(made)).accountId as AccountId;
  const shared = await signedIn(world, 'ben@example.org');
  const ben = (await shared.session()).accountId;
  const telephone = createAuthenticator({ backupEligible: true });
  expect(await follows(world, shared, shared)).toBe('enroll');
  expect(await adds(world, shared, telephone)).toBe('enroll');
  world.now += 60_000;
  return { world, id, ben, shared, telephone };
}

/** Ida follows her link at the same computer, chooses a password, and registers her own passkey. */
async function idaComes({ world, shared }: Awaited<ReturnType<typeof leftByBen>>): Promise<void> {
  await follows(world, shared, shared, PASSWORD);
  expect(await adds(world, shared, createAuthenticator())).toBe('complete');
}

/** What Ben has of Ida's account afterwards. */
async function ofBen({ world, id, telephone }: Awaited<ReturnType<typeof leftByBen>>) {
  const { people } = world.auth;
  // The office gives the role up: from now on a passkey is enough.
  accepted(await people.setRoles({ accountId: id }, { roles: [], by }));
  const reply = await showsPasskey(world, new Client(world), telephone);
  return {
    passkeys: (await storedAccount(world.store, id)).passkeys.length,
    signsIn: isRefusal(reply) ? reply.refused : reply.answer.status,
  };
}

describe('an invitation whose link is followed again in the browser of its flow', () => {
  it('X11 X21 brings nothing back of a flow that is over with the session beside it', async () => {
    const left = await leftByBen();
    const { world, ben, shared } = left;
    accepted(await world.auth.people.endSessions({ accountId: ben }, { by }));
    expect(await world.auth.signIn.status(shared.caller, { local: true })).toMatchObject({ refused: 'flow-expired' });
    await idaComes(left);
    expect(await ofBen(left)).toEqual({ passkeys: 1, signsIn: 'invalid-credentials' });
    await world.auth.close();
  });

  it('X21 W7 gives the account no passkey that was not shown since', async () => {
    const left = await leftByBen();
    await idaComes(left);
    expect(await ofBen(left)).toEqual({ passkeys: 1, signsIn: 'invalid-credentials' });
    await left.world.auth.close();
  });
});
