import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { accepted } from '../acts/attacks/planting.test-support.ts';
import { Client, embedded, PASSWORD, signedIn } from '../embedded.test-support.ts';

const BEN = 'ben@example.org';
const MINUTE = 60_000;

/** Ben has an app. A thief knows the password, and signs in by one of the backup codes. */
async function thiefByBackupCode() {
  const world = await embedded();
  const { auth } = world;
  const owner = await signedIn(world, BEN);
  const { secret, reply } = await owner.enrollsTotp();
  const [stolen = ''] = ('backupCodes' in reply.answer ? reply.answer.backupCodes : undefined) ?? [];
  world.now += 2 * MINUTE;
  await owner.keeps(auth.signIn.begin(owner.caller, { identifier: BEN, password: PASSWORD }));
  await owner.keeps(auth.signIn.code(owner.caller, 'totp', { code: owner.totp(secret) }));
  const thief = new Client(world);
  await thief.keeps(auth.signIn.begin(thief.caller, { identifier: BEN, password: PASSWORD }));
  await thief.keeps(auth.signIn.code(thief.caller, 'backup-code', { code: stolen }));
  world.now += MINUTE;
  return { world, owner, thief };
}

type Thief = Awaited<ReturnType<typeof thiefByBackupCode>>;

async function begins({ world, thief }: Thief): Promise<string> {
  const options = await world.auth.enroll.passkeyOptions(thief.caller);
  return isRefusal(options) ? options.refused : 'options';
}

/** What the owner does, and whether the thief's code counts afterwards. */
const ACTS: readonly (readonly [string, boolean, (at: Thief) => Promise<unknown>])[] = [
  ['nothing', true, async () => undefined],
  [
    'issues new backup codes',
    false,
    async ({ world, owner }) => accepted(await world.auth.me(await owner.session()).newBackupCodes()),
  ],
  [
    'removes the app, and sets up another',
    false,
    async ({ world, owner }) => {
      accepted(await world.auth.me(await owner.session()).removeCode('totp'));
      world.now += MINUTE;
      const again = new Client(world);
      await again.signsInByMail(BEN);
      await again.enrollsTotp();
    },
  ],
];

describe('a session that rests on a backup code, whose owner', () => {
  it.each(ACTS)('N15 X9 %s: the code opens a set-up: %s', async (_, counts, act) => {
    const at = await thiefByBackupCode();
    await act(at);
    at.world.now += MINUTE;
    expect(await begins(at)).toBe(counts ? 'options' : 'insufficient-strength');
    await at.world.auth.close();
  });
});
