import type { hash, verify } from '@node-rs/argon2';
import { isMalformedPassword, normalisedPassword, passwordForms } from '@sallyport/core/passwords';
import { SallyportConfigError } from '../../contract/configuration-error.ts';
import type { Random } from '../secrets/token.ts';
import { type FairLine, fairLine, type Turn } from './fair-line.ts';
import { isHashFault, matchesForeign, type PasswordHashFault, readPasswordHash } from './foreign-hash.ts';

/** The cost of a hash: argon2id, memory in KiB (RFC 9106 §4). Default: OWASP's lower bound. */
export interface PasswordHashingOptions {
  /**
   * KiB for each hash. Default: 19,456 (19 MiB). A stored argon2 hash of another cost is verified up to 262,144 KiB, and 786,432 KiB for all
   * passes together. If you lower a cost above these limits, the older hashes match no password any more.
   */
  readonly memoryCost?: number | undefined;
  /** The number of passes. Default: 2. */
  readonly timeCost?: number | undefined;
  /** The number of hashes at once. Further hashes wait in the queue. Node's thread pool has four threads by default. */
  readonly concurrency?: number | undefined;
  /** The most waiting hashes in each queue. Beyond this number the answer is `busy`. At least 500. */
  readonly queue?: number | undefined;
  /**
   * Any hash of the kind and cost that most imported accounts have, such as one hash of the old database. A wrong password, and an unknown
   * identifier, then take as long as with an imported account, so that the time of an answer does not tell who was imported. Leave the member out
   * when most hashes are renewed. Default: absent.
   */
  readonly imported?: string | undefined;
}

export interface PasswordHashing {
  /** @throws HashingBusy if the queue is full */
  hash(password: string, turn: Turn): Promise<string>;
  /** Returns a hash in the current form that no known password matches: random bytes stand for the salt and the key. Computes nothing. */
  ofNobody(random: Random): string;
  /** Returns the fault of a hash against which no password is verified: an unknown or broken form, or a cost beyond the limits. */
  faultOf(hash: string): PasswordHashFault | undefined;
  /** Returns whether a hash has another kind or cost than the current options. The next use of the password then renews the hash. */
  isOutdated(hash: string): boolean;
  /** @throws HashingBusy if the queue is full */
  verify(hash: string, password: string, turn: Turn): Promise<boolean>;
  /**
   * Returns whether a new password is a password that the account has or had. Unlike `verify`, hides no time: the caller may know the answer.
   *
   * @throws HashingBusy if the queue is full
   */
  matches(hash: string, password: string, turn: Turn): Promise<boolean>;
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
 * Hashes by argon2id. Verifies also the hashes of other systems that {@link readPasswordHash} reads.
 *
 * @param argon2 loads the hashing library. A test passes a library that fails on command.
 * @param seen adds telemetry to the queue
 * @throws SallyportConfigError `bad-hash-sample` if `imported` is no hash that Sallyport verifies
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
  const { imported } = options;
  const sampleFault = imported === undefined ? undefined : faultOf(imported);
  if (sampleFault !== undefined)
    throw new SallyportConfigError(
      'bad-hash-sample',
      `passwordHashing.imported ${sampleFault.message}.`,
      'Give one hash of the imported accounts, or leave the member out.',
    );

  /** Verifies the password against a hash that no account has. */
  async function pretendOwn(library: Argon2, password: string): Promise<void> {
    dummy ??= library.hash('no account has this password', cost);
    await library.verify(await dummy, normalisedPassword(password));
  }

  /** After a wrong password: the work of the other kind, so that an imported hash and an own hash take the same time together. */
  async function asLongAsOther(library: Argon2, hash: string, password: string): Promise<void> {
    if (imported === undefined) return;
    if (!hash.startsWith(prefix) && kindOf(hash) === kindOf(imported)) await pretendOwn(library, password);
    else await matchesAny(library, imported, password);
  }

  /** Text with half a surrogate pair matches no hash. */
  async function isRight(library: Argon2, hash: string, password: string): Promise<boolean> {
    const right = hash.startsWith(prefix)
      ? await matchesArgon2(library, hash, normalisedPassword(password))
      : await matchesAny(library, hash, password);
    return right && !isMalformedPassword(password);
  }

  return {
    hash: (password, turn) => inLine(turn, async () => (await argon2()).hash(normalisedPassword(password), cost)),
    ofNobody: (random) => `${prefix}${phc(random(16))}$${phc(random(32))}`,
    faultOf,
    isOutdated: (hash) => !hash.startsWith(prefix),
    verify: (hash, password, turn) =>
      inLine(turn, async () => {
        const library = await argon2();
        if (await isRight(library, hash, password)) return true;
        await asLongAsOther(library, hash, password);
        return false;
      }),
    matches: (hash, password, turn) => inLine(turn, async () => isRight(await argon2(), hash, password)),
    async pretend(password, turn) {
      const library = await argon2();
      return inLine(turn, async () => {
        await pretendOwn(library, password);
        await asLongAsOther(library, prefix, password);
        return false as const;
      });
    },
  };
}

/** Base64 without padding, as in the PHC string format. */
function phc(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

function faultOf(hash: string): PasswordHashFault | undefined {
  const form = readPasswordHash(hash);
  return isHashFault(form) ? form : undefined;
}

function kindOf(hash: string): string | undefined {
  const form = readPasswordHash(hash);
  return isHashFault(form) ? undefined : form.kind;
}

/**
 * Verifies a password against any hash that {@link readPasswordHash} reads. No password matches a hash that is unreadable or costs too much.
 * Another system hashed the text as its users typed it, or in a normal form of its own: if the text differs from a form, each form is verified.
 */
async function matchesAny(library: Argon2, hash: string, password: string): Promise<boolean> {
  const form = readPasswordHash(hash);
  if (isHashFault(form)) return false;
  const isRight = (text: string): Promise<boolean> =>
    form.kind === 'argon2' ? matchesArgon2(library, hash, text) : matchesForeign(hash, form, text);
  for (const text of passwordForms(password)) if (await isRight(text)) return true;
  return false;
}

/** Every fault that says nothing about the password is thrown. */
async function matchesArgon2({ verify }: Argon2, hash: string, text: string): Promise<boolean> {
  return verify(hash, text).catch((fault: unknown) => {
    if (isUnreadable(fault)) return false;
    throw fault;
  });
}

/** Returns whether argon2 rejects the stored text: no hash, or a hash with an impossible cost. */
function isUnreadable(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'InvalidArg';
}
