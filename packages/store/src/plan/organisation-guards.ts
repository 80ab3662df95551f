import type { Commit, MembershipGuard } from '../commit.ts';
import { MEMBERSHIPS_PER_ACCOUNT } from '../limits.ts';
import type { AccountId } from '../records.ts';
import type { Guard, Write } from './plan.ts';

/** The account that a new membership needs. `undefined` if the commit brings the account. */
export function joiningAccount(commit: Commit): AccountId | undefined {
  const { membership, account, guards } = commit;
  if (membership === undefined || !isNewMember(commit)) return undefined;
  const isNewAccount = account?.id === membership.accountId && account.id !== guards.account?.id;
  return isNewAccount ? undefined : membership.accountId;
}

function isNewMember({ guards: { memberships = [] }, membership }: Commit): boolean {
  return !memberships.some(({ accountId, version }) => accountId === membership?.accountId && version > 0);
}

/** An organisation record without a guard still follows the version before it. */
export function guardOrganisation(commit: Commit, guards: Guard[]): void {
  const { guards: asked, organisation, membership } = commit;
  const id = asked.organisation?.id ?? organisation?.id ?? membership?.organisation;
  const version = asked.organisation?.version ?? (organisation && organisation.version - 1);
  if (id !== undefined) {
    guards.push({ guard: 'lock', kind: 'organisation', ids: [id] });
    guards.push(
      version === undefined
        ? { guard: 'live', kind: 'organisation', id, obstacle: 'organisation' }
        : { guard: 'version', kind: 'organisation', id, version, obstacle: 'organisation' },
    );
  }
  for (const member of guardedMembers(commit))
    guards.push({ guard: 'member', kind: 'membership', ...member, obstacle: 'membership' });
  const joining = joiningAccount(commit);
  if (joining === undefined || membership === undefined) return;
  const room = { accountId: joining, organisation: membership.organisation, most: MEMBERSHIPS_PER_ACCOUNT };
  guards.push({ guard: 'room', kind: 'membership', ...room, obstacle: 'full' });
}

function guardedMembers({ guards: { memberships = [] }, membership }: Commit): readonly MembershipGuard[] {
  const isGuarded = memberships.some(({ accountId }) => accountId === membership?.accountId);
  const absent =
    membership === undefined || isGuarded
      ? []
      : [{ organisation: membership.organisation, accountId: membership.accountId, version: 0 }];
  return [...memberships, ...absent]
    .map(({ organisation, accountId, version }) => ({ organisation, accountId, version }))
    .sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
}

export function writeOrganisation(commit: Commit, writes: Write[]): void {
  const { organisation, membership, removeMembership, deleteAccount } = commit;
  if (organisation !== undefined) {
    const write = organisation.version === 1 ? 'insert' : 'replace';
    writes.push({ write, kind: 'organisation', record: organisation });
  }
  if (removeMembership !== undefined && removeMembership.accountId !== deleteAccount?.id) {
    const { organisation, accountId } = removeMembership;
    writes.push({ write: 'remove', kind: 'membership', organisation, accountId });
  }
  if (membership === undefined) return;
  writes.push({ write: isNewMember(commit) ? 'insert' : 'replace', kind: 'membership', record: membership });
}
