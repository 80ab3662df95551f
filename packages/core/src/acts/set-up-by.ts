import type { Evidence } from '../strength/evidence.ts';
import type { Administration } from './administration.ts';

/**
 * Who a factor, an address or a link belongs to that is set up with this evidence. A factor is as much its owner's as the evidence it was
 * set up with: what follows only from a password that an administrator typed, or from a code that an administrator gave out, is the
 * administrator's.
 *
 * @returns `undefined` if the owner proved something of their own; else who set up what was proved
 */
export function setUpBy(evidence: readonly Evidence[]): string | undefined {
  // Whoever reads the mailbox gives its proofs: beside something that another person set up they say nothing of the owner.
  const beyond = evidence.filter((proof) => !isOfMailbox(proof));
  return setterOf(beyond.length > 0 ? beyond : evidence);
}

function setterOf(evidence: readonly Evidence[]): string | undefined {
  let other: string | undefined;
  for (const proof of evidence) {
    if (proof.setUpBy === undefined) return undefined;
    other ??= proof.setUpBy;
  }
  return other;
}

function isOfMailbox(proof: Evidence): boolean {
  if (proof.method === 'password') return proof.provenance === 'mailbox';
  return proof.method === 'email-code' || proof.method === 'reset-token';
}

/** Evidence of a session: what works once for an enrollment or a recovery never becomes evidence of the session that follows. */
export function sessionEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(({ method }) => method !== 'enrollment-code' && method !== 'reset-token');
}

/**
 * Whether an account that gains administration keeps something. It keeps what its owner set up, and nothing that an administrator set up,
 * whatever that administrator is now: the rights of that time are not known any more. An identity at a provider stays if that provider gives
 * the role, and if the role administers people alone: the provider could name such an identity again.
 *
 * @param giver the provider that gives the role; absent: an administrator, the host or the policy gives it
 */
export function staysOnGain(
  gained: Administration,
  setUpBy: string | undefined,
  giver: string | undefined,
  link?: { readonly provider: string },
): boolean {
  if (setUpBy === undefined) return true;
  if (link === undefined) return false;
  return link.provider === giver || (gained === 'people' && setUpBy === `provider:${link.provider}`);
}
