import { instant, milliseconds } from '@sallyport/core';
import { NO_ATTEMPTS } from '@sallyport/core/lockout';
import type { AccountId, AccountRecord, EventRecord, EventType, SessionRecord } from '@sallyport/engine';
import { tenantId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { type Records, stateOf } from './state.ts';
import { findingsIn, type Told } from './verdict.ts';

const TENANT = tenantId('default');
const OLIVE = 'olive' as AccountId;
const NOW = instant(1_900_000_000_000);

let events = 0;
function event(type: EventType, over: Partial<EventRecord> = {}): EventRecord {
  events += 1;
  return { tenant: TENANT, id: `event-${events}`, at: NOW, type, accountId: OLIVE, ...over };
}

function session(userAgent: string): SessionRecord {
  return {
    schema: 1,
    tenant: TENANT,
    id: `session of ${userAgent}`,
    tokenHash: userAgent,
    version: 1,
    accountId: OLIVE,
    epoch: 0,
    mode: 'cookie',
    evidence: [],
    bindings: [],
    policyVersion: 1,
    createdAt: NOW,
    lastSeenAt: NOW,
    expiresAt: NOW,
    idle: milliseconds(1),
    userAgent,
  };
}

const olive: AccountRecord = {
  schema: 1,
  tenant: TENANT,
  id: OLIVE,
  version: 1,
  epoch: 0,
  createdAt: NOW,
  identifiers: ['olive@example.org'],
  userHandle: 'olive',
  roles: [],
  passkeys: [],
};

const failures = { ...NO_ATTEMPTS, recent: 1, total: 1, first: NOW };

/** An account, a session and a wrong guess, with their log, newest event first. */
const SOUND: Records = {
  accounts: [olive],
  sessions: [session('journey-1')],
  counters: [{ subject: OLIVE, counter: failures }],
  policyVersions: [1],
  events: [
    event('sign-in.failed'),
    event('sign-in.succeeded'),
    event('account.created'),
    { ...event('policy.changed'), accountId: 'nobody' as AccountId },
  ],
};
const TOLD: Told = {
  journeys: new Map([[OLIVE, ['journey-1', 'journey-2']]]),
  granted: new Map([['journey-1', 1]]),
  signedOut: new Set(),
  judged: new Map([[OLIVE, 1]]),
  created: ['olive@example.org'],
};
const without = (type: EventType): Records['events'] => SOUND.events.filter((each) => each.type !== type);

/** Faults of the state or the log, each with the expected finding. */
const WRONGS: Readonly<Record<string, [keyof ReturnType<typeof findingsIn>, Partial<Records>, Partial<Told>]>> = {
  'a journey granted to two': ['twice', {}, { granted: new Map([['journey-1', 2]]) }],
  'two sessions of one journey': ['twice', { sessions: [session('journey-1'), session('journey-1')] }, {}],
  'more grants than journeys': [
    'twice',
    { events: [...SOUND.events, ...['', '', ''].map(() => event('sign-in.succeeded'))] },
    {},
  ],
  'a session that was told and is gone': ['lost', { sessions: [] }, {}],
  'an account that was told and is gone': ['lost', {}, { created: ['olive@example.org', 'oscar@example.org'] }],
  'a guess that was told and is in no log': ['guesses', { events: without('sign-in.failed') }, {}],
  'a guess that was logged and not counted': ['guesses', { counters: [] }, {}],
  'a guess beyond the limit': ['guesses', { counters: [{ subject: OLIVE, counter: { ...failures, total: 11 } }] }, {}],
  'an account that no event tells': ['log', { events: without('account.created') }, {}],
  'a session that no event tells': ['log', { events: without('sign-in.succeeded') }, {}],
  'a policy that no event tells': ['log', { policyVersions: [2, 1] }, {}],
  'a block that no event tells': ['log', { accounts: [{ ...olive, block: { at: NOW, by: 'ada', reason: '' } }] }, {}],
  'a block that is told and was not': ['log', { events: [event('account.blocked'), ...SOUND.events] }, {}],
  'roles that are others than was told': [
    'log',
    { events: [event('account.roles-changed', { detail: { from: [], to: ['employee'] } }), ...SOUND.events] },
    {},
  ],
  'an event that is there twice': ['log', { events: [...SOUND.events, ...SOUND.events.slice(0, 1)] }, {}],
};

describe('the verdict on a load', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(findingsIn(TOLD, stateOf(SOUND))).toEqual({ twice: [], lost: [], guesses: [], log: [] });
  });

  it.each(Object.keys(WRONGS))('finds %s', (name) => {
    const [finding, records, told] = WRONGS[name] ?? ['log', {}, {}];
    expect(findingsIn({ ...TOLD, ...told }, stateOf({ ...SOUND, ...records }))[finding]).not.toEqual([]);
  });
});
