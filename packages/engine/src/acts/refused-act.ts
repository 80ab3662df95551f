import {
  type Act,
  type Evidence,
  type Instant,
  judge,
  MOST_PASSKEYS,
  type Policy,
  type Verdict,
} from '@sallyport/core';
import { type AccountRecord, type CommitResult, MEMBERSHIPS_PER_ACCOUNT } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import { evidenceForActs } from '../factors/facts.ts';
import { questionOf } from '../factors/question.ts';
import { worded } from '../state/worded.ts';

type Conflict = Extract<CommitResult, { outcome: 'conflict' }>['with'];

/** No further try can solve these conflicts. */
const FINAL: { readonly [With in Conflict]?: Refusal } = {
  key: { refused: 'already-exists' },
  flow: { refused: 'flow-conflict' },
  session: { refused: 'no-session' },
  used: { refused: 'invalid-credentials' },
  full: {
    refused: 'malformed-input',
    errors: [
      {
        path: 'accountId',
        message: `is in ${MEMBERSHIPS_PER_ACCOUNT} organisations, which is the most`,
        code: 'too-many-memberships',
        limit: MEMBERSHIPS_PER_ACCOUNT,
      },
    ],
  },
};

export function afterConflict(conflict: Conflict): Refusal | undefined {
  return FINAL[conflict];
}

export function refusalOf(verdict: Verdict): Refusal | undefined {
  if (verdict.outcome === 'allowed') return undefined;
  const { reason, demand, because } = verdict;
  if (reason === 'too-many-passkeys') {
    const message = `An account has at most ${MOST_PASSKEYS} passkeys. Remove one of them first.`;
    return { refused: 'malformed-input', errors: [{ path: 'response', message, code: reason, limit: MOST_PASSKEYS }] };
  }
  if (reason === 'not-own-mailbox') {
    const message = 'is a mail address, and not the verified mailbox of the account';
    return { refused: 'malformed-input', errors: [{ path: 'identifier', message, code: reason }] };
  }
  if (reason === 'name-taken') return { refused: 'already-exists' };
  if ((reason === 'no-way-in' || reason === 'no-way-in-left') && because.length > 0)
    return { refused: reason, because: worded(because) };
  if (demand === undefined) return { refused: reason };
  const maxAgeSeconds = Math.floor(demand.within / 1000);
  return { refused: reason, demand: { strengths: demand.strengths, maxAgeSeconds } };
}

export function refusedInSession(
  policy: Policy,
  act: Act,
  account: AccountRecord,
  { evidence, now }: { readonly evidence: readonly Evidence[]; readonly now: Instant },
): Refusal | undefined {
  const who = { actor: { kind: 'session' }, evidence: evidenceForActs(account, evidence), now } as const;
  return refusalOf(judge(policy, act, questionOf(policy, who, account)));
}
