import { ANY_CODE } from './built-in.ts';
import type { PatternBit } from './compile.ts';
import { INDEPENDENT, type MailboxIndependence } from './mailbox.ts';
import { isHostCode, METHODS } from './method.ts';
import { type PasskeyPattern, type PasskeyTraits, passkeyMatches } from './methods/passkey.ts';
import { type SsoPattern, ssoMatches } from './methods/sso.ts';
import type { Signature } from './signature.ts';

/**
 * The patterns of a policy by what can match them, so that a proof's signature is read rather than worked out. It says what
 * `signature` says of every pattern: made from the patterns, once a policy.
 */
export interface SignatureIndex {
  /** By method: what any proof by it matches, of which no pattern asks more than the method. */
  readonly plain: ReadonlyMap<string, MailboxBits>;
  /** What a delivered code of the host's matches that no pattern names. */
  readonly anyCode: MailboxBits;
  /** By the three traits that are yes or no, one bit each: see `traitsOf`. */
  readonly passkeys: readonly Signature[];
  /** Patterns that name models. */
  readonly models: readonly { readonly pattern: PasskeyPattern; readonly bit: Signature }[];
  /** A passkey of every kind at once, as one that is yet to be set up may be. */
  readonly anyPasskey: Signature;
  readonly sso: readonly { readonly pattern: SsoPattern; readonly bits: MailboxBits }[];
}

/** What something matches by itself, and what it matches besides if it does not rest on the mailbox (N12). */
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
  const passkeys = patterns.flatMap(({ pattern: { pattern }, bit }) =>
    pattern.method === 'passkey' ? [{ pattern, bit }] : [],
  );
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
    sso: of('sso').flatMap((one) => {
      const { pattern } = one.pattern;
      return pattern.method === 'sso' ? [{ pattern, bits: mailboxBits([one]) }] : [];
    }),
  };
}

/** What a passkey of these traits matches. */
export function passkeySignature(index: SignatureIndex, passkey: PasskeyTraits): Signature {
  const { models } = index;
  let bits = index.passkeys[traitsOf(passkey)] ?? 0;
  for (let place = 0; place < models.length; place++) {
    const model = models[place];
    if (model !== undefined && passkeyMatches(model.pattern, passkey)) bits |= model.bit;
  }
  return bits;
}

/** What a proof matches of which no pattern asks more than its method, and that stands so beside an email code. */
export function plainSignature(
  { plain, anyCode }: SignatureIndex,
  method: string,
  independence: MailboxIndependence = INDEPENDENT,
): Signature {
  return bitsFor(plain.get(method) ?? anyCode, independence);
}

/** What a provider's word matches; without a word, what the provider may yet say: everything that it is named for. */
export function ssoSignature(
  { sso }: SignatureIndex,
  provider: string,
  word: { readonly acr?: string; readonly amr?: readonly string[] } | undefined,
  independence: MailboxIndependence,
): Signature {
  let bits = 0;
  for (let place = 0; place < sso.length; place++) {
    const one = sso[place];
    if (one === undefined) continue;
    const { pattern } = one;
    const matches =
      word === undefined
        ? pattern.provider === undefined || pattern.provider === provider
        : ssoMatches(pattern, provider, word);
    if (matches) bits |= bitsFor(one.bits, independence);
  }
  return bits;
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
