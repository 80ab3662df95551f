import {
  type AccountFactors,
  BUILT_IN_METHODS,
  codeMethod,
  type DeliveredCode,
  type Evidence,
  type Instant,
  isHostCode,
  type MethodDescriptor,
  nearestName,
  type WrittenWord,
} from '@sallyport/core';
import { deliveredCode } from '@sallyport/core/model';

/** Thrown for a word that names no factor, or a proof that the account cannot give. */
export class WordError extends Error {
  /** Always `word-invalid`. */
  readonly code = 'word-invalid';
  /** The factor that the account lacks for the proof, in its text form. */
  readonly lacking: string | undefined;

  constructor(message: string, lacking?: string) {
    super(message);
    this.name = 'WordError';
    this.lacking = lacking;
  }
}

const METHODS: readonly MethodDescriptor[] = BUILT_IN_METHODS;

/**
 * Reads an account's factors from words: `password`, `password:mailbox`, `ldap`, `sso:PROVIDER`, `totp`, `email`,
 * `email:DOMAIN`, `backup-codes`, `passkey`, `passkey:ID` with `+device-bound`, `+attested`, `+unverified` or `+aaguid=…`,
 * and the names of the host's delivered codes, such as `sms`, or in full `sms-code`.
 *
 * @throws WordError if a word names no factor, or the account would have both a local and a directory password
 */
export function factorsOfWords(words: readonly string[], already: AccountFactors = { passkeys: [] }): AccountFactors {
  let factors = already;
  for (const text of words) {
    const name = headOf(text).name;
    const method = METHODS.find(({ factor }) => factor.name === name) ?? codeNamed(name);
    const word = readWord(text, method);
    const more = method.factor.add(factors, word);
    if (more === undefined) throw new WordError(`'${text}' is written ${method.factor.form ?? `'${name}'`}`);
    factors = more;
  }
  if (factors.password !== undefined && factors.ldap === true)
    throw new WordError("an account has one password: 'password' or 'ldap', not both");
  return factors;
}

/** The factors by their other names. A reader of a test takes such a word for the factor, and not for a delivered code. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    passkey: ['webauthn', 'fido', 'fido2', 'security-key', 'key', 'yubikey'],
    password: ['pass', 'pw', 'pwd', 'passphrase'],
    ldap: ['directory', 'active-directory', 'ad'],
    sso: ['oidc', 'saml', 'provider'],
    totp: ['otp', 'app', 'authenticator', 'authenticator-app', 'mfa', '2fa'],
    email: ['mail', 'e-mail', 'mailbox'],
    'backup-codes': ['backup', 'backups', 'recovery', 'recovery-code', 'recovery-codes'],
  }).flatMap(([factor, names]) => names.map((name) => [name, factor] as const)),
);

function codeNamed(name: string): MethodDescriptor {
  const method = isHostCode(name) ? name : codeMethod(name);
  const factor = isHostCode(name) ? factorNearFull(name) : factorNear(name);
  if (factor === undefined && isCode(method)) return deliveredCode(method);
  const names = METHODS.map((each) => each.factor.name);
  const hint = OTHER_NAMES.has(name) && isInFull(method) ? ` A delivered code of this name is written '${method}'` : '';
  throw new WordError(
    `there is no factor '${name}'; ${factor === undefined ? `one of ${names.join(', ')}, or a delivered code such as sms` : `did you mean '${factor}'?${hint}`}`,
  );
}

function isCode(method: DeliveredCode): boolean {
  const short = shortOf(method);
  return isHostCode(method) && /^[a-z][a-z0-9-]{0,49}$/.test(short) && !isHostCode(short);
}

function isInFull(method: DeliveredCode): boolean {
  return isCode(method) && factorNearFull(method) === undefined;
}

function shortOf(method: DeliveredCode): string {
  return deliveredCode(method).factor.name;
}

function factorNear(name: string): string | undefined {
  const known = OTHER_NAMES.get(name) ?? factorOf(name);
  if (known !== undefined) return known;
  const names = METHODS.map(({ factor }) => factor.name);
  // Short names such as 'sms' are within two edits of almost every factor. 'topt' has the letters of 'totp'.
  return name.length < 5
    ? (names.find((each) => lettersOf(each) === lettersOf(name)) ?? nearestName(name, names, 1))
    : nearestName(name, names);
}

function factorNearFull(method: DeliveredCode): string | undefined {
  const short = shortOf(method);
  const factor = METHODS.find((each) => each.factor.name === short)?.factor.name;
  if (factor !== undefined || OTHER_NAMES.has(method)) return factor ?? factorNear(method);
  if (OTHER_NAMES.has(short)) return undefined;
  const meant = nearestName(
    method,
    METHODS.map(({ name }) => name),
  );
  return meant === undefined ? undefined : factorOf(meant);
}

function factorOf(method: string): string | undefined {
  return METHODS.find(({ name }) => name === method)?.factor.name;
}

function factorWord({ name, factor }: MethodDescriptor): string {
  return isHostCode(name) && factorNear(factor.name) !== undefined && isInFull(name) ? name : factor.name;
}

function lettersOf(name: string): string {
  return [...name].sort().join('');
}

/**
 * Reads a proof from a word: the name of a method, `sso:PROVIDER` with `+acr=…` and `+amr=…`, `passkey:ID` with
 * `+unverified`, `enrollment-code`, `reset-token`.
 *
 * @throws WordError if the word names no proof, or the account lacks the factor
 */
export function proofOfWord(text: string, factors: AccountFactors, at: Instant): Evidence {
  const { name } = headOf(text);
  if (name === 'enrollment-code') return { method: name, at };
  if (name === 'reset-token') {
    if (factors.mailDomain === undefined) throw missing(text, 'email');
    return { method: name, at };
  }
  const method = BUILT_IN_METHODS.find((builtIn) => builtIn.name === name) ?? hostCode(name);
  if (method === undefined) throw noProof(name);
  const word = readWord(text, method);
  const proof = method.proof(word, factors, at);
  if (proof === undefined) {
    const misspelt = isHostCode(name) ? nearestName(name, PROOFS) : undefined;
    if (misspelt !== undefined) throw noProof(name);
    throw missing(text, `${factorWord(method)}${word.which === undefined ? '' : `:${word.which}`}`);
  }
  return proof;
}

function hostCode(name: string): ReturnType<typeof deliveredCode> | undefined {
  return isHostCode(name) ? deliveredCode(name) : undefined;
}

const PROOFS: readonly string[] = [...METHODS.map(({ name }) => name), 'enrollment-code', 'reset-token'];

function noProof(name: string): WordError {
  const meant = METHODS.find(({ factor }) => factor.name === name)?.name ?? nearestName(name, PROOFS);
  return new WordError(
    `there is no proof '${name}'; ${meant === undefined ? `one of ${PROOFS.join(', ')}` : `did you mean '${meant}'?`}`,
  );
}

function missing(text: string, factor: string): WordError {
  return new WordError(`'${text}': the account has none; add '${factor}' to its factors`, factor);
}

function headOf(text: string): { readonly name: string; readonly which?: string; readonly rest: readonly string[] } {
  const [head = '', ...rest] = text.split('+');
  const [name = '', ...which] = head.split(':');
  return { name, which: which.length === 0 ? undefined : which.join(':'), rest };
}

function readWord(text: string, { traits: known = [] }: Pick<MethodDescriptor, 'traits'>): WrittenWord {
  const { name, which, rest } = headOf(text);
  const traits = new Map<string, readonly string[]>();
  for (const part of rest) {
    const [trait = '', ...value] = part.split('=');
    if (!known.includes(trait)) throw new WordError(`'${text}': ${unknownTrait(name, trait, known)}`);
    traits.set(trait, [...(traits.get(trait) ?? []), value.join('=')]);
  }
  return { text, name, which, traits };
}

function unknownTrait(name: string, trait: string, known: readonly string[]): string {
  if (known.length === 0) return `nothing can be said of '${name}' by '+'`;
  const nearest = nearestName(trait, known);
  return `'${trait}' is nothing of '${name}'; ${nearest === undefined ? `one of ${known.join(', ')}` : `did you mean '${nearest}'?`}`;
}
