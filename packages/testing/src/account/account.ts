import type { AccountFactors, AccountFacts, PasskeyFacts, PrimaryMethod, Provenance } from '@sallyport/core';

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
  | { readonly 'backup-codes': number };

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
}

/**
 * An account for `scenario`, `evaluate` and `decide`:
 * `account({ roles: ['admin'], factors: ['password', 'email', { passkey: { deviceBound: true } }] })`.
 *
 * @throws TypeError where the account cannot be: two passwords, or a password beside a directory's.
 */
export function account(input: AccountInput = {}): AccountFacts {
  const { roles = [], factors: words = [], ...rest } = input;
  const factors = words.reduce<AccountFactors>(withFactor, { passkeys: [] });
  if (factors.password !== undefined && factors.ldap === true) {
    throw new TypeError("an account has one password: 'password' or 'ldap', not both");
  }
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

/** How many come with the first second factor. */
export const BACKUP_CODES = 10;

function withFactor(factors: AccountFactors, word: FactorWord): AccountFactors {
  if (word === 'password') return once(factors, 'password', 'independent');
  if (word === 'email') return once(factors, 'mailDomain', 'example.org');
  if (word === 'totp') return once(factors, 'totp', true);
  if (word === 'ldap') return once(factors, 'ldap', true);
  if (word === 'backup-codes') return once(factors, 'backupCodes', BACKUP_CODES);
  if (word === 'passkey') return withPasskey(factors, {});
  if (typeof word === 'object') {
    if ('password' in word) return once(factors, 'password', word.password);
    if ('email' in word) return once(factors, 'mailDomain', word.email.split('@').at(-1) ?? '');
    if ('passkey' in word) return withPasskey(factors, word.passkey);
    if ('backup-codes' in word) return once(factors, 'backupCodes', word['backup-codes']);
    if ('sso' in word) return { ...factors, sso: [...(factors.sso ?? []), word.sso] };
  }
  throw new TypeError(`no factor is called ${JSON.stringify(word)}: see FactorWord`);
}

function once<Name extends keyof AccountFactors>(
  factors: AccountFactors,
  name: Name,
  value: AccountFactors[Name],
): AccountFactors {
  if (factors[name] !== undefined) throw new TypeError(`an account has one '${name}', and it is given twice`);
  return { ...factors, [name]: value };
}

function withPasskey(factors: AccountFactors, traits: Partial<PasskeyFacts>): AccountFactors {
  return { ...factors, passkeys: [...factors.passkeys, passkeyFacts(traits, factors.passkeys)] };
}
