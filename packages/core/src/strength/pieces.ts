import type { AccountFactors, AccountFacts } from '../mandate/account-facts.ts';
import type { Policy } from '../policy/policy.ts';
import type { Evidence } from './evidence.ts';
import { passwordBesideMailbox, provenanceOf, resetByMail, ssoBesideMailbox } from './mailbox.ts';
import type { EnrollableMethod, Method, MethodMask } from './method.ts';
import { methodBit } from './method.ts';
import { passkeyMatches, type Signature, signature, ssoMatches } from './signature.ts';

/** Something that counts, or could: a method, and the patterns it matches. */
export interface Piece {
  readonly method: Method;
  readonly signature: Signature;
  /** Which passkey, or which provider: the same thing never counts twice. */
  readonly id?: string;
  /** A passkey that was shown without user verification, and could be shown again with it. */
  readonly again?: true;
}

/** As many things alike as the longest combination can ask for. */
const MOST_ALIKE = 6;

/** The evidence that counts, as pieces, two proofs of the same thing as one. Ways in that are not allowed count for nothing. */
export function provedPieces(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): Piece[] {
  const pieces: Piece[] = [];
  for (const proof of evidence) {
    if (proof.method === 'enrollment-code' || proof.method === 'reset-token' || isForbidden(proof.method, methods))
      continue;
    addMerged(pieces, provedPiece(policy, account, proof, evidence));
  }
  return pieces;
}

function provedPiece(
  policy: Policy,
  account: AccountFacts,
  proof: Exclude<Evidence, { readonly method: 'enrollment-code' | 'reset-token' }>,
  evidence: readonly Evidence[],
): Piece {
  const { patterns } = policy;
  switch (proof.method) {
    case 'passkey':
      return {
        method: 'passkey',
        id: proof.credentialId,
        signature: signature(patterns, (pattern) => passkeyMatches(pattern, proof)),
      };
    case 'sso': {
      const beside = ssoBesideMailbox(policy, account, proof.provider);
      return {
        method: 'sso',
        id: proof.provider,
        signature: signature(patterns, (pattern) => ssoMatches(pattern, proof), beside),
      };
    }
    case 'password': {
      const beside = passwordBesideMailbox(policy, provenanceOf(proof, account));
      return { method: 'password', signature: signature(patterns, ({ method }) => method === 'password', beside) };
    }
    case 'email-code':
      return emailCode(policy, evidence);
    default:
      return simple(policy, proof.method);
  }
}

/** What the account has enrolled and has not proved yet, as pieces that could be added. */
export function availablePieces(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): Piece[] {
  const { factors } = account;
  const proved = (method: Method): boolean => evidence.some((proof) => proof.method === method);
  const pieces: Piece[] = [];
  const add = (piece: Piece): void => {
    const alike = pieces.filter(
      ({ method, signature: bits, again }) => again !== true && method === piece.method && bits === piece.signature,
    );
    if (alike.length < (policy.overlaps ? MOST_ALIKE : 1)) pieces.push(piece);
  };
  if (factors.password !== undefined && !proved('password') && !isForbidden('password', methods)) {
    const beside = passwordBesideMailbox(policy, factors.password);
    add({ method: 'password', signature: signature(policy.patterns, ({ method }) => method === 'password', beside) });
  }
  if (factors.ldap === true && !proved('ldap') && !isForbidden('ldap', methods)) add(simple(policy, 'ldap'));
  if (factors.totp === true && !proved('totp')) add(simple(policy, 'totp'));
  if (factors.mailDomain !== undefined && !proved('email-code')) add(emailCode(policy, evidence));
  if (usableBackupCodes(factors) && !proved('backup-code')) add(simple(policy, 'backup-code'));
  for (const provider of isForbidden('sso', methods) ? [] : (factors.sso ?? [])) {
    if (!evidence.some((proof) => proof.method === 'sso' && proof.provider === provider))
      add(hopefulSso(policy, account, provider));
  }
  for (const passkey of factors.passkeys) {
    const shown = evidence
      .filter((proof) => proof.method === 'passkey')
      .filter((proof) => proof.credentialId === passkey.id);
    const bits = signature(policy.patterns, (pattern) => passkeyMatches(pattern, passkey));
    const piece: Piece = { method: 'passkey', id: passkey.id, signature: bits };
    if (shown.length === 0) add(piece);
    else if (passkey.userVerified && !shown.some((proof) => proof.userVerified)) pieces.push({ ...piece, again: true });
  }
  return pieces;
}

/** Backup codes stand in for a second factor and live with it. */
export function usableBackupCodes(factors: AccountFactors): boolean {
  return (factors.backupCodes ?? 0) > 0 && (factors.totp === true || factors.passkeys.length > 0);
}

/** What setting up factors could add: a passkey is taken at its best, since the person may choose which. */
export function enrollablePieces(
  policy: Policy,
  account: AccountFacts,
): (Piece & { readonly method: EnrollableMethod })[] {
  const bits = signature(policy.patterns, ({ method }) => method === 'passkey');
  const passkeys = Array.from({ length: policy.overlaps ? MOST_ALIKE : 1 }, () => ({
    method: 'passkey' as const,
    signature: bits,
  }));
  if (account.factors.totp === true) return passkeys;
  return [...passkeys, { method: 'totp', signature: simple(policy, 'totp').signature }];
}

/** These and those together, two pieces that are the same thing as one. */
export function mergedPieces(pieces: readonly Piece[], others: readonly Piece[]): Piece[] {
  const merged = [...pieces];
  for (const piece of others) addMerged(merged, piece);
  return merged;
}

function addMerged(pieces: Piece[], piece: Piece): void {
  const place = pieces.findIndex((other) => isSameThing(other, piece));
  const same = pieces[place];
  if (same === undefined) pieces.push(piece);
  else pieces[place] = { ...same, signature: same.signature | piece.signature };
}

/** Whether two pieces are one thing, shown twice. Passkeys that could be set up have no id yet and are all different. */
export function isSameThing(a: Piece, b: Piece): boolean {
  return a.method === b.method && a.id === b.id && (a.id !== undefined || a.method !== 'passkey');
}

/** Whether this is a way in that is not allowed: then it counts for nothing. A passkey can still be a second factor. */
function isForbidden(method: Method, methods: MethodMask): boolean {
  return (method === 'password' || method === 'ldap' || method === 'sso') && (methods & methodBit(method)) === 0;
}

function simple(policy: Policy, method: 'ldap' | 'totp' | 'backup-code'): Piece {
  return { method, signature: signature(policy.patterns, (pattern) => pattern.method === method) };
}

/** A code to the mailbox counts for nothing where a reset link was followed. What it stands beside is judged there. */
function emailCode(policy: Policy, evidence: readonly Evidence[]): Piece {
  const counts = !resetByMail(evidence);
  return {
    method: 'email-code',
    signature: signature(policy.patterns, ({ method }) => counts && method === 'email-code'),
  };
}

/** What a provider may yet assert: everything it is named for. What it does assert is judged when it has. */
function hopefulSso(policy: Policy, account: AccountFacts, provider: string): Piece {
  const bits = signature(
    policy.patterns,
    (pattern) =>
      ssoMatches(pattern, {
        provider,
        ...(pattern.method === 'sso' && pattern.acr?.[0] !== undefined ? { acr: pattern.acr[0] } : {}),
        ...(pattern.method === 'sso' && pattern.amr !== undefined ? { amr: pattern.amr } : {}),
      }),
    ssoBesideMailbox(policy, account, provider),
  );
  return { method: 'sso', id: provider, signature: bits };
}
