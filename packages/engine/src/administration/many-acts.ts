import { isByHostCode } from '@sallyport/core';
import { isStoreUnavailable } from '@sallyport/store';
import { isHostUnavailable } from '../contract/host-unavailable.ts';
import type { ActResult, ManyActs, People, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import { codeOf } from '../kernel/because.ts';
import { HostSilent } from '../kernel/host-call.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { malformedAuthor } from './account-ref.ts';
import { askedUntilSilent } from './exposure.ts';
import { malformedAsOf, malformedFreeText } from './host-input.ts';

const MOST_ACCOUNTS = 500;
const AT_ONCE = 8;
/** A silence of the host takes its whole time limit: four limits in all, at most. */
const MOST_SILENCES = 3 * AT_ONCE;

type Singles = Pick<Undeclared<People>, 'remind' | 'endSessions' | 'block' | 'unblock'>;

export async function actOnMany(
  { logger }: Pick<Kernel, 'logger'>,
  people: Singles,
  input: ManyActs,
): Promise<{ results: readonly ActResult[] } | Refusal> {
  const malformed = malformedActs(input);
  if (malformed !== undefined) return malformed;
  const { act, by, tenant, reason = '' } = input;
  const known = new Map(Object.entries(input.asOf ?? {}));
  const ids = [...new Set(input.accountIds)];
  const single = (accountId: string): Promise<unknown> => {
    const who = tenant === undefined ? { accountId } : { accountId, tenant };
    if (act === 'remind') return people.remind(who, { by });
    if (act === 'sign-out') return people.endSessions(who, { by });
    return act === 'block'
      ? people.block(who, { by, reason })
      : people.unblock(who, { by, asOf: known.get(accountId) });
  };
  const results = new Map<string, ActResult>();
  let isDown = false;
  let silences = 0;
  const resultFor = async (accountId: string): Promise<ActResult> => {
    if (isDown) return UNREACHED(accountId);
    try {
      return resultOf(accountId, await single(accountId));
    } catch (fault) {
      if (isStoreUnavailable(fault) || isHostUnavailable(fault)) {
        // The host may fail for one account alone.
        if (isHostUnavailable(fault) && fault.cause instanceof HostSilent) silences += 1;
        isDown ||= isStoreUnavailable(fault) || silences >= MOST_SILENCES;
        return UNREACHED(accountId);
      }
      logger.error('an act on one of many accounts failed', { act, accountId, because: codeOf(fault) });
      return { accountId, done: false, code: 'internal' };
    }
  };
  const take = async (accountId: string): Promise<void> => {
    results.set(accountId, await resultFor(accountId));
  };
  // The acting session may end with an act on the administrator's own account.
  const own = isByHostCode(by) ? undefined : by.accountId;
  const waiting = ids.filter((id) => id !== own);
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await take(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (own !== undefined && ids.includes(own)) await take(own);
  return { results: ids.flatMap((id) => results.get(id) ?? []) };
}

/** For one act on many: an exposure that does not come in time delays the blocks of the others. */
export function boundedInAll(kernel: Kernel): Kernel {
  const exposure = kernel.exposure && askedUntilSilent(kernel.exposure, AT_ONCE);
  return { ...kernel, exposure };
}

/** The store may have carried the act out without an answer. */
const UNREACHED = (accountId: string): ActResult => ({ accountId, done: false, code: 'store-unavailable' });

function resultOf(accountId: string, answer: unknown): ActResult {
  if (isRefusal(answer)) return { accountId, done: false, code: answer.refused };
  const { reminded, because }: { readonly reminded?: boolean; readonly because?: ActResult['code'] } = Object(answer);
  return reminded === false && because !== undefined
    ? { accountId, done: false, code: because }
    : { accountId, done: true };
}

function malformedActs(input: ManyActs): Refusal | undefined {
  const { act, accountIds, reason, asOf }: { readonly [name in keyof ManyActs]?: unknown } = Object(input);
  const known: readonly unknown[] = ['remind', 'sign-out', 'block', 'unblock'];
  if (!known.includes(act)) return malformed('act', `is none of ${known.join(', ')}`);
  const isList = Array.isArray(accountIds) && accountIds.every((id) => typeof id === 'string');
  if (!isList || accountIds.length === 0 || accountIds.length > MOST_ACCOUNTS)
    return malformed('accountIds', `is no list of 1 to ${MOST_ACCOUNTS} ids`);
  const malformedTimes = asOf === undefined ? undefined : malformedBlocks(asOf, accountIds, act);
  const isReasonNeeded = act === 'block' || reason !== undefined;
  return malformedAuthor(input) ?? malformedTimes ?? (isReasonNeeded ? malformedFreeText(reason) : undefined);
}

function malformedBlocks(asOf: unknown, accountIds: readonly string[], act: unknown): Refusal | undefined {
  if (act !== 'unblock') return malformed('asOf', 'is only for an unblock');
  if (typeof asOf !== 'object' || asOf === null || Array.isArray(asOf))
    return malformed('asOf', 'is no object of times by id');
  const [times, ids] = [Object.entries(asOf), new Set(accountIds)];
  if (times.some(([id]) => !ids.has(id))) return malformed('asOf', 'names an account that is none of `accountIds`');
  return times.map(([, at]) => malformedAsOf(at ?? null)).find((one) => one !== undefined);
}

function malformed(path: string, message: string): Refusal {
  return { refused: 'malformed-input', errors: [{ path, message }] };
}
