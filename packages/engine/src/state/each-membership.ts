import type { MembershipRecord } from '@sallyport/store';

const AT_ONCE = 10;

/** An account is in at most 1,000 organisations. */
export async function eachMembership<View>(
  memberships: readonly MembershipRecord[],
  make: (one: MembershipRecord) => Promise<View>,
): Promise<readonly View[]> {
  const views: View[] = [];
  for (let from = 0; from < memberships.length; from += AT_ONCE)
    views.push(...(await Promise.all(memberships.slice(from, from + AT_ONCE).map(make))));
  return views;
}
