import { ANY_CODE } from './built-in.ts';
import type { PatternBit } from './compile.ts';
import { INDEPENDENT, type MailboxIndependence } from './mailbox.ts';
import type { MatchedPatterns } from './matched-patterns.ts';
import { isHostCode, METHODS } from './method.ts';
import { type PasskeyTraits, passkeyMatches } from './methods/passkey.ts';
import { ssoMatches } from './methods/sso.ts';
import type { EvidencePattern } from './pattern.ts';

/**
 * The patterns of a policy, indexed by method, so that finding the matched patterns of a proof is a look-up. Built once for
 * each policy. The result is the same as the result of `matchedPatterns`.
 */
export interface PatternIndex {
  /** By method: the bits of patterns that ask for no more than the method. */
  readonly plain: ReadonlyMap<string, MailboxBits>;
  /** The bits of a delivered code that no pattern names. */
  readonly anyCode: MailboxBits;
  /** By `traitsOf`, a three-bit number of the passkey's yes-or-no traits. */
  readonly passkeys: readonly MatchedPatterns[];
  /** Patterns that name authenticator models. */
  readonly models: readonly { readonly pattern: EvidencePattern; readonly bit: MatchedPatterns }[];
  /** The bits of a passkey with all traits at once. A passkey that is not yet set up may turn out so. */
  readonly anyPasskey: MatchedPatterns;
  readonly sso: readonly { readonly pattern: EvidencePattern; readonly bits: MailboxBits }[];
}

/** The bits that a proof always matches, and the bits added if the proof is independent of the mailbox (N12). */
export interface MailboxBits {
  readonly always: MatchedPatterns;
  readonly atBaseline: MatchedPatterns;
  readonly elsewhere: MatchedPatterns;
}

export function indexPatterns(patterns: readonly PatternBit[]): PatternIndex {
  const of = (method: string): readonly PatternBit[] =>
    patterns.filter(({ pattern }) => pattern.pattern.method === method);
  const bitsOf = (some: readonly PatternBit[]): MatchedPatterns => some.reduce((bits, { bit }) => bits | bit, 0);
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

export function matchedByPasskey(index: PatternIndex, passkey: PasskeyTraits): MatchedPatterns {
  let bits = index.passkeys[traitsOf(passkey)] ?? 0;
  for (const { pattern, bit } of index.models) if (passkeyMatches(pattern, passkey)) bits |= bit;
  return bits;
}

export function matchedByPlain(
  { plain, anyCode }: PatternIndex,
  method: string,
  independence: MailboxIndependence = INDEPENDENT,
): MatchedPatterns {
  return bitsFor(plain.get(method) ?? anyCode, independence);
}

/** Without an assertion: every pattern that the provider might match. */
export function matchedBySso(
  { sso }: PatternIndex,
  provider: string,
  assertion: { readonly acr?: string; readonly amr?: readonly string[] } | undefined,
  independence: MailboxIndependence,
): MatchedPatterns {
  let matched = 0;
  for (const { pattern, bits } of sso) {
    const isMatch =
      assertion === undefined
        ? pattern.provider === undefined || pattern.provider === provider
        : ssoMatches(pattern, provider, assertion);
    if (isMatch) matched |= bitsFor(bits, independence);
  }
  return matched;
}

function bitsFor(bits: MailboxBits, independence: MailboxIndependence): MatchedPatterns {
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
