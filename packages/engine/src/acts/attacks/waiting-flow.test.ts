import { hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, embedded, PASSWORD, signedIn } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const BEN = 'ben@example.org';
const MINUTE = 60_000;

/** A thief phished Ben's password and one code of his app. The thief's flow waits for a passkey. */
async function waiting() {
  const world = await embedded({ policy: { roles: { finance: { requiredStrength: 'phishing-resistant' } } } });
  const { auth } = world;
  const owner = await signedIn(world, BEN);
  const { secret } = await owner.enrollsTotp();
  const { accountId } = await owner.session();
  world.now += 2 * MINUTE;
  accepted(await auth.people.setRoles({ accountId }, { roles: ['finance'], by: hostCode('host') }));
  world.now += 2 * MINUTE;
  const thief = new Client(world);
  await thief.keeps(auth.signIn.begin(thief.caller, { identifier: BEN, password: PASSWORD }));
  const waits = await thief.keeps(auth.signIn.code(thief.caller, 'totp', { code: thief.totp(secret) }));
  expect(waits.answer.status).toBe('enroll');
  world.now += MINUTE;
  return { world, owner, accountId, thief };
}

type Waiting = Awaited<ReturnType<typeof waiting>>;

async function registers({ world, thief }: Waiting): Promise<string> {
  const options = await world.auth.enroll.passkeyOptions(thief.caller);
  if (isRefusal(options)) return options.refused;
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin: world.auth.origin });
  const reply = await world.auth.enroll.passkey(thief.caller, { response });
  return isRefusal(reply) ? reply.refused : reply.answer.status;
}

const ENDINGS: readonly (readonly [string, string, (at: Waiting) => Promise<unknown>])[] = [
  ['nothing', 'complete', async () => undefined],
  [
    'a sign-out everywhere else',
    'method-not-allowed',
    async ({ world, owner }) => world.auth.sessions.endOthers(owner.caller, await owner.session()),
  ],
  [
    'the end of all sessions by the host',
    'method-not-allowed',
    async ({ world, accountId }) =>
      accepted(await world.auth.people.endSessions({ accountId }, { by: hostCode('host') })),
  ],
  [
    'a block that was lifted again',
    'method-not-allowed',
    async ({ world, accountId }) => {
      accepted(await world.auth.people.block({ accountId }, { reason: 'phished', by: hostCode('host') }));
      accepted(await world.auth.people.unblock({ accountId }, { by: hostCode('host') }));
    },
  ],
];

describe('a sign-in that waits, after', () => {
  it.each(ENDINGS)('N15 X9 %s: the set-up is %s', async (_, word, ends) => {
    const at = await waiting();
    await ends(at);
    at.world.now += MINUTE;
    expect(await registers(at)).toBe(word);
    await at.world.auth.close();
  });
});
