import { hostCode, isRefusal, type Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import type { Commit } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { Browser, type Corporate, corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

const [OLD, NEW] = ['the old secret, which is long enough', 'the new secret, which is long enough'];
const DORA = 'dora@example.org';
const NOTHING = {
  sealed: { authenticatorApps: 0, signOutHints: 0, actionLogs: 0 },
  hashed: { backupCodes: 0, enrollmentCodes: 0 },
};

/** A world whose secrets are rotated while it runs, and whose commits are kept. */
async function rotating(made: (options: { store: Store; secrets: () => readonly string[] }) => Promise<Embedded>) {
  const inner = memoryStore();
  const secrets = { now: [OLD] as readonly string[] };
  const commits: Commit[] = [];
  /** Runs once, before the next commit that seals anew. */
  const meanwhile: { once?: (() => Promise<unknown>) | undefined } = {};
  const store: Store = {
    ...inner,
    async commit(change) {
      const { once } = meanwhile;
      if (once !== undefined && change.events.some(({ type }) => type === 'account.resealed')) {
        meanwhile.once = undefined;
        await once();
      }
      commits.push(change);
      return inner.commit(change);
    },
  };
  const world = await made({ store, secrets: () => secrets.now });
  return { world, secrets, commits, meanwhile, store };
}

/** Dora, with an authenticator app and backup codes of the old secret. */
async function withApp() {
  const on = await rotating(embedded);
  const { world } = on;
  const id = await newAccount(world, DORA);
  const client = new Client(world);
  await client.signsInByMail(DORA);
  const { secret } = await client.enrollsTotp();
  on.secrets.now = [NEW, OLD];
  on.commits.length = 0;
  world.now += 15 * 60_000;
  return { ...on, id, secret, sealed: async () => (await storedAccount(on.store, id)).totp?.sealed ?? '' };
}

async function reseals({ auth }: Pick<Embedded, 'auth'>) {
  const outcomes: string[] = [];
  for await (const { outcome } of auth.secrets.reseal({ by: hostCode('the rotation') })) outcomes.push(outcome);
  return outcomes;
}

/** Signs in with the password and the app. Returns the status, or the refusal. */
async function signsInByApp(world: Embedded, secret: string, client = new Client(world)): Promise<string> {
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
  const shown = await world.auth.signIn.code(client.caller, 'totp', { code: client.totp(secret) });
  if (isRefusal(shown)) return shown.refused;
  return (await client.keeps(Promise.resolve(shown))).answer.status;
}

describe('the use of the secrets', () => {
  it('X40 is told by the place of each secret and the id of its key, and never by the secret', async () => {
    const { world, secrets } = await withApp();
    await newAccount(world, 'max@example.org');
    await world.auth.people.vouch({ identifier: 'max@example.org' }, { by: hostCode('host') });
    const survey = await world.auth.secrets.survey();
    expect(survey).toEqual({
      accounts: 2,
      keys: [
        {
          ...NOTHING,
          place: 1,
          key: expect.stringMatching(/^[\w-]{8}$/),
          hashed: { backupCodes: 0, enrollmentCodes: 1 },
        },
        {
          ...{ place: 2, key: expect.stringMatching(/^[\w-]{8}$/) },
          ...{
            sealed: { authenticatorApps: 1, signOutHints: 0, actionLogs: 0 },
            hashed: { backupCodes: 1, enrollmentCodes: 0 },
          },
        },
      ],
    });
    for (const secret of [OLD, NEW]) expect(JSON.stringify(survey)).not.toContain(secret);
    world.now += 25 * 3_600_000;
    secrets.now = [NEW];
    const [current, gone] = (await world.auth.secrets.survey()).keys;
    expect(current).toMatchObject({ place: 1, hashed: { enrollmentCodes: 0 } });
    expect(gone).toEqual({ ...survey.keys[1], place: undefined });
  });

  it('X40 moves to the first secret in one commit with one event, and a second run writes nothing', async () => {
    const { world, id, secret, sealed, commits } = await withApp();
    const [before, sealedBefore] = [await world.auth.secrets.survey(), await sealed()];
    expect(await reseals(world)).toEqual(['resealed']);
    expect(commits).toHaveLength(1);
    expect(commits[0]).toMatchObject({
      guards: { account: { id }, policy: 1 },
      events: [{ type: 'account.resealed', accountId: id, actor: { kind: 'host', id: 'the rotation' } }],
    });
    expect(await sealed()).not.toBe(sealedBefore);
    expect((await world.auth.secrets.survey()).keys).toMatchObject([
      { key: before.keys[0]?.key, sealed: { authenticatorApps: 1 } },
      { key: before.keys[1]?.key, sealed: NOTHING.sealed, hashed: { backupCodes: 1 } },
    ]);
    commits.length = 0;
    expect(await reseals(world)).toEqual([]);
    expect(commits).toEqual([]);
    expect(await signsInByApp(world, secret)).toBe('complete');
  });

  it('X40 moves beside a sign-in with the app, whose code stays used up', async () => {
    const { world, secret, id, meanwhile, store } = await withApp();
    const before = await storedAccount(store, id);
    meanwhile.once = async () => expect(await signsInByApp(world, secret)).toBe('complete');
    expect(await reseals(world)).toEqual(['resealed']);
    const { totp } = await storedAccount(store, id);
    expect(totp?.lastStep).toBeGreaterThan(before.totp?.lastStep ?? 0);
    const events = (await world.auth.audit.events(TENANT, { type: 'account.resealed' })).events;
    expect(events).toEqual([]);
    expect(await signsInByApp(world, secret)).toBe('invalid-credentials');
    expect((await world.auth.secrets.survey()).keys[1]).toMatchObject({ sealed: NOTHING.sealed });
  });

  it('X40 moves for an app that waits for its first code, and leaves a deleted account alone', async () => {
    const { world, id, secret, meanwhile, secrets, store } = await withApp();
    const client = new Client(world);
    secrets.now = [OLD];
    expect(await signsInByApp(world, secret, client)).toBe('complete');
    const pending = await world.auth.enroll.secret(client.caller, 'totp');
    if (isRefusal(pending)) throw new Error(pending.refused);
    secrets.now = [NEW, OLD];
    expect((await world.auth.secrets.survey()).keys[1]).toMatchObject({ sealed: { authenticatorApps: 2 } });
    world.now += 30_000;
    expect(await reseals(world)).toEqual(['resealed']);
    secrets.now = [NEW];
    const code = client.totp(pending.secret);
    expect(await world.auth.enroll.confirmCode(client.caller, 'totp', { code })).toMatchObject({ answer: {} });
    secrets.now = [OLD, NEW];
    meanwhile.once = () => world.auth.people.delete({ accountId: id }, { by: hostCode('host') });
    expect(await reseals(world)).toEqual([]);
    expect(await store.readAccount(TENANT, id)).toBeUndefined();
  });

  it('X17 X40 leaves what no secret opens, reports the account, and seals the rest', async () => {
    const { world, secret, id, secrets, store } = await withApp();
    await newAccount(world, 'max@example.org');
    secrets.now = [NEW];
    const before = await storedAccount(store, id);
    expect(await reseals(world)).toEqual(['unreadable']);
    expect(await storedAccount(store, id)).toEqual(before);
    secrets.now = [NEW, OLD];
    const damaged = `${before.totp?.sealed.slice(0, -8)}AAAAAAAA`;
    await rewritesAccount(store, id, (account) => ({
      ...account,
      totp: account.totp && { ...account.totp, sealed: damaged },
    }));
    expect(await reseals(world)).toEqual(['unreadable']);
    await rewritesAccount(store, id, (account) => ({ ...account, totp: before.totp }));
    expect(await reseals(world)).toEqual(['resealed']);
    expect(await signsInByApp(world, secret)).toBe('complete');
  });

  it('X40 moves for the sign-out hint of a live session, which stays the same session', async () => {
    const on = await rotating((options) =>
      corporate({ requiredStrength: 'single', providers: { corp: { createAccounts: true } } }, options),
    );
    const world = on.world as Corporate;
    const browser = new Browser(world);
    expect(await browser.signsIn({ subject: 'ada', logoutHint: 'id-token' })).toBe('complete');
    on.secrets.now = [NEW, OLD];
    expect((await world.auth.secrets.survey()).keys).toMatchObject([
      { sealed: NOTHING.sealed },
      { sealed: { signOutHints: 1, actionLogs: 0 } },
    ]);
    on.commits.length = 0;
    expect(await reseals(world)).toEqual(['resealed']);
    expect(on.commits).toHaveLength(1);
    expect(on.commits[0]?.events).toMatchObject([
      { type: 'account.resealed', detail: { session: expect.any(String) } },
    ]);
    on.secrets.now = [NEW];
    const session = await browser.session();
    const ended = await world.auth.sessions.end(browser.caller, session, { returnTo: 'http://localhost:3000/' });
    expect(ended).toHaveProperty('logout', expect.stringContaining('hint=id-token'));
  });

  it('X7 X40 is asked with a name of the host code, and a tenant that there is', async () => {
    const { world, commits } = await withApp();
    const { secrets } = world.auth;
    for (const by of ['', 'x'.repeat(201), undefined, 7, {}])
      expect(() => secrets.reseal({ by: hostCode(by as string) })).toThrow(/^by (is no text|has 1 to 200)/);
    expect(() => secrets.reseal({ by: hostCode('x'), tenant: 'north' })).toThrow("There is no tenant 'north'");
    await expect(secrets.survey({ tenant: 'north' })).rejects.toMatchObject({ code: 'bad-tenant' });
    expect(commits).toEqual([]);
    const many = await embedded({ tenant: () => 'north', tenants: () => ({}), secrets: [OLD] });
    await expect(many.auth.secrets.survey()).rejects.toThrow('Name each tenant');
    expect(await many.auth.secrets.survey({ tenant: 'north' })).toMatchObject({ accounts: 0 });
  });

  it('X39 X40 counts every tenant of the host, because a secret is in use until no tenant needs it', async () => {
    const world = await embedded({ tenant: () => 'north', tenants: { north: {}, south: {} }, secrets: [OLD] });
    for (const tenant of ['north', 'south']) {
      await world.auth.people.create({ tenant, identifier: 'ben', by: hostCode('host') });
      await world.auth.people.vouch({ tenant, identifier: 'ben' }, { by: hostCode('host') });
    }
    expect((await world.auth.secrets.survey()).keys).toMatchObject([{ hashed: { enrollmentCodes: 2 } }]);
    const south = await world.auth.secrets.survey({ tenant: 'south' });
    expect(south).toMatchObject({ accounts: 1, keys: [{ hashed: { enrollmentCodes: 1 } }] });
  });
});
