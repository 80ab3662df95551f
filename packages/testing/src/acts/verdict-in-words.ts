import { type AccountFacts, type ActRefusal, explain, type Instant, type Policy, type Verdict } from '@sallyport/core';
import { spoken } from '../clock/moment.ts';
import { oneOf } from '../scenario/expectation.ts';
import { accountInWords, evidenceInWords, section } from '../scenario/proof.ts';
import type { ActingAs } from './actors.ts';
import type { Wish } from './wishes.ts';

/** The question to `judge` and its answer. */
export interface ActTrace {
  /** The actor with the actor's evidence. */
  readonly who: ActingAs;
  /** The act. */
  readonly wish: Wish;
  /** The answer of `judge`. */
  readonly verdict: Verdict;
  /** The account that the act changes; `undefined` for acts that need no account. */
  readonly target: AccountFacts | undefined;
  /** The time of the act. */
  readonly now: Instant;
  /** The policy of the answer; absent: the message names no misspelt roles. */
  readonly policy?: Policy;
}

const REFUSALS: Readonly<Record<ActRefusal, string>> = {
  'account-blocked': 'the account is blocked',
  'not-permitted': 'this actor has no right to this act',
  'insufficient-strength': 'more proof is needed, or a fresher one',
  'no-way-in': 'no proof of the account opens enrollment, so that an administrator has to vouch',
  'method-not-allowed': 'the policy, or the flow, does not allow this method here',
  'strands-owners': 'no owner could enter the organisation any more',
  'no-way-in-left': 'the account would be left without a way in',
  'too-many-passkeys': 'the account has as many passkeys as an account may have',
  'not-own-mailbox': 'the name is a mail address, and not the verified mailbox of the account',
  'name-taken': "the name is somebody else's",
};

/** The answer in one line. */
export function verdictInWords(verdict: Verdict): string {
  if (verdict.outcome === 'allowed') return 'allowed';
  const { reason, demand, accept } = verdict;
  const proof =
    demand === undefined ? '' : `; to prove: ${demand.strengths.join(' and ')}, within ${demand.within / 1000} seconds`;
  const first = accept === undefined ? '' : `; first: ${oneOf(accept)}`;
  return `refused: ${reason} (${REFUSALS[reason]}${proof}${first})`;
}

/** The message of a failure: actor, act, evidence, the answer of `judge` and its reasons. */
export function actInFull(expected: string, { who, wish, verdict, target, now, policy }: ActTrace): string {
  const because = verdict.outcome === 'allowed' ? [] : explain(verdict, 'administrator');
  return [
    `Expected: ${expected}\nAnswer: ${verdictInWords(verdict)}`,
    `Act: ${who.says} wants to ${wish.says}`,
    because.length === 0 ? '' : section('Because', because),
    section('Evidence', who.evidence.map(evidenceInWords)),
    who.account === undefined ? '' : section('Actor', accountInWords(who.account, policy)),
    target === undefined ? '' : section('Account', accountInWords(target, policy)),
    `At ${spoken(now)}`,
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}
