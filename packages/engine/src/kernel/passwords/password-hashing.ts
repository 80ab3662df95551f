import type { hash, verify } from '@node-rs/argon2';
import { type FairLine, fairLine, type Turn } from './fair-line.ts';
import { isMalformed, normalised } from './password-text.ts';

/** Cost of a hash: argon2id, memory in KiB (RFC 9106 §4, OWASP's lower bound by default). */
export interface PasswordHashingOptions {
  readonly memoryCost?: number | undefined;
  readonly timeCost?: number | undefined;
  /** Hashes at once; the rest wait in line. The thread pool has four threads unless the host gave it more. */
  readonly concurrency?: number | undefined;
  /** How many may wait in each lane before the answer there is `busy`; never below 500. */
  readonly queue?: number | undefined;
}

export interface PasswordHashing {
  /** @throws HashingBusy */
  hash(password: string, turn: Turn): Promise<string>;
  /** Whether a hash was made at another cost than is asked for now: it is renewed when its password is next shown. */
  isOutdated(hash: string): boolean;
  /** @throws HashingBusy */
  verify(hash: string, password: string, turn: Turn): Promise<boolean>;
  /** Takes as long as a verification, and proves nothing: for accounts that are not there. @throws HashingBusy */
  pretend(password: string, turn: Turn): Promise<false>;
}

/** What hashes and verifies. */
export interface Argon2 {
  readonly hash: typeof hash;
  readonly verify: typeof verify;
}

/** The native library, loaded when the first password is hashed. */
const loadArgon2 = (): Promise<Argon2> => {
  loaded ??= import('@node-rs/argon2');
  return loaded;
};
let loaded: Promise<Argon2> | undefined;

/**
 * @param argon2 in tests one that fails on command
 * @param seen the same line, with somebody watching
 */
export function passwordHashing(
  options: PasswordHashingOptions = {},
  argon2: () => Promise<Argon2> = loadArgon2,
  seen: (line: FairLine) => FairLine = (line) => line,
): PasswordHashing {
  const cost = { memoryCost: options.memoryCost ?? 19_456, timeCost: options.timeCost ?? 2, parallelism: 1 };
  const prefix = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;
  const inLine = seen(fairLine(options.concurrency ?? 4, Math.max(500, options.queue ?? 1_000)));
  let dummy: Promise<string> | undefined;
  return {
    hash: (password, turn) => inLine(turn, async () => (await argon2()).hash(normalised(password), cost)),
    isOutdated: (hash) => !hash.startsWith(prefix),
    verify: (hash, password, turn) => inLine(turn, async () => matches(await argon2(), hash, password)),
    async pretend(password, turn) {
      const { hash, verify } = await argon2();
      dummy ??= hash('no account has this password', cost);
      const stored = await dummy;
      await inLine(turn, () => verify(stored, normalised(password)));
      return false;
    },
  };
}

/** Halves of characters match nothing, and neither does a hash that cannot be read. Any other fault says nothing of the password. */
async function matches({ verify }: Argon2, hash: string, password: string): Promise<boolean> {
  const right = await verify(hash, normalised(password)).catch((fault: unknown) => {
    if (isUnreadable(fault)) return false;
    throw fault;
  });
  return right && !isMalformed(password);
}

/** What argon2 throws for a text that is no hash, or one of impossible cost. */
function isUnreadable(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'InvalidArg';
}
