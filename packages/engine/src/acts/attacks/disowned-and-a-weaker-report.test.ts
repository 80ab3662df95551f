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

describe('X28 a thief at the provider with one factor, whose sign-in the owner disowned', () => {
  it.each(['two-proofs', 'vouched'] as const)(
    'does not come in again, where %s open the set-up of a factor',
    async (firstFactor) => {
      const world = await corporate({ ...POLICY, enrollment: { firstFactor } });
      const { auth } = world;
      const externalIds = [{ provider: 'corp', subject: 'eva' }];
      const input = { tenant: TENANT, identifier: EVA, email: EVA, externalIds };
      const made = await auth.people.create({ ...input, by: hostCode('test') });
      if (isRefusal(made)) throw new Error(made.refused);
      const signsIn = (browser: Browser, amr: readonly string[]): Promise<string> => {
        world.now += 60_000;
        return browser.signsIn({ subject: 'eva', amr, authTime: instant(world.now) });
      };
      const eva = new Browser(world);
      expect(await signsIn(eva, ['pwd', 'mfa'])).toBe('complete');
      expect(await signsIn(new Browser(world), ['pwd'])).toBe('complete');
      await auth.runBackgroundWork();
      const token = world.notices.find(({ event }) => event.type === 'sign-in.unfamiliar')?.token ?? '';
      expect(await auth.sessions.disown(eva.caller, { token })).toEqual({ ended: 1 });
      expect(await signsIn(new Browser(world), ['pwd'])).not.toBe('complete');
      expect(await signsIn(new Browser(world), ['pwd', 'mfa'])).toBe('complete');
      await auth.close();
    },
  );
});
