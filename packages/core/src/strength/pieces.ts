import type { AccountFactors, AccountFacts } from '../mandate/account-facts.ts';
import type { Policy } from '../policy/policy.ts';
import type { Evidence } from './evidence.ts';
import type { EnrollableMethod, Method, MethodMask } from './method.ts';
import { methodBit } from './method.ts';
import { evidenceSignature, passkeyMatches, type Signature, signature, ssoMatches } from './signature.ts';

/** Something that counts, or could: a method, and the patterns it matches. */
export interface Piece {
  readonly method: Method;
  readonly signature: Signature;
}

/** What bears on the independence of an email code (N12): the same mailbox is one factor. */
export type MailboxIndependence =
  /** It stands on its own. */
  | 'independent'
  /** It stands beside a password that a mailbox set: good for baseline, where the policy lets it. */
  | 'baseline-only'
  /** It proves again what a provider or a reset link proved already. */
  | 'none';

export function mailboxIndependence(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
): MailboxIndependence {
  const { mailDomain, password } = account.factors;
  for (const proof of evidence) {
    if (proof.method === 'reset-token') return 'none';
    if (
      proof.method === 'sso' &&
      mailDomain !== undefined &&
      policy.providers.get(proof.provider)?.mailDomains?.includes(mailDomain) === true
    ) {
      return 'none';
    }
  }
  const provenance =
    passwordProvenance(evidence) ??
    (evidence.some(({ method }) => method === 'sso' || method === 'ldap') ? undefined : password);
  if (provenance !== 'mailbox') return 'independent';
  return policy.mailboxAlone === 'refuse' ? 'none' : 'baseline-only';
}

function passwordProvenance(evidence: readonly Evidence[]): 'mailbox' | 'independent' | undefined {
  for (const proof of evidence) if (proof.method === 'password') return proof.provenance ?? 'independent';
  return undefined;
}

/** The evidence that counts, as pieces. Ways in that are not allowed count for nothing. */
export function provedPieces(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): Piece[] {
  const pieces: Piece[] = [];
  for (const proof of evidence) {
    const { method } = proof;
    if (method === 'enrollment-code' || method === 'reset-token') continue;
    if ((method === 'password' || method === 'ldap' || method === 'sso') && (methods & methodBit(method)) === 0)
      continue;
    const bits =
      method === 'email-code'
        ? emailSignature(policy, mailboxIndependence(policy, account, evidence))
        : evidenceSignature(policy.patterns, proof);
    pieces.push({ method, signature: bits });
  }
  return pieces;
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
  for (const passkey of factors.passkeys) {
    if (
      evidence.some(
        (proof) =>
          proof.method === 'passkey' &&
          proof.credentialId === passkey.id &&
          (proof.userVerified || !passkey.userVerified),
      )
    )
      continue;
    const bits = signature(policy.patterns, (pattern) => passkeyMatches(pattern, passkey));
    if (!pieces.some((piece) => piece.signature === bits && !policy.overlaps))
      pieces.push({ method: 'passkey', signature: bits });
  }
  const simple = (method: Method): void => {
    if (!proved(method))
      pieces.push({ method, signature: signature(policy.patterns, (pattern) => pattern.method === method) });
  };
  if (factors.password !== undefined && (methods & methodBit('password')) !== 0) simple('password');
  if (factors.ldap === true && (methods & methodBit('ldap')) !== 0) simple('ldap');
  if ((methods & methodBit('sso')) !== 0) {
    for (const provider of factors.sso ?? []) {
      if (!evidence.some((proof) => proof.method === 'sso' && proof.provider === provider))
        pieces.push(hopefulSso(policy, provider));
    }
  }
  if (factors.totp === true) simple('totp');
  if (factors.mailDomain !== undefined && !proved('email-code')) {
    pieces.push({
      method: 'email-code',
      signature: emailSignature(policy, mailboxIndependence(policy, account, evidence)),
    });
  }
  if (usableBackupCodes(factors) && !proved('backup-code')) simple('backup-code');
  return pieces;
}

/** Backup codes stand in for a second factor and live with it. */
export function usableBackupCodes(factors: AccountFactors): boolean {
  return (factors.backupCodes ?? 0) > 0 && (factors.totp === true || factors.passkeys.length > 0);
}

/** What setting up a factor could add: a passkey is taken at its best, since the person may choose which. */
export function enrollablePieces(
  policy: Policy,
  account: AccountFacts,
): (Piece & { readonly method: EnrollableMethod })[] {
  const passkey = signature(policy.patterns, (pattern) => pattern.method === 'passkey');
  const totp = signature(policy.patterns, (pattern) => pattern.method === 'totp');
  return account.factors.totp === true
    ? [{ method: 'passkey', signature: passkey }]
    : [
        { method: 'passkey', signature: passkey },
        { method: 'totp', signature: totp },
      ];
}

/** What a provider may yet assert: everything it is named for. What it does assert is judged when it has. */
function hopefulSso(policy: Policy, provider: string): Piece {
  const bits = signature(policy.patterns, (pattern) =>
    ssoMatches(pattern, {
      provider,
      ...(pattern.method === 'sso' && pattern.acr?.[0] !== undefined ? { acr: pattern.acr[0] } : {}),
      ...(pattern.method === 'sso' && pattern.amr !== undefined ? { amr: pattern.amr } : {}),
    }),
  );
  return { method: 'sso', signature: bits };
}

function emailSignature(policy: Policy, independence: MailboxIndependence): Signature {
  if (independence === 'none') return 0;
  let bits = 0;
  for (const { pattern, bit } of policy.patterns) {
    if (pattern.kind === 'email-code-at-baseline') bits |= bit;
    else if (pattern.pattern.method === 'email-code' && independence === 'independent') bits |= bit;
  }
  return bits;
}
