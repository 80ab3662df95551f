import type { AccountFacts } from '../mandate/account-facts.ts';
import type { Policy } from '../policy/policy.ts';
import type { Evidence, Provenance } from './evidence.ts';

/**
 * The same mailbox is one factor (N12): whether something stands beside an email code as a proof of its own,
 * where baseline is asked for and where anything else is.
 */
export interface BesideMailbox {
  readonly atBaseline: boolean;
  readonly elsewhere: boolean;
}

export const INDEPENDENT: BesideMailbox = { atBaseline: true, elsewhere: true };
const DEPENDENT: BesideMailbox = { atBaseline: false, elsewhere: false };
const FORGIVEN: BesideMailbox = { atBaseline: true, elsewhere: false };

/** A password that a mailbox set is good for baseline beside a code to it, where the policy lets it. */
export function passwordBesideMailbox(policy: Policy, provenance: Provenance): BesideMailbox {
  if (provenance === 'independent') return INDEPENDENT;
  return policy.mailboxAlone === 'refuse' ? DEPENDENT : FORGIVEN;
}

/** A provider that owns the mail domain can read every code that is sent there. */
export function ssoBesideMailbox(policy: Policy, { factors }: AccountFacts, provider: string): BesideMailbox {
  if (factors.mailDomain === undefined) return INDEPENDENT;
  return policy.providers.get(provider)?.mailDomains?.includes(factors.mailDomain) === true ? DEPENDENT : INDEPENDENT;
}

/** Who vouches for a password that was proved: what the proof says, else what is known of the account's password. */
export function provenanceOf(proof: Evidence & { readonly method: 'password' }, { factors }: AccountFacts): Provenance {
  return proof.provenance ?? factors.password ?? 'independent';
}

/** The link of a reset was followed in this flow: a code to the mailbox would prove the same thing again. */
export function resetByMail(evidence: readonly Evidence[]): boolean {
  for (let place = 0; place < evidence.length; place++) if (evidence[place]?.method === 'reset-token') return true;
  return false;
}
