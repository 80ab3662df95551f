import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { provenanceOf, providerIndependence, resetByMail } from '../strength/mailbox.ts';
import type { BuiltInMethod, Method, MethodMask } from '../strength/method.ts';
import { isHostCode, maskWhere, methodBit, PRIMARY_MASK } from '../strength/method.ts';
import type { MethodDescriptor } from '../strength/methods/descriptor.ts';
import { BUILT_IN_METHODS, hasStrong } from '../strength/methods/index.ts';
import { availablePieces, type Piece, provedPieces } from '../strength/pieces.ts';
import { satisfies } from '../strength/satisfies.ts';

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
 * - A passkey, else TOTP, if it has one, or a backup code in its stead; only then a delivered code.
 * - A first factor is opened as `enrollment.firstFactor` says; an administrator's vouching always stands for the second proof there.
 * - The same mailbox is one proof (N12), and a password that a mailbox set opens nothing with it.
 */
export function enrollmentGate(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): EnrollmentGate {
  const proved = evidence.filter((proof) => isWayIn(proof.method, methods));
  if (proved.length === 0) return needsProof(waysIn(account, methods));
  if (hasStrong(account.factors)) return withStrongFactor(account, evidence, methods);
  if (evidence.some(({ method }) => method === 'enrollment-code')) return OPEN;
  return policy.firstFactor === 'vouched' ? NEEDS_VOUCHING : forFirstFactor(policy, account, evidence, methods);
}

/** What the account has that is worth this much as a second proof; passkeys are asked for before anything else. */
function secondsOf({ factors }: AccountFacts, worth: MethodDescriptor['opening']): readonly BuiltInMethod[] {
  return BUILT_IN_METHODS.filter(({ opening, enrolled }) => opening === worth && enrolled(factors)).map(
    ({ name }) => name,
  );
}

/** The account has a passkey or TOTP: after a way in, that is the second proof. */
function withStrongFactor(account: AccountFacts, evidence: readonly Evidence[], methods: MethodMask): EnrollmentGate {
  const { factors } = account;
  const shows = (some: MethodMask): boolean => evidence.some(({ method }) => (methodBit(method) & some) !== 0);
  const passkeys = evidence.filter((proof) => proof.method === 'passkey');
  if (passkeys.some(({ userVerified }) => userVerified) || shows(STAND_INS)) return OPEN;
  const strong = secondsOf(account, 'strong').filter((method) => method !== 'passkey');
  const standIns = secondsOf(account, 'stand-in');
  if (passkeys.length === 0) {
    if (factors.passkeys.length > 0) return needsProof(['passkey', ...standIns]);
    return shows(STRONG_SECONDS) ? OPEN : needsProof([...strong, ...standIns]);
  }
  // A passkey that did not verify its user is one proof, possession.
  if (shows(STRONG_SECONDS) || evidence.some(({ method }) => method !== 'passkey' && isWayIn(method, methods)))
    return OPEN;
  const able = factors.passkeys.filter(({ userVerified }) => userVerified);
  const another = able.some(({ id }) => !passkeys.some(({ credentialId }) => credentialId === id));
  const accept: readonly Method[] = [
    ...waysIn(account, methods).filter((method) => method !== 'passkey' || another),
    ...strong,
    ...standIns,
  ];
  if (accept.length > 0) return needsProof(accept);
  if (able.length > 0) return needsProof(['passkey']);
  return evidence.some(({ method }) => method === 'enrollment-code') ? OPEN : NEEDS_VOUCHING;
}

/**
 * Nothing strong is set up yet: a way in alone if the policy says so, else two proofs of which the mailbox is one at most. A delivered
 * code of the host's is a second proof beside any way in.
 */
function forFirstFactor(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): EnrollmentGate {
  const codes = account.factors.mailDomain !== undefined && !resetByMail(evidence);
  const way = (piece: Piece): WayIn => wayInOf(policy, account, evidence, piece);
  const proved = provedPieces(policy, account, evidence, methods).filter(({ method }) => isWayIn(method, methods));
  if (proved.some((piece) => way(piece).opens)) return OPEN;
  if (proved.length > 0 && evidence.some(({ method }) => isHostCode(method))) return OPEN;
  const codeNext = codes && proved.some((piece) => way(piece).independentOfMailbox);
  if (codeNext && evidence.some(({ method }) => method === 'email-code')) return OPEN;
  const leading = availablePieces(policy, account, evidence, methods).filter((piece) => {
    const { opens, independentOfMailbox } = way(piece);
    return opens || (codes && !codeNext && independentOfMailbox);
  });
  return needsProof([
    ...waysIn(account, methods).filter((method) => leading.some((piece) => piece.method === method)),
    ...(codeNext ? (['email-code'] as const) : []),
    ...(account.factors.codes ?? []),
  ]);
}

/** What a way in counts for when a first factor is to be set up. */
interface WayIn {
  /** It is enough by itself: the policy says so, or it stands for two proofs. */
  readonly opens: boolean;
  /** A code to the mailbox is a second proof beside it. */
  readonly independentOfMailbox: boolean;
}

function wayInOf(policy: Policy, account: AccountFacts, evidence: readonly Evidence[], piece: Piece): WayIn {
  const alone = policy.firstFactor === 'password';
  const opens = alone || isTwoProofs(policy, piece);
  if (piece.method === 'sso')
    return { opens, independentOfMailbox: providerIndependence(policy, account, piece.id ?? '').elsewhere };
  if (piece.method !== 'password') return { opens, independentOfMailbox: true };
  const shown = evidence.find((proof) => proof.method === 'password');
  const provenance = shown === undefined ? account.factors.password : provenanceOf(shown, account);
  const independent = provenance !== 'mailbox';
  return { opens: opens && independent, independentOfMailbox: independent };
}

/** A passkey that verified its user, or a provider whose word for several factors is trusted. */
function isTwoProofs(policy: Policy, { signature }: Piece): boolean {
  return policy.strengths.some((strength) => strength.name === 'baseline' && satisfies(strength, [signature], true));
}

/** A code to the mailbox would prove again what the evidence rests on: more than baseline, it opens nothing (N12). */
export function provesMailboxTwice(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): boolean {
  const ways = provedPieces(policy, account, evidence, methods).filter(({ method }) => isWayIn(method, methods));
  if (account.factors.mailDomain === undefined || ways.length === 0) return false;
  return (
    resetByMail(evidence) || ways.every((piece) => !wayInOf(policy, account, evidence, piece).independentOfMailbox)
  );
}

/** The ways in an account has and may use, in the order in which they are offered. */
export function waysIn({ factors }: AccountFacts, methods: MethodMask): Method[] {
  return BUILT_IN_METHODS.filter(({ name, enrolled }) => isWayIn(name, methods) && enrolled(factors)).map(
    ({ name }) => name,
  );
}

const STAND_INS: MethodMask = maskWhere(({ opening }) => opening === 'stand-in');
const STRONG_SECONDS: MethodMask = maskWhere(({ role, opening }) => role === 'second' && opening === 'strong');

const OPEN: EnrollmentGate = { state: 'open' };
const NEEDS_VOUCHING: EnrollmentGate = { state: 'needs-vouching' };

function needsProof(accept: readonly Method[]): EnrollmentGate {
  return accept.length === 0 ? NEEDS_VOUCHING : { state: 'needs-proof', accept };
}

function isWayIn(method: Evidence['method'], methods: MethodMask): boolean {
  return (methods & PRIMARY_MASK & methodBit(method)) !== 0;
}
