import { type AccountFactors, type Evidence, instant, nearestName, parseDuration } from '@sallyport/core';
import { CliError } from '../terminal/cli-error.ts';
import { type Word, wordOf } from './word.ts';

const PROOFS = [
  'password',
  'ldap',
  'sso',
  'passkey',
  'totp',
  'email-code',
  'backup-code',
  'enrollment-code',
  'reset-token',
] as const;

/** When the question is asked. Proofs lie before it. */
export const NOW: Evidence['at'] = instant(0);

/**
 * What was proved, from words: the names of methods, `sso:PROVIDER` with `+acr=…` and `+amr=…`, `passkey:ID` with `+unverified`,
 * each with `@20m` where it was that long ago.
 *
 * @throws CliError where a word is none, or the account has no such factor
 */
export function proofsOf(words: readonly string[], factors: AccountFactors): readonly Evidence[] {
  return words.map((written) => {
    const { text, at } = agedOf(written);
    return proofOf(wordOf(text), at, factors);
  });
}

/** `totp@20m`: what, and how long ago. */
function agedOf(written: string): { readonly text: string; readonly at: Evidence['at'] } {
  const place = written.lastIndexOf('@');
  if (place === -1) return { text: written, at: NOW };
  const age = parseDuration(written.slice(place + 1));
  if (age === undefined) throw new CliError('usage', `--proved: '${written}' ends in no time, such as '@20m'`);
  return { text: written.slice(0, place), at: instant(NOW - age) };
}

function proofOf(word: Word, at: Evidence['at'], factors: AccountFactors): Evidence {
  const { name } = word;
  switch (name) {
    case 'password':
      needs(word, factors.password !== undefined);
      return { method: name, at, provenance: factors.password };
    case 'ldap':
      needs(word, factors.ldap === true);
      return { method: name, at };
    case 'totp':
      needs(word, factors.totp === true);
      return { method: name, at };
    case 'email-code':
    case 'reset-token':
      needs(word, factors.mailDomain !== undefined, 'email');
      return { method: name, at };
    case 'backup-code':
      needs(word, (factors.backupCodes ?? 0) > 0, 'backup-codes');
      return { method: name, at };
    case 'enrollment-code':
      return { method: name, at };
    case 'sso':
      return ssoOf(word, at, factors);
    case 'passkey':
      return passkeyOf(word, at, factors);
    default: {
      const nearest = name === 'email' ? 'email-code' : nearestName(name, PROOFS);
      const hint = nearest === undefined ? `one of ${PROOFS.join(', ')}` : `did you mean '${nearest}'?`;
      throw new CliError('usage', `--proved: there is no proof '${name}'; ${hint}`);
    }
  }
}

function ssoOf(word: Word, at: Evidence['at'], { sso = [] }: AccountFactors): Evidence {
  const provider = word.which ?? (sso.length === 1 ? sso[0] : undefined);
  if (provider === undefined) throw new CliError('usage', "--proved: 'sso' is written 'sso:PROVIDER'");
  needs(word, sso.includes(provider), `sso:${provider}`);
  const acr = word.traits.get('acr')?.[0];
  const amr = word.traits.get('amr');
  return {
    method: 'sso',
    at,
    provider,
    acr,
    amr,
  };
}

/** The passkey that is named, or the first. */
function passkeyOf(word: Word, at: Evidence['at'], { passkeys }: AccountFactors): Evidence {
  const facts = word.which === undefined ? passkeys[0] : passkeys.find(({ id }) => id === word.which);
  if (facts === undefined) throw missing(word, word.which === undefined ? 'passkey' : `passkey:${word.which}`);
  const { id, ...traits } = facts;
  const userVerified = traits.userVerified && !word.traits.has('unverified');
  return { method: 'passkey', at, credentialId: id, ...traits, userVerified };
}

function needs(word: Word, has: boolean, factor: string = word.name): void {
  if (!has) throw missing(word, factor);
}

function missing({ text }: Word, factor: string): CliError {
  return new CliError('usage', `--proved '${text}': the account has none; add '${factor}' to --factors`);
}
