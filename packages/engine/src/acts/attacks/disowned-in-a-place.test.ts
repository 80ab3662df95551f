import { instant, type PolicyInput } from '@sallyport/core';
import { type Caller, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

// The table of threats: "A thief signs in elsewhere: the owner is told; a link ends the device's sessions, and the next sign-in asks for the strongest
// earlier level". The policy: "A context only adds." The place of `place-without-the-provider`: from home the provider cannot be reached.

const EVA = 'eva@example.org';
const POLICY: PolicyInput<string> = {
  requiredStrength: 'baseline',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
  contexts: { home: { methods: ['password', 'passkey'] } },
};

const at = (caller: Caller, ...contexts: readonly string[]): Caller => ({ ...caller, contexts: async () => contexts });

describe('X28 N17 a thief whose sign-in the owner disowned', () => {
  it.each([[[]], [['home']]])(
    'does not come in again by the same password and mailbox, in the contexts %j',
    async (contexts) => {
      const world = await corporate(POLICY, { contextOf: () => [] });
      const { auth } = world;
      const externalIds = [{ provider: 'corp', subject: 'eva' }];
      const input = { tenant: TENANT, identifier: EVA, email: EVA, password: PASSWORD, externalIds };
      const made = await auth.people.create({ ...input, by: hostCode('test') });
      if (isRefusal(made)) throw new Error(made.refused);
      const eva = new Browser(world);
      eva.caller = at(eva.caller);
      expect(await eva.signsIn({ subject: 'eva', amr: ['pwd', 'mfa'], authTime: instant(world.now) })).toBe('complete');
      world.now += 60_000;
      const comesIn = async (...where: readonly string[]): Promise<string> => {
        const thief = new Client(world);
        thief.caller = at(thief.caller, ...where);
        const begun = await auth.signIn.begin(thief.caller, { identifier: EVA, password: PASSWORD });
        if (isRefusal(begun)) return begun.refused;
        await thief.keeps(Promise.resolve(begun));
        const { answer } = begun;
        if (answer.status !== 'continue') return answer.status;
        const accept = answer.accept.map(({ method }) => method);
        if (!accept.includes('email-code')) return `asked for ${accept.join()}`;
        await thief.keeps(auth.signIn.sendCode(thief.caller, 'email-code'));
        const code = world.mails.at(-1)?.code ?? '';
        const reply = await auth.signIn.code(thief.caller, 'email-code', { code });
        if (isRefusal(reply)) return reply.refused;
        return reply.answer.status === 'continue'
          ? `asked for ${reply.answer.accept.map(({ method }) => method)}`
          : reply.answer.status;
      };
      expect(await comesIn(...contexts)).toBe('complete');
      await auth.runBackgroundWork();
      const token = world.notices.find(({ event }) => event.type === 'sign-in.unfamiliar')?.token ?? '';
      expect(await auth.sessions.disown(eva.caller, { token })).toEqual({ ended: 1 });
      world.now += 60_000;
      // The second sign-in would also end what the owner asked for, everywhere.
      expect([await comesIn(...contexts), await comesIn()]).toEqual([
        expect.not.stringMatching('complete'),
        'asked for sso',
      ]);
      await auth.close();
    },
  );
});
