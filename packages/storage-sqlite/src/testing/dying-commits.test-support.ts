import { instant, milliseconds } from '@sallyport/core';
import type { AccountId, AttemptRef, BeginStep, Commit, EventRecord, SessionRecord, TenantId } from '@sallyport/store';

// What a process writes until it is killed, without the engine: the process starts within a moment.

export const TENANT: TenantId = 'acme' as TenantId;
const CLEO = 'cleo' as AccountId;
const NOW = instant(1_800_000_000_000);
const HOUR = milliseconds(3_600_000);
const LATER = instant(NOW + HOUR);
const LIMITS = {
  ...{ maxFailures: 5, window: HOUR, lockLengths: [HOUR], hardLimit: 100 },
  judgedWithin: milliseconds(30_000),
};

/** A sign-in that uses a value once, opens a session, and writes an event. `id` names the session and the event. */
export function signInOf(key: string, id: string = key): Commit {
  const session: SessionRecord = {
    ...{ schema: 1, tenant: TENANT, id, tokenHash: `token-of-${id}`, version: 1, accountId: CLEO, epoch: 1 },
    ...{ mode: 'cookie', evidence: [], bindings: [], policyVersion: 0, createdAt: NOW, lastSeenAt: NOW },
    ...{ expiresAt: LATER, idle: HOUR },
  };
  return {
    ...{ tenant: TENANT, now: NOW, guards: {}, uses: [{ key, expiresAt: LATER }] },
    newSession: { session, consumes: { singleUse: key } },
    events: [eventOf(id, 'sign-in.succeeded')],
  };
}

export function guessOf(key: string): BeginStep {
  const attempt = { authenticator: 'password', limits: LIMITS, subjectIfUnknown: `guess-${key}`, perDevice: false };
  return { tenant: TENANT, now: NOW, knownPolicy: 0, attempt };
}

export function wrongGuessOf(key: string, attempt: AttemptRef): Commit {
  const judged = { attempt, hardLimit: LIMITS.hardLimit };
  return { tenant: TENANT, now: NOW, guards: {}, judged, events: [eventOf(`wrong-${key}`, 'sign-in.failed')] };
}

function eventOf(id: string, type: EventRecord['type']): EventRecord {
  return { tenant: TENANT, id, at: NOW, type, accountId: CLEO };
}
