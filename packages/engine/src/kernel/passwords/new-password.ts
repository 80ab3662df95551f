import type { PasswordRules, Policy } from '@sallyport/core';
import { comparedPasswords, judgePassword, normalisedPassword, type PasswordFact } from '@sallyport/core/passwords';
import type { AccountRecord } from '@sallyport/store';
import type { Refusal } from '../../contract/refusal.ts';
import { whenAvailable } from '../host-providers.ts';
import type { Kernel } from '../kernel.ts';
import { tokenHash } from '../secrets/token.ts';
import { isBreached } from './breached.ts';
import { isCommonPassword } from './common-passwords.ts';
import { JUDGED_ELSEWHERE } from './elsewhere.ts';
import type { Turn } from './fair-line.ts';

/** The password that somebody wants to set. */
interface Wanted {
  readonly password: string;
  /** The password's member in the request, for the refusal. */
  readonly path: string;
  /** Identifiers and addresses of the account. */
  readonly names: readonly string[];
  /** The place of the comparisons in the hashing queue. */
  readonly turn: Turn;
  /** The present password as its owner typed it. A password whose hash another system keeps is compared by this text. */
  readonly typed?: string | undefined;
}

/**
 * A new password, judged by `judgePassword` of the core. The facts that the core asks for are found out here, each once, so that a further try
 * of a commit costs nothing unless the rules or the account's passwords changed.
 */
export interface NewPassword {
  /**
   * Judges the password by itself, without the account's passwords. Answers `malformed-input` with the rule that is not met, or
   * `provider-unavailable` if the list of breached passwords fails.
   */
  refusedAlone(policy: Policy): Promise<Refusal | undefined>;
  /**
   * Judges the password for an account, also by the account's passwords. The answer tells whether a guess is one of these passwords: ask only
   * where the change is allowed otherwise.
   *
   * @throws HashingBusy if the queue is full
   */
  refusedFor(policy: Policy, account: AccountRecord): Promise<Refusal | undefined>;
}

/** The hash of the rules for new passwords. A flow keeps its new password as a hash alone, so that other rules could not judge the password. */
export function rulesHash({ passwords }: Policy): string {
  return tokenHash(JSON.stringify(passwords));
}

export function newPassword(kernel: Kernel, wanted: Wanted): NewPassword {
  const { password, path, turn } = wanted;
  const personal = [...wanted.names, kernel.relyingParty.name];
  const common = once(() => isCommonPassword(password));
  const breached = once(() => isBreached(kernel, password));
  const matches = new Map<string, boolean>();

  const matchesOne = async (hash: string): Promise<boolean> => {
    const is = matches.get(hash) ?? (await kernel.passwords.matches(hash, password, turn));
    matches.set(hash, is);
    return is;
  };
  const isEarlier = async (rules: PasswordRules, account: AccountRecord): Promise<boolean> => {
    if (account.password?.hash === JUDGED_ELSEWHERE && isTyped(wanted)) return true;
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
        const verdict = judgePassword(rules, { password, personal, known });
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

/** Returns whether the account has a password with which a new password is compared. */
export function hasCompared(policy: Policy, account: AccountRecord): boolean {
  return comparedPasswords(policy.passwords, passwordsOf(account)).length > 0;
}

/** The account's passwords, for the core. */
export function passwordsOf({
  password,
  formerPasswords = [],
}: AccountRecord): Parameters<typeof comparedPasswords>[1] {
  if (password === undefined) return { former: formerPasswords };
  const { id, hash } = password;
  return { present: { id, hash: hash === JUDGED_ELSEWHERE ? undefined : hash }, former: formerPasswords };
}

function isTyped({ typed, password }: Wanted): boolean {
  return typed !== undefined && normalisedPassword(typed) === normalisedPassword(password);
}

/** Asks once. A question that failed is asked again. */
function once(ask: () => Promise<boolean>): () => Promise<boolean> {
  let answer: boolean | undefined;
  return async () => {
    answer ??= await ask();
    return answer;
  };
}
