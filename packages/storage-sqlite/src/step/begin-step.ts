import { firstKnown, hasOwnBudget } from '@sallyport/core/lockout';
import type {
  AccountHistory,
  AccountKey,
  AccountRecord,
  AttemptAnswer,
  BeginStep,
  DeviceRecord,
  FlowRecord,
  SessionRecord,
  StepLoaded,
  TenantId,
} from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import type { Row } from '../connection/row.ts';
import { storable } from '../connection/texts.ts';
import { listCounters, reserve } from '../records/counters.ts';
import { listDevices } from '../records/devices.ts';
import { readEntered } from '../records/organisations.ts';
import { policyVersion, readPolicy } from '../records/policies.ts';
import { sessionIn } from '../records/sessions.ts';

const NOT_COUNTED: AttemptAnswer = { outcome: 'not-counted' };

/**
 * A refused attempt writes nothing. The count need not wait for the disk: the commit that answers the guess waits until every earlier write is on the
 * disk.
 */
export async function beginStep(connection: Connection, step: BeginStep): Promise<StepLoaded> {
  const { count: counts, ...loaded } = await connection.readAtOnce('beginStep', () => load(connection, step));
  if (counts === undefined) return loaded;
  return connection.writeSoon('beginStep', () => {
    const { count, ...again } = load(connection, step);
    count?.();
    return again;
  });
}

/** `attempt` is the answer if `count` is called now. */
function load(connection: Connection, step: BeginStep): StepLoaded & { readonly count?: () => void } {
  const { tenant } = step;
  const version = policyVersion(connection, tenant);
  if (version !== step.knownPolicy) {
    const policy = readPolicy(connection, tenant);
    return { ...(policy && { policy }), attempt: NOT_COUNTED };
  }
  const flow = flowOf(connection, step);
  const session = sessionOf(connection, step);
  const key: AccountKey | undefined =
    flow?.accountId === undefined ? step.account : { kind: 'id', value: flow.accountId };
  const row = accountBy(connection, tenant, key);
  const account = row?.record<AccountRecord>();
  const known = account && knownDevice(connection, step, account);
  const history = row && account && historyOf(connection, tenant, row, account);
  const { answer, count } = attemptIn(connection, step, flow, flow?.accountId ?? account?.id, known);
  return {
    attempt: answer,
    ...(flow && { flow }),
    ...(session && { session }),
    ...(account && { account }),
    ...(known && { knownDevice: known.tokenHash }),
    ...(history && { history }),
    ...(step.in && readEntered(connection, tenant, step.in, account?.id)),
    ...(count && { count }),
  };
}

function flowOf(connection: Connection, { tenant, flowHash, now }: BeginStep): FlowRecord | undefined {
  if (flowHash === undefined) return undefined;
  const sql = 'select doc from sallyport_flow where tenant = ? and token_hash = ? and expires_at > ?';
  return connection.get(sql, tenant, storable(flowHash), now)?.record();
}

function sessionOf(connection: Connection, { tenant, sessionHash, now }: BeginStep): SessionRecord | undefined {
  if (sessionHash === undefined) return undefined;
  const sql = 'select doc, last_seen_at from sallyport_session where tenant = ? and token_hash = ? and ends_at > ?';
  const row = connection.get(sql, tenant, storable(sessionHash), now);
  return row && sessionIn(row);
}

const ACCOUNT = 'select a.doc, a.signed_in_at from sallyport_account a';

function accountBy(connection: Connection, tenant: TenantId, key: AccountKey | undefined): Row | undefined {
  if (key === undefined) return undefined;
  const value = storable(key.value);
  if (key.kind === 'id') return connection.get(`${ACCOUNT} where a.tenant = ? and a.id = ?`, tenant, value);
  return connection.get(
    `${ACCOUNT} join sallyport_account_key k on k.tenant = a.tenant and k.account_id = a.id
    where k.tenant = ? and k.kind = ? and k.value = ?`,
    tenant,
    key.kind,
    value,
  );
}

function knownDevice(
  connection: Connection,
  { tenant, deviceHashes = [] }: BeginStep,
  { id, epoch }: AccountRecord,
): DeviceRecord | undefined {
  return deviceHashes.length === 0 ? undefined : firstKnown(deviceHashes, listDevices(connection, tenant, id), epoch);
}

function historyOf(connection: Connection, tenant: TenantId, row: Row, { id }: AccountRecord): AccountHistory {
  return {
    accountId: id,
    ...(row.has('signed_in_at') && { lastSignInAt: row.instant('signed_in_at') }),
    counters: listCounters(connection, tenant, [id]),
  };
}

function attemptIn(
  connection: Connection,
  { tenant, attempt, now }: BeginStep,
  flow: FlowRecord | undefined,
  accountId: string | undefined,
  known: DeviceRecord | undefined,
): { readonly answer: AttemptAnswer; readonly count?: () => void } {
  if (attempt === undefined) return { answer: NOT_COUNTED };
  const { authenticator, onlyIfAccepted, perDevice, subjectIfUnknown } = attempt;
  if (onlyIfAccepted !== undefined && !flow?.accepts.some((name) => onlyIfAccepted.includes(name)))
    return { answer: NOT_COUNTED };
  const subject = accountId ?? flow?.subject ?? subjectIfUnknown;
  if (subject === undefined) return { answer: NOT_COUNTED };
  const isOwn = perDevice && known !== undefined && hasOwnBudget(known, authenticator);
  const place = { subject, authenticator, ...(isOwn && { device: known.tokenHash }) };
  const { answer, write } = reserve(connection, tenant, place, attempt, now);
  return { answer, ...(write && { count: write }) };
}
