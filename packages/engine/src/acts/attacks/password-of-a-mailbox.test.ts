import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { showsPasskey } from '../../administration/import-people.test-support.ts';
import {
  Client,
  type Embedded,
  embedded,
  PASSWORD,
  provesNow,
  storedAccount,
  TENANT,
} from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { tokenTo } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const [WRONG, RIGHT] = ['ida@exampel.org', 'ida@example.org'];
const by = hostCode('hr');
const ANYBODY = { tenant: TENANT, mode: 'token' } as const;
const STRANGERS = 'chosen by the stranger';

/** An account at a mistyped address, whose reader set its password by mail. */
async function taken() {
  const corp = { mailDomains: ['example.org'] };
  const world = await corporate({ requiredStrength: 'single', providers: { corp } });
  const { people, recovery, signIn } = world.auth;
  const asked = { identifier: 'ida', email: WRONG, password: PASSWORD, roles: ['finance'], by } as const;
  const { accountId } = accepted(await people.create(asked));
  const resets = async (to: string, next: string) => {
    await recovery.begin(ANYBODY, { identifier: 'ida' });
    await world.auth.runBackgroundWork();
    return recovery.confirm(new Client(world).caller, { token: tokenTo(world, to, 'recovery'), next });
  };
  const enters = (password: string) => signIn.begin(new Client(world).caller, { identifier: 'ida', password });
  expect(await resets(WRONG, STRANGERS)).toEqual({ status: 'recovered' });
  expect(await enters(STRANGERS)).toMatchObject({ answer: { status: 'complete' } });
  world.now += 60_000;
  const takes = async (): Promise<void> => {
    expect(await world.store.listDevices(TENANT, accountId as AccountId)).toEqual([]);
    const { events } = await world.auth.events({ of: { accountId } });
    expect(events.filter(({ type }) => type === 'password.reset')).toHaveLength(2);
    expect(await enters(STRANGERS)).toEqual({ refused: 'invalid-credentials' });
    world.now += 60_000;
  };
  return { world, id: accountId as AccountId, people, resets, enters, takes };
}

it('X3 matches nothing after a correction by host code, and the owner sets another by mail', async () => {
  const { world, id: accountId, people, resets, enters, takes } = await taken();
  accepted(await people.setEmail({ accountId }, { email: RIGHT, by }));
  await takes();
  expect(await resets(RIGHT, 'chosen by Ida herself')).toEqual({ status: 'recovered' });
  expect(await enters('chosen by Ida herself')).toMatchObject({ answer: { status: 'complete' } });
  await world.auth.close();
});

it.each([undefined, RIGHT])(
  'X3 P14 goes with the lost mailbox in a help-in (new: %s), whose code comes first',
  async (email) => {
    const { world, id: accountId, people, enters, takes } = await taken();
    const asked = { lost: ['mailbox'], email, by } as const;
    const previewed = accepted(await people.helpIn({ accountId }, { ...asked, preview: true }));
    const helped = accepted(await people.helpIn({ accountId }, asked));
    for (const { ends, keeps } of [previewed, helped]) {
      expect(ends.map(({ kind }) => kind)).toEqual(['password', 'email', 'sessions', 'devices']);
      expect(keeps).toEqual([]);
    }
    await takes();
    const ida = new Client(world);
    await ida.keeps(world.auth.signIn.begin(ida.caller, { identifier: 'ida' }));
    const shown = { code: helped.enrollmentCode ?? '', password: 'chosen by Ida herself' };
    expect((await ida.keeps(world.auth.signIn.enrollmentCode(ida.caller, shown))).answer.status).toBe('complete');
    expect(await enters('chosen by Ida herself')).toMatchObject({ answer: { status: 'complete' } });
    await world.auth.close();
  },
);

it('X3 P14 stays in a help-in that names the same address, and so does a password of another source', async () => {
  const { world, id: accountId, people, enters } = await taken();
  const same = accepted(await people.helpIn({ accountId }, { lost: ['mailbox'], email: WRONG, by }));
  expect(same.keeps.map(({ kind }) => kind)).toEqual(['password', 'email']);
  accepted(await people.setPassword({ accountId }, { password: 'chosen by host code', by }));
  const other = accepted(await people.helpIn({ accountId }, { lost: ['mailbox'], by }));
  expect(other.keeps.map(({ kind }) => kind)).toEqual(['password']);
  expect(await enters('chosen by host code')).toMatchObject({ answer: { status: 'complete' } });
  await world.auth.close();
});

it('X3 goes with a mailbox that host code removes, which is refused if it was the only way in', async () => {
  const { world, id: accountId, people, takes } = await taken();
  const removes = () => people.setEmail({ accountId }, { email: null, by });
  expect(await removes()).toMatchObject({ refused: 'no-way-in-left' });
  const externalIds = [{ provider: 'corp', subject: 'ida' }];
  accepted(await people.setExternalIds({ accountId }, { externalIds, by }));
  accepted(await removes());
  expect((await storedAccount(world.store, accountId)).password).toBeUndefined();
  await takes();
  await world.auth.close();
});

it.each([false, true])(
  'X3 goes with a mailbox that the owner replaces, unless the session shows it (%s)',
  async (isShown) => {
    const { world, id: accountId, people, resets, enters } = await taken();
    const externalIds = [{ provider: 'corp', subject: 'ida' }];
    accepted(await people.setExternalIds({ accountId }, { externalIds, by }));
    const [browser, client] = [new Browser(world), new Client(world)];
    if (isShown) await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'ida', password: STRANGERS }));
    else expect(await browser.signsIn({ subject: 'ida' })).toBe('complete');
    const owner = isShown ? client : browser;
    const me = world.auth.me(await provesNow(world, world.store, owner, ['passkey']));
    expect(await me.requestEmail(RIGHT)).toBeUndefined();
    expect(await me.confirmEmail(tokenTo(world, RIGHT, 'email-change'))).toMatchObject({ email: RIGHT });
    const { events } = await world.auth.events({ of: { accountId } });
    expect(events.filter(({ type }) => type === 'password.reset')).toHaveLength(isShown ? 1 : 2);
    const entered = isShown ? { answer: { status: 'complete' } } : { refused: 'invalid-credentials' };
    expect(await enters(STRANGERS)).toMatchObject(entered);
    expect(await world.auth.sessions.guard(owner.caller, { needs: 'session' })).toHaveProperty('id');
    world.now += 60_000;
    expect(await resets(RIGHT, 'chosen by Ida herself')).toEqual({ status: 'recovered' });
    await world.auth.close();
  },
);

it('X3 stays if it was set otherwise', async () => {
  const world = await embedded({ policy: { requiredStrength: 'single' } });
  const { people, signIn } = world.auth;
  const { accountId } = accepted(await people.create({ identifier: 'ida', email: WRONG, password: PASSWORD, by }));
  accepted(await people.setEmail({ accountId }, { email: RIGHT, by }));
  expect(await signIn.begin(new Client(world).caller, { identifier: 'ida', password: PASSWORD })).toMatchObject({
    answer: { status: 'complete' },
  });
  await world.auth.close();
});

it('X3 X21 of a stranger who completed an invitation goes with a help-in that takes everything', async () => {
  const corp = { mailDomains: ['corp.example'] };
  const world = await corporate({ requiredStrength: 'single', providers: { corp } });
  const { people, invitations, signIn } = world.auth;
  const { accountId } = accepted(await people.create({ identifier: 'ida', email: WRONG, invite: true, by }));
  const stranger = new Client(world);
  const token = tokenTo(world, WRONG, 'invitation');
  await stranger.keeps(invitations.accept(stranger.caller, { token, password: 'chosen by the stranger' }));
  await provesNow(world, world.store, stranger);
  const key = createAuthenticator();
  expect(await addsPasskey(world, stranger, key)).toBe('complete');
  await stranger.enrollsTotp();
  accepted(await people.setEmail({ accountId }, { email: RIGHT, by }));
  expect(await people.invite({ accountId }, { by })).toEqual({ refused: 'not-found' });
  const lost = ['app', 'passkey', 'mailbox', 'password'] as const;
  const helped = accepted(await people.helpIn({ accountId }, { lost, email: RIGHT.replace('ida', 'ida.m'), by }));
  expect(helped.keeps).toEqual([]);
  expect(await storedAccount(world.store, accountId as AccountId)).toMatchObject({ passkeys: [] });
  for (const gone of ['password', 'totp', 'backupCodes', 'recovery', 'pendingEmail'])
    expect(await storedAccount(world.store, accountId as AccountId)).not.toHaveProperty(gone);
  expect(await world.auth.sessions.guard(stranger.caller, { needs: 'session' })).toHaveProperty('refused');
  const enters = { identifier: 'ida', password: 'chosen by the stranger' };
  expect(await signIn.begin(new Client(world).caller, enters)).toEqual({ refused: 'invalid-credentials' });
  expect(await showsPasskey(world, new Client(world), key)).toMatchObject({ refused: 'invalid-credentials' });
  const ida = new Client(world);
  await ida.keeps(signIn.begin(ida.caller, { identifier: 'ida' }));
  const shown = { code: helped.enrollmentCode ?? '', password: PASSWORD };
  expect((await ida.keeps(signIn.enrollmentCode(ida.caller, shown))).answer.status).toBe('complete');
  await world.auth.close();
});

async function addsPasskey({ auth }: Embedded, client: Client, key: SoftwareAuthenticator): Promise<string> {
  const options = await auth.enroll.passkeyOptions(client.caller);
  if (isRefusal(options)) return options.refused;
  const response = await key.create({ ...options, extensions: {} }, { origin: auth.origin });
  return (await client.keeps(auth.enroll.passkey(client.caller, { response }))).answer.status;
}
