import { isMalformedPassword, normalisedPassword, passwordForms } from '@sallyport/core/passwords';
import { ProviderUnavailable } from '@sallyport/store/providers';
import { SallyportConfigError } from '../../contract/configuration-error.ts';
import type { ForeignPassword, PepperedFormat } from '../../contract/index.ts';
import { isProviderUnavailable } from '../host-providers.ts';
import type { Random } from '../secrets/token.ts';
import type { WarnOfUnavailable } from '../unavailable.ts';
import { type FairLine, fairLine, type Turn } from './fair-line.ts';
import { matchesForeign } from './foreign-hash.ts';
import { readForeignPassword } from './formats/index.ts';
import { toBase64 } from './hash-bytes.ts';
import type { PasswordHasher } from './hasher.ts';
import { loadedHasher } from './loaded-hasher.ts';
import { nameOfPepper, type Peppers, withoutPepper } from './peppers.ts';
import { ofLongPassword, type Pepper, preHashed, splitPreHash, withPreHash } from './pre-hash.ts';
import {
  isHashFault,
  type PasswordHashFault,
  type PasswordHashForm,
  readOwnHash,
  readPasswordHash,
  unknownHash,
} from './read-password-hash.ts';

/**
 * The cost of a hash: argon2id, memory in KiB (RFC 9106 §4). Default: OWASP's lower bound. With `hash` and `verify` a library of the host hashes,
 * and `@node-rs/argon2` is not loaded. Without, `@node-rs/argon2` hashes, and if the runtime cannot load the library, the argon2 of `node:crypto`
 * (Node 24.7 and later).
 */
export interface PasswordHashingOptions extends Partial<PasswordHasher> {
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
  /**
   * The secrets of old systems that hashed each password with a secret: `SECURITY_PASSWORD_SALT` of Flask-Security (`flask-security`), and
   * `config.pepper` of Devise (`devise`). Needed for rows of an import with this `passwordFormat`, and as long as an account has such a hash: until the
   * person's next sign-in. Without the secret, the hash is refused in an import, and a sign-in is 503 `provider-unavailable` without a counted guess.
   * Is never stored. Default: none.
   */
  readonly peppers?: Peppers | undefined;
}

export interface PasswordHashing {
  hash(password: string, turn: Turn): Promise<string>;
  ofNobody(random: Random): string;
  read(stored: ForeignPassword): { readonly hash: string } | PasswordHashFault;
  isOutdated(hash: string): boolean;
  /** @throws ProviderUnavailable if the hash needs a pepper that the host does not give. */
  verify(hash: string, password: string, turn: Turn): Promise<boolean>;
  /** Unlike `verify`, hides no time: the caller may know the answer. A hash without its pepper matches nothing. */
  matches(hash: string, password: string, turn: Turn): Promise<boolean>;
  /** Takes as long as a verification: for unknown accounts. */
  pretend(password: string, turn: Turn): Promise<false>;
  /**
   * Loads the library, makes the hash of no account, and tries the host's functions.
   *
   * @throws SallyportConfigError
   */
  warmUp(): Promise<void>;
}

const OF_NOBODY = 'no account has this password';

export function passwordHashing(
  options: PasswordHashingOptions = {},
  load: () => Promise<PasswordHasher> = loadedHasher,
  seen: (line: FairLine) => FairLine = (line) => line,
  warn: WarnOfUnavailable = () => {},
): PasswordHashing {
  const cost = { memoryCost: options.memoryCost ?? 19_456, timeCost: options.timeCost ?? 2, parallelism: 1 };
  const prefix = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;
  const inLine = seen(fairLine(options.concurrency ?? 4, Math.max(500, options.queue ?? 1_000)));
  let dummy: Promise<string> | undefined;
  const { peppers = {} } = options;
  const imported = sampleOf(options.imported, peppers);

  /** A system may have hashed another normal form at the own cost: a mark makes such a hash outdated. */
  function read(stored: ForeignPassword): { readonly hash: string } | PasswordHashFault {
    const form = readJudgeable(stored, peppers);
    if (isHashFault(form)) return form;
    return { hash: form.text.startsWith(prefix) ? withPreHash('as-typed', form.text) : form.text };
  }

  async function pretendOwn(hasher: PasswordHasher, password: string): Promise<boolean> {
    const hash = await ownDummy(hasher);
    return hasher.verify(hash, normalisedPassword(password));
  }

  /** A host's library that fails once is asked again. */
  async function ownDummy(hasher: PasswordHasher): Promise<string> {
    dummy ??= Promise.resolve(hasher.hash(OF_NOBODY, cost)).catch((fault: unknown) => {
      dummy = undefined;
      throw fault;
    });
    return dummy;
  }

  /** An imported hash and an own hash take the same time together. */
  async function asLongAsOther(hasher: PasswordHasher, hash: string, password: string): Promise<void> {
    if (imported === undefined) return;
    if (!hash.startsWith(prefix) && kindOf(hash) === kindOf(imported)) await pretendOwn(hasher, password);
    else await matchesAny(hasher, imported, password, pepper);
  }

  /** Text with half a surrogate pair matches no hash. */
  async function isRight(hasher: PasswordHasher, hash: string, password: string): Promise<boolean> {
    const own = hash.startsWith(prefix) ? readOwnHash(hash) : undefined;
    const right =
      own === undefined
        ? await matchesAny(hasher, hash, password, pepper)
        : await hasher.verify(own, normalisedPassword(password));
    return right && !isMalformedPassword(password);
  }

  function pepper(system: PepperedFormat): string {
    const given = peppers[system];
    if (given !== undefined) return given;
    const cause = new Error(`a stored hash needs the option ${nameOfPepper(system)}`);
    warn(nameOfPepper(system), cause);
    throw new ProviderUnavailable('passwordHashing', { cause });
  }

  return {
    hash: (password, turn) => inLine(turn, async () => (await load()).hash(normalisedPassword(password), cost)),
    ofNobody: (random) => `${prefix}${toBase64(random(16))}$${toBase64(random(32))}`,
    read,
    isOutdated: (hash) => !hash.startsWith(prefix),
    verify: (hash, password, turn) =>
      inLine(turn, async () => {
        const hasher = await load();
        if (await isRight(hasher, hash, password)) return true;
        await asLongAsOther(hasher, hash, password);
        return false;
      }),
    async matches(hash, password, turn) {
      // Otherwise its owner could never set another password.
      if (withoutPepper(peppers, splitPreHash(hash)?.before) !== undefined) return false;
      return inLine(turn, async () => isRight(await load(), hash, password));
    },
    async pretend(password, turn) {
      const hasher = await load();
      return inLine(turn, async () => {
        await pretendOwn(hasher, password);
        await asLongAsOther(hasher, prefix, password);
        return false as const;
      });
    },
    async warmUp() {
      const hasher = await load();
      await inLine({ queue: 'own', subject: 'system' }, async () => {
        try {
          const isWrongTaken = await pretendOwn(hasher, 'warm-up');
          await asLongAsOther(hasher, prefix, 'warm-up');
          if (options.verify !== undefined && (isWrongTaken || !(await pretendOwn(hasher, OF_NOBODY))))
            throw new TypeError('passwordHashing.verify does not judge what passwordHashing.hash made');
        } catch (cause) {
          throw options.verify === undefined ? cause : badHashing(cause);
        }
      });
    },
  };
}

function badHashing(fault: unknown): SallyportConfigError {
  const cause = isProviderUnavailable(fault) ? fault.cause : fault;
  return new SallyportConfigError(
    'bad-password-hashing',
    `The functions of \`passwordHashing\` do not work: ${cause instanceof Error ? cause.message : typeof cause}.`,
    'Give `hash(password, cost)` and `verify(hash, password)` of one library, for argon2id in the PHC string format.',
    { cause },
  );
}

/** A row may write the pre-hash in front of the hash, without a format. */
function readJudgeable(stored: ForeignPassword, peppers: Peppers): PasswordHashForm | PasswordHashFault {
  const form = readForeignPassword(stored);
  if (isHashFault(form)) return form;
  const system = withoutPepper(peppers, form.before);
  if (system === undefined) return form;
  return unknownHash(
    `needs the pepper of the old system, which is missing: give the option ${nameOfPepper(system)} of createSallyport`,
  );
}

function sampleOf(sample: PasswordHashingOptions['imported'], peppers: Peppers): string | undefined {
  if (sample === undefined) return undefined;
  const form = readJudgeable(typeof sample === 'string' ? { passwordHash: sample } : sample, peppers);
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

async function matchesAny(hasher: PasswordHasher, hash: string, password: string, pepper: Pepper): Promise<boolean> {
  const form = readPasswordHash(hash);
  if (isHashFault(form)) return false;
  for (const typed of passwordForms(password)) {
    const text = preHashed(form.before, typed, 'hash' in form ? form.hash : '', pepper);
    if (form.kind === 'argon2' ? await hasher.verify(form.hash, text) : await matchesForeign(form, text, hasher))
      return true;
  }
  const digest = form.kind === 'bcrypt' && form.before === undefined ? ofLongPassword(password, form.hash) : undefined;
  return digest !== undefined && form.kind === 'bcrypt' && matchesForeign(form, digest, hasher);
}
