import type { hash, verify } from '@node-rs/argon2';
import { type FairLine, fairLine, type Turn } from './fair-line.ts';
import { isMalformed, normalised } from './password-text.ts';

/** The cost of a hash: argon2id, memory in KiB (RFC 9106 §4). Default: OWASP's lower bound. */
export interface PasswordHashingOptions {
  /** KiB for each hash. Default: 19,456 (19 MiB). */
  readonly memoryCost?: number | undefined;
  /** The number of passes. Default: 2. */
  readonly timeCost?: number | undefined;
  /** The number of hashes at once. Further hashes wait in the queue. Node's thread pool has four threads by default. */
  readonly concurrency?: number | undefined;
  /** The most waiting hashes in each lane. Beyond this number the answer is `busy`. At least 500. */
  readonly queue?: number | undefined;
}

export interface PasswordHashing {
  /** @throws HashingBusy if the queue is full */
  hash(password: string, turn: Turn): Promise<string>;
  /** Returns whether a hash has another cost than the current options. The next use of the password then renews the hash. */
  isOutdated(hash: string): boolean;
  /** @throws HashingBusy if the queue is full */
  verify(hash: string, password: string, turn: Turn): Promise<boolean>;
  /** Takes as long as a verification, and proves nothing: for unknown accounts. @throws HashingBusy if the queue is full */
  pretend(password: string, turn: Turn): Promise<false>;
}

/** The hashing library. */
export interface Argon2 {
  readonly hash: typeof hash;
  readonly verify: typeof verify;
}

/** Loads the native library when the first password is hashed. */
const loadArgon2 = (): Promise<Argon2> => {
  loaded ??= import('@node-rs/argon2');
  return loaded;
};
let loaded: Promise<Argon2> | undefined;

/**
 * @param argon2 loads the hashing library. A test passes a library that fails on command.
 * @param seen adds telemetry to the queue
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

/**
 * Verifies a password. Text with half a surrogate pair matches no hash, and no password matches an unreadable hash. Every other fault is
 * thrown, because it says nothing about the password.
 */
async function matches({ verify }: Argon2, hash: string, password: string): Promise<boolean> {
  const right = await verify(hash, normalised(password)).catch((fault: unknown) => {
    if (isUnreadable(fault)) return false;
    throw fault;
  });
  return right && !isMalformed(password);
}

/** Returns whether argon2 rejects the stored text: no hash, or a hash with an impossible cost. */
function isUnreadable(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'InvalidArg';
}
