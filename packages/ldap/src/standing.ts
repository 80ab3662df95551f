import type { Entry, SearchOptions } from 'ldapts';
import { asking, OF_A_STANDING, texts } from './identity.ts';

const DISABLED = 2;

/** Of `accountExpires`: 0 is never. */
const NEVER = '9223372036854775807';

/** Milliseconds between 1601 and 1970. */
const FILETIME_EPOCH = 11_644_473_600_000;

/** draft-behera-ldap-password-policy-10 §5.3.3. A date is a lock after wrong passwords, which ends. */
const FOR_GOOD = '000001010000Z';

export function standingOf(): SearchOptions {
  return { scope: 'base', ...asking(...OF_A_STANDING) };
}

/** An attribute that cannot be read says nothing. */
export function isActive(entry: Entry, now: number): boolean {
  const [control = '0'] = texts(entry, 'userAccountControl');
  const [expires = '0'] = texts(entry, 'accountExpires');
  const isOff = (Number(control) & DISABLED) !== 0 || isPast(expires, now);
  const isLocked = texts(entry, 'nsAccountLock').some((value) => value.toLowerCase() === 'true');
  return !isOff && !isLocked && !texts(entry, 'pwdAccountLockedTime').includes(FOR_GOOD);
}

/** [MS-DTYP] §2.3.3, in 100 nanoseconds. */
function isPast(time: string, now: number): boolean {
  return /^[1-9]\d*$/.test(time) && time !== NEVER && Number(time) / 10_000 - FILETIME_EPOCH <= now;
}
