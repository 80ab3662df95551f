import type {
  AccountFactors,
  AccountFacts,
  GivenRoles,
  PasskeyFacts,
  PrimaryMethod,
  Provenance,
} from '@sallyport/core';
import { factorsOfWords, WordError } from '@sallyport/core/analysis';

/** One thing that an account has enrolled, in a word or, where there is more to say, with it. */
export type FactorWord =
  | 'password'
  | 'email'
  | 'totp'
  | 'passkey'
  | 'backup-codes'
  | 'ldap'
  /** Who vouches for the password: `{ password: 'mailbox' }` was set through a reset link. */
  | { readonly password: Provenance }
  /** The domain of the mailbox. `'email'` alone is at `example.org`. */
  | { readonly email: string }
  /** An identity at this provider. */
  | { readonly sso: string }
  /** Unless said otherwise it verifies its user, may be synced, and nobody vouches for its model. */
  | { readonly passkey: Partial<PasskeyFacts> }
  /** How many are left. `'backup-codes'` alone are ten. */
  | { readonly 'backup-codes': number }
  /** A delivered code of the host's, by its name: `'sms'` for `codes: { sms: … }`. */
  | (string & {});

/** An account as a test writes it down. */
export interface AccountInput {
  readonly roles?: readonly string[];
  readonly factors?: readonly FactorWord[];
  /** The account's own restriction of its ways in. */
  readonly methods?: readonly PrimaryMethod[];
  /** The account's own demand. */
  readonly requiredStrength?: string;
  readonly blocked?: boolean;
  readonly emergency?: boolean;
  /** Those of `roles` that a provider or the directory gave, and that are not the account's own. */
  readonly given?: readonly GivenRoles[];
}

/**
 * An account for `scenario`, `evaluate` and `decide`:
 * `account({ roles: ['admin'], factors: ['password', 'email', { passkey: { deviceBound: true } }] })`.
 *
 * @throws TypeError if the account cannot be: two passwords, or a password beside a directory's.
 */
export function account(input: AccountInput = {}): AccountFacts {
  const { roles = [], factors: words = [], ...rest } = input;
  const factors = words.reduce<AccountFactors>(withFactor, { passkeys: [] });
  return { ...rest, roles, factors };
}

/** A registered passkey; the first is called `passkey-1`. */
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

/** By the words of core, which the command line has as well. */
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

/** How many things an account has; of what there is one of, a second makes no more. */
function enrolledMembers({ sso = [], codes = [], ...others }: AccountFactors): number {
  return Object.keys(others).length + sso.length + new Set(codes).size;
}

function withPasskey(factors: AccountFactors, traits: Partial<PasskeyFacts>): AccountFactors {
  return { ...factors, passkeys: [...factors.passkeys, passkeyFacts(traits, factors.passkeys)] };
}
