import type { AccountFacts } from '../mandate/account-facts.ts';
import type { Policy } from '../policy/policy.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Method, MethodMask } from '../strength/method.ts';
import { methodBit } from '../strength/method.ts';
import { mailboxIndependence, usableBackupCodes } from '../strength/pieces.ts';
import { satisfies } from '../strength/satisfies.ts';
import { evidenceSignature } from '../strength/signature.ts';

/** Whether factors may be set up now, and if not, what would open it. */
export type EnrollmentGate =
  | { readonly state: 'open' }
  /** One more proof, any of these, the strongest kind the account has. */
  | { readonly state: 'needs-proof'; readonly accept: readonly Method[] }
  /** Only an administrator's one-time code opens it. */
  | { readonly state: 'needs-vouching' };

/**
 * The strongest proof an account can give opens enrollment (X10): two independent proofs, the second of the strongest
 * kind it has, methods that the required strength refuses included.
 *
 * - A passkey or TOTP, where it has one, or a backup code in its stead; only then an email code.
 * - A first factor is opened as `enrollment.firstFactor` says; an administrator's vouching always stands for the second proof there.
 * - The same mailbox is one proof (N12), and a password that a mailbox set opens nothing with it.
 */
export function enrollmentGate(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): EnrollmentGate {
  const { factors } = account;
  if (evidence.some((proof) => isTwoProofs(policy, proof))) return OPEN;
  const wayIn = evidence.find((proof) => isWayIn(proof, methods));
  if (wayIn === undefined) return needsProof(waysIn(account, methods));
  const beside = (method: Evidence['method']): boolean =>
    evidence.some((proof) => proof !== wayIn && proof.method === method);

  if (factors.totp === true || factors.passkeys.length > 0) {
    if (beside('passkey') || beside('totp') || beside('backup-code')) return OPEN;
    if (wayIn.method === 'passkey' && (beside('password') || beside('ldap') || beside('sso'))) return OPEN;
    const accept: Method[] = [];
    if (factors.passkeys.length > 0 && wayIn.method !== 'passkey') accept.push('passkey');
    if (wayIn.method === 'passkey') accept.push(...waysIn(account, methods).filter((method) => method !== 'passkey'));
    if (factors.totp === true) accept.push('totp');
    if (usableBackupCodes(factors)) accept.push('backup-code');
    if (accept.length > 0) return needsProof(accept);
    return beside('enrollment-code') ? OPEN : NEEDS_VOUCHING;
  }

  if (beside('enrollment-code')) return OPEN;
  if (policy.firstFactor === 'vouched') return NEEDS_VOUCHING;
  if (policy.firstFactor === 'password' && !(wayIn.method === 'password' && wayIn.provenance === 'mailbox'))
    return OPEN;
  if (factors.mailDomain === undefined || mailboxIndependence(policy, account, evidence) !== 'independent')
    return NEEDS_VOUCHING;
  return beside('email-code') ? OPEN : needsProof(['email-code']);
}

/** The ways in an account has and may use, in the order in which they are offered. */
export function waysIn({ factors }: AccountFacts, methods: MethodMask): Method[] {
  const has: readonly (readonly [Method, boolean])[] = [
    ['passkey', factors.passkeys.length > 0],
    ['password', factors.password !== undefined],
    ['ldap', factors.ldap === true],
    ['sso', (factors.sso?.length ?? 0) > 0],
  ];
  return has.filter(([method, enrolled]) => enrolled && (methods & methodBit(method)) !== 0).map(([method]) => method);
}

const OPEN: EnrollmentGate = { state: 'open' };
const NEEDS_VOUCHING: EnrollmentGate = { state: 'needs-vouching' };

function needsProof(accept: readonly Method[]): EnrollmentGate {
  return accept.length === 0 ? NEEDS_VOUCHING : { state: 'needs-proof', accept };
}

/** A passkey that verified its user, or a provider whose word for several factors is trusted. */
function isTwoProofs(policy: Policy, proof: Evidence): boolean {
  if (proof.method === 'passkey') return proof.userVerified;
  if (proof.method !== 'sso') return false;
  const baseline = policy.strengths.find(({ name }) => name === 'baseline');
  return baseline !== undefined && satisfies(baseline, [evidenceSignature(policy.patterns, proof)], true);
}

function isWayIn(proof: Evidence, methods: MethodMask): boolean {
  const { method } = proof;
  if (method === 'passkey') return true;
  return (method === 'password' || method === 'ldap' || method === 'sso') && (methods & methodBit(method)) !== 0;
}
