import type { Commit } from '../commit.ts';
import { organisationMistakes } from './malformed-organisation.ts';

/** A bug in the calling program, and not a conflict. The store writes nothing. */
export class MalformedCommit extends TypeError {
  readonly code = 'malformed-commit';

  /** @param mistake what the commit contains */
  constructor(mistake: string) {
    super(`malformed commit: ${mistake}`);
    this.name = 'MalformedCommit';
  }
}

/** Throws `MalformedCommit` if a commit contradicts itself. */
export function refuseMalformed(change: Commit): void {
  const mistake = mistakesIn(change).next();
  if (mistake.done !== true) throw new MalformedCommit(mistake.value);
}

function* mistakesIn(change: Commit): Generator<string, undefined> {
  const { tenant, guards, flow, account, vault, deleteAccount, newSession, session, policy, administrators, events } =
    change;
  const { judged, samlRequest, organisation, membership } = change;
  const records = [
    flow,
    samlRequest,
    account,
    vault,
    newSession?.session,
    session,
    policy,
    administrators,
    organisation,
    membership,
    judged?.ifLocked,
    ...events,
  ];
  for (const record of records) {
    if (record !== undefined && record.tenant !== tenant) yield 'a record of another tenant';
  }
  const logged = judged?.ifLocked === undefined ? events : [...events, judged.ifLocked];
  if (new Set(logged.map(({ id }) => id)).size < logged.length) yield 'two events with one id';
  if (flow !== undefined && flow.id === guards.flow?.id && flow.version !== guards.flow.version + 1) {
    yield 'the next version of the flow is its guard plus one';
  }
  if (samlRequest !== undefined && samlRequest.id === guards.samlRequest?.id) {
    if (samlRequest.version !== guards.samlRequest.version + 1)
      yield 'the next version of the SAML request is its guard plus one';
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
  yield* organisationMistakes(change);
  if (deleteAccount !== undefined && deleteAccount.id !== guards.account?.id) yield 'only a guarded account is deleted';
  if (deleteAccount !== undefined && account !== undefined) yield 'an account deleted, and an account written';
  if (change.keysStay === true && (account === undefined || account.id !== guards.account?.id)) {
    yield 'keys stay of a guarded account that is written';
  }
  if (judged !== undefined && (change.giveBack !== undefined || change.clearCounters !== undefined)) {
    yield 'a failure beside what a proof gives back or clears';
  }
  if (vault !== undefined && vault.accountId !== account?.id) yield 'a vault is written beside its account';
  const consumed = consumedFlow(change);
  if (flow !== undefined && (flow.id === change.endFlow?.id || flow.id === consumed)) {
    yield 'a flow both written and ended';
  }
  if (samlRequest !== undefined && samlRequest.id === change.endSamlRequest?.id) {
    yield 'a SAML request both written and ended';
  }
  if (session !== undefined && (session.id !== guards.session?.id || session.version !== guards.session.version + 1)) {
    yield 'the next state of a session is its guard plus one';
  }
  if (session !== undefined && session.id === newSession?.session.id) yield 'a session both opened and changed';
  if (newSession === undefined) return;
  if (consumed === undefined && !usesConsumedValue(change)) yield 'a session opens from what this change consumes';
  if (consumed !== undefined && consumed !== guards.flow?.id) yield 'the consumed flow is not the guarded one';
}

/** The id of the flow that a new session consumes. */
export function consumedFlow({ newSession }: Commit): string | undefined {
  return newSession !== undefined && 'flowId' in newSession.consumes ? newSession.consumes.flowId : undefined;
}

function usesConsumedValue({ newSession, uses = [] }: Commit): boolean {
  if (newSession === undefined || !('singleUse' in newSession.consumes)) return false;
  const { singleUse } = newSession.consumes;
  return uses.some(({ key }) => key === singleUse);
}
