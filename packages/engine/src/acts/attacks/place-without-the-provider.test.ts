import { instant, type PolicyInput } from '@sallyport/core';
import { type Caller, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

// A thief has the password and the mailbox, and not the second factor that Eva shows at the provider. From home the provider cannot be reached, so
// the context allows other ways in, and asks for more.

const EVA = 'eva@example.org';
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
  contexts: {
    outside: { requiredStrength: 'enhanced' },
    home: { requiredStrength: 'enhanced', methods: ['password', 'passkey'] },
  },
};

const at = (caller: Caller, ...contexts: readonly string[]): Caller => ({ ...caller, contexts: async () => contexts });

async function evas() {
  const world = await corporate(POLICY, { contextOf: () => [] });
  const { auth } = world;
  const input = { identifier: EVA, email: EVA, password: PASSWORD };
  const externalIds = [{ provider: 'corp', subject: 'eva' }];
  const made = await auth.people.create({ tenant: TENANT, ...input, externalIds, by: hostCode('host') });
  if (isRefusal(made)) throw new Error(made.refused);
  const eva = new Browser(world);
  eva.caller = at(eva.caller);
  expect(await eva.signsIn({ subject: 'eva', amr: ['pwd', 'mfa'], authTime: instant(world.now) })).toBe('complete');
  const thief = new Client(world);
  const setsUpApp = async (): Promise<string> => {
    const begun = await auth.enroll.secret(thief.caller, 'totp');
    return isRefusal(begun) ? begun.refused : 'begun';
  };
  return { auth, world, thief, setsUpApp };
}

describe('X10 N16 N17 the report of a provider', () => {
  it.each([[[]], [['outside']], [['home']]])('counts for a set-up in the contexts %j', async (contexts) => {
    const { auth, world, thief, setsUpApp } = await evas();
    thief.caller = at(thief.caller, ...contexts);
    // From home nothing leads on: the sign-in is refused, and the flow goes on for the owner elsewhere.
    const begun = await auth.signIn.begin(thief.caller, { identifier: EVA, password: PASSWORD });
    if (!isRefusal(begun)) await thief.keeps(Promise.resolve(begun));
    const accept = !isRefusal(begun) && begun.answer.status === 'continue' ? begun.answer.accept : [];
    if (accept.some(({ method }) => method === 'email-code')) {
      await thief.keeps(auth.signIn.sendCode(thief.caller, 'email-code'));
      await thief.keeps(auth.signIn.code(thief.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
    }
    expect(await setsUpApp()).not.toBe('begun');
    await auth.close();
  });
});
