import type { DirectoryReason, DirectoryRefusal } from '@sallyport/core';
import type { BindAnswer } from './bind-answer.ts';

const [SUCCESS, INVALID_CREDENTIALS] = [0, 49];

/** [MS-ERREF] §2.2. A wrong password is 52e in every state of the account but 775. */
const ACTIVE_DIRECTORY: Readonly<Record<string, DirectoryRefusal>> = {
  '530': proved('hours'),
  '531': proved('workstation'),
  '532': proved('expired'),
  '533': proved('disabled'),
  '701': proved('account-expired'),
  '773': proved('must-change'),
  '775': unproved('locked'),
};

export function refusalOf({ code, text, policyError, saysExpired }: BindAnswer): DirectoryRefusal | undefined {
  if (code === SUCCESS) return policyError === 'must-change' || saysExpired ? proved('must-change') : undefined;
  const data = /^[0-9A-F]{8}: LdapErr: .*, data ([0-9a-f]+),/.exec(text)?.[1];
  if (code === INVALID_CREDENTIALS && data !== undefined) return ACTIVE_DIRECTORY[data];
  if (code === INVALID_CREDENTIALS && (policyError === 'expired' || saysExpired)) return proved('expired');
  if (/^account inactivated/i.test(text)) return unproved('disabled');
  return policyError === 'locked' ? unproved('locked') : undefined;
}

function proved(because: DirectoryReason): DirectoryRefusal {
  return { because, passwordIsRight: true };
}

function unproved(because: DirectoryReason): DirectoryRefusal {
  return { because, passwordIsRight: false };
}
