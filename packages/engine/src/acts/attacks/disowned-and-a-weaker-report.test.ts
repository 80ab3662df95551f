import { instant, type PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

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

describe('X28 a thief at the provider with one factor, whose sign-in the owner disowned', () => {
  it.each(RULES)('does not come in again, where %s', async (_, rules, contexts) => {
    const world = await corporate({ ...POLICY, ...rules }, { contextOf: () => [] });
    const { auth } = world;
    const externalIds = [{ provider: 'corp', subject: 'eva' }];
    const input = { tenant: TENANT, identifier: EVA, email: EVA, externalIds };
    const made = await auth.people.create({ ...input, by: hostCode('test') });
    if (isRefusal(made)) throw new Error(made.refused);
    const signsIn = (amr: readonly string[], ...where: readonly string[]): Promise<string> => {
      const browser = new Browser(world);
      browser.caller = { ...browser.caller, contexts: async () => where };
      world.now += 60_000;
      return browser.signsIn({ subject: 'eva', amr, authTime: instant(world.now) });
    };
    expect(await signsIn(['pwd', 'mfa'])).toBe('complete');
    expect(await signsIn(['pwd'], ...contexts)).toBe('complete');
    await auth.runBackgroundWork();
    const token = world.notices.find(({ event }) => event.type === 'sign-in.unfamiliar')?.token ?? '';
    const caller = { tenant: TENANT, mode: 'token', contexts: async () => [] } as const;
    expect(await auth.sessions.disown(caller, { token })).toEqual({ ended: 1 });
    // The sign-in also ends what the owner asked for, so that the next one is asked for nothing anywhere.
    const isOut = expect.not.stringMatching('complete');
    expect([await signsIn(['pwd'], ...contexts), await signsIn(['pwd'])]).toEqual([isOut, isOut]);
    expect(await signsIn(['pwd', 'mfa'])).toBe('complete');
    await auth.close();
  });
});
