import type { AttemptCounter, Instant } from '@sallyport/core';
import {
  type AccountHistory,
  type AccountId,
  type AccountRecord,
  type BeginStep,
  type FlowRecord,
  type PolicyRecord,
  type SessionRecord,
  type StepLoaded,
  StoreUnavailable,
} from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { currentDocument } from '../connection/row.ts';
import { accountKey } from '../records/accounts.ts';
import { organisationLoaded } from '../records/organisations.ts';
import { entered } from '../schema/migrations/0016-organisations.ts';
import { functionIn, type Tables } from '../schema/tables.ts';
import { encoded, storable } from '../statements/storable.ts';
import { attemptAnswer, attemptValues, type CountedAttempt, NOT_COUNTED } from './attempt.ts';

type StepAnswer =
  | { readonly policy: PolicyRecord | null }
  | (CountedAttempt & {
      readonly flow: FlowRecord | null;
      readonly session: SessionRecord | null;
      readonly lastSeenAt: Instant | null;
      readonly account: AccountRecord | null;
      readonly knownDevice: string | null;
      readonly lastSignInAt: Instant | null;
      readonly counters:
        | readonly (AttemptCounter & { readonly authenticator: string; readonly device: string })[]
        | null;
    });

export function stepsOn(database: Database, table: Tables): (step: BeginStep) => Promise<StepLoaded> {
  const text = `select ${functionIn(table, 'begin_step_2')}($1::jsonb) as answer`;
  const accountId = `(step.answer::json #>> '{account,id}')`;
  const place = { tenant: '$2::text', organisation: '$3::text', known: '$4::bigint', accountId };
  const textIn = `with step as materialized (${text}) select step.answer, ${entered(table, place)} as entered from step`;
  return async (step) => {
    const { tenant, in: asked } = step;
    const values = [encoded(valuesOf(step))];
    const [row] = await database.run(
      'beginStep',
      asked === undefined
        ? { text, values }
        : { text: textIn, values: [...values, tenant, storable(asked.organisation), asked.knownVersion] },
    );
    const answer = row?.text('answer');
    if (answer === undefined) throw new StoreUnavailable({ operation: 'beginStep' });
    const read: StepAnswer = JSON.parse(answer);
    const loaded = stepLoaded(read, step);
    return asked === undefined || 'policy' in read
      ? loaded
      : { ...loaded, ...organisationLoaded(row?.text('entered')) };
  };
}

function valuesOf({
  tenant,
  now,
  knownPolicy,
  flowHash,
  sessionHash,
  deviceHashes,
  account,
  attempt,
}: BeginStep): object {
  return {
    tenant,
    now,
    known: knownPolicy,
    flow: flowHash,
    session: sessionHash,
    devices: deviceHashes,
    ...(account?.kind === 'id' && { accountId: account.value }),
    ...(account !== undefined && account.kind !== 'id' && { accountKey: accountKey(account.kind, account.value) }),
    ...(attempt !== undefined && { attempt: attemptValues(attempt, now) }),
  };
}

function stepLoaded(answer: StepAnswer, { attempt, now }: BeginStep): StepLoaded {
  if ('policy' in answer) {
    return {
      ...(answer.policy && { policy: currentDocument(answer.policy) }),
      attempt: NOT_COUNTED,
    };
  }
  const { flow, session, lastSeenAt, account, knownDevice } = answer;
  return {
    attempt: attempt === undefined ? NOT_COUNTED : attemptAnswer(answer, attempt, now),
    ...(flow && { flow: currentDocument(flow) }),
    ...(session && lastSeenAt !== null && { session: { ...currentDocument(session), lastSeenAt } }),
    ...(account && { account: currentDocument(account), history: historyIn(answer, account.id) }),
    ...(knownDevice !== null && { knownDevice }),
  };
}

function historyIn(
  { lastSignInAt, counters }: Extract<StepAnswer, CountedAttempt>,
  accountId: AccountId,
): AccountHistory {
  return {
    accountId,
    ...(lastSignInAt !== null && { lastSignInAt }),
    counters: (counters ?? []).map(({ authenticator, device, ...counter }) => ({
      subject: accountId,
      authenticator,
      ...(device !== '' && { device }),
      counter,
    })),
  };
}
