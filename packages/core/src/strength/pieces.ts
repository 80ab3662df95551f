import { assertionsBy } from './account-factors.ts';
import type { AccountFacts } from './account-facts.ts';
import type { CountedEvidence, Evidence } from './evidence.ts';
import {
  type MailboxPolicy,
  passwordIndependence,
  plainIndependence,
  provenanceOf,
  providerIndependence,
} from './mailbox.ts';
import type { MatchedPatterns } from './matched-patterns.ts';
import { type DeliveredCode, type Method, type MethodMask, methodBit, ONLY_WAYS_IN } from './method.ts';
import type { MethodDescriptor } from './methods/descriptor.ts';
import { BUILT_IN_METHODS, hasStrong } from './methods/index.ts';
import { matchedByPasskey, matchedByPlain, matchedBySso, type PatternIndex } from './pattern-index.ts';

export interface CountingPolicy extends MailboxPolicy {
  readonly patternIndex: PatternIndex;
  readonly brought: MethodMask;
  readonly codes: readonly DeliveredCode[];
  readonly overlaps: boolean;
}

export interface Piece {
  readonly method: Method;
  readonly matched: MatchedPatterns;
  /** The same passkey or provider never counts twice. */
  readonly id?: string | undefined;
  /** A passkey was used without user verification, and could be used again with it. */
  readonly again?: boolean | undefined;
}

/** The most patterns that a combination can have. */
const MOST_ALIKE = 6;

const PLAIN: readonly PlainMethod[] = BUILT_IN_METHODS.filter(({ asks }) => asks === undefined).map(
  ({ name, enrolled, enrollable }) => ({ method: name, bit: methodBit(name), enrolled, enrollable }),
);
const PLAIN_ENROLLABLE: readonly PlainMethod[] = PLAIN.filter(({ enrollable }) => enrollable);

interface PlainMethod extends Pick<MethodDescriptor, 'enrolled' | 'enrollable'> {
  readonly method: Method;
  readonly bit: MethodMask;
}

/** Two proofs of the same factor become one piece. A backup code counts only while the account has a strong factor. */
export function provedPieces(
  policy: CountingPolicy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): Piece[] {
  const pieces: Piece[] = [];
  for (const proof of evidence) {
    if (proof.method === 'enrollment-code' || proof.method === 'reset-token') continue;
    if (proof.method === 'backup-code' && !hasStrong(account.factors)) continue;
    if (!isForbidden(methodBit(proof.method), methods))
      addMerged(pieces, provedPiece(policy, account, proof as CountedEvidence, evidence));
  }
  return pieces;
}

function provedPiece(
  policy: CountingPolicy,
  account: AccountFacts,
  proof: CountedEvidence,
  evidence: readonly Evidence[],
): Piece {
  const { patternIndex } = policy;
  switch (proof.method) {
    case 'passkey':
      return piece('passkey', matchedByPasskey(patternIndex, proof), proof.credentialId);
    case 'sso': {
      const independence = providerIndependence(policy, account, proof.provider);
      return piece('sso', matchedBySso(patternIndex, proof.provider, proof, independence), proof.provider);
    }
    case 'password': {
      const independence = passwordIndependence(policy, provenanceOf(proof, account));
      return piece('password', matchedByPlain(patternIndex, 'password', independence));
    }
    default:
      return plainPiece(policy, account, proof.method, evidence);
  }
}

function plainPiece(
  policy: CountingPolicy,
  account: AccountFacts,
  method: Method,
  evidence: readonly Evidence[],
): Piece {
  const independence = plainIndependence(policy, account, method, evidence);
  return piece(method, independence === undefined ? 0 : matchedByPlain(policy.patternIndex, method, independence));
}

/** @param assertions `at-best`: a provider may assert anything when asked. `as-said`: a provider counts by what it asserted */
export function availablePieces(
  policy: CountingPolicy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
  assertions: 'at-best' | 'as-said' = 'at-best',
): Piece[] {
  const { factors } = account;
  const { patternIndex } = policy;
  const pieces: Piece[] = [];
  for (const { method, bit, enrolled } of PLAIN)
    if (!isForbidden(bit, methods) && enrolled(factors) && !isProved(evidence, method))
      pieces.push(plainPiece(policy, account, method, evidence));
  if (factors.codes !== undefined)
    for (const code of factors.codes)
      if (!isProved(evidence, code)) pieces.push(piece(code, matchedByPlain(patternIndex, code)));
  if (factors.sso !== undefined && !isForbidden(methodBit('sso'), methods)) {
    for (const provider of factors.sso) {
      if (evidence.some((proof) => proof.provider === provider)) continue;
      const matched =
        assertions === 'at-best'
          ? matchedBySso(patternIndex, provider, undefined, providerIndependence(policy, account, provider))
          : matchedAsSaid(policy, account, provider);
      addUnlessAlike(policy, pieces, piece('sso', matched, provider));
    }
  }
  for (const passkey of factors.passkeys) {
    const shown = howShown(evidence, passkey.id);
    const bits = matchedByPasskey(patternIndex, passkey);
    if (shown === 'not') addUnlessAlike(policy, pieces, piece('passkey', bits, passkey.id));
    else if (shown === 'unverified' && passkey.userVerified) pieces.push(piece('passkey', bits, passkey.id, true));
  }
  return pieces;
}

/** A proof takes the place of one pattern alone. */
export function matchedAsSaid(policy: CountingPolicy, account: AccountFacts, provider: string): MatchedPatterns {
  const independence = providerIndependence(policy, account, provider);
  let matched = matchedBySso(policy.patternIndex, provider, {}, independence);
  for (const assertion of assertionsBy(account.factors, provider))
    matched |= matchedBySso(policy.patternIndex, provider, assertion, independence);
  return matched;
}

function isProved(evidence: readonly Evidence[], method: Method): boolean {
  for (const proof of evidence) if (proof.method === method) return true;
  return false;
}

function howShown(evidence: readonly Evidence[], id: string): 'not' | 'unverified' | 'verified' {
  let shown: 'not' | 'unverified' = 'not';
  for (const { credentialId, userVerified } of evidence) {
    if (credentialId !== id) continue;
    if (userVerified === true) return 'verified';
    shown = 'unverified';
  }
  return shown;
}

export function mostAlike({ overlaps }: Pick<CountingPolicy, 'overlaps'>): number {
  return overlaps ? MOST_ALIKE : 1;
}

function addUnlessAlike(policy: CountingPolicy, pieces: Piece[], added: Piece): void {
  let alike = 0;
  for (const { method, matched, again } of pieces)
    if (again !== true && method === added.method && matched === added.matched) alike++;
  if (alike < mostAlike(policy)) pieces.push(added);
}

/** A passkey is assumed at its best: the person may choose the authenticator. */
export function enrollablePieces(policy: CountingPolicy, { factors }: AccountFacts): Piece[] {
  const { patternIndex } = policy;
  const pieces: Piece[] = [];
  if ((policy.brought & methodBit('passkey')) !== 0)
    for (let count = mostAlike(policy); count > 0; count--) pieces.push(piece('passkey', patternIndex.anyPasskey));
  for (const { method, bit, enrolled } of PLAIN_ENROLLABLE)
    if ((policy.brought & bit) !== 0 && !enrolled(factors))
      pieces.push(piece(method, matchedByPlain(patternIndex, method)));
  for (const code of policy.codes)
    if (factors.codes?.includes(code) !== true) pieces.push(piece(code, matchedByPlain(patternIndex, code)));
  return pieces;
}

export function matchedOf(pieces: readonly Piece[]): MatchedPatterns[] {
  return pieces.map(({ matched }) => matched);
}

export function mergedPieces(pieces: readonly Piece[], others: readonly Piece[]): Piece[] {
  const merged = [...pieces];
  for (const other of others) addMerged(merged, other);
  return merged;
}

function addMerged(pieces: Piece[], added: Piece): void {
  let place = 0;
  for (const same of pieces) {
    if (isSameThing(same, added)) {
      pieces[place] = piece(same.method, same.matched | added.matched, same.id, same.again);
      return;
    }
    place++;
  }
  pieces.push(added);
}

/** Passkeys that could be set up have no id yet and are all different. */
export function isSameThing(a: Piece, b: Piece): boolean {
  return a.method === b.method && a.id === b.id && (a.id !== undefined || a.method !== 'passkey');
}

function isForbidden(bit: MethodMask, methods: MethodMask): boolean {
  return (ONLY_WAYS_IN & bit & ~methods) !== 0;
}

/** Always with the same members: V8 reads objects of one shape fastest. */
function piece(method: Method, matched: MatchedPatterns, id?: string, again?: boolean): Piece {
  return { method, matched, id, again };
}
