import { decide, definePolicy, type Evidence, instant, openFlow } from '@sallyport/core';
import type { FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { restsOnAccount } from '../acts/liveness.ts';
import { Client, embedded, newAccount, TENANT } from '../embedded.test-support.ts';
import { factsOf } from '../factors/facts.ts';
import { passwordBinding } from '../factors/password.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newSession } from './new-session.ts';

describe('a session and a device', () => {
  it('keep no user agent without end', async () => {
    const world = await embedded();
    await newAccount(world, 'dora@example.org');
    const client = new Client(world);
    client.caller = { ...client.caller, userAgent: `Firefox ${'x'.repeat(9_999)}` };
    await client.signsInByMail('dora@example.org');
    const session = await client.session();
    const kept = [
      ...(await world.auth.sessions.list(session)),
      ...(await world.auth.me(session).devices(client.caller)),
    ].map(({ userAgent }) => userAgent);
    const beginning = `Firefox ${'x'.repeat(292)}`;
    expect(kept).toEqual([beginning, beginning]);
    await world.auth.close();
  });

  it.each([
    ['of the account', false],
    ['that the account has no more', true],
  ])('X11 rests on all that its evidence names: on a password %s', async (_, isGone) => {
    const world = await embedded();
    const id = await newAccount(world, 'dora@example.org');
    const account = await world.store.readAccount(TENANT, id);
    if (account?.password === undefined) throw new Error('no account with a password');
    const policy = definePolicy({ requiredStrength: 'single' });
    const now = instant(world.now);
    const binding = passwordBinding(isGone ? 'gone' : account.password.id);
    const evidence: Evidence = { method: 'password', at: now, provenance: 'independent', binding };
    const open = openFlow('sign-in');
    const scope = { tenant: TENANT, accountId: id, flowId: 'flow', policyVersion: 1 };
    const facts = factsOf(account, policy, now);
    const { grant } = decide(open, { type: 'prove', evidence }, { policy, account: facts, now, scope });
    if (grant === undefined) throw new Error('not granted');
    const flow: FlowRecord = {
      ...{ schema: 1, tenant: TENANT, id: 'flow', tokenHash: 'hash', version: 1, mode: 'token', purpose: 'sign-in' },
      ...{ subject: id, evidence: [], accepts: [], openedAt: now, expiresAt: now },
    };
    const kernel = {
      random: (length: number) => new Uint8Array(length),
      ring: { hash: () => 'lineage' },
    } as unknown as Kernel;
    const context = { flow, account, policy, policyVersion: 1, now, device: undefined, beside: undefined };
    const { granted } = newSession(kernel, { tenant: TENANT, mode: 'token' }, grant, context);
    expect(granted.record.bindings).toEqual([binding]);
    expect(restsOnAccount(granted.record, account)).toBe(!isGone);
    await world.auth.close();
  });
});
