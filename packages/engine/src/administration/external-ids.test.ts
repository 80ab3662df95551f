import type { PolicyInput } from '@sallyport/core';
import { type AccountId, type AdminAccountView, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../contended-store.test-support.ts';
import {
  ADMINISTRATORS,
  Client,
  newAccount,
  PASSWORD,
  provesNow,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { emptyDirectory } from '../empty-directory.test-support.ts';
import { Browser, type Corporate, corporate, eventsOf } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

const ROOT = 'root@example.org';
const BEN = 'ben@example.org';
const SINGLE: PolicyInput<string> = { requiredStrength: 'single' };

/** A policy administrator who is signed in, and somebody else. */
async function administered(policy: PolicyInput<string> = SINGLE) {
  const { store, commits } = contendedStore();
  const world = await corporate(policy, { store, directory: emptyDirectory });
  await newAccount(world, ROOT, ['super-admin']);
  const root = new Client(world);
  await root.keeps(world.auth.signIn.begin(root.caller, { identifier: ROOT, password: PASSWORD }));
  const ben = await newAccount(world, BEN);
  return { world, commits, root, ben, actor: await provesNow(world, world.store, root, ['password', 'totp']) };
}

function view(answer: AdminAccountView | Refusal): AdminAccountView {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

async function benSignsIn(world: Corporate): Promise<Browser> {
  const browser = new Browser(world);
  browser.keeps(await world.auth.signIn.begin(browser.caller, { identifier: BEN, password: PASSWORD }));
  return browser;
}

describe('identities that an administrator links', () => {
  it('P10 sign in from then on, are pinned to their issuer, and end with their sessions', async () => {
    const { world, actor, ben } = await administered();
    const set = (externalIds: readonly { provider: string; subject: string }[]) =>
      world.auth.people.setExternalIds({ accountId: ben }, { externalIds, by: actor });
    expect(view(await set([{ provider: 'corp', subject: '1' }])).externalIds).toMatchObject([
      { provider: 'corp', subject: '1' },
    ]);
    const browser = new Browser(world);
    expect(await browser.signsIn({ subject: '1' })).toBe('complete');
    expect(await new Browser(world).signsIn({ subject: '1', issuer: 'https://evil.example' })).toBe(
      'invalid-credentials',
    );
    expect(view(await set([{ provider: 'corp', subject: '1' }])).externalIds).toHaveLength(1);
    await browser.session();
    expect(view(await set([{ provider: 'corp', subject: '2' }])).externalIds).toMatchObject([{ subject: '2' }]);
    await expect(browser.session()).rejects.toThrow('no-session');
    expect(await new Browser(world).signsIn({ subject: '1' })).toBe('invalid-credentials');
    const log = (await eventsOf(world)).filter((type) => type.startsWith('external-id.'));
    expect(log).toHaveLength(3);
  });

  it('P10 are of providers there are, one of each, and nobody else’s', async () => {
    const { world, actor, ben } = await administered();
    const set = (id: AccountId, externalIds: readonly { provider: string; subject: string }[]) =>
      world.auth.people.setExternalIds({ accountId: id }, { externalIds, by: actor });
    const one = { provider: 'corp', subject: '1' };
    expect(await set(ben, [{ provider: 'club', subject: '1' }])).toMatchObject({ refused: 'malformed-input' });
    expect(await set(ben, [one, { ...one, subject: '2' }])).toMatchObject({ refused: 'malformed-input' });
    view(await set(ben, [one]));
    expect(await set(actor.accountId, [one])).toMatchObject({ refused: 'already-exists' });
    const input = { identifier: 'cleo', externalIds: [one] };
    expect(await world.auth.people.create({ ...input, by: actor })).toMatchObject({ refused: 'already-exists' });
    const made = await world.auth.people.create({ ...input, externalIds: [{ ...one, subject: '3' }], by: actor });
    expect(view(made).externalIds).toMatchObject([{ provider: 'corp', subject: '3' }]);
    expect(await new Browser(world).signsIn({ subject: '3' })).toBe('complete');
  });

  it('P7 host code creates an account with its identities: of providers there are, one of each, and one password source', async () => {
    const { world } = await administered();
    const create = (externalIds: readonly { provider: string; subject: string }[], password?: string) =>
      world.auth.people.create({ identifier: 'cleo@example.org', externalIds, password, by: hostCode('host') });
    const one = { provider: 'corp', subject: '1' };
    for (const wrong of [[{ ...one, provider: 'club' }], [one, { ...one, subject: '2' }]]) {
      expect(await create(wrong)).toMatchObject({ refused: 'malformed-input' });
    }
    expect(await create([{ provider: 'ldap', subject: '1' }], PASSWORD)).toMatchObject({ refused: 'malformed-input' });
    expect(await new Browser(world).signsIn({ subject: '1' })).toBe('invalid-credentials');
    expect(await create([one], PASSWORD)).toMatchObject({ externalIds: [one] });
    expect(await new Browser(world).signsIn({ subject: '1' })).toBe('complete');
  });

  it('P12 a link to the directory takes the local password away, the sessions that rest on it, and a pending address', async () => {
    const { world, actor, ben } = await administered();
    const browser = await benSignsIn(world);
    const session = await provesNow(world, world.store, browser, ['password', 'email-code']);
    expect(await world.auth.me(session).requestEmail('thief@example.org')).toBeUndefined();
    expect((await storedAccount(world.store, ben)).pendingEmail).toBeDefined();
    const linked = view(
      await world.auth.people.setExternalIds(
        { accountId: ben },
        { externalIds: [{ provider: 'ldap', subject: 'uuid-1' }], by: actor },
      ),
    );
    expect(linked.factors.password).toBe(false);
    expect((await storedAccount(world.store, ben)).pendingEmail).toBeUndefined();
    await expect(browser.session()).rejects.toThrow('no-session');
    const both = { identifier: 'dora', password: PASSWORD, externalIds: [{ provider: 'ldap', subject: 'uuid-2' }] };
    expect(await world.auth.people.create({ ...both, by: actor })).toMatchObject({ refused: 'malformed-input' });
  });

  it('X4 P12 another directory entry forgives the guesses at the former one, and an identity at a provider does not', async () => {
    const { world, commits, actor, ben } = await administered();
    const clears = async (...externalIds: readonly { provider: string; subject: string }[]) => {
      view(await world.auth.people.setExternalIds({ accountId: ben }, { externalIds, by: actor }));
      return commits.at(-1)?.clearCounters;
    };
    const [corp, entry] = [
      { provider: 'corp', subject: '1' },
      { provider: 'ldap', subject: 'uuid-1' },
    ];
    expect(await clears(corp)).toBeUndefined();
    expect(await clears(corp, entry)).toEqual({ subject: ben, by: 'rebinding', authenticators: ['ldap'] });
    expect(await clears(entry)).toBeUndefined();
  });

  it('P10 X25 that an administrator linked are host code’s if host code names them, and stay theirs if another administrator does', async () => {
    const { world, root, actor, ben } = await administered();
    const externalIds = [
      { provider: 'corp', subject: '1' },
      { provider: 'ldap', subject: 'uuid-1' },
    ];
    const sets = async (by: Parameters<typeof world.auth.people.setExternalIds>[1]['by']) =>
      view(await world.auth.people.setExternalIds({ accountId: ben }, { externalIds, by }));
    await sets(actor);
    const { externalIds: linked = [] } = await storedAccount(world.store, ben);
    expect(linked.map(({ setUpBy }) => setUpBy)).toEqual([actor.accountId, actor.accountId]);
    await sets(await provesNow(world, world.store, root, ['password', 'totp']));
    expect((await storedAccount(world.store, ben)).externalIds).toEqual(linked);
    const before = (await eventsOf(world)).length;
    await sets(hostCode('hr'));
    const owned = await storedAccount(world.store, ben);
    expect(owned.externalIds).toEqual(linked.map(({ setUpBy: _, ...link }) => link));
    expect((await eventsOf(world)).slice(before)).toEqual(['external-id.linked', 'external-id.linked']);
    await sets(hostCode('hr'));
    expect((await storedAccount(world.store, ben)).externalIds).toEqual(owned.externalIds);
    expect((await eventsOf(world)).slice(before)).toHaveLength(2);
  });

  it('P9 are compared with the known ones as they are kept: a directory’s in lower case, a provider’s as typed', async () => {
    const { world, actor, ben } = await administered();
    const set = (externalIds: readonly { provider: string; subject: string }[], from?: typeof externalIds) =>
      world.auth.people.setExternalIds({ accountId: ben }, { externalIds, by: actor, ...(from && { from }) });
    const of = (provider: string, subject: string) => [{ provider, subject }];
    view(await set(of('ldap', 'UUID-1')));
    expect(await set(of('corp', 'Abc'), of('ldap', 'UUID-2'))).toEqual({ refused: 'precondition-failed' });
    expect(view(await set(of('corp', 'Abc'), of('ldap', 'UUID-1'))).externalIds).toMatchObject(of('corp', 'Abc'));
    expect(await set(of('corp', 'd'), of('corp', 'abc'))).toEqual({ refused: 'precondition-failed' });
  });

  it('X9 that an administrator unlinked are not linked again by their address, but by the administrator', async () => {
    const { world, actor, ben } = await administered({
      ...SINGLE,
      providers: { corp: { mailDomains: ['example.org'] } },
    });
    const identity = { subject: '1', email: { address: BEN, verified: true } };
    const set = (externalIds: readonly { provider: string; subject: string }[]) =>
      world.auth.people.setExternalIds({ accountId: ben }, { externalIds, by: actor });
    expect(await new Browser(world).signsIn(identity)).toBe('complete');
    expect(view(await set([])).externalIds).toEqual([]);
    for (const subject of ['1', '2'])
      expect(await new Browser(world).signsIn({ ...identity, subject })).toBe('invalid-credentials');
    expect(view(await set([{ provider: 'corp', subject: '1' }])).externalIds).toHaveLength(1);
    expect((await world.store.readAccount(TENANT, ben))?.unlinked).toBeUndefined();
    expect(await new Browser(world).signsIn(identity)).toBe('complete');
  });

  it('P10 the last way in is not unlinked', async () => {
    const { world, actor } = await administered();
    const made = await world.auth.people.create({
      identifier: 'cleo',
      externalIds: [{ provider: 'corp', subject: '3' }],
      by: actor,
    });
    const { accountId } = view(made);
    const answer = await world.auth.people.setExternalIds({ accountId }, { externalIds: [], by: actor });
    expect(answer).toMatchObject({ refused: 'no-way-in-left' });
  });
});

describe('single sign-on alone', () => {
  it('P9 is enforced at every path: password, recovery, change of password, step-up', async () => {
    const { world, actor, ben } = await administered({ ...SINGLE, roles: { employee: { methods: ['sso'] } } });
    view(
      await world.auth.people.setExternalIds(
        { accountId: ben },
        { externalIds: [{ provider: 'corp', subject: '1' }], by: actor },
      ),
    );
    const before = await benSignsIn(world);
    const session = await before.session();
    view(await world.auth.people.setRoles({ accountId: ben }, { roles: ['employee'], by: actor }));
    const { signIn, recovery, me } = world.auth;
    const caller = new Browser(world).caller;
    expect(await signIn.begin(caller, { identifier: BEN, password: PASSWORD })).toMatchObject({
      refused: 'invalid-credentials',
    });
    await recovery.begin(caller, { identifier: BEN });
    await world.auth.runBackgroundWork();
    expect(world.mails.filter(({ kind }) => kind === 'recovery')).toEqual([]);
    const changing = { current: PASSWORD, next: 'another battery, another staple' };
    expect(await me(session).changePassword(before.caller, changing)).toMatchObject({
      refused: 'method-not-allowed',
    });
    const stepUp = await signIn.stepUp(before.caller, session, { strength: 'single' });
    expect(stepUp).toMatchObject({ answer: { status: 'continue', accept: [{ method: 'sso', provider: 'corp' }] } });
    expect(await new Browser(world).signsIn({ subject: '1' })).toBe('complete');
  });

  it('P11 employees come by the provider, and externals by password and a second factor, in one installation', async () => {
    const policy: PolicyInput<string> = {
      ...SINGLE,
      roles: {
        employee: { methods: ['sso'] },
        contractor: { requiredStrength: 'enhanced', methods: ['password', 'passkey'] },
      },
      providers: { corp: {} },
    };
    const { world, actor, ben } = await administered(policy);
    view(
      await world.auth.people.setExternalIds(
        { accountId: ben },
        { externalIds: [{ provider: 'corp', subject: '1' }], by: actor },
      ),
    );
    view(await world.auth.people.setRoles({ accountId: ben }, { roles: ['employee'], by: actor }));
    const cleo = await newAccount(world, 'cleo@example.org');
    view(await world.auth.people.setRoles({ accountId: cleo }, { roles: ['contractor'], by: actor }));
    view(
      await world.auth.people.setExternalIds(
        { accountId: cleo },
        { externalIds: [{ provider: 'corp', subject: '2' }], by: actor },
      ),
    );
    expect(await new Browser(world).signsIn({ subject: '1' })).toBe('complete');
    expect(await new Browser(world).signsIn({ subject: '2' })).toBe('method-not-allowed');
    const begun = await world.auth.signIn.begin(new Browser(world).caller, {
      identifier: 'cleo@example.org',
      password: PASSWORD,
    });
    expect(begun).toMatchObject({ answer: { status: 'continue' } });
  });
});

describe('emergency access', () => {
  const ssoOnly = {
    administrators: ADMINISTRATORS,
    requiredStrength: 'single',
    methods: ['sso'],
    providers: { corp: {} },
  };

  it('X16 is wanted, and proved, before administrators are left to a provider alone', async () => {
    const { world, actor, root } = await administered();
    view(
      await world.auth.people.setExternalIds(
        { accountId: actor.accountId },
        { externalIds: [{ provider: 'corp', subject: '0' }], by: actor },
      ),
    );
    const { version } = await world.auth.policy.current(TENANT);
    const put = () => world.auth.policy.set(actor.tenant, ssoOnly, { ifVersion: version, by: actor });
    expect(await put()).toMatchObject({ refused: 'policy-strands-administrators' });
    const glass = {
      identifier: 'glass',
      email: 'glass@example.org',
      password: PASSWORD,
      roles: ['super-admin'],
      emergency: true,
    };
    view(await world.auth.people.create({ ...glass, by: actor }));
    expect(await put()).toMatchObject({ refused: 'policy-strands-administrators' });
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'glass', password: PASSWORD }));
    expect(await put()).toMatchObject({ version: version + 1 });
    const used = (await eventsOf(world)).filter((type) => type === 'emergency.used');
    expect(used).toHaveLength(1);
    // The provider is down: the emergency account still comes in, at full strength, and nobody else does.
    world.corp.isDown = true;
    const again = new Client(world);
    const reply = await again.keeps(world.auth.signIn.begin(again.caller, { identifier: 'glass', password: PASSWORD }));
    expect(reply.answer.status).toBe('complete');
    expect((await eventsOf(world)).filter((type) => type === 'emergency.used')).toHaveLength(2);
    const shut = await world.auth.signIn.begin(new Client(world).caller, { identifier: ROOT, password: PASSWORD });
    expect(shut).toMatchObject({ refused: 'invalid-credentials' });
    expect(root.caller.sessionToken).toBeDefined();
  });

  it('X16 is proved before it is all that is left, where no administrator is linked to a provider', async () => {
    const { world, actor } = await administered();
    const { version } = await world.auth.policy.current(TENANT);
    const put = () => world.auth.policy.set(actor.tenant, ssoOnly, { ifVersion: version, by: actor });
    const roles = ['super-admin'];
    const glass = { identifier: 'glass', email: 'glass@example.org', password: PASSWORD, roles, emergency: true };
    view(await world.auth.people.create({ ...glass, by: actor }));
    expect(await put()).toMatchObject({ refused: 'policy-strands-administrators' });
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'glass', password: PASSWORD }));
    expect(await put()).toMatchObject({ version: version + 1 });
  });

  it('X16 an emergency account is exempt from methods, never from strength', async () => {
    const { world, actor } = await administered({
      requiredStrength: 'single',
      roles: { keeper: { requiredStrength: 'enhanced', methods: ['sso'] } },
    });
    const glass = {
      identifier: 'glass',
      email: 'glass@example.org',
      password: PASSWORD,
      roles: ['keeper'],
      emergency: true,
    };
    view(await world.auth.people.create({ ...glass, by: actor }));
    const begun = await world.auth.signIn.begin(new Client(world).caller, { identifier: 'glass', password: PASSWORD });
    expect(begun).toMatchObject({ answer: { status: 'continue' } });
  });
});
