import { instant } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, signedIn, TENANT } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import { FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { office, signsIn, somebody } from './office.test-support.ts';

import {
  ADA,
  BASELINE,
  BY,
  countsOf,
  NOBODY,
  report,
  SESSION,
  SINGLE,
  STAFF,
  shadowed,
} from './shadowed.test-support.ts';

describe('the run of a draft', () => {
  it('N18 ends by its end, and by the next policy that is saved', async () => {
    const world = await shadowed(BASELINE, STAFF);
    expect(await world.auth.policy.current(TENANT)).toMatchObject({
      ...{ version: 2, policy: BASELINE, shadow: { since: expect.any(Number) } },
    });
    expect(await world.auth.policy.endShadow(TENANT, BY)).toEqual({ version: 3 });
    expect((await world.auth.policy.current(TENANT)).shadow).toBeUndefined();
    for (const call of [world.auth.policy.endShadow(TENANT, BY), world.auth.policy.shadowReport(TENANT)])
      expect(await call).toEqual({ refused: 'not-found' });
    await world.auth.policy.shadow(TENANT, STAFF, { ...BY, ifVersion: 3, note: 'for a week' });
    await world.auth.policy.set(TENANT, STAFF, { ...BY, ifVersion: 4 });
    expect(await world.auth.policy.current(TENANT)).toMatchObject({ version: 5, policy: STAFF });
    expect(await world.auth.policy.shadowReport(TENANT)).toEqual({ refused: 'not-found' });
    const { events } = await world.auth.audit.events(TENANT, {
      type: ['policy.shadow-started', 'policy.shadow-ended'],
    });
    expect(events.map(({ type, detail }) => [type, detail?.['version']])).toEqual([
      ['policy.shadow-ended', 5],
      ['policy.shadow-started', 4],
      ['policy.shadow-ended', 3],
      ['policy.shadow-started', 2],
    ]);
  });

  it('N18 begins again at nothing with another draft', async () => {
    const world = await shadowed(BASELINE, STAFF);
    await newAccount(world, ADA, ['staff']);
    await new Client(world).signsInByMail(ADA);
    expect((await report(world)).askedForMore).toBe(1);
    world.now += 1_000;
    await world.auth.policy.shadow(TENANT, SINGLE, BY);
    expect(countsOf(await report(world))).toEqual(NOBODY);
  });

  it('N18 goes on beside a release of the same policy, and ends with a release of another', async () => {
    const store = newStore();
    const world = await shadowed(BASELINE, STAFF, { store, policySource: 'code', policyRelease: '1' });
    const since = (await report(world)).since;
    const same = await embedded({ store, policy: BASELINE, policySource: 'code', policyRelease: '2' });
    expect(await same.auth.policy.current(TENANT)).toMatchObject({ version: 3, shadow: { since } });
    const other = await embedded({ store, policy: SINGLE, policySource: 'code', policyRelease: '3' });
    expect((await other.auth.policy.current(TENANT)).shadow).toBeUndefined();
  });

  it('N18 another process judges it from its next request on', async () => {
    const store = newStore();
    const here = await embedded({ store, policy: BASELINE });
    const there = await embedded({ store, policy: BASELINE });
    await newAccount(here, ADA, ['staff']);
    await here.auth.policy.shadow(TENANT, STAFF, BY);
    there.now += 1_000;
    await new Client(there).signsInByMail(ADA);
    expect((await report(there)).askedForMore).toBe(1);
    expect(await report(here)).toMatchObject({ askedForMore: 1 });
  });

  it('N18 a note that the store loses is written at the next sign-in, and no sign-in fails for it', async () => {
    const inner = newStore();
    let isDown = false;
    const store = new Proxy(inner, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name !== 'listEvents' || typeof value !== 'function') return value;
        return async (...asked: unknown[]) => {
          if (isDown) throw new Error('down');
          return Reflect.apply(value, target, asked);
        };
      },
    });
    const world = await shadowed(BASELINE, STAFF, { store });
    await newAccount(world, ADA, ['staff']);
    isDown = true;
    expect((await new Client(world).signsInByMail(ADA)).answer.status).toBe('complete');
    await world.auth.runBackgroundWork();
    isDown = false;
    expect((await report(world)).askedForMore).toBe(0);
    await new Client(world).signsInByMail(ADA);
    expect((await report(world)).askedForMore).toBe(1);
  });

  it('N18 shows the pseudonym of an account that was deleted', async () => {
    const world = await shadowed(BASELINE, STAFF);
    const ada = await newAccount(world, ADA, ['staff']);
    await new Client(world).signsInByMail(ADA);
    await report(world);
    await world.auth.people.delete({ accountId: ada }, BY);
    const found = await report(world);
    expect(found).toMatchObject({ askedForMore: 1, names: {} });
    expect(JSON.stringify(found)).not.toContain(ada);
  });

  it('N18 does not renew the grace of a policy that tightened before', async () => {
    const world = await embedded({ policy: BASELINE });
    const client = await signedIn(world, ADA);
    const tightened = {
      ...BASELINE,
      requiredStrength: 'enhanced',
      onTighten: { after: '7d', then: 'next-request' },
    } as const;
    await world.auth.policy.set(TENANT, tightened, { ...BY, ifVersion: 1 });
    world.now += 6 * 86_400_000;
    await client.session();
    await world.auth.policy.shadow(TENANT, { ...tightened, recentProof: '5m' }, BY);
    await client.session();
    world.now += 2 * 86_400_000;
    expect(await world.auth.sessions.guard(client.caller, SESSION)).toEqual({ refused: 'no-session' });
  });
});

describe('an open session beside the run of a draft', () => {
  it.each(['next-request', 'step-up', 'revoke', { after: '7d', then: 'revoke' }] as const)(
    'N18 goes on as before, also where it falls short for another reason: %j',
    async (onTighten) => {
      const policy = { ...BASELINE, onTighten } as const;
      const world = await embedded({ policy });
      const client = await signedIn(world, ADA);
      const { accountId } = await client.session();
      await world.auth.people.setRequiredStrength({ accountId }, { requiredStrength: 'enhanced', ...BY });
      await client.session();
      await world.auth.policy.shadow(TENANT, { ...policy, recentProof: '5m' }, BY);
      world.now += 1_000;
      await client.session();
      await world.auth.policy.endShadow(TENANT, BY);
      for (const later of [1_000, 9 * 86_400_000]) {
        world.now += later;
        await world.auth.runBackgroundWork();
        await client.session();
      }
      await world.auth.policy.set(TENANT, { ...policy, recentProof: '6m' }, { ...BY, ifVersion: 3 });
      const after = typeof onTighten === 'object' ? 8 * 86_400_000 : 0;
      await client.session().catch(() => undefined);
      world.now += after;
      expect(isRefusal(await world.auth.sessions.guard(client.caller, SESSION))).toBe(true);
    },
  );

  it('N18 the export of the person has no rule of the draft', async () => {
    const world = await shadowed(BASELINE, STAFF);
    await newAccount(world, ADA, ['staff']);
    const client = new Client(world);
    await client.signsInByMail(ADA);
    await report(world);
    const exported = await world.auth.people.export({ identifier: ADA }, BY);
    if (isRefusal(exported)) throw new Error(exported.refused);
    const told = exported.events.filter(({ type }) => type.startsWith('shadow.'));
    expect(told).toMatchObject([{ type: 'shadow.asked-for-more', detail: { occasion: 'sign-in' } }]);
    expect(JSON.stringify(told)).not.toContain('enhanced');
  });

  it('N18 a stored draft that cannot be read changes no answer, is told once, and can be ended', async () => {
    const store = newStore();
    const world = await shadowed(BASELINE, STAFF, { store });
    const client = await signedIn(world, ADA);
    const record = await store.readPolicy(TENANT);
    if (record?.shadow === undefined) throw new Error('there is no shadow');
    const shadow = { ...record.shadow, since: instant(world.now), draft: '{' };
    const policy = { ...record, version: record.version + 1, shadow };
    await store.commit({ tenant: TENANT, now: instant(world.now), guards: {}, policy, events: [] });
    world.logged.length = 0;
    for (let times = 0; times < 3; times++) await client.session();
    expect((await new Client(world).signsInByMail(ADA)).answer.status).toBe('complete');
    expect(JSON.stringify(world.logged).match(/shadow-failed/g)).toHaveLength(1);
    expect(await report(world)).toMatchObject({ ...NOBODY, isJudged: false, policy: {} });
    expect(await world.auth.policy.endShadow(TENANT, BY)).toEqual({ version: policy.version + 1 });
  });

  it('N18 a draft with a provider that the app no longer brings is not judged', async () => {
    const store = newStore();
    const draft = { ...BASELINE, methods: ['sso', 'password'], providers: { corp: {} } } as const;
    await shadowed(BASELINE, draft, { store, providers: [new FakeProvider()] });
    const without = await embedded({ store, policy: BASELINE });
    await signedIn(without, ADA);
    expect(await report(without)).toMatchObject({ ...NOBODY, isJudged: false });
  });
});

describe('who may run a draft', () => {
  it('N18 a policy administrator with a recent proof, and nobody else', async () => {
    const on = await office();
    const { world, root } = on;
    expect(await world.auth.policy.shadow(TENANT, STAFF, { by: root, note: 'for a week' })).toMatchObject({
      ...{ version: 2, by: root.accountId, note: 'for a week' },
    });
    await somebody(world, 'helper', ['admin']);
    const helper = await (await signsIn(world, 'helper@example.org')).session();
    for (const answer of [
      world.auth.policy.shadow(TENANT, STAFF, { by: helper }),
      world.auth.policy.endShadow(TENANT, { by: helper }),
    ])
      expect(await answer).toMatchObject({ refused: 'not-permitted' });
    world.now += 3_600_000;
    for (const answer of [
      world.auth.policy.shadow(TENANT, STAFF, { by: root }),
      world.auth.policy.endShadow(TENANT, { by: root }),
    ])
      expect(await answer).toMatchObject({ refused: 'insufficient-strength' });
    expect(await world.auth.policy.current(TENANT)).toMatchObject({ version: 2, shadow: { note: 'for a week' } });
  });

  it('N18 refuses a draft that is no policy, an older version and a bad note, and changes nothing', async () => {
    const { auth } = await embedded({ policy: BASELINE });
    for (const draft of [
      undefined,
      null,
      7,
      'enhanced',
      [],
      { requiredStrength: 'nothing' },
      { roles: { a: { b: 1 } } },
    ])
      expect(await auth.policy.shadow(TENANT, draft, BY)).toMatchObject({ refused: 'malformed-input' });
    for (const note of ['', ' ', 'x'.repeat(501), 7])
      expect(await auth.policy.shadow(TENANT, STAFF, { ...BY, note: note as string })).toMatchObject({
        ...{ refused: 'malformed-input', errors: [{ path: 'note' }] },
      });
    expect(await auth.policy.shadow(TENANT, STAFF, { ...BY, ifVersion: 0 })).toEqual({
      refused: 'precondition-failed',
    });
    expect((await auth.policy.current(TENANT)).version).toBe(1);
  });

  it('N18 refuses an author who is none, and a cursor or an effect that is none', async () => {
    const world = await shadowed(BASELINE, STAFF);
    for (const by of [undefined, 'host', { tenant: TENANT }])
      expect(await world.auth.policy.shadow(TENANT, STAFF, { by: by as never })).toMatchObject({
        ...{ refused: 'malformed-input', errors: [{ path: 'by' }] },
      });
    for (const page of [{ cursor: 'x' }, { effect: 'more' as never }])
      await expect(world.auth.policy.shadowReport(TENANT, page)).rejects.toThrow(/cursor|effect/);
  });

  it('N18 of twenty who begin at once on one version, one begins', async () => {
    const { auth } = await embedded({ policy: BASELINE });
    const begun = await Promise.all(
      Array.from({ length: 20 }, () => auth.policy.shadow(TENANT, STAFF, { ...BY, ifVersion: 1 })),
    );
    expect(begun.filter((one) => !isRefusal(one))).toHaveLength(1);
    expect((await auth.policy.current(TENANT)).version).toBe(2);
  });
});
