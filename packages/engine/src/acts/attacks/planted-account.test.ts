import type { PolicyInput } from '@sallyport/core';
import { type AccountId, isRefusal, type LiveSession, type Refusal, type SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, provesNow, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate, FakeProvider } from '../../single-sign-on/fake-provider.test-support.ts';

const EVE = 'eve@corp.example';
const THIEFS = 'a password that only the thief knows';
const eve = { subject: 'eve', email: { address: EVE, verified: true }, roles: ['super-admin'] };
const POLICY: PolicyInput = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'] } },
};

function accepted<Answer extends object>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

/** Pia administers people, and has an identity of her own at a club where anybody may sign up. */
async function office(
  options: Partial<SallyportOptions> = {},
): Promise<{ readonly world: Corporate; readonly club: FakeProvider; readonly pia: Client }> {
  const [corp, club] = [new FakeProvider({ roles: ['super-admin'] }), new FakeProvider({ id: 'club' })];
  const world = await corporate(POLICY, { corp, providers: [corp, club], ...options });
  const pia = await administrator(world, 'pia', 'admin');
  return { world, club, pia };
}

async function administrator(world: Corporate, name: string, role: string): Promise<Client> {
  const identifier = `${name}@example.org`;
  accepted(await world.auth.accounts.create({ identifier, email: identifier, password: PASSWORD, roles: [role] }));
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD }));
  return client;
}

/** What one proves of late before an act of administration. */
function acting(world: Corporate, client: Client): Promise<LiveSession> {
  return provesNow(world, world.store, client, ['password', 'totp']);
}

interface Planted {
  readonly id: AccountId;
  readonly secret: string;
  /** The thief's own session of the account. */
  readonly thief: Client;
}

/** Pia makes Eve's account before Eve has ever signed in, names an identity of her own for it, and sets an app up by her own voucher. */
async function plants(world: Corporate, pia: Client): Promise<Planted> {
  const { admin, signIn } = world.auth;
  const made = accepted(
    await admin.createAccount(await acting(world, pia), {
      ...{ identifier: EVE, email: EVE, password: THIEFS },
      externalIds: [{ provider: 'club', subject: 'pia' }],
    }),
  );
  const id = made.accountId as AccountId;
  const { enrollmentCode } = accepted(await admin.vouch(await acting(world, pia), id));
  const thief = new Client(world);
  await thief.keeps(signIn.begin(thief.caller, { identifier: EVE, password: THIEFS }));
  await thief.keeps(signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
  await thief.keeps(signIn.enrollmentCode(thief.caller, { code: enrollmentCode }));
  const { secret } = await thief.enrollsTotp();
  return { id, secret, thief };
}

const administersPolicy = (world: Corporate, { caller }: Client | Browser) =>
  world.auth.sessions.guard(caller, { needs: 'administrator', of: 'policy' });

/** Every way that the thief has of the account: it is refused. */
async function thiefIsOut(world: Corporate, club: FakeProvider, { secret, thief }: Planted): Promise<void> {
  expect(await administersPolicy(world, thief)).toMatchObject({ refused: 'no-session' });
  world.now += 60_000;
  const anew = new Client(world);
  const { signIn } = world.auth;
  expect(await signIn.begin(anew.caller, { identifier: EVE, password: THIEFS })).toEqual({
    refused: 'invalid-credentials',
  });
  await anew.keeps(signIn.begin(anew.caller, { identifier: EVE }));
  expect(await signIn.totp(anew.caller, { code: anew.totp(secret) })).toMatchObject({ refused: 'invalid-credentials' });
  const browser = new Browser(world);
  const state = await browser.leaves('club');
  expect(await browser.returns({ state, code: club.signsIn({ subject: 'pia' }) }, 'club')).toBe('invalid-credentials');
  await world.auth.recovery.begin(anew.caller, { identifier: EVE });
  await world.auth.tend();
  expect(world.mails.filter(({ kind }) => kind === 'recovery')).toEqual([]);
}

/** The events that have a change of Eve's roles, oldest first. */
async function roleEvents({ store }: Corporate, id: AccountId) {
  const { items } = await store.listEvents(TENANT, { limit: 500 });
  return items.filter(({ type, accountId }) => type === 'account.roles-changed' && accountId === id).toReversed();
}

const PLANTED = ['password', 'email', 'totp', 'backup-code', 'external-id:club'];

describe('an account that a people administrator planted', () => {
  it('N15 W4 X18 keeps nothing that she set up when its owner first comes from the provider as a policy administrator', async () => {
    const { world, club, pia } = await office();
    const planted = await plants(world, pia);
    expect(await administersPolicy(world, planted.thief)).toMatchObject({ refused: 'not-permitted' });

    const owner = new Browser(world);
    await owner.signsIn(eve);

    await thiefIsOut(world, club, planted);
    expect((await storedAccount(world.store, planted.id)).externalIds).toMatchObject([
      { provider: 'corp', subject: 'eve' },
    ]);
    expect(await roleEvents(world, planted.id)).toMatchObject([
      { detail: { provider: 'corp', from: [], to: ['super-admin'], ended: PLANTED } },
    ]);
  });

  it('N15 W4 X18 keeps nothing that she set up when a policy administrator gives it the role', async () => {
    const { world, club, pia } = await office();
    const planted = await plants(world, pia);
    const root = await administrator(world, 'root', 'super-admin');
    accepted(
      await world.auth.admin.setRoles(await acting(world, root), planted.id, { roles: ['super-admin'], force: true }),
    );
    await thiefIsOut(world, club, planted);
    expect(await roleEvents(world, planted.id)).toMatchObject([
      { detail: { from: [], to: ['super-admin'], ended: PLANTED } },
    ]);
  });

  it('N15 W4 X18 nor where host code gives it the role', async () => {
    const { world, club, pia } = await office();
    const planted = await plants(world, pia);
    const { id } = planted;
    accepted(await world.auth.accounts.setRoles({ accountId: id }, { roles: ['super-admin'], force: true }));
    await thiefIsOut(world, club, planted);
    expect(await roleEvents(world, id)).toMatchObject([{ detail: { to: ['super-admin'], ended: PLANTED } }]);
  });

  it('N15 W4 the local password of an account wears no role that its provider gave', async () => {
    const { world } = await office();
    accepted(await world.auth.accounts.create({ identifier: EVE, email: EVE, password: PASSWORD }));
    const owner = new Browser(world);
    await owner.signsIn(eve);
    const local = new Client(world);
    await local.keeps(world.auth.signIn.begin(local.caller, { identifier: EVE, password: PASSWORD }));
    const session = await provesNow(world, world.store, local);
    expect(session.roles).toEqual([]);
    expect(await administersPolicy(world, local)).toMatchObject({ refused: 'not-permitted' });
    const atProvider = await provesNow(world, world.store, owner);
    expect(atProvider.roles).toEqual(['super-admin']);
    expect(isRefusal(await administersPolicy(world, owner))).toBe(false);
  });
});

describe('an account that its owner set up', () => {
  it('N15 W4 X18 keeps it with the role, and loses the identity alone that somebody else named', async () => {
    const { world, club, pia } = await office();
    const made = accepted(await world.auth.accounts.create({ identifier: EVE, email: EVE, password: PASSWORD }));
    const id = made.accountId as AccountId;
    const owner = new Client(world);
    await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
    await provesNow(world, world.store, owner);
    const { secret } = await owner.enrollsTotp();
    accepted(
      await world.auth.admin.setExternalIds(await acting(world, pia), id, {
        externalIds: [{ provider: 'club', subject: 'pia' }],
      }),
    );
    const root = await administrator(world, 'root', 'super-admin');
    accepted(await world.auth.admin.setRoles(await acting(world, root), id, { roles: ['super-admin'] }));
    expect(await roleEvents(world, id)).toMatchObject([{ detail: { ended: ['external-id:club'] } }]);

    world.now += 60_000;
    const again = new Client(world);
    const { signIn } = world.auth;
    await again.keeps(signIn.begin(again.caller, { identifier: EVE, password: PASSWORD }));
    await again.keeps(signIn.stepUp(again.caller, await again.session(), { strength: 'enhanced' }));
    await again.keeps(signIn.totp(again.caller, { code: again.totp(secret) }));
    expect(isRefusal(await administersPolicy(world, again))).toBe(false);
    const browser = new Browser(world);
    const state = await browser.leaves('club');
    expect(await browser.returns({ state, code: club.signsIn({ subject: 'pia' }) }, 'club')).toBe(
      'invalid-credentials',
    );
  });

  it('N15 W4 X18 loses the identity also where the host tells the role, at the sign-in that takes it over', async () => {
    let told = ['admin'];
    const { world, pia } = await office({ resolveSubject: () => told });
    const made = accepted(await world.auth.accounts.create({ identifier: EVE, email: EVE, password: PASSWORD }));
    const id = made.accountId as AccountId;
    const externalIds = [{ provider: 'club', subject: 'pia' }];
    accepted(await world.auth.admin.setExternalIds(await acting(world, pia), id, { externalIds }));
    told = ['super-admin'];
    const owner = new Client(world);
    await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
    expect((await owner.session()).roles).toEqual(['super-admin']);
    expect(await roleEvents(world, id)).toMatchObject([
      { detail: { from: [], to: ['super-admin'], ended: ['external-id:club'] } },
    ]);
    expect((await storedAccount(world.store, id)).externalIds ?? []).toEqual([]);
  });

  it('N15 W4 X18 loses nothing where nobody else set anything up, and the event has no word of a loss', async () => {
    const { world } = await office();
    const made = accepted(await world.auth.accounts.create({ identifier: EVE, email: EVE, password: PASSWORD }));
    const id = made.accountId as AccountId;
    const before = await storedAccount(world.store, id);
    accepted(await world.auth.accounts.setRoles({ accountId: id }, { roles: ['super-admin'] }));
    const { password, email, epoch } = await storedAccount(world.store, id);
    expect({ password, email, epoch }).toEqual({
      ...{ password: before.password, email: before.email, epoch: before.epoch },
    });
    const [event] = await roleEvents(world, id);
    expect(event?.detail).toEqual({ from: [], to: ['super-admin'] });
  });
});
