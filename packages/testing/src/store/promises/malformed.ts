import assert from 'node:assert/strict';
import type { Commit, TenantId } from '@sallyport/engine';
import {
  accountId,
  later,
  MINUTE,
  NOW,
  sampleAccount,
  sampleAdministrators,
  sampleEvent,
  sampleFlow,
  samplePolicy,
  sampleSamlRequest,
  sampleSession,
  sampleVault,
} from '../sample-records.ts';
import { type Chapter, type Scene, tryWrite, write } from '../scene.ts';
import { furnish, pictureOf } from '../world.ts';

const cleo = { id: accountId('cleo'), version: 1 };
const f1 = { id: 'f1', version: 1 };
const s1 = { id: 's1', version: 1 };

const GUESS = { subject: 'cleo', authenticator: 'password', reservation: { first: NOW, until: NOW } };

const mistakes: Readonly<Record<string, (tenant: TenantId, other: TenantId) => Partial<Commit>>> = {
  'an account of another tenant': (_, other) => ({ account: sampleAccount(other, 'new') }),
  'a flow of another tenant': (_, other) => ({ flow: sampleFlow(other, 'f3') }),
  'a SAML request of another tenant': (_, other) => ({ samlRequest: sampleSamlRequest(other, 'r4') }),
  'a session of another tenant': (_, other) => ({
    guards: { flow: f1 },
    newSession: { session: sampleSession(other, 's4', 'cleo'), consumes: { flowId: 'f1' } },
  }),
  'a vault of another tenant': (tenant, other) => ({
    account: sampleAccount(tenant, 'new'),
    vault: sampleVault(other, 'new'),
  }),
  'keys that stay of a new account': (tenant) => ({ account: sampleAccount(tenant, 'new'), keysStay: true }),
  'keys that stay of an account that is not written': () => ({ guards: { account: cleo }, keysStay: true }),
  'a vault without its account': (tenant) => ({
    guards: { account: cleo },
    vault: sampleVault(tenant, 'cleo', { version: 2 }),
  }),
  'a vault beside the account of another': (tenant) => ({
    guards: { account: cleo },
    account: sampleAccount(tenant, 'cleo', { version: 2 }),
    vault: sampleVault(tenant, 'dora', { version: 2 }),
  }),
  'a policy of another tenant': (_, other) => ({ policy: samplePolicy(other, 2) }),
  'administrators of another tenant': (_, other) => ({ administrators: sampleAdministrators(other, 2, ['dora']) }),
  'an event of another tenant': (_, other) => ({ events: [sampleEvent(other, 'e3')] }),
  'a lock of another tenant': (_, other) => ({
    judged: { attempt: GUESS, hardLimit: 100, ifLocked: sampleEvent(other, 'e3') },
  }),
  'two events with one id': (tenant) => ({ events: [sampleEvent(tenant, 'e3'), sampleEvent(tenant, 'e3')] }),
  'the event of a lock with the id of another event': (tenant) => ({
    judged: { attempt: GUESS, hardLimit: 100, ifLocked: sampleEvent(tenant, 'e3') },
    events: [sampleEvent(tenant, 'e3')],
  }),
  'a failure beside what a proof gives back': () => ({ judged: { attempt: GUESS, hardLimit: 100 }, giveBack: GUESS }),
  'a failure beside what a grant clears': () => ({
    judged: { attempt: GUESS, hardLimit: 100 },
    clearCounters: { subject: 'cleo', by: 'stranger' },
  }),
  'a flow whose version is not the next': (tenant) => ({
    guards: { flow: f1 },
    flow: sampleFlow(tenant, 'f1', { version: 3 }),
  }),
  'a SAML request whose version is not the next': (tenant) => ({
    guards: { samlRequest: { id: 'r1', version: 1 } },
    samlRequest: sampleSamlRequest(tenant, 'r1', { version: 3 }),
  }),
  'a SAML request both written and ended': (tenant) => ({
    guards: { samlRequest: { id: 'r1', version: 1 } },
    samlRequest: sampleSamlRequest(tenant, 'r1', { version: 2 }),
    endSamlRequest: { id: 'r1' },
  }),
  'an account whose version is not the next': (tenant) => ({
    guards: { account: cleo },
    account: sampleAccount(tenant, 'cleo', { version: 1 }),
  }),
  'a policy whose version is not the next': (tenant) => ({ guards: { policy: 1 }, policy: samplePolicy(tenant, 3) }),
  'administrators whose version is not the next': (tenant) => ({
    guards: { administrators: 1 },
    administrators: sampleAdministrators(tenant, 3, ['dora']),
  }),
  'a deletion without its guard': () => ({ guards: {}, deleteAccount: { id: accountId('cleo') } }),
  'an account both written and deleted': (tenant) => ({
    guards: { account: cleo },
    account: sampleAccount(tenant, 'cleo', { version: 2 }),
    deleteAccount: { id: accountId('cleo') },
  }),
  'a deletion of an account beside another account': (tenant) => ({
    guards: { account: cleo },
    account: sampleAccount(tenant, 'new', { identifiers: ['cleo@example.org'] }),
    deleteAccount: { id: accountId('cleo') },
  }),
  'a flow both written and ended': (tenant) => ({
    guards: { flow: f1 },
    flow: sampleFlow(tenant, 'f1', { version: 2 }),
    endFlow: { id: 'f1' },
  }),
  'a session that consumes a flow nobody guards': (tenant) => ({
    newSession: { session: sampleSession(tenant, 's4', 'cleo'), consumes: { flowId: 'f1' } },
  }),
  'a session that consumes another flow than the guarded one': (tenant) => ({
    guards: { flow: { id: 'f2', version: 1 } },
    newSession: { session: sampleSession(tenant, 's4', 'cleo'), consumes: { flowId: 'f1' } },
  }),
  'a session that consumes a single-use value nobody uses': (tenant) => ({
    guards: { flow: f1 },
    newSession: { session: sampleSession(tenant, 's4', 'cleo'), consumes: { singleUse: 'another' } },
  }),
  'the next state of a session of another tenant': (_, other) => ({
    guards: { session: s1 },
    session: sampleSession(other, 's1', 'cleo', { version: 2 }),
  }),
  'the next state of a session that nobody guards': (tenant) => ({
    session: sampleSession(tenant, 's1', 'cleo', { version: 2 }),
  }),
  'the next state of another session than the guarded one': (tenant) => ({
    guards: { session: s1 },
    session: sampleSession(tenant, 's2', 'cleo', { version: 2 }),
  }),
  'a session whose version is not the next': (tenant) => ({
    guards: { session: s1 },
    session: sampleSession(tenant, 's1', 'cleo', { version: 3 }),
  }),
  'a session both opened and changed': (tenant) => ({
    guards: { flow: f1, session: s1 },
    newSession: { session: sampleSession(tenant, 's1', 'cleo', { tokenHash: 'new' }), consumes: { flowId: 'f1' } },
    session: sampleSession(tenant, 's1', 'cleo', { version: 2 }),
  }),
};

/** A contradictory change is a programming error, not a conflict: the store throws and writes nothing. */
export const malformed: Chapter = {
  title: 'a change that contradicts itself throws',
  promises: Object.fromEntries(
    Object.entries(mistakes).map(([what, mistake]) => [
      `refuses ${what}`,
      async (scene: Scene) => {
        await furnish(scene);
        const before = await pictureOf(scene);
        const events = [sampleEvent(scene.tenant, 'e9')];
        const uses = [{ key: 'used-now', expiresAt: later(MINUTE) }];
        const refused = tryWrite(scene, { events, uses, ...mistake(scene.tenant, scene.otherTenant) });
        await assert.rejects(refused, { code: 'malformed-commit' });
        assert.deepEqual(await pictureOf(scene), before);
        await write(scene, { uses });
      },
    ]),
  ),
};
