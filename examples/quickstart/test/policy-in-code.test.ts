import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal, type Sallyport, tenantId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { type SharedStore, STORES, sharedStore } from './support/embedded.ts';
import { PASSWORD } from './support/quickstart.ts';

const BASELINE: PolicyInput<string> = { administrators: {}, requiredStrength: 'baseline' };
const ENHANCED: PolicyInput<string> = { administrators: {}, requiredStrength: 'enhanced' };
const LONGER: PolicyInput<string> = { ...ENHANCED, recentProof: '30m' };

async function inForce(auth: Sallyport): Promise<{ version: number; changedBy: string; required: unknown }> {
  const { version, changedBy, policy } = await auth.policy.current('default');
  return { version, changedBy, required: policy['requiredStrength'] };
}

function told({ logged }: SharedStore, code: string): readonly unknown[] {
  return logged.flatMap(({ details }) => (details?.['code'] === code ? [details] : []));
}

async function addAccount(auth: Sallyport, identifier: string, roles: readonly string[] = []): Promise<void> {
  const created = await auth.people.create({
    identifier,
    email: identifier,
    password: PASSWORD,
    roles,
    by: hostCode('host'),
  });
  if (isRefusal(created)) throw new Error(created.refused);
}

describe.each(STORES)('X24 a policy in the code, on %s', (kind) => {
  it('X24 deploys with the code: a new version by the system, with its impact told and one event', async () => {
    const shared = await sharedStore(kind);
    const before = await shared.start({ policy: BASELINE });
    await addAccount(before, 'dora@example.org');
    expect(await inForce(before)).toEqual({ version: 1, changedBy: 'system', required: 'baseline' });

    const after = await shared.start({ policy: ENHANCED });
    expect(await inForce(after)).toEqual({ version: 2, changedBy: 'system', required: 'enhanced' });
    expect(told(shared, 'policy-deployed')).toMatchObject([{ version: 2, unaffected: 0, mustEnroll: 1, stranded: 0 }]);
    const { events } = await after.audit.events(tenantId('default'), { type: 'policy.changed' });
    expect(events).toMatchObject([
      { actor: 'system', detail: { version: 2, from: 'code' } },
      { actor: 'system', detail: { version: 1 } },
    ]);
  });

  it('X24 a named release that left the policy as it was does not bring it back either', async () => {
    const shared = await sharedStore(kind);
    await shared.start({ policy: BASELINE, policyRelease: '1' });
    const unchanged = { policy: BASELINE, policyRelease: '2' };
    const processes = await Promise.all(Array.from({ length: 6 }, () => shared.process(unchanged)));
    await Promise.all(processes.map((auth) => auth.ready()));
    expect(await inForce(await shared.start(unchanged))).toMatchObject({ version: 2, required: 'baseline' });
    const after = await shared.start({ policy: ENHANCED, policyRelease: '3' });
    const settled = await inForce(after);
    expect(settled).toMatchObject({ required: 'enhanced' });
    for (const policyRelease of ['2', '1', '2']) await shared.start({ policy: BASELINE, policyRelease });
    expect(await inForce(after)).toEqual(settled);
    expect(told(shared, 'policy-superseded')).toHaveLength(3);
  });

  it('X24 many processes of two releases that start at once settle on one version', async () => {
    const shared = await sharedStore(kind);
    const first = await shared.start({ policy: BASELINE });
    const two = { policy: ENHANCED, policyRelease: '2' };
    const three = { policy: LONGER, policyRelease: '3' };
    const releases = [two, three, two, three, two, three];
    const processes = await Promise.all(releases.map((release) => shared.process(release)));
    await Promise.all(processes.map((auth) => auth.ready()));
    const settled = await first.policy.current('default');
    expect(settled).toMatchObject({ changedBy: 'system', policy: LONGER });
    expect(settled.version).toBeLessThanOrEqual(3);
    for (const release of releases) await shared.start(release);
    expect(await first.policy.current('default')).toEqual(settled);
  });

  it('X24 host code reads, rehearses and sets the policy, by the version it is based on', async () => {
    const shared = await sharedStore(kind);
    const tenants = { default: { sendMail: () => undefined }, acme: {} };
    const auth = await shared.start({ policy: BASELINE, tenant: () => 'default', tenants });
    await addAccount(auth, 'dora@example.org');
    expect(await auth.policy.preview('default', ENHANCED)).toMatchObject({ mustEnroll: 1, stranded: 0 });
    expect(await auth.policy.set('default', ENHANCED, { ifVersion: 7, by: hostCode('host') })).toEqual({
      refused: 'precondition-failed',
    });
    expect(
      await auth.policy.set('default', { requiredStrength: 1 }, { ifVersion: 1, by: hostCode('host') }),
    ).toMatchObject({
      refused: 'malformed-input',
      errors: [{ path: 'policy.requiredStrength' }],
    });
    expect(await inForce(auth)).toMatchObject({ version: 1 });
    const answers = await Promise.all([
      auth.policy.set('default', ENHANCED, { ifVersion: 1, by: hostCode('a') }),
      auth.policy.set('default', LONGER, { ifVersion: 1, by: hostCode('b') }),
    ]);
    expect(answers.filter(isRefusal)).toEqual([{ refused: 'precondition-failed' }]);
    expect(await inForce(auth)).toMatchObject({ version: 2, required: 'enhanced' });
    const { events } = await auth.audit.events(tenantId('default'), { type: 'policy.changed' });
    expect(events[0]).toMatchObject({ actor: { kind: 'host', id: expect.stringMatching(/^[ab]$/) } });
    expect(await auth.policy.current('acme')).toMatchObject({ version: 0, policy: BASELINE });
    expect(await auth.policy.set('acme', ENHANCED, { ifVersion: 0, by: hostCode('host') })).toMatchObject({
      version: 1,
    });
    expect(() => auth.policy.current('')).toThrow(expect.objectContaining({ code: 'bad-tenant' }));
  });
});
