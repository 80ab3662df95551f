import type { AccountFacts } from './account-facts.ts';
import type { Evidence, PasswordEvidence, Provenance } from './evidence.ts';
import { BEYOND_MAILBOX, type Method, methodBit } from './method.ts';
import type { ProviderInput } from './provider.ts';

/** A proof that rests on the mailbox is the same factor as a code to the mailbox (N12). */
export interface MailboxIndependence {
  readonly atBaseline: boolean;
  readonly elsewhere: boolean;
}

/** The parts of a policy that concern mailboxes. */
export interface MailboxPolicy {
  readonly mailboxAlone: 'baseline-only' | 'refuse';
  readonly providers: ReadonlyMap<string, ProviderInput<string>>;
}

export const INDEPENDENT: MailboxIndependence = { atBaseline: true, elsewhere: true };
const DEPENDENT: MailboxIndependence = { atBaseline: false, elsewhere: false };
const FORGIVEN: MailboxIndependence = { atBaseline: true, elsewhere: false };

/** A password that was set through a mailbox counts for `baseline` beside a code to that mailbox, unless the policy refuses. */
export function passwordIndependence(policy: MailboxPolicy, provenance: Provenance): MailboxIndependence {
  if (provenance === 'independent') return INDEPENDENT;
  return policy.mailboxAlone === 'refuse' ? DEPENDENT : FORGIVEN;
}

/**
 * True if the policy states that the provider, or the directory, owns the mail domain. Such a provider can read every mail to the
 * domain. The policy writes domains in lower case.
 */
export function ownsDomain({ providers }: Pick<MailboxPolicy, 'providers'>, provider: string, domain: string): boolean {
  return providers.get(provider)?.mailDomains?.includes(domain.toLowerCase()) === true;
}

/** The providers and directories of which `ownsDomain` is true, found without a walk over all providers. */
export function ownersOfDomain({ providers }: Pick<MailboxPolicy, 'providers'>, domain: string): readonly string[] {
  const owners = OWNERS.get(providers) ?? ownersIn(providers);
  OWNERS.set(providers, owners);
  return owners.get(domain.toLowerCase()) ?? [];
}

function ownersIn(providers: MailboxPolicy['providers']): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, readonly string[]>();
  for (const [provider, { mailDomains = [] }] of providers)
    for (const domain of new Set(mailDomains)) owners.set(domain, [...(owners.get(domain) ?? []), provider]);
  return owners;
}

const OWNERS: WeakMap<MailboxPolicy['providers'], ReadonlyMap<string, readonly string[]>> = new WeakMap();

/** A provider that owns the mail domain is not independent of the mailbox. */
export function providerIndependence(
  policy: MailboxPolicy,
  { factors }: AccountFacts,
  provider: string,
): MailboxIndependence {
  if (factors.mailDomain === undefined) return INDEPENDENT;
  return ownsDomain(policy, provider, factors.mailDomain) ? DEPENDENT : INDEPENDENT;
}

/** After a reset link was followed, an email code counts for nothing. */
export function plainIndependence(
  policy: MailboxPolicy,
  { factors }: AccountFacts,
  method: Method,
  evidence: readonly Evidence[],
): MailboxIndependence | undefined {
  if (method === 'email-code' && resetByMail(evidence)) return undefined;
  return method === 'password' ? passwordIndependence(policy, factors.password ?? 'independent') : INDEPENDENT;
}

/**
 * True for a second proof that does not rest on the mailbox. Such a proof makes a password the owner's, even a password that
 * was set through the mailbox (N12). A touch of a key that does not verify its user is no such proof: the password would then vouch for the
 * first PIN of the key, which a finder of the key can set.
 */
export function provesBeyondMailbox(proof: Evidence): boolean {
  return (methodBit(proof.method) & BEYOND_MAILBOX) !== 0 && (proof.method !== 'passkey' || proof.userVerified);
}

export function provenanceOf(proof: PasswordEvidence, { factors }: AccountFacts): Provenance {
  return proof.provenance ?? factors.password ?? 'independent';
}

export function resetByMail(evidence: readonly Evidence[]): boolean {
  for (let place = 0; place < evidence.length; place++) if (evidence[place]?.method === 'reset-token') return true;
  return false;
}
