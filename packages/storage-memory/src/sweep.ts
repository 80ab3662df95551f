import type { Instant } from '@sallyport/core';
import type { EventRetention } from '@sallyport/store';
import { isLiveFlow, isLiveSession, liveSamlRequest, type TenantData } from './tenant-data.ts';

/** Removes expired spent marks, flows, SAML requests, sessions, counters and events. Returns the number of removed records. */
export function sweep(data: TenantData, now: Instant, retention: readonly EventRetention[] = []): number {
  const marks = [...data.spent].filter(([, expiresAt]) => expiresAt <= now);
  for (const [key] of marks) data.spent.delete(key);
  const requests = [...data.samlRequests.keys()].filter((id) => liveSamlRequest(data, id, now) === undefined);
  for (const id of requests) data.samlRequests.delete(id);
  const accountIds: ReadonlySet<string> = new Set(data.accounts.keys());
  return (
    marks.length +
    requests.length +
    data.flows.sweep((flow) => !isLiveFlow(flow, now)) +
    data.sessions.sweep((session) => !isLiveSession(session, now)) +
    data.counters.sweep(now, accountIds) +
    retention.reduce((removed, kept) => removed + sweepEvents(data, kept), 0)
  );
}

function sweepEvents({ events, unknownFailures }: TenantData, { types, before }: EventRetention): number {
  return events.sweep(types, before) + (types.includes('sign-in.failed') ? unknownFailures.sweep(before) : 0);
}
