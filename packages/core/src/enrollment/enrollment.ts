import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { provenanceOf, providerIndependence, resetByMail } from '../strength/mailbox.ts';
import type { BuiltInMethod, Method, MethodMask } from '../strength/method.ts';
import { isHostCode, maskWhere, methodBit, WAY_IN_MASK } from '../strength/method.ts';
import { getsMailedCodes } from '../strength/methods/delivered-code.ts';
import type { MethodDescriptor } from '../strength/methods/descriptor.ts';
import { BUILT_IN_METHODS, hasStrong } from '../strength/methods/index.ts';
import { availablePieces, type Piece, provedPieces } from '../strength/pieces.ts';
import { satisfies } from '../strength/satisfies.ts';
import { missingAsSaid } from './missing-as-said.ts';

export type EnrollmentGate =
  | { readonly state: 'open' }
  | { readonly state: 'needs-proof'; readonly accept: readonly Method[] }
  | { readonly state: 'needs-vouching' };

/**
 * Two independent proofs, the second of the strongest kind that the account has (X10).
 * An administrator's code replaces the second proof of a first strong factor. A code that helps a person in replaces every second proof, and the
 * first proof if the password or every way in was lost.
 * If a provider asserted more than `baseline`, the evidence is as strong. A password set through the mailbox does not open enrollment together with a
 * code to the mailbox (N12).
 */
export function enrollmentGate(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): EnrollmentGate {
  const help = evidence.find(({ helpsIn }) => helpsIn !== undefined)?.helpsIn;
  if (help === 'first') return OPEN;
  const proved = evidence.filter((proof) => isWayIn(proof.method, methods));
  if (proved.length === 0) return needsProof(waysIn(account, methods));
  if (help !== undefined) return OPEN;
  const missing = missingAsSaid(policy, account, evidence, methods);
  if (hasStrong(account.factors)) {
    const gate = withStrongFactor(account, evidence, methods);
    return gate.state === 'open' && missing !== undefined ? needsProof(missing) : gate;
  }
  if (evidence.some(({ method }) => method === 'enrollment-code')) return OPEN;
  if ((account.firstFactor ?? policy.firstFactor) === 'vouched') return NEEDS_VOUCHING;
  return missing === undefined ? forFirstFactor(policy, account, evidence, methods) : needsProof(missing);
}

function secondsOf({ factors }: AccountFacts, worth: MethodDescriptor['worthForSetUp']): readonly BuiltInMethod[] {
  return BUILT_IN_METHODS.filter(({ worthForSetUp, enrolled }) => worthForSetUp === worth && enrolled(factors)).map(
    ({ name }) => name,
  );
}

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
  // A passkey without user verification is a single proof: possession.
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

/** At most one proof rests on the mailbox. */
function forFirstFactor(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): EnrollmentGate {
  const codesCount = account.factors.mailDomain !== undefined && !resetByMail(evidence);
  const codes = codesCount && getsMailedCodes(account.factors);
  const way = (piece: Piece): WayIn => wayInOf(policy, account, evidence, piece);
  const proved = provedPieces(policy, account, evidence, methods).filter(({ method }) => isWayIn(method, methods));
  if (proved.some((piece) => way(piece).opens)) return OPEN;
  if (proved.length > 0 && evidence.some(({ method }) => isHostCode(method))) return OPEN;
  const isBesideMailbox = proved.some((piece) => way(piece).independentOfMailbox);
  if (codesCount && isBesideMailbox && evidence.some(({ method }) => method === 'email-code')) return OPEN;
  const codeNext = codes && isBesideMailbox;
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

interface WayIn {
  readonly opens: boolean;
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

function isTwoProofs(policy: Policy, { matched }: Piece): boolean {
  return policy.strengths.some((strength) => strength.name === 'baseline' && satisfies(strength, [matched], true));
}

/** The code then opens no enrollment, even if `recovery.mailboxAlone` accepts it for baseline (N12). */
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

export function waysIn({ factors }: AccountFacts, methods: MethodMask): Method[] {
  return BUILT_IN_METHODS.filter(({ name, enrolled }) => isWayIn(name, methods) && enrolled(factors)).map(
    ({ name }) => name,
  );
}

const STAND_INS: MethodMask = maskWhere(({ worthForSetUp }) => worthForSetUp === 'stand-in');
const STRONG_SECONDS: MethodMask = maskWhere(
  ({ use, worthForSetUp }) => use === 'second' && worthForSetUp === 'strong',
);

const OPEN: EnrollmentGate = { state: 'open' };
const NEEDS_VOUCHING: EnrollmentGate = { state: 'needs-vouching' };

function needsProof(accept: readonly Method[]): EnrollmentGate {
  return accept.length === 0 ? NEEDS_VOUCHING : { state: 'needs-proof', accept };
}

function isWayIn(method: Evidence['method'], methods: MethodMask): boolean {
  return (methods & WAY_IN_MASK & methodBit(method)) !== 0;
}
