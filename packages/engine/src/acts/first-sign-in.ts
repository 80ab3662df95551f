import { type FirstSignIn, type Given, hasGiven } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';

export function firstSignInOf({ epoch, email, enrollmentCode, openSignUp }: AccountRecord): FirstSignIn {
  return { epoch, mailbox: email?.address, word: enrollmentCode?.hash, isOfMailbox: openSignUp === true };
}

export function afterFirstSignIn(before: AccountRecord, after: AccountRecord): AccountRecord {
  return before.openSignUp === true && hasGiven(givenTo(before), givenTo(after)) ? asInvited(after) : after;
}

function asInvited({ openSignUp: _, ...account }: AccountRecord): AccountRecord {
  return { ...account, invited: true };
}

function givenTo(account: AccountRecord): Given {
  const { identifiers: names, externalId: key, externalIds = [], roles, password, enrollmentCode } = account;
  const { requiredStrength, methods, emergency = false } = account;
  return {
    ...{ names, key, identities: externalIds.map(({ id }) => id), roles, password: password?.id },
    ...{ word: enrollmentCode?.hash, requiredStrength, methods, isEmergency: emergency },
  };
}
