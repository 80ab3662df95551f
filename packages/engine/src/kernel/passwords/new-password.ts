import { hash } from 'node:crypto';
import type { PasswordRules, Policy } from '@sallyport/core';
import {
  comparableText,
  comparedPasswords,
  judgePassword,
  normalisedPassword,
  type PasswordFact,
} from '@sallyport/core/passwords';
import type { AccountRecord, TenantId } from '@sallyport/store';
import { ProviderUnavailable } from '@sallyport/store/providers';
import type { Refusal } from '../../contract/refusal.ts';
import { whenAvailable } from '../host-providers.ts';
import type { Kernel } from '../kernel.ts';
import { tokenHash } from '../secrets/token.ts';
import { JUDGED_ELSEWHERE } from './elsewhere.ts';
import type { Turn } from './fair-line.ts';

interface Wanted {
  readonly tenant: TenantId;
  readonly password: string;
  readonly path: string;
  readonly names: readonly string[];
  readonly turn: Turn;
  readonly typed?: string | undefined;
}

export interface NewPassword {
  refusedAlone(policy: Policy): Promise<Refusal | undefined>;
  /** The answer tells whether a guess is one of the account's passwords: ask only where the change is allowed otherwise. */
  refusedFor(policy: Policy, account: AccountRecord): Promise<Refusal | undefined>;
}

/** A flow keeps its new password as a hash alone, so that other rules could not judge the password. */
export function rulesHash({ passwords }: Policy): string {
  return tokenHash(JSON.stringify(passwords));
}

export function newPassword(kernel: Kernel, wanted: Wanted): NewPassword {
  const { password, path, turn } = wanted;
  const personal = [...wanted.names, kernel.siteOf(wanted.tenant).relyingParty.name];
  const common = once(() => isCommonPassword(password));
  const breached = once(() => isBreached(kernel, password));
  const matches = new Map<string, boolean>();

  const matchesOne = async (hash: string): Promise<boolean> => {
    const is = matches.get(hash) ?? (await kernel.passwords.matches(hash, password, turn));
    matches.set(hash, is);
    return is;
  };
  const isEarlier = async (rules: PasswordRules, account: AccountRecord): Promise<boolean> => {
    for (const hash of comparedPasswords(rules, passwordsOf(account))) if (await matchesOne(hash)) return true;
    return false;
  };
  const refusalUnder = (
    policy: Policy,
    earlier: (rules: PasswordRules) => Promise<boolean>,
  ): Promise<Refusal | undefined> =>
    whenAvailable(async (): Promise<Refusal | undefined> => {
      const rules = policy.passwords;
      const asked = { common, breached, earlier: () => earlier(rules) };
      const known: Partial<Record<PasswordFact, boolean>> = {};
      for (;;) {
        const verdict = judgePassword(rules, { password, personal, known, present: wanted.typed });
        if (verdict.outcome === 'accepted') return undefined;
        if (verdict.outcome === 'refused') return { refused: 'malformed-input', errors: [{ path, ...verdict.fault }] };
        known[verdict.fact] = await asked[verdict.fact]();
      }
    });
  return {
    refusedAlone: (policy) => refusalUnder(policy, async () => false),
    refusedFor: (policy, account) => refusalUnder(policy, (rules) => isEarlier(rules, account)),
  };
}

export function hasCompared(policy: Policy, account: AccountRecord): boolean {
  return comparedPasswords(policy.passwords, passwordsOf(account)).length > 0;
}

export function passwordsOf({
  password,
  formerPasswords = [],
}: AccountRecord): Parameters<typeof comparedPasswords>[1] {
  if (password === undefined) return { former: formerPasswords };
  const { id, hash, unmatched } = password;
  const isNobodys = hash === JUDGED_ELSEWHERE || unmatched === true;
  return { present: { id, hash: isNobodys ? undefined : hash }, former: formerPasswords };
}

function once(ask: () => Promise<boolean>): () => Promise<boolean> {
  let answer: boolean | undefined;
  return async () => {
    answer ??= await ask();
    return answer;
  };
}

interface Common {
  readonly all: ReadonlySet<string>;
  readonly most: ReadonlySet<string>;
}

const MOST_COMMON = 2_000;

let common: Promise<Common> | undefined;

/** NIST SP 800-63B-4 §3.1.1.2. */
async function isCommonPassword(password: string): Promise<boolean> {
  common ??= import('./common-passwords.ts').then(({ COMMON_PASSWORDS: list }) => ({
    all: new Set(list),
    most: new Set(list.slice(0, MOST_COMMON)),
  }));
  const lists = await common;
  return isListed(comparableText(password), lists) || isListed(password, lists);
}

function isListed(password: string, { all, most }: Common): boolean {
  const whole = password.toLowerCase();
  const plain = whole.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  return all.has(whole) || all.has(plain) || isTwoInARow(plain, most);
}

function isTwoInARow(text: string, most: ReadonlySet<string>): boolean {
  const isGuessed = (part: string): boolean => most.has(part) || /^(19|20)\d\d$/.test(part);
  for (let cut = 1; cut < text.length; cut += 1) {
    if (isGuessed(text.slice(0, cut)) && isGuessed(text.slice(cut))) return true;
  }
  return false;
}

const HASH_PREFIX = 5;

/** @throws ProviderUnavailable */
async function isBreached(
  { breachedPasswords, logger }: Pick<Kernel, 'breachedPasswords' | 'logger'>,
  password: string,
): Promise<boolean> {
  const digest = hash('sha1', normalisedPassword(password), 'hex').toUpperCase();
  try {
    if (breachedPasswords === undefined) throw new TypeError('the policy asks for a list, and the host has none');
    const endings: unknown = await breachedPasswords(digest.slice(0, HASH_PREFIX));
    if (endings === undefined) {
      logger.warn('the list of breached passwords did not answer: a new password was not looked up');
      return false;
    }
    if (!Array.isArray(endings) || !endings.every((ending) => typeof ending === 'string'))
      throw new TypeError('breachedPasswords answered no list of texts');
    const wanted = digest.slice(HASH_PREFIX);
    return endings.some((ending) => ending.toUpperCase() === wanted);
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : undefined;
    logger.error('the list of breached passwords failed: no password can be set', { because });
    throw new ProviderUnavailable('breachedPasswords', { cause });
  }
}
