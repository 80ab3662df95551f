import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { SWEPT_AFTER } from '../contract/lifetimes.ts';
import { Client, type Embedded, embedded, PASSWORD, signedIn, TENANT } from '../embedded.test-support.ts';

const DORA = 'dora@example.org';
const NEXT = 'another horse battery staple';

/** Strangers guess at a password until it is locked for them. */
async function lockedByStrangers({ auth }: Embedded): Promise<void> {
  const guess = { identifier: DORA, password: 'not the password of hers' };
  const stranger = { tenant: TENANT, mode: 'token' } as const;
  for (let guesses = 0; guesses < 10; guesses++) await auth.signIn.begin(stranger, guess);
  const right = await auth.signIn.begin(stranger, { identifier: DORA, password: PASSWORD });
  expect(right).toMatchObject({ refused: 'locked' });
}

/** The token of the link that is mailed to somebody who forgot the password. */
async function linkFor({ auth, mails }: Embedded, { caller }: Client): Promise<string> {
  await auth.recovery.begin(caller, { identifier: DORA });
  await auth.runBackgroundWork();
  return mails.at(-1)?.token ?? '';
}

describe('a recovery', () => {
  it('X13 on a known device forgets all guesses at the replaced password, with another factor and without', async () => {
    for (const withApp of [false, true]) {
      const world = await embedded();
      const { recovery, signIn } = world.auth;
      const owner = await signedIn(world, DORA);
      const secret = withApp ? (await owner.enrollsTotp()).secret : '';
      world.now += 60_000;
      await lockedByStrangers(world);
      const token = await linkFor(world, owner);
      const confirmed = await recovery.confirm(owner.caller, { token, next: NEXT });
      if (isRefusal(confirmed)) throw new Error(confirmed.refused);
      if ('status' in confirmed) expect(confirmed).toEqual({ status: 'recovered' });
      else {
        await owner.keeps(Promise.resolve(confirmed));
        const done = await owner.keeps(signIn.code(owner.caller, 'totp', { code: owner.totp(secret) }));
        expect(done.answer).toMatchObject({ status: 'complete' });
      }
      expect('status' in confirmed, 'without another factor').toBe(!withApp);
      const counters = await world.store.listCounters(TENANT);
      expect(counters.filter(({ authenticator }) => !authenticator.startsWith('mail:'))).toEqual([]);
      const elsewhere = new Client(world);
      const reply = await elsewhere.keeps(signIn.begin(elsewhere.caller, { identifier: DORA, password: NEXT }));
      expect(reply.answer).toMatchObject({ status: 'continue' });
      await world.auth.close();
    }
  });

  it('X6 asked for by made-up identifiers leaves no row behind once the hour of its mails is over', async () => {
    const world = await embedded();
    const owner = await signedIn(world, DORA);
    const subjects = async (): Promise<number> =>
      (await world.store.listCounters(TENANT)).filter(({ authenticator }) => authenticator === 'mail:recovery').length;
    for (let round = 0; round < 6; round++) {
      for (let number = 0; number < 20; number++)
        await world.auth.recovery.begin(owner.caller, { identifier: `nobody-${number}` });
      await world.auth.recovery.begin(owner.caller, { identifier: DORA });
    }
    expect(await subjects()).toBe(21);
    await world.auth.runBackgroundWork();
    // Of six mails that were asked for the sixth is not sent, to nobody as to somebody.
    expect(world.mails.filter(({ kind }) => kind === 'recovery')).toHaveLength(5);
    world.now += 3_599_999 + SWEPT_AFTER;
    await world.auth.runBackgroundWork();
    expect(await subjects()).toBe(21);
    world.now += 1;
    await world.auth.runBackgroundWork();
    expect(await subjects()).toBe(1);
    await world.auth.close();
  });
});
