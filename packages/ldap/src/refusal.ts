import type { DirectoryReason, DirectoryRefusal } from '@sallyport/core';
import type { BindAnswer } from './bind-answer.ts';

/** RFC 4511 §A.1. */
const [SUCCESS, INVALID_CREDENTIALS] = [0, 49];

/**
 * [MS-ADTS] §3.1.1.5.1.3 and [MS-ERREF]: the Windows error in hexadecimal, after `data`. Active Directory compares the password first:
 * a wrong one is 52e, whatever the state of the account, except for 775. Tried with Samba 4.17.12.
 */
const ACTIVE_DIRECTORY: Readonly<Record<string, DirectoryRefusal>> = {
  '530': proved('hours'),
  '531': proved('workstation'),
  '532': proved('expired'),
  '533': proved('disabled'),
  '701': proved('account-expired'),
  '773': proved('must-change'),
  '775': unproved('locked'),
};

/**
 * The reason of a refused bind, or of a bind after which the password has to be changed. `undefined` if the directory gave none: the
 * password is wrong, or the bind is good.
 *
 * OpenLDAP (2.5.13) and 389 Directory Server (2.3.1) look at a password's age after the password, and at a lock before.
 */
export function refusalOf({ code, text, policyError, saysExpired }: BindAnswer): DirectoryRefusal | undefined {
  if (code === SUCCESS) return policyError === 'must-change' || saysExpired ? proved('must-change') : undefined;
  const data = /^[0-9A-F]{8}: LdapErr: .*, data ([0-9a-f]+),/.exec(text)?.[1];
  if (code === INVALID_CREDENTIALS && data !== undefined) return ACTIVE_DIRECTORY[data];
  if (code === INVALID_CREDENTIALS && (policyError === 'expired' || saysExpired)) return proved('expired');
  // 389 Directory Server says so with code 53, and calls the account locked in the control.
  if (/^account inactivated/i.test(text)) return unproved('disabled');
  return policyError === 'locked' ? unproved('locked') : undefined;
}

function proved(because: DirectoryReason): DirectoryRefusal {
  return { because, passwordIsRight: true };
}

function unproved(because: DirectoryReason): DirectoryRefusal {
  return { because, passwordIsRight: false };
}
