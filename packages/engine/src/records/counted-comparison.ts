import type { Policy } from '@sallyport/core';
import type { AccountRecord, AttemptAnswer } from '@sallyport/store';
import type { Refusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hasCompared, type NewPassword } from '../kernel/passwords/new-password.ts';
import { countedIn, giveBackOnFault, judgedWrong } from './counted-guess.ts';
import { event } from './events.ts';
import { loadStep } from './load-step.ts';

/** The counter of comparisons: a method that no other step guesses at. A grant at the end of a recovery clears the counter. */
const COMPARISON = 'reset-token';

/**
 * Compares the new password of a recovery, or of a person who was helped in, with the account's passwords. A reader of the mailbox, or whoever has the
 * code, could guess at these passwords by new passwords. So the lockout counts each comparison before the comparison. A match counts as a guess. Without a match, the caller keeps the attempt as a guess, or
 * gives the attempt back.
 *
 * @throws HashingBusy if the queue is full
 */
export async function compare(
  kernel: Kernel,
  account: AccountRecord,
  policy: Policy,
  candidate: NewPassword,
): Promise<AttemptAnswer | Refusal> {
  if (!hasCompared(policy, account)) return { outcome: 'not-counted' };
  const { tenant, id } = account;
  const {
    account: latest,
    guess,
    inForce,
  } = await loadStep(kernel, {
    tenant,
    account: { kind: 'id', value: id },
    guess: ({ lockout }) => ({ authenticator: COMPARISON, limits: lockout, perDevice: false }),
  });
  if (guess.outcome === 'locked') return { refused: 'locked', until: guess.until };
  if (latest === undefined) return { refused: 'invalid-credentials' };
  const refused = await giveBackOnFault(kernel, tenant, countedIn(guess), () =>
    candidate.refusedFor(inForce.policy, latest),
  );
  if (refused === undefined) return guess;
  await countAsGuess(kernel, latest, inForce.policy, guess);
  return refused;
}

/** The part of a commit that keeps a comparison as a wrong guess, and tells the owner if the guess locks. */
export function guessed(
  kernel: Kernel,
  owner: AccountRecord,
  policy: Policy,
  guess: AttemptAnswer,
): ReturnType<typeof judgedWrong> {
  return judgedWrong(guess, policy, event(kernel, owner.tenant, kernel.now(), 'account.locked', { owner }));
}

/** Keeps a comparison as a wrong guess, in a separate commit. */
export async function countAsGuess(
  kernel: Kernel,
  owner: AccountRecord,
  policy: Policy,
  guess: AttemptAnswer,
): Promise<void> {
  if (countedIn(guess) === undefined) return;
  const judged = guessed(kernel, owner, policy, guess);
  await kernel.commit({ tenant: owner.tenant, now: kernel.now(), guards: {}, events: [], ...judged });
}
