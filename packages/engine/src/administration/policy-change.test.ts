import { instant, type PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../accounts/administered.test-support.ts';
import { ADMINISTRATORS, TENANT } from '../embedded.test-support.ts';
import {
  ARMED,
  BEN,
  given,
  guardsOfRoot,
  type Office,
  office,
  recordOf,
  savesAsPreviewed,
  signsIn,
  somebody,
} from './office.test-support.ts';

const NEXT: PolicyInput<string> = { administrators: ADMINISTRATORS, requiredStrength: 'single', recentProof: '20m' };
const STRANDED = { refused: 'policy-strands-administrators' };
const HOST = { kind: 'host', id: 'console' } as const;
const LEAVES_NOBODY: PolicyInput<string> = { ...NEXT, administrators: { policy: ['nobody'] } };
/** Who has this role has to come by passkey, and the accounts here have none. */
const EXTERNALS: PolicyInput<string> = { ...NEXT, roles: { external: { methods: ['passkey'] } } };
const RULES = [{ source: 'tenant', member: 'recentProof', before: null, after: '20m', weaker: true }];
const NOBODY = {
  ...{ rules: RULES, moves: [], setUpChanges: 0, askedForLess: 0, askedForMore: 0 },
  ...{ unaffected: 0, mustEnroll: 0, stranded: 0, accounts: [] },
};

const puts = ({ world, root }: Office, policy: unknown = NEXT, ifVersion = 1) =>
  savesAsPreviewed(world, policy, { ifVersion, by: root });
const sets = ({ world }: Office, policy: unknown = NEXT, ifVersion = 1) =>
  savesAsPreviewed(world, policy, { ifVersion, by: hostCode('console') });
const inForce = async ({ world }: Office) => (await world.auth.policy.current(TENANT)).version;
const administratorsOf = ({ world }: Office) => world.store.readAdministrators(TENANT);
const keeperOf = async ({ world }: Office, id: AccountId) => ({ id, version: (await recordOf(world, id)).version });

describe('a policy that is saved', () => {
  it('W4 X18 by an administrator is the next version, with one event, and what it means for everybody', async () => {
    const on = await office();
    const { world, root, commits } = on;
    const held = (await administratorsOf(on))?.version ?? 0;
    world.now += 1_000;
    expect(await puts(on)).toEqual({ ...NOBODY, unaffected: 2, version: 2 });
    const actor = root.accountId;
    expect(commits).toEqual([
      {
        ...{ tenant: TENANT, now: world.now },
        guards: { ...(await guardsOfRoot(on)), account: await keeperOf(on, actor), administrators: held },
        policy: { tenant: TENANT, version: 2, document: NEXT, changedAt: world.now, changedBy: actor },
        administrators: { tenant: TENANT, version: held + 1, accountIds: [actor] },
        events: [
          {
            ...{ tenant: TENANT, id: expect.any(String), at: world.now, type: 'policy.changed', actor },
            detail: { version: 2 },
          },
        ],
      },
    ]);
    const seen = { policy: NEXT, version: 2, changedAt: world.now, changedBy: actor };
    expect(await world.auth.policy.current(TENANT)).toEqual(seen);
    expect((await world.auth.policy.versions(TENANT, {})).versions[0]).toEqual(seen);
  });

  it('X24 keeps the note of its author in its version, and takes no note that says nothing or is too long', async () => {
    const { world, root } = await office();
    const set = (ifVersion: number, note: unknown) =>
      world.auth.policy.set(TENANT, NEXT, { ifVersion, by: root, note: note as string });
    for (const note of ['', ' ', 'x'.repeat(501), 7, 'half \ud800'])
      expect(await set(1, note)).toMatchObject({ refused: 'malformed-input', errors: [{ path: 'note' }] });
    const note = `Audit 26-09: “${'x'.repeat(480)}”\n…`;
    expect(await set(1, note)).toMatchObject({ version: 2 });
    expect(await world.auth.policy.current(TENANT)).toMatchObject({ version: 2, note });
    const { versions } = await world.auth.policy.versions(TENANT);
    expect(versions.map((version) => version.note)).toEqual([note, undefined]);
    const { changes } = await world.auth.audit.overview(TENANT);
    expect(changes[0]).toMatchObject({ type: 'policy.changed', detail: { version: 2, note } });
  });

  it('X24 by host code names which of it, and is guarded by somebody who could take it back', async () => {
    const on = await office();
    const { root, commits } = on;
    expect(await sets(on)).toEqual({ ...NOBODY, unaffected: 2, version: 2 });
    expect(commits).toMatchObject([
      { policy: { version: 2, document: NEXT, changedBy: 'host:console' }, events: [{ actor: HOST }] },
    ]);
    expect(commits[0]?.guards).toEqual({ account: await keeperOf(on, root.accountId), policy: 1, administrators: 1 });
    const { world } = on;
    expect(await world.auth.policy.set('default', NEXT, { ifVersion: 2, by: hostCode('host') })).toMatchObject({
      version: 3,
    });
    expect(commits[1]).toMatchObject({
      policy: { changedBy: 'host:host' },
      events: [{ actor: { kind: 'host', id: 'host' } }],
    });
  });

  it('N5 has those who would have to enroll, or could not get in, with their reasons', async () => {
    const on = await office();
    const { ben } = on;
    const tighter = { administrators: ADMINISTRATORS, requiredStrength: 'enhanced' };
    const answer = await puts(on, tighter);
    if (isRefusal(answer)) throw new Error(answer.refused);
    expect(answer).toMatchObject({ unaffected: 0, mustEnroll: 2, stranded: 0, version: 2 });
    expect(answer.accounts.find(({ accountId }) => accountId === ben)).toMatchObject({
      ...{ accountId: ben, identifier: BEN, impact: 'must-enroll' },
      because: [
        { code: 'strength-required', source: 'tenant', message: expect.stringContaining("the strength 'enhanced'") },
        { code: 'nothing-enrolled-satisfies', message: expect.any(String) },
      ],
    });
  });
});

describe('a policy that is refused', () => {
  it('X7 has every problem with its place, before anything else is looked at', async () => {
    const on = await office();
    const { world, commits } = on;
    const wrong = { requiredStrength: 1, recentProof: 'soon' };
    const refused = { refused: 'malformed-input' };
    for (const answer of [await puts(on, wrong, 9), await sets(on, wrong, 9)]) {
      expect(answer).toMatchObject(refused);
      const errors = isRefusal(answer) ? (answer.errors ?? []) : [];
      expect(errors.map(({ path }) => path).sort()).toEqual(['policy.recentProof', 'policy.requiredStrength']);
      for (const error of errors) expect(error).toEqual({ path: error.path, message: expect.any(String) });
    }
    expect(await puts(on, 'none')).toMatchObject({ ...refused, errors: [{ path: 'policy' }] });
    expect(await world.auth.policy.set(TENANT, wrong, { ifVersion: 1, by: hostCode('') })).toMatchObject({
      ...refused,
      errors: [{ path: 'by' }],
    });
    expect(commits).toEqual([]);
  });

  it('W4 is one that is based on another version, which is said before who may', async () => {
    const on = await office();
    const { world, commits } = on;
    await somebody(world, 'pia', ['admin']);
    const pia = await (await signsIn(world, 'pia@example.org')).session();
    commits.length = 0;
    for (const ifVersion of [0, 2]) {
      expect(await puts(on, NEXT, ifVersion)).toEqual({ refused: 'precondition-failed' });
      expect(await sets(on, NEXT, ifVersion)).toEqual({ refused: 'precondition-failed' });
      expect(await world.auth.policy.set(pia.tenant, NEXT, { ifVersion, by: pia })).toEqual({
        refused: 'precondition-failed',
      });
    }
    for (const policy of [NEXT, LEAVES_NOBODY])
      expect(await world.auth.policy.set(pia.tenant, policy, { ifVersion: 1, by: pia })).toEqual({
        refused: 'not-permitted',
      });
    expect(commits).toEqual([]);
  });

  it('W4 N5 is one that leaves nobody who could take it back', async () => {
    const on = await office();
    for (const answer of [await puts(on, LEAVES_NOBODY), await sets(on, LEAVES_NOBODY)])
      expect(answer).toEqual(STRANDED);
    expect(await inForce(on)).toBe(1);
  });

  it('W4 N5 is taken from host code alone, if there was nobody before either', async () => {
    const on = await office();
    const { world, root, commits } = on;
    await world.auth.people.setRoles({ accountId: root.accountId }, { roles: [], by: hostCode('host') });
    const roles = ['super-admin', 'external'];
    await given(world, root.accountId, { roles, methods: ['passkey'] });
    commits.length = 0;
    // The ways in that are left to this administrator prove nothing that administration takes.
    expect(await puts(on, LEAVES_NOBODY)).toMatchObject({ refused: 'insufficient-strength' });
    expect(await sets(on, LEAVES_NOBODY)).toMatchObject({ version: 2 });
    expect(commits[0]?.guards).toEqual({ policy: 1, administrators: expect.any(Number) });
    expect(commits[0]?.administrators?.accountIds).toEqual([]);
  });
});

describe('who could take a policy back', () => {
  it('W4 N5 is another administrator, where the one who saves it could not', async () => {
    const on = await office();
    const { world, root, commits } = on;
    await given(world, root.accountId, { roles: ['super-admin', 'external'] });
    expect(await puts(on, EXTERNALS)).toEqual(STRANDED);
    const sue = await somebody(world, 'sue', ['super-admin']);
    commits.length = 0;
    expect(await puts(on, EXTERNALS)).toMatchObject({ version: 2, stranded: 1 });
    expect(commits[0]?.guards.account).toEqual(await keeperOf(on, sue));
    expect([...(commits[0]?.administrators?.accountIds ?? [])].sort()).toEqual([root.accountId, sue].sort());
  });

  it('W4 X20 is the one who saves it, where the host tells their role and no record has it yet', async () => {
    const table = new Map<string, readonly string[]>();
    const on = await office({ resolveSubject: (id) => table.get(id) ?? ['super-admin'] });
    const { world, root, ben, commits } = on;
    table.set(ben, []);
    await given(world, root.accountId, { roles: [] });
    commits.length = 0;
    expect(await puts(on)).toMatchObject({ version: 2 });
    expect(commits[0]?.guards.account).toEqual(await keeperOf(on, root.accountId));
    expect(commits[0]?.administrators?.accountIds).toEqual([root.accountId]);
  });

  it('W4 X20 is somebody of the list of administrators, or with the role: host code strands neither', async () => {
    const on = await office({ resolveSubject: () => ['super-admin', 'external'] });
    const { world, root, ben } = on;
    const noRoles = { roles: [] };
    await given(world, ben, noRoles);
    await given(world, root.accountId, noRoles);
    expect((await administratorsOf(on))?.accountIds).toEqual([root.accountId]);
    expect(await sets(on, EXTERNALS)).toEqual(STRANDED);
    const nobody = { tenant: TENANT, version: ((await administratorsOf(on))?.version ?? 0) + 1, accountIds: [] };
    await world.store.commit({
      ...{ tenant: TENANT, now: instant(world.now), guards: {}, administrators: nobody, events: [] },
    });
    await given(world, ben, { roles: ['super-admin'] });
    expect(await sets(on, EXTERNALS)).toEqual(STRANDED);
    await given(world, ben, noRoles);
    expect(await sets(on, EXTERNALS)).toMatchObject({ version: 2 });
  });
});

describe('a policy that others are quicker than', () => {
  it('W4 X17 is judged anew, thirty times', async () => {
    const on = await office();
    on.loses(99, 'administrators');
    expect(await puts(on)).toEqual({ refused: 'store-unavailable' });
    expect(on.commits).toHaveLength(30);
    on.commits.length = 0;
    on.loses(29, 'actor');
    expect(await puts(on)).toMatchObject({ version: 2 });
    expect(on.commits).toHaveLength(30);
  });

  it('W4 is refused if another version, or the end of the session, came first', async () => {
    const on = await office();
    const { world, client, root } = on;
    on.beforeTheNext('commit', () => sets(on));
    expect(await puts(on, EXTERNALS)).toEqual({ refused: 'precondition-failed' });
    on.beforeTheNext('commit', () => world.auth.sessions.end(client.caller, root));
    expect(await puts(on, EXTERNALS, 2)).toEqual({ refused: 'no-session' });
    expect(await inForce(on)).toBe(2);
  });
});

describe('a tighter policy', () => {
  it.each([
    ['revoke', 0],
    [{ after: '1h', then: 'revoke' }, 1],
    ['next-request', 1],
    ['next-sign-in', 1],
  ] as const)('N10 with onTighten %j leaves %i sessions that fall short in the list', async (onTighten, left) => {
    const on = await office();
    const { world, ben } = on;
    await given(world, ben, { totp: ARMED.totp });
    const { accountId: root } = await (await signsIn(world, ROOT, [])).session();
    await signsIn(world, BEN, []);
    expect(await puts(on, { administrators: ADMINISTRATORS, requiredStrength: 'enhanced', onTighten })).toMatchObject({
      version: 2,
    });
    await world.auth.runBackgroundWork();
    const now = instant(world.now);
    // The administrator's own session, who proved an app, goes on.
    for (const [id, more] of [
      [ben, 0],
      [root, 1],
    ] as const)
      expect(await world.store.listSessions(TENANT, id, now)).toHaveLength(left + more);
  });
});
