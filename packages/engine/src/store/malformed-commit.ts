import type { Commit } from './port.ts';

/**
 * Refuses a change that contradicts itself. That is a mistake in the program, no conflict with anybody: it throws
 * before anything is written.
 */
export function refuseMalformed(change: Commit): void {
  const mistake = mistakesIn(change).next();
  if (mistake.done !== true) throw new TypeError(`malformed commit: ${mistake.value}`);
}

function* mistakesIn(change: Commit): Generator<string, undefined> {
  const { tenant, guards, flow, account, deleteAccount, opens, policy, administrators, events } = change;
  for (const record of [flow, account, opens?.session, policy, administrators, ...events]) {
    if (record !== undefined && record.tenant !== tenant) yield 'a record of another tenant';
  }
  if (flow !== undefined && flow.id === guards.flow?.id && flow.version !== guards.flow.version + 1) {
    yield 'the next version of the flow is its guard plus one';
  }
  if (account !== undefined && account.id === guards.account?.id && account.version !== guards.account.version + 1) {
    yield 'the next version of the account is its guard plus one';
  }
  if (policy !== undefined && guards.policy !== undefined && policy.version !== guards.policy + 1) {
    yield 'the next version of the policy is its guard plus one';
  }
  if (
    administrators !== undefined &&
    guards.administrators !== undefined &&
    administrators.version !== guards.administrators + 1
  ) {
    yield 'the next version of the administrators is their guard plus one';
  }
  if (deleteAccount !== undefined && deleteAccount.id !== guards.account?.id) yield 'only a guarded account is deleted';
  if (deleteAccount !== undefined && deleteAccount.id === account?.id) yield 'an account both written and deleted';
  if (
    flow !== undefined &&
    (flow.id === change.endFlow?.id || (opens !== undefined && consumedFlows(opens).includes(flow.id)))
  ) {
    yield 'a flow both written and ended';
  }
  if (opens === undefined) return;
  const [flowIds, sessionIds] = [consumedFlows(opens), consumedSessions(opens)];
  const isMarkSpent = 'mark' in opens.consumes && hasMark(change, opens.consumes.mark);
  if (flowIds.length + sessionIds.length === 0 && !isMarkSpent) yield 'a session opens from what this change consumes';
  if (flowIds.some((id) => id !== guards.flow?.id)) yield 'the consumed flow is not the guarded one';
  if (sessionIds.some((id) => id !== guards.session?.id)) yield 'the consumed session is not the guarded one';
  if (sessionIds.includes(opens.session.id)) yield 'a session that replaces another has an id of its own';
}

function hasMark({ spend = [] }: Commit, mark: string): boolean {
  return spend.some(({ key }) => key === mark);
}

type Opens = NonNullable<Commit['opens']>;

/** The flow that opening this session consumes, if any. */
export function consumedFlows({ consumes }: Opens): readonly string[] {
  return 'flowId' in consumes ? [consumes.flowId] : [];
}

/** The session that opening this session consumes, if any. */
export function consumedSessions({ consumes }: Opens): readonly string[] {
  return 'sessionId' in consumes && consumes.sessionId !== undefined ? [consumes.sessionId] : [];
}
