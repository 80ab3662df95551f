import { factorsOfWords, WordError } from '@sallyport/assurance';
import type { AccountFactors, AccountFacts, GivenRoles, PasskeyFacts, Provenance, WayInMethod } from '@sallyport/core';
import { checkMembers } from '@sallyport/core';

/** A factor of an account: a word, or an object with details. */
export type FactorWord =
  | 'password'
  | 'email'
  | 'totp'
  | 'passkey'
  | 'backup-codes'
  | 'ldap'
  /** The origin of the password: `{ password: 'mailbox' }` was set through a reset link. */
  | { readonly password: Provenance }
  /** The domain of the mailbox. Default for `'email'`: `example.org`. */
  | { readonly email: string }
  /** An identity at this provider. */
  | { readonly sso: string }
  /** Default traits: the passkey verifies its user, may be synced, and has no attestation. */
  | { readonly passkey: Partial<PasskeyFacts> }
  /** The number of codes left. Default for `'backup-codes'`: 10. */
  | { readonly 'backup-codes': number }
  /**
   * A delivered code of the host, by name: `'sms'` for `codes: { sms: … }`, or in full `'sms-code'`. A name that is taken for a factor is
   * written in full: `'mail-code'`.
   */
  | (string & {});

/** The input of {@link account}. */
export interface AccountInput {
  /** Every role of the account, own and given. Default: none. */
  readonly roles?: readonly string[];
  /** The enrolled factors. Default: none. */
  readonly factors?: readonly FactorWord[];
  /** The account's own restriction of sign-in methods. */
  readonly methods?: readonly WayInMethod[];
  /** The strength that the account itself requires. */
  readonly requiredStrength?: string;
  /** Blocked by an administrator. Default: false. */
  readonly blocked?: boolean;
  /** A break-glass account. Default: false. */
  readonly emergency?: boolean;
  /** The members of `roles` that a provider or the directory gave. */
  readonly given?: readonly GivenRoles[];
  /** `vouched`: only an enrollment code opens the set-up of the first strong factor. Absent: the policy decides. */
  readonly firstFactor?: 'vouched';
}

/**
 * Makes an account for `scenario`, `evaluate` and `decide`: `account({ roles: ['admin'], factors: ['password', 'email', { passkey: {
 * deviceBound: true } }] })`.
 *
 * @throws TypeError for an unknown member or word, or an impossible account: two passwords, or a password and a directory's password
 */
export function account(input: AccountInput = {}): AccountFacts {
  checkInput(input);
  const { roles = [], factors: words = [], ...rest } = input;
  const factors = words.reduce<AccountFactors>(withFactor, { passkeys: [] });
  return { ...rest, roles, factors };
}

const MEMBERS = Object.keys({
  ...{ roles: true, factors: true, methods: true, requiredStrength: true },
  ...{ blocked: true, emergency: true, given: true, firstFactor: true },
} satisfies Record<keyof AccountInput, true>);

/** With a misspelt `roles`, an account would have no role, and a test would pass for the wrong reason. */
function checkInput(input: AccountInput): void {
  checkMembers('account', input, MEMBERS);
  for (const name of ['roles', 'factors', 'methods', 'given'] as const)
    if (input[name] !== undefined && !Array.isArray(input[name])) throw new TypeError(`account: ${name} is no list`);
}

export function passkeyFacts(traits: Partial<PasskeyFacts>, already: readonly PasskeyFacts[]): PasskeyFacts {
  return {
    id: `passkey-${already.length + 1}`,
    userVerified: true,
    deviceBound: false,
    aaguid: '00000000-0000-0000-0000-000000000000',
    attested: false,
    ...traits,
  };
}

function withFactor(factors: AccountFactors, word: FactorWord): AccountFactors {
  if (typeof word === 'object') {
    if ('passkey' in word) return withPasskey(factors, word.passkey);
    return Object.entries(word).reduce((all, [name, which]) => written(all, `${name}:${which}`), factors);
  }
  return word === 'passkey' ? withPasskey(factors, {}) : written(factors, word);
}

function written(factors: AccountFactors, word: string): AccountFactors {
  try {
    const more = factorsOfWords([word], factors);
    if (enrolledMembers(more) > enrolledMembers(factors)) return more;
  } catch (error) {
    if (error instanceof WordError) throw new TypeError(error.message, { cause: error });
    throw error;
  }
  throw new TypeError(`an account has one '${word}', and it is given twice`);
}

function enrolledMembers({ sso = [], codes = [], ...others }: AccountFactors): number {
  return Object.keys(others).length + sso.length + new Set(codes).size;
}

function withPasskey(factors: AccountFactors, traits: Partial<PasskeyFacts>): AccountFactors {
  return { ...factors, passkeys: [...factors.passkeys, passkeyFacts(traits, factors.passkeys)] };
}
