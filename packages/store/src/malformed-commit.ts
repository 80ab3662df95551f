import type { Commit } from './port.ts';

/**
 * Throws a `TypeError` if a change contradicts itself, before the store writes anything. Such a change is a bug in the calling program,
 * and not a conflict.
 */
export function refuseMalformed(change: Commit): void {
  const mistake = mistakesIn(change).next();
  if (mistake.done !== true) throw new TypeError(`malformed commit: ${mistake.value}`);
}

function* mistakesIn(change: Commit): Generator<string, undefined> {
  const { tenant, guards, flow, account, vault, deleteAccount, opens, session, policy, administrators, events } =
    change;
  const { judged } = change;
  const records = [flow, account, vault, opens?.session, session, policy, administrators, judged?.ifLocked, ...events];
  for (const record of records) {
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
  if (change.keysStay === true && (account === undefined || account.id !== guards.account?.id)) {
    yield 'keys stay of a guarded account that is written';
  }
  if (judged !== undefined && (change.giveBack !== undefined || change.clearCounters !== undefined)) {
    yield 'a failure beside what a proof gives back or clears';
  }
  if (vault !== undefined && vault.accountId !== account?.id) yield 'a vault is written beside its account';
  if (
    flow !== undefined &&
    (flow.id === change.endFlow?.id || (opens !== undefined && consumedFlows(opens).includes(flow.id)))
  ) {
    yield 'a flow both written and ended';
  }
  if (session !== undefined && (session.id !== guards.session?.id || session.version !== guards.session.version + 1)) {
    yield 'the next state of a session is its guard plus one';
  }
  if (session !== undefined && session.id === opens?.session.id) yield 'a session both opened and changed';
  if (opens === undefined) return;
  const flowIds = consumedFlows(opens);
  const isMarkSpent = 'mark' in opens.consumes && hasMark(change, opens.consumes.mark);
  if (flowIds.length === 0 && !isMarkSpent) yield 'a session opens from what this change consumes';
  if (flowIds.some((id) => id !== guards.flow?.id)) yield 'the consumed flow is not the guarded one';
}

function hasMark({ spend = [] }: Commit, mark: string): boolean {
  return spend.some(({ key }) => key === mark);
}

type Opens = NonNullable<Commit['opens']>;

/** The ids of the flows consumed by opening a session: at most one id. */
export function consumedFlows({ consumes }: Opens): readonly string[] {
  return 'flowId' in consumes ? [consumes.flowId] : [];
}
