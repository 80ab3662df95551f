import type { AccountFacts } from './account-facts.ts';
import type { Evidence, PasswordEvidence, Provenance } from './evidence.ts';
import type { Method } from './method.ts';
import type { ProviderInput } from './provider.ts';

/**
 * The same mailbox is one factor (N12): whether a proof is independent of the mailbox, so that an email code is a second proof
 * beside it.
 */
export interface MailboxIndependence {
  /** For the strength `baseline`. */
  readonly atBaseline: boolean;
  /** For every other strength. */
  readonly elsewhere: boolean;
}

/** What a policy says of mailboxes. */
export interface MailboxPolicy {
  readonly mailboxAlone: 'baseline-only' | 'refuse';
  readonly providers: ReadonlyMap<string, ProviderInput>;
}

export const INDEPENDENT: MailboxIndependence = { atBaseline: true, elsewhere: true };
const DEPENDENT: MailboxIndependence = { atBaseline: false, elsewhere: false };
const FORGIVEN: MailboxIndependence = { atBaseline: true, elsewhere: false };

/** A password that was set through a mailbox counts for baseline beside a code to that mailbox, if the policy allows it. */
export function passwordIndependence(policy: MailboxPolicy, provenance: Provenance): MailboxIndependence {
  if (provenance === 'independent') return INDEPENDENT;
  return policy.mailboxAlone === 'refuse' ? DEPENDENT : FORGIVEN;
}

/** A provider that owns the mail domain can read every code that is sent there. */
export function providerIndependence(
  policy: MailboxPolicy,
  { factors }: AccountFacts,
  provider: string,
): MailboxIndependence {
  if (factors.mailDomain === undefined) return INDEPENDENT;
  return policy.providers.get(provider)?.mailDomains?.includes(factors.mailDomain) === true ? DEPENDENT : INDEPENDENT;
}

/**
 * How a method of which an account has one stands, as the account has it: a password as it was set. A code to the mailbox counts for
 * nothing if a reset link was followed (`undefined`); whatever else it stands beside is judged there.
 */
export function plainIndependence(
  policy: MailboxPolicy,
  { factors }: AccountFacts,
  method: Method,
  evidence: readonly Evidence[],
): MailboxIndependence | undefined {
  if (method === 'email-code' && resetByMail(evidence)) return undefined;
  return method === 'password' ? passwordIndependence(policy, factors.password ?? 'independent') : INDEPENDENT;
}

/** Who vouches for a password that was proved: what the proof says, else what is known of the account's password. */
export function provenanceOf(proof: PasswordEvidence, { factors }: AccountFacts): Provenance {
  return proof.provenance ?? factors.password ?? 'independent';
}

/** The link of a reset was followed in this flow: a code to the mailbox would prove the same thing again. */
export function resetByMail(evidence: readonly Evidence[]): boolean {
  for (let place = 0; place < evidence.length; place++) if (evidence[place]?.method === 'reset-token') return true;
  return false;
}
