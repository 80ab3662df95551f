import { type Evidence, type Instant, type Policy, setUpByBoth } from '@sallyport/core';
import type { AccountRecord, LinkBeginning, SetUpBy } from '@sallyport/store';
import { whoSetUp } from '../../accounts/set-up.ts';
import { codeBinding } from '../../factors/delivered-code.ts';
import { passkeyBinding } from '../../factors/passkey.ts';
import { passwordBinding } from '../../factors/password.ts';
import { externalIdBinding } from '../../factors/sso-and-ldap.ts';
import { totpBinding } from '../../factors/totp.ts';

/** The proofs of the owner's session at one moment of a link. */
interface Proved {
  readonly policy: Policy;
  readonly evidence: readonly Evidence[];
  readonly now: Instant;
}

/** Records the account at the beginning of a link. */
export function linkBeginning(session: string, account: AccountRecord, proved: Proved): LinkBeginning {
  return { session, epoch: account.epoch, account: partsOf(account), setUpBy: whoLinks(account, proved) };
}

/**
 * Returns whether the owner reacted since the beginning of a link: signed out everywhere else, set a new password, or removed or replaced
 * a factor, the mailbox or an identity. A thief at the owner's browser may have begun the link. A factor that was added voids nothing.
 */
export function isLinkVoid(begun: LinkBeginning, account: AccountRecord): boolean {
  const parts = partsOf(account);
  return begun.epoch !== account.epoch || begun.account.some((part) => !parts.includes(part));
}

/** Returns everybody who links the identity besides the owner: at the beginning, and now. */
export function whoLinked(begun: LinkBeginning, account: AccountRecord, proved: Proved): SetUpBy | undefined {
  return setUpByBoth(begun.setUpBy, whoLinks(account, proved));
}

function whoLinks(account: AccountRecord, { policy, evidence, now }: Proved): SetUpBy | undefined {
  return whoSetUp(policy, account, evidence, now);
}

/** The account's factors, mailbox and identities. A replaced secret or telephone has another time. */
function partsOf({
  password,
  totp,
  email,
  backupCodes,
  passkeys,
  codes = [],
  externalIds = [],
}: AccountRecord): readonly string[] {
  return [
    ...(password === undefined ? [] : [passwordBinding(password.id)]),
    ...(totp === undefined ? [] : [`${totpBinding(totp.id)} ${totp.enrolledAt}`]),
    ...(email === undefined ? [] : [`email:${email.address}`]),
    ...(backupCodes === undefined ? [] : [`backup-codes:${backupCodes.id}`]),
    ...passkeys.map(({ id }) => passkeyBinding(id)),
    ...codes.map(({ method, id, enrolledAt }) => `${codeBinding(method, id)} ${enrolledAt}`),
    ...externalIds.map(({ id }) => externalIdBinding(id)),
  ];
}
