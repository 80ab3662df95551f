import { type Caller, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, Client, embedded, newAccount, PASSWORD, storedAccount } from '../embedded.test-support.ts';

const POLICY = {
  administrators: ADMINISTRATORS,
  requiredStrength: 'baseline',
  recentProof: '15m',
  roles: { 'super-admin': { requiredStrength: 'enhanced' } },
  contexts: {
    outside: { requiredStrength: 'enhanced', recentProof: '5m' },
    unmanaged: { methods: ['passkey'] },
  },
} as const;

const at = (caller: Caller, ...contexts: readonly string[]): Caller => ({ ...caller, contexts: async () => contexts });

/** An administrator of the policy whose account is exempt from `methods` (an emergency account), so that it may act in each place. */
async function world(...contexts: readonly string[]) {
  const made = await embedded({ policy: POLICY, contextOf: () => [] });
  const { auth } = made;
  const root = await auth.people.create({
    identifier: 'root@example.org',
    email: 'root@example.org',
    password: PASSWORD,
    roles: ['super-admin'],
    emergency: true,
    by: hostCode('host'),
  });
  if (isRefusal(root)) throw new Error(root.refused);
  const client = new Client(made);
  client.caller = at(client.caller);
  await client.signsInByMail('root@example.org');
  await client.enrollsTotp();
  const session = await auth.sessions.guard(at(client.caller, ...contexts), { needs: 'administrator', of: 'policy' });
  if (isRefusal(session)) throw new Error(session.refused);
  return { made, auth, session };
}

describe.each([[[]], [['outside']], [['unmanaged']]])('N17 an administrator in the contexts %j', (contexts) => {
  it('gives a code of the same kind as in the office', async () => {
    const { made, auth, session } = await world(...contexts);
    const dora = await newAccount(made, 'dora@example.org');
    const helped = await auth.people.helpIn({ accountId: dora }, { lost: ['app'], by: session });
    if (isRefusal(helped)) throw new Error(helped.refused);
    // Dora kept her password: the code comes after the password.
    expect((await storedAccount(made.store, dora)).enrollmentCode?.helpsIn).toBe('further');
    await auth.close();
  });

  it('gives out no code that lets somebody in without the password that the person kept', async () => {
    const { made, auth, session } = await world(...contexts);
    const dora = await newAccount(made, 'dora@example.org');
    const helped = await auth.people.helpIn({ accountId: dora }, { lost: ['app'], by: session });
    if (isRefusal(helped)) throw new Error(helped.refused);
    const finder = new Client(made);
    finder.caller = at(finder.caller);
    await finder.keeps(auth.signIn.begin(finder.caller, { identifier: 'dora@example.org' }));
    const { enrollmentCode: code = '' } = helped;
    expect(await auth.signIn.enrollmentCode(finder.caller, { code })).toMatchObject({
      refused: 'invalid-credentials',
    });
    await auth.close();
  });
});
