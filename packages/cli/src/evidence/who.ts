import { type LoggedEvent, secondFactorsAt, wasBlockedAt } from '@sallyport/assurance/log';
import type { Governing, Version } from '../policy/governing.ts';
import { versions } from '../policy/history.ts';
import { CliError } from '../terminal/cli-error.ts';
import { whenText } from '../terminal/when-text.ts';
import type { EvidenceReport, PersonThen, PolicyThen } from './report.ts';

/** The part of `Sallyport` that the command asks. Instants are epoch milliseconds. */
export interface Witness {
  readonly people: {
    list(query: { readonly tenant: string; readonly state: 'all'; readonly cursor?: string | undefined }): Promise<{
      readonly accounts: readonly Listed[];
      readonly next?: string;
    }>;
    find(who: { readonly tenant: string; readonly accountId: string }): Promise<Found | undefined>;
  };
  readonly policy: Governing['policy'];
  readonly events: {
    (query: object): Promise<{ readonly events: readonly LoggedEvent[]; readonly next: string }>;
    lines(options: { readonly tenant: string }): AsyncIterable<string>;
  };
}

interface Listed {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly createdAt: number;
}

interface Found {
  readonly status: string;
  readonly factors: {
    readonly totp: boolean;
    readonly passkeys: readonly { readonly id: string }[];
    readonly codes: readonly { readonly method: string }[];
    readonly others?: readonly { readonly method: string }[] | undefined;
  };
  readonly externalIds: readonly { readonly provider: string }[];
}

const BEGINS = ['account.created', 'account.invited', 'account.imported'];
const CHANGES = [
  ...[...BEGINS, 'account.deleted', 'account.blocked', 'account.unblocked', 'account.roles-changed'],
  ...['factor.enrolled', 'factor.removed', 'two-step.reset', 'passkeys.reset', 'passkey.revoked'],
];
const SIGN_IN = 'sign-in.succeeded';
const DAY = 86_400_000;

/** `too-early`: the log does not reach back to the day. `not-over`: the day is not over yet. */
export type Answer =
  | { readonly outcome: 'too-early'; readonly logFrom: string }
  | { readonly outcome: 'not-over' }
  | { readonly outcome: 'answered'; readonly report: EvidenceReport };

export async function whoOn({ people, policy, events }: Witness, tenant: string, day: number): Promise<Answer> {
  const { now, from } = await reachOf(events, tenant);
  if (day + DAY > now) return { outcome: 'not-over' };
  const logFrom = from === undefined ? undefined : whenText(from);
  if (from !== undefined && logFrom !== undefined && day < from) return { outcome: 'too-early', logFrom };
  const end = day + DAY - 1;
  const logged = await eventsByAccount(events, { tenant, type: CHANGES });
  const signIns = await eventsByAccount(events, { tenant, type: SIGN_IN, from: day, to: end + 1 });
  const [with_, without, unsure]: [PersonThen[], PersonThen[], PersonThen[]] = [[], [], []];
  let [blocked, deleted] = [0, 0];
  const judge = (listed: Pick<Listed, 'accountId' | 'identifiers'>, found: Found | undefined): void => {
    const own = logged.get(listed.accountId) ?? [];
    if (wasBlockedAt(end, own, found && found.status === 'blocked')) {
      blocked++;
      return;
    }
    const then = secondFactorsAt(end, own, found && presentOf(found));
    const group = then.had.length > 0 ? with_ : then.unsure.length > 0 ? unsure : without;
    if (found === undefined) deleted++;
    const providers = found?.externalIds.map(({ provider }) => provider) ?? [];
    group.push({
      ...listed,
      unsure: then.unsure,
      providers,
      signIns: strengthsOf(signIns.get(listed.accountId) ?? []),
    });
  };
  const seen = new Set<string>();
  for await (const { accountId, identifiers, createdAt } of everybody(people, tenant)) {
    seen.add(accountId);
    if (createdAt > end) continue;
    const found = await people.find({ tenant, accountId });
    if (found === undefined) seen.delete(accountId);
    else judge({ accountId, identifiers }, found);
  }
  for (const [accountId, own] of logged)
    if (!seen.has(accountId) && wasThere(own, end)) judge({ accountId, identifiers: [] }, undefined);
  const byName = (a: PersonThen, b: PersonThen): number => (nameOf(a) < nameOf(b) ? -1 : 1);
  const counts = { with: with_.length, without: without.length, unsure: unsure.length, blocked, deleted };
  const report: EvidenceReport = {
    ...{ version: 1, on: whenText(day).slice(0, 10), ...(logFrom !== undefined && { logFrom }), counts },
    policies: await policiesOn(policy, tenant, day, end),
    without: without.sort(byName),
    unsure: unsure.sort(byName),
  };
  return { outcome: 'answered', report };
}

export function nameOf({ identifiers, accountId }: Pick<PersonThen, 'identifiers' | 'accountId'>): string {
  return identifiers.length === 0 ? `deleted account ${accountId}` : identifiers.join(', ');
}

interface Start {
  readonly exportedAt: string;
  readonly retention: readonly { readonly types: readonly string[]; readonly before: string }[];
}

/** The first line of an export states the time and the retention. `from` is absent if nothing is removed. */
async function reachOf(
  events: Witness['events'],
  tenant: string,
): Promise<{ readonly now: number; readonly from?: number }> {
  for await (const line of events.lines({ tenant })) {
    const { exportedAt, retention }: Start = JSON.parse(line);
    const now = Date.parse(exportedAt);
    const lost = retention.filter(({ types }) => types.some((type) => type === SIGN_IN || CHANGES.includes(type)));
    return lost.length === 0 ? { now } : { now, from: Math.max(...lost.map(({ before }) => Date.parse(before))) };
  }
  throw new CliError('unreadable', 'the log has no first line');
}

async function eventsByAccount(
  events: Witness['events'],
  query: {
    readonly tenant: string;
    readonly type: string | readonly string[];
    readonly from?: number;
    readonly to?: number;
  },
): Promise<ReadonlyMap<string, readonly LoggedEvent[]>> {
  const byAccount = new Map<string, LoggedEvent[]>();
  let after: string | undefined;
  for (;;) {
    const page = await events({ ...query, limit: 1_000, after });
    for (const event of page.events) {
      if (event.accountId === undefined) continue;
      const known = byAccount.get(event.accountId);
      if (known === undefined) byAccount.set(event.accountId, [event]);
      else known.push(event);
    }
    if (page.events.length === 0 && page.next === after) return byAccount;
    after = page.next;
  }
}

async function* everybody(people: Witness['people'], tenant: string): AsyncGenerator<Listed> {
  let cursor: string | undefined;
  do {
    const page = await people.list({ tenant, state: 'all', cursor });
    yield* page.accounts;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** Of an account that the list no longer has. */
function wasThere(events: readonly LoggedEvent[], end: number): boolean {
  const isGoneAfter = events.some(({ type, at }) => type === 'account.deleted' && at > end);
  return isGoneAfter && !events.some(({ type, at }) => BEGINS.includes(type) && at > end);
}

function presentOf({ factors }: Found): Parameters<typeof secondFactorsAt>[2] {
  const { totp, passkeys, codes, others = [] } = factors;
  return {
    passkeys: passkeys.map(({ id }) => id),
    others: [...(totp ? ['totp'] : []), ...[...codes, ...others].map(({ method }) => method)],
  };
}

function strengthsOf(signIns: readonly LoggedEvent[]): PersonThen['signIns'] {
  const counts: Record<string, number> = {};
  for (const { detail } of signIns) {
    const strength = String(detail?.['strength'] ?? 'unknown');
    counts[strength] = (counts[strength] ?? 0) + 1;
  }
  return counts;
}

async function policiesOn(
  policy: Governing['policy'],
  tenant: string,
  from: number,
  to: number,
): Promise<readonly PolicyThen[]> {
  const inForce: PolicyThen[] = [];
  for await (const version of versions(policy, tenant)) {
    if (version.changedAt > to) continue;
    inForce.push(policyThen(version));
    if (version.changedAt <= from) break;
  }
  return inForce;
}

function policyThen({ version, changedAt, policy }: Version): PolicyThen {
  const { requiredStrength = 'baseline', roles = {} }: { requiredStrength?: string; roles?: object } = policy;
  const required = Object.entries<{ readonly requiredStrength?: string }>(roles as Record<string, object>).flatMap(
    ([role, rule]) => (rule.requiredStrength === undefined ? [] : [[role, rule.requiredStrength] as const]),
  );
  return { version, changedAt: whenText(changedAt), requiredStrength, roles: Object.fromEntries(required) };
}
