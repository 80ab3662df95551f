import { ANY_CODE } from './built-in.ts';
import type { PatternBit } from './compile.ts';
import { INDEPENDENT, type MailboxIndependence } from './mailbox.ts';
import { isHostCode, METHODS } from './method.ts';
import { type PasskeyTraits, passkeyMatches } from './methods/passkey.ts';
import { ssoMatches } from './methods/sso.ts';
import type { EvidencePattern } from './pattern.ts';
import type { Signature } from './signature.ts';

/**
 * The patterns of a policy, indexed by method, so that a proof's signature is a look-up. Built once for each policy. The
 * result is the same as that of `signature`.
 */
export interface SignatureIndex {
  /** By method: the bits of patterns that ask for no more than the method. */
  readonly plain: ReadonlyMap<string, MailboxBits>;
  /** The bits of a delivered code that no pattern names. */
  readonly anyCode: MailboxBits;
  /** By `traitsOf`, a three-bit number of the passkey's yes-or-no traits. */
  readonly passkeys: readonly Signature[];
  /** Patterns that name authenticator models. */
  readonly models: readonly { readonly pattern: EvidencePattern; readonly bit: Signature }[];
  /** The bits of a passkey with all traits at once. A passkey that is not yet set up may turn out so. */
  readonly anyPasskey: Signature;
  readonly sso: readonly { readonly pattern: EvidencePattern; readonly bits: MailboxBits }[];
}

/** The bits that a proof always matches, and the bits added if the proof is independent of the mailbox (N12). */
export interface MailboxBits {
  readonly always: Signature;
  readonly atBaseline: Signature;
  readonly elsewhere: Signature;
}

export function indexSignatures(patterns: readonly PatternBit[]): SignatureIndex {
  const of = (method: string): readonly PatternBit[] =>
    patterns.filter(({ pattern }) => pattern.pattern.method === method);
  const bitsOf = (some: readonly PatternBit[]): Signature => some.reduce((bits, { bit }) => bits | bit, 0);
  const named = patterns.map(({ pattern }) => pattern.pattern.method).filter(isHostCode);
  const passkeys = of('passkey').map(({ pattern: { pattern }, bit }) => ({ pattern, bit }));
  const plain = passkeys.filter(({ pattern }) => pattern.aaguid === undefined);
  return {
    plain: new Map([
      ...METHODS.map((method) => [method, mailboxBits(of(method))] as const),
      ...named.map((code) => [code, mailboxBits([...of(ANY_CODE), ...of(code)])] as const),
    ]),
    anyCode: mailboxBits(of(ANY_CODE)),
    passkeys: Array.from({ length: 8 }, (_, traits) =>
      plain.reduce((bits, { pattern, bit }) => (passkeyMatches(pattern, withTraits(traits)) ? bits | bit : bits), 0),
    ),
    models: passkeys.filter(({ pattern }) => pattern.aaguid !== undefined),
    anyPasskey: bitsOf(of('passkey')),
    sso: of('sso').map((one) => ({ pattern: one.pattern.pattern, bits: mailboxBits([one]) })),
  };
}

/** The signature of a passkey with these traits. */
export function passkeySignature(index: SignatureIndex, passkey: PasskeyTraits): Signature {
  let bits = index.passkeys[traitsOf(passkey)] ?? 0;
  for (const { pattern, bit } of index.models) if (passkeyMatches(pattern, passkey)) bits |= bit;
  return bits;
}

/** The signature of a proof by a method without properties, given the proof's independence of the mailbox. */
export function plainSignature(
  { plain, anyCode }: SignatureIndex,
  method: string,
  independence: MailboxIndependence = INDEPENDENT,
): Signature {
  return bitsFor(plain.get(method) ?? anyCode, independence);
}

/** The signature of a provider's assertion. Without an assertion: every pattern that the provider might match. */
export function ssoSignature(
  { sso }: SignatureIndex,
  provider: string,
  word: { readonly acr?: string; readonly amr?: readonly string[] } | undefined,
  independence: MailboxIndependence,
): Signature {
  let signature = 0;
  for (const { pattern, bits } of sso) {
    const matches =
      word === undefined
        ? pattern.provider === undefined || pattern.provider === provider
        : ssoMatches(pattern, provider, word);
    if (matches) signature |= bitsFor(bits, independence);
  }
  return signature;
}

function bitsFor(bits: MailboxBits, independence: MailboxIndependence): Signature {
  return bits.always | (independence.atBaseline ? bits.atBaseline : 0) | (independence.elsewhere ? bits.elsewhere : 0);
}

function mailboxBits(patterns: readonly PatternBit[]): MailboxBits {
  let [always, atBaseline, elsewhere] = [0, 0, 0];
  for (const { pattern, bit } of patterns) {
    if (pattern.kind === 'evidence') always |= bit;
    else if (pattern.atBaseline) atBaseline |= bit;
    else elsewhere |= bit;
  }
  return { always, atBaseline, elsewhere };
}

function traitsOf({ userVerified, deviceBound, attested }: PasskeyTraits): number {
  return (userVerified ? 1 : 0) | (deviceBound ? 2 : 0) | (attested ? 4 : 0);
}

function withTraits(traits: number): PasskeyTraits {
  return {
    userVerified: (traits & 1) !== 0,
    deviceBound: (traits & 2) !== 0,
    attested: (traits & 4) !== 0,
    aaguid: '',
  };
}
