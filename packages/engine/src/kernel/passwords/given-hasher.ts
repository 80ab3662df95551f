import { ProviderUnavailable } from '@sallyport/store/providers';
import { HOST_LIMITS } from '../../contract/lifetimes.ts';
import { bounded } from '../host-call.ts';
import type { Timer } from '../timer.ts';
import type { WarnOfUnavailable } from '../unavailable.ts';
import { bcryptOfNodeRs } from './foreign-hash.ts';
import type { PasswordHasher } from './hasher.ts';
import { loadedHasher } from './loaded-hasher.ts';
import type { Peppers } from './peppers.ts';
import { isHashFault, readArgon2 } from './read-password-hash.ts';

/** Holds the host's functions, and bcrypt, to the port: each fault is a `ProviderUnavailable`. */
export function hasherOf(
  {
    hash: make,
    verify,
    verifyBcrypt = bcryptOfNodeRs,
    peppers = {},
  }: Partial<PasswordHasher> & { readonly peppers?: Peppers | undefined } = {},
  { timer, warn }: { readonly timer: Timer; readonly warn: WarnOfUnavailable },
): () => Promise<PasswordHasher> {
  async function ask<Answer>(
    member: keyof PasswordHasher,
    password: Password,
    call: (password: Password) => unknown,
    read: (answer: unknown) => Answer | undefined,
  ): Promise<Answer> {
    const name = `passwordHashing.${member}`;
    try {
      // Libraries refuse half a surrogate pair, or encode the half as U+FFFD.
      const text = typeof password === 'string' ? password.toWellFormed() : password;
      const answer = read(await bounded(timer, name, HOST_LIMITS.passwordHashing, call)(text));
      if (answer === undefined) throw new TypeError(`${name} answered ${ANSWERS[member]}`);
      return answer;
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : typeof cause;
      // The text of Devise ends in the pepper.
      const secrets = [password, ...Object.values(peppers)].filter((one) => typeof one === 'string' && one !== '');
      const told = secrets.reduce<string>((left, secret) => left.replaceAll(String(secret), '…'), message);
      warn(name, new Error(told));
      throw new ProviderUnavailable('passwordHashing', { cause: told === message ? cause : new Error(told) });
    }
  }

  const bcrypt: Pick<PasswordHasher, 'verifyBcrypt'> = {
    verifyBcrypt: (hash, password) => ask('verifyBcrypt', password, (text) => verifyBcrypt(hash, text), verdict),
  };
  if (make === undefined || verify === undefined) return async () => ({ ...(await loadedHasher()), ...bcrypt });
  const given: PasswordHasher = {
    ...bcrypt,
    hash: (password, cost) =>
      ask(
        'hash',
        password,
        () => make(password.toWellFormed(), cost),
        (answer) => {
          const read = typeof answer === 'string' ? readArgon2(answer) : undefined;
          if (read === undefined || isHashFault(read)) return undefined;
          const { type, version, m, t, p, text } = read;
          const isOfCost = m === cost.memoryCost && t === cost.timeCost && p === cost.parallelism;
          return type === 'id' && version === 19 && isOfCost ? text : undefined;
        },
      ),
    verify: (hash, password) => ask('verify', password, (text) => verify(hash, text), verdict),
  };
  return async () => given;
}

type Password = string | Uint8Array;

const ANSWERS: Readonly<Record<keyof PasswordHasher, string>> = {
  hash: 'no argon2id hash of version 19, and of the asked cost, in the PHC string format',
  verify: 'neither true nor false',
  verifyBcrypt: 'neither true nor false',
};

function verdict(answer: unknown): boolean | undefined {
  return typeof answer === 'boolean' ? answer : undefined;
}
