import type { hash, verify } from '@node-rs/argon2';
import { isMalformedPassword, normalisedPassword, passwordForms } from '@sallyport/core/passwords';
import { SallyportConfigError } from '../../contract/configuration-error.ts';
import type { ForeignPassword } from '../../contract/index.ts';
import type { Random } from '../secrets/token.ts';
import { type FairLine, fairLine, type Turn } from './fair-line.ts';
import { matchesForeign } from './foreign-hash.ts';
import { readForeignPassword } from './formats/index.ts';
import { toBase64 } from './hash-bytes.ts';
import { ofLongPassword, preHashed, withPreHash } from './pre-hash.ts';
import { isHashFault, type PasswordHashFault, readOwnHash, readPasswordHash } from './read-password-hash.ts';

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
   * identifier, then take as long as with an imported account, so that the time of an answer does not tell who was imported. As in a row of an import:
   * a text, or `passwordHash` with its `passwordFormat`. Leave the member out when most hashes are renewed. Default: absent.
   */
  readonly imported?: string | ForeignPassword | undefined;
}

export interface PasswordHashing {
  hash(password: string, turn: Turn): Promise<string>;
  ofNobody(random: Random): string;
  read(stored: ForeignPassword): { readonly hash: string } | PasswordHashFault;
  isOutdated(hash: string): boolean;
  verify(hash: string, password: string, turn: Turn): Promise<boolean>;
  /** Unlike `verify`, hides no time: the caller may know the answer. */
  matches(hash: string, password: string, turn: Turn): Promise<boolean>;
  /** Takes as long as a verification: for unknown accounts. */
  pretend(password: string, turn: Turn): Promise<false>;
}

export interface Argon2 {
  readonly hash: typeof hash;
  readonly verify: typeof verify;
}

const loadArgon2 = (): Promise<Argon2> => {
  loaded ??= import('@node-rs/argon2');
  return loaded;
};
let loaded: Promise<Argon2> | undefined;

export function passwordHashing(
  options: PasswordHashingOptions = {},
  argon2: () => Promise<Argon2> = loadArgon2,
  seen: (line: FairLine) => FairLine = (line) => line,
): PasswordHashing {
  const cost = { memoryCost: options.memoryCost ?? 19_456, timeCost: options.timeCost ?? 2, parallelism: 1 };
  const prefix = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;
  const inLine = seen(fairLine(options.concurrency ?? 4, Math.max(500, options.queue ?? 1_000)));
  let dummy: Promise<string> | undefined;
  const imported = sampleOf(options.imported);

  /** A system may have hashed another normal form at the own cost: a mark makes such a hash outdated. */
  function read(stored: ForeignPassword): { readonly hash: string } | PasswordHashFault {
    const form = readForeignPassword(stored);
    if (isHashFault(form)) return form;
    return { hash: form.text.startsWith(prefix) ? withPreHash('as-typed', form.text) : form.text };
  }

  async function pretendOwn(library: Argon2, password: string): Promise<void> {
    dummy ??= library.hash('no account has this password', cost);
    await library.verify(await dummy, normalisedPassword(password));
  }

  /** An imported hash and an own hash take the same time together. */
  async function asLongAsOther(library: Argon2, hash: string, password: string): Promise<void> {
    if (imported === undefined) return;
    if (!hash.startsWith(prefix) && kindOf(hash) === kindOf(imported)) await pretendOwn(library, password);
    else await matchesAny(library, imported, password);
  }

  /** Text with half a surrogate pair matches no hash. */
  async function isRight(library: Argon2, hash: string, password: string): Promise<boolean> {
    const own = hash.startsWith(prefix) ? readOwnHash(hash) : undefined;
    const right =
      own === undefined
        ? await matchesAny(library, hash, password)
        : await matchesArgon2(library, own, normalisedPassword(password));
    return right && !isMalformedPassword(password);
  }

  return {
    hash: (password, turn) => inLine(turn, async () => (await argon2()).hash(normalisedPassword(password), cost)),
    ofNobody: (random) => `${prefix}${toBase64(random(16))}$${toBase64(random(32))}`,
    read,
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

function sampleOf(sample: PasswordHashingOptions['imported']): string | undefined {
  if (sample === undefined) return undefined;
  const form = readForeignPassword(typeof sample === 'string' ? { passwordHash: sample } : sample);
  if (!isHashFault(form)) return form.text;
  throw new SallyportConfigError(
    'bad-hash-sample',
    `passwordHashing.imported ${form.message}.`,
    'Give one hash of the imported accounts, or leave the member out.',
  );
}

function kindOf(hash: string): string | undefined {
  const form = readPasswordHash(hash);
  return isHashFault(form) ? undefined : form.kind;
}

async function matchesAny(library: Argon2, hash: string, password: string): Promise<boolean> {
  const form = readPasswordHash(hash);
  if (isHashFault(form)) return false;
  for (const typed of passwordForms(password)) {
    const text = preHashed(form.before, typed, 'hash' in form ? form.hash : '');
    if (form.kind === 'argon2' ? await matchesArgon2(library, form.hash, text) : await matchesForeign(form, text))
      return true;
  }
  const digest = form.kind === 'bcrypt' && form.before === undefined ? ofLongPassword(password, form.hash) : undefined;
  return digest !== undefined && form.kind === 'bcrypt' && matchesForeign(form, digest);
}

async function matchesArgon2({ verify }: Argon2, hash: string, text: string | Buffer): Promise<boolean> {
  return verify(hash, text).catch((fault: unknown) => {
    if (isUnreadable(fault)) return false;
    throw fault;
  });
}

function isUnreadable(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'InvalidArg';
}
