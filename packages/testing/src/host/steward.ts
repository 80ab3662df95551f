import type { AccountId, LiveSession } from '@sallyport/engine';
import { create, newAuthenticator, type Workshop } from './create-account.ts';
import { signIn } from './sign-in.ts';
import { SignInFailed } from './sign-in-failed.ts';

const IDENTIFIER = 'steward@sallyport.test';

/**
 * An administrator who vouches for first factors, as real as the rest: it comes about with the first account that needs it, and signs in
 * with a passkey. It is an emergency account, so that no restriction of the ways in keeps it out.
 */
export function steward(workshop: Workshop): (accountId: AccountId) => Promise<string> {
  const { auth, policy } = workshop;
  const administrator = async (): Promise<() => Promise<LiveSession>> => {
    if (policy.firstFactor === 'vouched')
      throw new SignInFailed(
        IDENTIFIER,
        "the policy has every first factor vouched for, its first administrator's too: leave `enrollment.firstFactor` out of the policy under test, or give accounts no strong factors",
        undefined,
      );
    const person = await create(workshop, {
      identifier: IDENTIFIER,
      roles: policy.administrators.policy.slice(0, 1),
      emergency: true,
      factors: ['email'],
      authenticator: await newAuthenticator(),
    });
    const session = await signIn(auth, person);
    if (person.authenticator?.credentials.length === 0) await session.enroll('passkey');
    return async () => (await signIn(auth, person)).live('administrator');
  };
  let appointed: ReturnType<typeof administrator> | undefined;
  return async (accountId) => {
    appointed ??= administrator();
    const vouched = await auth.admin.vouch(await (await appointed)(), accountId);
    if ('refused' in vouched) throw new SignInFailed(IDENTIFIER, `could not vouch, ${vouched.refused}`, vouched);
    return vouched.enrollmentCode;
  };
}
