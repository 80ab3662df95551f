import type { LookUpKey } from '@sallyport/store';
import type { Check, CommitPlan, Obstacle, Write } from '@sallyport/store/plan';
import { accountIdOf, liveFlow, liveSamlRequest, liveSession, policyVersion, type TenantData } from './tenant-data.ts';

/** The first check that does not hold, or insert whose id or token is taken. */
export function obstacleTo(data: TenantData, { guards, writes, now }: CommitPlan): Obstacle | undefined {
  for (const check of guards) {
    if (check.guard !== 'lock' && !holds(data, check, now)) return check.obstacle;
  }
  return writes.some((write) => isTaken(data, write)) ? 'key' : undefined;
}

function holds(data: TenantData, check: Check, now: CommitPlan['now']): boolean {
  switch (check.guard) {
    case 'version':
      if (check.kind === 'organisation' && check.version === 0)
        return data.organisations.newest(check.id) === undefined;
      return stored(data, check, now)?.version === check.version;
    case 'live':
      return stored(data, check, now) !== undefined;
    case 'in-force':
      return (check.kind === 'policy' ? policyVersion(data) : (data.administrators?.version ?? 0)) === check.version;
    case 'unused':
      return !check.keys.some((key) => (data.used.get(key) ?? 0) > now);
    case 'free':
      return !(check.isNew && data.accounts.has(check.id)) && !isKeyTaken(data, check);
    case 'member':
      return (data.organisations.membership(check.organisation, check.accountId)?.version ?? 0) === check.version;
    case 'room':
      return data.organisations.hasRoom(check.accountId, check.organisation, check.most);
    case 'never':
      return false;
  }
}

function stored(
  data: TenantData,
  check: Extract<Check, { readonly guard: 'version' | 'live' }>,
  now: CommitPlan['now'],
): { readonly version: number } | undefined {
  switch (check.kind) {
    case 'account':
      return data.accounts.get(check.id);
    case 'flow':
      return liveFlow(data.flows.byId(check.id), now);
    case 'samlRequest':
      return liveSamlRequest(data, check.id, now);
    case 'session':
      return liveSession(data.sessions.byId(check.id), now);
    case 'organisation':
      return data.organisations.isLive(check.id) ? data.organisations.newest(check.id) : undefined;
  }
}

function isKeyTaken(
  data: TenantData,
  { keys, id }: { readonly keys: readonly LookUpKey[]; readonly id: string },
): boolean {
  return keys.some((key) => isOfAnother(accountIdOf(data, key), id));
}

function isTaken({ flows, samlRequests, sessions, events }: TenantData, write: Write): boolean {
  if (write.kind === 'event') return write.events.some(({ id }) => events.has(id));
  if (write.write !== 'insert' && write.write !== 'replace') return false;
  if (write.kind === 'samlRequest') return write.write === 'insert' && samlRequests.has(write.record.id);
  if (write.kind !== 'flow' && write.kind !== 'session') return false;
  const { id, tokenHash } = write.record;
  const table = write.kind === 'flow' ? flows : sessions;
  return (write.write === 'insert' && table.byId(id) !== undefined) || isOfAnother(table.byToken(tokenHash)?.id, id);
}

function isOfAnother(owner: string | undefined, self: string): boolean {
  return owner !== undefined && owner !== self;
}
