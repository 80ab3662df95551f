import type { Policy } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { isRefusal, type Refusal } from '../contract/refusal.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel, UnplacedKernel } from '../kernel/kernel.ts';
import { hasCompared, type NewPassword, rulesHash } from '../kernel/passwords/new-password.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { countedIn, type Guess, judgedWrong } from './counted-guess.ts';
import { event } from './events.ts';
import { loadAndCount } from './load.ts';

const COMPARISON = 'reset-token';

export interface Comparison {
  readonly account: AccountRecord;
  readonly policy: Policy;
  readonly candidate: NewPassword;
  readonly password: string;
  readonly secret: string;
}

interface Compared {
  readonly answer: Promise<Guess | Refusal>;
  requests: number;
  isForgiven: boolean;
}

const MOST_REMEMBERED = 10_000;

const REMEMBERED: WeakMap<UnplacedKernel, Map<string, Compared>> = new WeakMap();

/** A reader of the mailbox could guess at the account's passwords by new ones, so each comparison is a guess unless `act` forgives it. */
export async function afterComparison<Answer>(
  kernel: Kernel,
  asked: Comparison,
  act: (forgive: () => void) => Promise<Answer>,
): Promise<Answer | Refusal> {
  const { account, policy, secret, password } = asked;
  if (!hasCompared(policy, account)) return act(() => {});
  const ofProcess = unplaced(kernel);
  const all = REMEMBERED.get(ofProcess) ?? new Map<string, Compared>();
  REMEMBERED.set(ofProcess, all);
  const rules = rulesHash(policy);
  const key = tokenHash(JSON.stringify([account.tenant, account.id, account.version, rules, secret, password]));
  const own = all.get(key) ?? { answer: compare(kernel, asked), requests: 0, isForgiven: false };
  remember(all, key, own);
  own.requests += 1;
  try {
    const answer = await own.answer.catch((fault: unknown) => {
      all.delete(key);
      throw fault;
    });
    if (isRefusal(answer) && answer.refused === 'locked') all.delete(key);
    if (isRefusal(answer)) return answer;
    return await act(() => {
      own.isForgiven = true;
    });
  } finally {
    own.requests -= 1;
    if (own.requests === 0) await judge(kernel, asked, own);
  }
}

function remember(all: Map<string, Compared>, key: string, comparison: Compared): void {
  all.set(key, comparison);
  const [oldest] = all.keys();
  if (all.size > MOST_REMEMBERED && oldest !== undefined) all.delete(oldest);
}

async function compare(kernel: Kernel, { account, candidate }: Comparison): Promise<Guess | Refusal> {
  const { tenant, id } = account;
  const {
    account: latest,
    guess,
    inForce,
  } = await loadAndCount(kernel, {
    tenant,
    account: { kind: 'id', value: id },
    guess: ({ lockout }) => ({ authenticator: COMPARISON, limits: lockout, perDevice: false }),
  });
  if (guess.outcome === 'locked') return { refused: 'locked', until: guess.until };
  if (latest === undefined) return { refused: 'invalid-credentials' };
  await using counted = countedIn(guess);
  const refused = await candidate.refusedFor(inForce.policy, latest);
  if (refused === undefined) return counted?.move() ?? guess;
  await countAsGuess(kernel, latest, inForce.policy, guess);
  return refused;
}

async function judge(kernel: Kernel, { account, policy }: Comparison, { answer, isForgiven }: Compared): Promise<void> {
  const guess = await answer.catch(() => undefined);
  if (guess === undefined || isRefusal(guess)) return;
  await using _ = countedIn(guess);
  if (isForgiven) return;
  await countAsGuess(kernel, account, policy, guess).catch(() =>
    kernel.logger.warn('a comparison of a new password could not be judged'),
  );
}

async function countAsGuess(kernel: Kernel, owner: AccountRecord, policy: Policy, guess: Guess): Promise<void> {
  const { tenant } = owner;
  const now = kernel.now();
  const judged = judgedWrong(guess, policy, event(kernel, tenant, now, 'account.locked', { owner }));
  if (judged.judged === undefined) return;
  await kernel.commit({ tenant, now, guards: {}, events: [], ...judged });
}
