import type { AccountId } from '@sallyport/store';
import type { ContextRequest } from '../../contract/contexts.ts';
import type { Condition } from './told-where.ts';

/**
 * The condition "not seen with this account before", for a device, a network or a country that the host remembers. The condition does not apply before a
 * proof, so that nothing depends on the account there.
 * @param wasSeen whether the host remembers the request's device, network or country for the account
 */
export function firstSeen(
  wasSeen: (accountId: AccountId, request: ContextRequest) => boolean | Promise<boolean>,
): Condition {
  return async (request, who) => who !== undefined && !(await wasSeen(who.accountId, request));
}
