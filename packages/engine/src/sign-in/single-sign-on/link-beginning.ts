import { type Evidence, type Instant, type Policy, setUpByBoth } from '@sallyport/core';
import type { AccountRecord, LinkBeginning, SetUpBy } from '@sallyport/store';
import { whoSetUp } from '../../accounts/set-up.ts';
import { heldBy } from '../../factors/held.ts';

interface Proved {
  readonly policy: Policy;
  readonly evidence: readonly Evidence[];
  readonly now: Instant;
}

export function linkBeginning(session: string, account: AccountRecord, proved: Proved): LinkBeginning {
  return { session, epoch: account.epoch, account: partsOf(account), setUpBy: whoLinks(account, proved) };
}

/** A thief at the owner's browser may have begun the link. A factor that was added voids nothing. */
export function isLinkVoid(begun: LinkBeginning, account: AccountRecord): boolean {
  const parts = partsOf(account);
  return begun.epoch !== account.epoch || begun.account.some((part) => !parts.includes(part));
}

export function whoLinked(begun: LinkBeginning, account: AccountRecord, proved: Proved): SetUpBy | undefined {
  return setUpByBoth(begun.setUpBy, whoLinks(account, proved));
}

function whoLinks(account: AccountRecord, { policy, evidence, now }: Proved): SetUpBy | undefined {
  return whoSetUp(policy, account, evidence, now);
}

function partsOf(account: AccountRecord): readonly string[] {
  return heldBy(account).map(({ trace }) => trace);
}
