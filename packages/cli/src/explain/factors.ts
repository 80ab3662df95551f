import { type AccountFactors, nearestName, type PasskeyFacts } from '@sallyport/core';
import { CliError } from '../terminal/cli-error.ts';
import { type Word, wordOf } from './word.ts';

const FACTORS = ['password', 'ldap', 'sso', 'passkey', 'totp', 'email', 'backup-codes'] as const;

/** How many come with the first second factor. */
const BACKUP_CODES = 10;

/**
 * What an account has, from words: `password`, `password:mailbox`, `ldap`, `sso:PROVIDER`, `totp`, `email`, `email:DOMAIN`,
 * `backup-codes`, and `passkey`, `passkey:ID`, with `+device-bound`, `+attested`, `+unverified` or `+aaguid=…`.
 *
 * @throws CliError where a word is none
 */
export function factorsOf(words: readonly string[]): AccountFactors {
  const factors = words.map(wordOf).reduce(withFactor, { passkeys: [] });
  if (factors.password !== undefined && factors.ldap === true)
    throw new CliError('usage', "an account has one password: 'password' or 'ldap', not both");
  return factors;
}

function withFactor(factors: AccountFactors, word: Word): AccountFactors {
  const { name, which } = word;
  switch (name) {
    case 'password':
      if (which !== undefined && which !== 'mailbox') throw wrong(word, "'password' or 'password:mailbox'");
      return { ...factors, password: which ?? 'independent' };
    case 'ldap':
      return { ...factors, ldap: true };
    case 'totp':
      return { ...factors, totp: true };
    case 'email':
      return { ...factors, mailDomain: which?.split('@').at(-1) ?? 'example.org' };
    case 'backup-codes':
      return { ...factors, backupCodes: BACKUP_CODES };
    case 'sso':
      if (which === undefined) throw wrong(word, "'sso:PROVIDER'");
      return { ...factors, sso: [...(factors.sso ?? []), which] };
    case 'passkey':
      return { ...factors, passkeys: [...factors.passkeys, passkeyOf(word, factors.passkeys.length + 1)] };
    default: {
      const nearest = nearestName(name, FACTORS);
      const hint = nearest === undefined ? `one of ${FACTORS.join(', ')}` : `did you mean '${nearest}'?`;
      throw new CliError('usage', `--factors: there is no factor '${name}'; ${hint}`);
    }
  }
}

/** Unless said otherwise it verifies its user, may be synced, and nobody vouches for its model. */
function passkeyOf({ which, traits }: Word, place: number): PasskeyFacts {
  return {
    id: which ?? `passkey-${place}`,
    userVerified: !traits.has('unverified'),
    deviceBound: traits.has('device-bound'),
    aaguid: traits.get('aaguid')?.[0] ?? '00000000-0000-0000-0000-000000000000',
    attested: traits.has('attested'),
  };
}

function wrong({ text }: Word, form: string): CliError {
  return new CliError('usage', `--factors: '${text}' is written ${form}`);
}
