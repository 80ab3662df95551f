import { instant, type PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

/** An hour: the same report is dated anew then. */
const DATED_ANEW_AFTER = 3_600_000;

// The table of threats: "A thief signs in elsewhere: the owner is told; a link ends the device's sessions, and the next sign-in asks for the strongest
// earlier level". Eva shows a second factor at her provider. A thief has her password there, and the provider reports so much.

const EVA = 'eva@example.org';
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};

// `outside` is of the reference of the policy: "people set up a first factor elsewhere, or with an administrator's code".
const RULES = [
  ['two proofs open the set-up of a factor', { enrollment: { firstFactor: 'two-proofs' } }, []],
  ['a code opens the set-up of a factor', { enrollment: { firstFactor: 'vouched' } }, []],
  [
    'a code opens the set-up outside',
    { contexts: { outside: { enrollment: { firstFactor: 'vouched' } } } },
    ['outside'],
  ],
] as const satisfies readonly (readonly [string, PolicyInput<string>, readonly string[]])[];

const THIEF: readonly string[] = ['pwd'];

async function disowned(rules: PolicyInput<string>, contexts: readonly string[], thief = THIEF, disownsAtOnce = true) {
  const world = await corporate({ ...POLICY, ...rules }, { contextOf: () => [] });
  const { auth } = world;
  const externalIds = [{ provider: 'corp', subject: 'eva' }];
  const made = await auth.people.create({
    tenant: TENANT,
    identifier: EVA,
    email: EVA,
    externalIds,
    by: hostCode('test'),
  });
  if (isRefusal(made)) throw new Error(made.refused);
  let browser = new Browser(world);
  const signsIn = (amr: readonly string[], ...where: readonly string[]): Promise<string> => {
    browser = new Browser(world);
    browser.caller = { ...browser.caller, contexts: async () => where };
    world.now += 60_000;
    return browser.signsIn({ subject: 'eva', amr, authTime: instant(world.now) });
  };
  expect(await signsIn(['pwd', 'mfa'])).toBe('complete');
  expect(await signsIn(thief, ...contexts)).toBe('complete');
  await auth.runBackgroundWork();
  const token = world.notices.find(({ event }) => event.type === 'sign-in.unfamiliar')?.token ?? '';
  const caller = { tenant: TENANT, mode: 'token', contexts: async () => [] } as const;
  const disown = async () => expect(await auth.sessions.disown(caller, { token })).toEqual({ ended: 1 });
  if (disownsAtOnce) await disown();
  return { world, auth, signsIn, disown, eva: () => browser };
}

describe('X28 a thief at the provider with one factor, whose sign-in the owner disowned', () => {
  it.each(RULES)('does not come in again, where %s', async (_, rules, contexts) => {
    const { auth, signsIn } = await disowned(rules, contexts);
    // The sign-in also ends what the owner asked for, so that the next one is asked for nothing anywhere.
    const isOut = expect.not.stringMatching('complete');
    expect([await signsIn(['pwd'], ...contexts), await signsIn(['pwd'])]).toEqual([isOut, isOut]);
    expect(await signsIn(['pwd', 'mfa'])).toBe('complete');
    await auth.close();
  });

  it.each(RULES)(
    'the owner, whose provider reports less by now, comes in with a code, where %s',
    async (_, rules, contexts) => {
      const { world, auth, signsIn, eva } = await disowned(rules, contexts);
      expect(await signsIn(['pwd'], ...contexts)).not.toBe('complete');
      const vouched = await auth.people.vouch({ identifier: EVA }, { by: hostCode('test') });
      if (isRefusal(vouched)) throw new Error(vouched.refused);
      const code = await auth.signIn.enrollmentCode(eva().caller, { code: vouched.enrollmentCode });
      expect(eva().keeps(code)).toBe('enroll');
      const pending = await auth.enroll.secret(eva().caller, 'totp');
      if (isRefusal(pending)) throw new Error(pending.refused);
      const totp = generateSync({ secret: pending.secret, epoch: Math.floor(world.now / 1000) });
      expect(eva().keeps(await auth.enroll.confirmCode(eva().caller, 'totp', { code: totp }))).toBe('complete');
      await auth.close();
    },
  );
});

/** The thief has the whole account at the provider, and an own security key there, until the provider's administrators take the key away. */
const WITH_KEY: PolicyInput<string> = {
  providers: {
    corp: {
      trust: [
        { amr: ['mfa'], strength: 'enhanced' },
        { amr: ['hwk'], strength: 'phishing-resistant' },
      ],
    },
  },
};

describe('X28 a thief with an own security key at the provider, whose sign-in the owner disowned', () => {
  it.each(RULES)('does not shut the owner out by it, where %s', async (_, rules, contexts) => {
    const { auth, signsIn } = await disowned({ ...rules, ...WITH_KEY }, contexts, ['pwd', 'hwk']);
    expect(await signsIn(['pwd'], ...contexts)).not.toBe('complete');
    expect(await signsIn(['pwd', 'mfa'])).toBe('complete');
    await auth.close();
  });

  it.each(RULES)('stays out if the owner came in again before the link, where %s', async (_, rules, contexts) => {
    for (const owner of [
      ['pwd', 'mfa'],
      ['pwd', 'mfa', 'otp'],
    ]) {
      const { auth, world, signsIn, disown } = await disowned({ ...rules, ...WITH_KEY }, contexts, THIEF, false);
      world.now += DATED_ANEW_AFTER;
      expect(await signsIn(owner)).toBe('complete');
      await disown();
      expect(await signsIn(THIEF, ...contexts)).not.toBe('complete');
      expect(await signsIn(['pwd', 'mfa'])).toBe('complete');
      await auth.close();
    }
  });
});
