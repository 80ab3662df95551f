import type { Invariant, Written } from './ledger/ledger.ts';

export const INVARIANTS_OF_ORGANISATIONS: readonly Invariant[] = [
  {
    says: 'Only an open invitation to the mailbox of the account makes its owner a member.',
    change({ change: { membership, events }, ledger, before, after }) {
      const joined = events.find(({ type, detail }) => type === 'organisation.member-set' && detail?.['invitation']);
      if (membership === undefined || joined === undefined) return undefined;
      const id = String(joined.detail?.['invitation']);
      const invitation = ledger.invitations.get(id);
      const who = ledger.world.nameOf(membership.accountId);
      if (invitation === undefined) return `${who} joined by an invitation that nobody made`;
      if (invitation.withdrawn === true) return `${who} joined by an invitation that was withdrawn`;
      const { address } = (before ?? after)?.email ?? { address: '' };
      return masked(address) === invitation.to
        ? undefined
        : `${who}, with the address ${address}, joined by an invitation to ${invitation.to}`;
    },
  },
  {
    says: 'Whoever was removed from an organisation comes back by no earlier invitation.',
    change({ change: { membership, events }, ledger, run }) {
      const joined = events.find(({ type, detail }) => type === 'organisation.member-set' && detail?.['invitation']);
      const invitation = ledger.invitations.get(String(joined?.detail?.['invitation']));
      if (membership === undefined || invitation === undefined || run === undefined) return undefined;
      // A removal that came while the request ran may have come after the request was judged.
      const isBack = ledger.removals.some(
        ({ account, at }) => account === membership.accountId && at > invitation.at && at < run.began,
      );
      return isBack ? `${ledger.world.nameOf(membership.accountId)} came back by an earlier invitation` : undefined;
    },
  },
];

/** Keeps what the later checks need. */
export function noteInvitations({ ledger, change }: Pick<Written, 'ledger' | 'change'>): void {
  for (const { type, accountId, detail } of change.events) {
    const id = String(detail?.['invitation']);
    if (type === 'organisation.member-invited')
      ledger.invitations.set(id, { at: ledger.tick(), to: String(detail?.['to']) });
    const invitation = ledger.invitations.get(id);
    if (type === 'organisation.invitation-withdrawn' && invitation !== undefined) invitation.withdrawn = true;
    if (type === 'organisation.member-removed' && accountId !== undefined)
      ledger.removals.push({ account: accountId, at: ledger.tick() });
  }
}

function masked(address: string): string {
  return `${address.slice(0, 1)}•••${address.slice(address.lastIndexOf('@'))}`;
}
