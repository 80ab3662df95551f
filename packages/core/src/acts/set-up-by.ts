import type { Policy } from '../policy/policy.ts';
import type { Evidence } from '../strength/evidence.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import type { Instant } from '../time/instant.ts';
import type { Actor } from './act.ts';
import type { Administration } from './administration.ts';

/**
 * Finds out who owns a new factor, address or link from the evidence of its set-up. Evidence that rests only on a password
 * typed by an administrator, or on an administrator's code, makes the new factor the administrator's.
 *
 * @returns `undefined` if the owner proved a factor of their own; otherwise the id of whoever set up the proved factors
 */
export function setUpBy(evidence: readonly Evidence[]): string | undefined {
  // Anyone who reads the mailbox can give its proofs. Beside a factor that another person set up, proofs of the mailbox are
  // no evidence of the owner.
  const beyond = evidence.filter((proof) => !isOfMailbox(proof));
  return setterOf(beyond.length > 0 ? beyond : evidence);
}

/**
 * Whether a proof may speak for something of an account, such as a password or a key: the proof is the owner's, or of the person who set up
 * that thing as well. What another person set up says nothing of what is the owner's.
 */
export function speaksFor(proof: Pick<Evidence, 'setUpBy'>, thing: { readonly setUpBy?: string | undefined }): boolean {
  return proof.setUpBy === undefined || proof.setUpBy === thing.setUpBy;
}

/** The owner in a session or in a flow. */
type Owner = { readonly kind: 'session' } | Pick<Extract<Actor, { kind: 'flow' }>, 'kind' | 'purpose'>;

/**
 * Who sets something up now. The proofs that open the set-up decide. A session holds proofs of every age, and a step-up begins with
 * those of its session. A proof that is older than `recentProof` opens no set-up there, and makes nothing the owner's.
 */
export function settingUp(
  { recentProof }: Policy,
  owner: Owner,
  evidence: readonly Evidence[],
  now: Instant,
): string | undefined {
  const isOfThisFlow = owner.kind === 'flow' && owner.purpose !== 'step-up';
  return setUpBy(isOfThisFlow ? evidence : recentEvidence(evidence, now, recentProof));
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

/** The evidence of a session: without the one-time codes and links of an enrollment or a recovery. */
export function sessionEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(({ method }) => method !== 'enrollment-code' && method !== 'reset-token');
}

/**
 * Whether an account that gains administration keeps a factor, an address or a link. The account keeps its owner's own
 * set-ups, and loses the set-ups of administrators and providers. The present rights of an administrator do not matter,
 * because the rights at the time of the set-up are unknown. A link stays if the linked provider gives the role. A link that
 * the linked provider set up also stays if the role administers people only, because the provider could set the link up
 * again.
 *
 * @param giver the provider that gives the role; absent: an administrator, the host or the policy gives the role
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
