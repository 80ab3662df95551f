import { checkMembers, type EnrollableMethod, isHostCode } from '@sallyport/core';
import type { Sallyport } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { type AccountWith, create, type TestAccount, type Workshop } from './create-account.ts';
import type { Person } from './person.ts';
import { signIn } from './sign-in.ts';
import { SignInFailed } from './sign-in-failed.ts';
import type { SignedIn } from './signed-in.ts';

const MEMBERS = Object.keys({
  ...{ identifier: true, password: true, externalId: true, roles: true, emergency: true },
  ...{ factors: true, codeAddress: true, authenticator: true },
} satisfies Record<keyof AccountWith, true>);

export function accountMaker(workshop: Workshop): (wanted?: AccountWith) => Promise<TestAccount> {
  const { auth, rolesFromHost } = workshop;
  let made = 0;
  return async (wanted = {}) => {
    checkMembers('accountWith', wanted, MEMBERS);
    const { factors = ['email'], roles = [] } = wanted;
    if (rolesFromHost && roles.length > 0)
      throw new TypeError(
        'accountWith: `roles` have no effect, because `resolveSubject` gives the roles: give `externalId`, and write the roles under this key in the table that `resolveSubject` reads',
      );
    made += 1;
    const unknown = factors.find((factor) => !isEnrollable(factor) && factor !== 'password' && factor !== 'email');
    if (unknown !== undefined) throw new TypeError(`accountWith: there is no factor '${unknown}'`);
    const person = await create(workshop, { identifier: `person-${made}@app.example`, ...wanted, factors });
    for (const factor of factors.filter(isEnrollable)) {
      if (has(person, factor)) continue;
      const session = await signInVouched(auth, person);
      if (!has(person, factor)) await session.enroll(factor);
    }
    return person;
  };
}

/** If the policy requires that an administrator vouches for a first factor, host code vouches. */
async function signInVouched(auth: Sallyport, person: TestAccount): Promise<SignedIn> {
  try {
    return await signIn(auth, person);
  } catch (failure) {
    if (!(failure instanceof SignInFailed) || failure.refusal?.refused !== 'no-way-in' || failure.unknownToHost)
      throw failure;
    const vouched = await auth.people.vouch({ accountId: person.accountId }, { by: hostCode('host') });
    if ('refused' in vouched)
      throw new SignInFailed(person.identifier, `could not be vouched for, ${vouched.refused}`, vouched);
    person.enrollmentCode = vouched.enrollmentCode;
    return signIn(auth, person);
  }
}

function has({ totp, authenticator, codes }: Person, factor: EnrollableMethod): boolean {
  if (isHostCode(factor)) return codes?.includes(factor) === true;
  return factor === 'totp' ? totp !== undefined : (authenticator?.credentials.length ?? 0) > 0;
}

function isEnrollable(factor: string): factor is EnrollableMethod {
  return factor === 'totp' || factor === 'passkey' || isHostCode(factor);
}
