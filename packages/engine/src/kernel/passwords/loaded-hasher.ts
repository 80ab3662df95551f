import * as nodeCrypto from 'node:crypto';
import { SallyportConfigError } from '../../contract/configuration-error.ts';
import { argon2From } from './argon2-from.ts';
import type { PasswordHasher } from './hasher.ts';

let loaded: Promise<PasswordHasher> | undefined;

/** `@node-rs/argon2`, or else the argon2 of the runtime. */
export function loadedHasher(): Promise<PasswordHasher> {
  loaded ??= loadHasher(() => import('@node-rs/argon2'), nodeCrypto);
  return loaded;
}

/** @throws SallyportConfigError `no-password-hashing` */
export async function loadHasher(
  load: () => Promise<typeof import('@node-rs/argon2')>,
  crypto: object,
): Promise<PasswordHasher> {
  try {
    const { hash, verify } = await load();
    return {
      hash,
      verify: (text, password) =>
        verify(text, password).catch((fault: unknown) => {
          if (isUnreadable(fault)) return false;
          throw fault;
        }),
    };
  } catch (cause) {
    if (hasArgon2(crypto)) return ofRuntime(crypto);
    throw new SallyportConfigError(
      'no-password-hashing',
      'This runtime neither loads @node-rs/argon2 nor has argon2 in node:crypto.',
      'Give `passwordHashing: nobleArgon2` of @sallyport/engine/argon2, or let the runtime load native libraries.',
      { cause },
    );
  }
}

function isUnreadable(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'InvalidArg';
}

/** Node 24.7 and later. The types are those of an earlier version. */
interface WithArgon2 {
  argon2(
    algorithm: string,
    parameters: Readonly<Record<string, unknown>>,
    done: (fault: unknown, key: Buffer) => void,
  ): void;
}

function hasArgon2(crypto: object): crypto is WithArgon2 {
  return 'argon2' in crypto && typeof crypto.argon2 === 'function';
}

function ofRuntime(crypto: WithArgon2): PasswordHasher {
  return argon2From(
    (message, { type, version, m, t, p, salt, key }) =>
      new Promise((resolve, reject) => {
        if (version !== 19) throw new TypeError('node:crypto has no argon2 of version 16: install @node-rs/argon2');
        const parameters = { message, nonce: salt, parallelism: p, tagLength: key.length, memory: m, passes: t };
        crypto.argon2(`argon2${type}`, parameters, (fault, derived) => (fault ? reject(fault) : resolve(derived)));
      }),
  );
}
