import type { PolicyInput } from '@sallyport/core';
import { instant } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal, type Refusal, type Sallyport } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, Client, newAccount, PASSWORD, rewritesAccount } from '../embedded.test-support.ts';
import { DORA, type Enrolling, enrolling, MINUTE, WRONG } from '../sign-in/enrollment/enrolling.test-support.ts';
import { liveEvidence } from './facts.ts';

const DAY = 24 * 60 * MINUTE;

/** A client whose flow goes on with an enrollment code alone. */
async function shut({ world }: Enrolling, identifier = DORA): Promise<Client> {
  const client = new Client(world);
  const reply = await world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD });
  expect(reply).toMatchObject({ refused: 'no-way-in' });
  client.caller = { ...client.caller, flowToken: reply.keep?.flow?.token };
  return client;
}

function unrefused<Answer extends object>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

async function wordOf(answer: ReturnType<Enrolling['world']['auth']['signIn']['enrollmentCode']>): Promise<string> {
  const given = await answer;
  return isRefusal(given) ? given.refused : given.answer.status;
}

describe('an enrollment code', () => {
  const VOUCHED: PolicyInput<string> = {
    administrators: ADMINISTRATORS,
    requiredStrength: 'enhanced',
    enrollment: { firstFactor: 'vouched' },
  };

  /** Somebody who cannot go on without it, and their code. */
  async function vouchedFor() {
    const at = await enrolling();
    const { auth } = at.world;
    await auth.policy.set('default', VOUCHED, { ifVersion: 1, by: hostCode('host') });
    const { id: accountId } = await at.account();
    const vouches = async () => {
      const vouched = await auth.people.vouch({ accountId }, { by: hostCode('host') });
      if (isRefusal(vouched)) throw new Error(vouched.refused);
      return vouched;
    };
    return { at, accountId, vouches, signIn: auth.signIn };
  }

  it('P3 opens the set-up of a first factor once, for a day, for its own account', async () => {
    const { at, vouches, signIn } = await vouchedFor();
    const { world } = at;
    const { enrollmentCode: code, expiresAt } = await vouches();
    expect(expiresAt).toBe(world.now + DAY);
    await newAccount(world, 'eve@example.org');
    const ofEve = await shut(at, 'eve@example.org');
    expect(await signIn.enrollmentCode(ofEve.caller, { code })).toEqual(WRONG);
    const client = await shut(at);
    expect(await signIn.enrollmentCode(client.caller, { code: 'aaaa-aaaa-aaaa-aaaa' })).toEqual(WRONG);
    expect(await at.account()).toHaveProperty('enrollmentCode');
    expect(await at.counted()).toEqual(
      expect.arrayContaining([expect.objectContaining({ authenticator: 'enrollment-code', failures: 1 })]),
    );
    const { answer } = await client.keeps(signIn.enrollmentCode(client.caller, { code }));
    expect(answer).toMatchObject({ status: 'enroll', offer: [{ method: 'passkey' }, { method: 'totp' }] });
    // The code stays with the account until a factor is set up, in this flow alone.
    expect(await at.account()).toHaveProperty('enrollmentCode.usedIn');
    const again = await shut(at);
    expect(await signIn.enrollmentCode(again.caller, { code })).toEqual(WRONG);
    await world.auth.close();
  });

  it('P3 X3 opens a set-up again after the end of a sign-in that was left, and never two at a time', async () => {
    const { at, vouches, signIn } = await vouchedFor();
    const { enrollmentCode: code } = await vouches();
    const left = await shut(at);
    await left.keeps(signIn.enrollmentCode(left.caller, { code }));
    const { usedUntil = 0 } = (await at.account()).enrollmentCode ?? {};
    at.world.now = instant(usedUntil - 1);
    const early = await shut(at);
    expect(await signIn.enrollmentCode(early.caller, { code })).toEqual(WRONG);
    at.world.now = instant(usedUntil);
    expect(await wordOf(signIn.enrollmentCode(early.caller, { code }))).toBe('enroll');
    expect(await wordOf(signIn.enrollmentCode((await shut(at)).caller, { code }))).toBe('invalid-credentials');
    await at.world.auth.close();
  });

  it('X3 of a flow that used it last counts in no flow before', async () => {
    const flow = {
      id: 'first',
      version: 1,
      evidence: [{ method: 'enrollment-code', at: 0, binding: 'enrollment-code:h' }],
    };
    const account = (usedIn: string) => ({ epoch: 1, enrollmentCode: { hash: 'h', usedIn } });
    const live = (usedIn: string) => liveEvidence(flow as never, account(usedIn) as never).length;
    expect(live('first')).toBe(1);
    expect(live('second')).toBe(0);
  });

  it('P3 W4 N15 opens nothing if the administrator who gave it is blocked between its check and the commit', async () => {
    const { at, accountId, signIn } = await vouchedFor();
    const { world } = at;
    const pia = await newAccount(world, 'pia@example.org');
    await rewritesAccount(world.store, pia, (account) => ({ ...account, roles: ['admin'] }));
    const { enrollmentCode: given } = unrefused(await world.auth.people.vouch({ accountId }, { by: hostCode('host') }));
    await rewritesAccount(world.store, accountId, ({ enrollmentCode, ...account }) => ({
      ...account,
      enrollmentCode: enrollmentCode && { ...enrollmentCode, by: pia },
    }));
    const client = await shut(at);
    const { readAccount } = world.store;
    let reads = 0;
    world.store.readAccount = async (...asked) => {
      const account = await readAccount.apply(world.store, asked);
      reads += asked[1] === pia ? 1 : 0;
      if (asked[1] === pia && reads === 1)
        await world.auth.people.block({ accountId: pia }, { reason: 'Stop', by: hostCode('host') });
      return account;
    };
    expect(await signIn.enrollmentCode(client.caller, { code: given })).toEqual(WRONG);
    expect((await at.account()).enrollmentCode).not.toHaveProperty('usedIn');
    await world.auth.people.unblock({ accountId: pia }, { by: hostCode('host') });
    expect(await wordOf(signIn.enrollmentCode(client.caller, { code: given }))).toBe('enroll');
  });

  it.each([
    ['good one millisecond before', DAY - 1, 'enroll'],
    ['nothing at', DAY, 'invalid-credentials'],
  ])('P3 is %s the end of its day', async (_, later, expected) => {
    const { at, vouches, signIn } = await vouchedFor();
    const { enrollmentCode: code } = await vouches();
    at.world.now += later - MINUTE;
    const client = await shut(at);
    at.world.now += MINUTE;
    expect(await wordOf(signIn.enrollmentCode(client.caller, { code }))).toBe(expected);
    await at.world.auth.close();
  });

  it('X3 is void where another was made before the commit, or it was used in another flow', async () => {
    const { at, vouches, signIn } = await vouchedFor();
    const first = (await vouches()).enrollmentCode;
    const [one, other] = [await shut(at), await shut(at)];
    at.beforeTheNext('commit', vouches);
    expect(await signIn.enrollmentCode(one.caller, { code: first })).toEqual(WRONG);
    expect(await at.account()).toHaveProperty('enrollmentCode');
    const code = (await vouches()).enrollmentCode;
    at.beforeTheNext('commit', async () =>
      expect(await wordOf(signIn.enrollmentCode(other.caller, { code }))).toBe('enroll'),
    );
    expect(await signIn.enrollmentCode(one.caller, { code })).toEqual(WRONG);
    await at.world.auth.close();
  });

  it.each([
    ['while they administer', (auth: Sallyport) => auth.runBackgroundWork(), 'enroll'],
    [
      'until they administer no more',
      (auth: Sallyport, accountId: AccountId) =>
        auth.people.setRoles({ accountId }, { roles: [], by: hostCode('host') }),
      'invalid-credentials',
    ],
    [
      'until they are blocked',
      (auth: Sallyport, accountId: AccountId) =>
        auth.people.block({ accountId }, { reason: 'left', by: hostCode('host') }),
      'invalid-credentials',
    ],
  ])('W4 is good for as long as whoever vouched is in office: %s', async (_, happens, expected) => {
    const { at, accountId, signIn } = await vouchedFor();
    const { auth } = at.world;
    const identifier = 'ada@example.org';
    const voucher = await newAccount(at.world, identifier, ['admin']);
    const vouched = await auth.people.vouch({ accountId: voucher }, { by: hostCode('host') });
    if (isRefusal(vouched)) throw new Error(vouched.refused);
    const ada = await shut(at, identifier);
    await ada.keeps(signIn.enrollmentCode(ada.caller, { code: vouched.enrollmentCode }));
    await ada.enrollsTotp();
    const given = await auth.people.vouch({ accountId }, { by: await ada.session() });
    if (isRefusal(given)) throw new Error(given.refused);
    await happens(auth, voucher);
    const client = await shut(at);
    expect(await wordOf(signIn.enrollmentCode(client.caller, { code: given.enrollmentCode }))).toBe(expected);
    await auth.close();
  });
});
