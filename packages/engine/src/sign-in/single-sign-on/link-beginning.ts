import { type Evidence, type Instant, type Policy, setUpByBoth } from '@sallyport/core';
import type { AccountRecord, LinkBeginning, SetUpBy } from '@sallyport/store';
import { whoSetUp } from '../../accounts/set-up.ts';
import { heldBy } from '../../factors/held.ts';

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

/** The account's factors, mailbox and identities. A replaced secret or telephone has another text. */
function partsOf(account: AccountRecord): readonly string[] {
  return heldBy(account).map(({ trace }) => trace);
}
