import { instant } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, provesNow, rewritesAccount, storedAccount } from '../../embedded.test-support.ts';
import {
  Browser,
  CALLBACK,
  type Corporate,
  type FakeProvider,
  stateOf,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, bothNamed, EVE, office, THIEFS } from './planting.test-support.ts';

const CHANGED = 'a password that the thief typed alone';
const ELSEWHERE = 'the-thief@example.net';
const PIAS_MAILBOX = 'pia-as-eve@example.org';

/** Pia typed the password of Eve's account. The address, if Pia typed one, is a mailbox of Pia's. */
async function typedByPia(email?: string) {
  const at = await office();
  const made = accepted(
    await at.world.auth.people.create({
      ...{ identifier: EVE, email, password: THIEFS },
      by: await acting(at.world, at.pia),
    }),
  );
  const thief = new Client(at.world);
  await thief.keeps(at.world.auth.signIn.begin(thief.caller, { identifier: EVE, password: THIEFS }));
  const id = made.accountId as AccountId;
  const setUpBy = (await at.pia.session()).accountId;
  return { ...at, id, thief, setUpBy, account: () => storedAccount(at.world.store, id) };
}

async function changesPassword({ auth }: Corporate, thief: Client, current: string, next: string): Promise<void> {
  const { caller } = thief;
  await thief.keeps(auth.me(await thief.session()).changePassword(caller, { current, next }));
}

/** Asks for a stronger session, and shows the code of an administrator in that flow. */
async function shows({ auth }: Corporate, client: Client | Browser, code: string): Promise<void> {
  const { signIn } = auth;
  const { keep } = await signIn.stepUp(client.caller, await client.session(), { strength: 'enhanced' });
  client.caller = { ...client.caller, flowToken: keep?.flow?.token };
  const shown = accepted(await signIn.enrollmentCode(client.caller, { code }));
  client.caller = { ...client.caller, flowToken: shown.keep?.flow?.token };
}

/** The thief reads the mailbox that Pia typed. */
async function showsMailbox({ auth, mails }: Corporate, thief: Client): Promise<void> {
  const { signIn } = auth;
  await thief.keeps(signIn.stepUp(thief.caller, await thief.session(), { strength: 'baseline' }));
  await thief.keeps(signIn.sendCode(thief.caller, 'email-code'));
  await thief.keeps(signIn.code(thief.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
}

async function links({ auth }: Corporate, club: FakeProvider, browser: Browser): Promise<void> {
  const left = accepted(
    await auth.sso.beginLink(browser.caller, await browser.session(), 'club', { callback: CALLBACK }),
  );
  browser.keeps(left);
  const code = club.signsIn({ subject: 'pia' });
  expect(await browser.returns({ state: stateOf(left), code }, 'club')).toBe('linked');
}

async function enrollsApp({ auth, now }: Corporate, browser: Browser): Promise<void> {
  const { secret } = accepted(await auth.enroll.secret(browser.caller, 'totp'));
  const code = generateSync({ secret, epoch: Math.floor(now / 1000) });
  expect(browser.keeps(await auth.enroll.confirmCode(browser.caller, 'totp', { code }))).toBe('complete');
}

type Typed = Awaited<ReturnType<typeof typedByPia>>;

async function recovers({ world, thief }: Typed): Promise<void> {
  const { auth, mails } = world;
  await auth.recovery.begin(thief.caller, { identifier: EVE });
  await auth.runBackgroundWork();
  const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  expect(await auth.recovery.confirm(thief.caller, { token, next: CHANGED })).toEqual({ status: 'recovered' });
}

/** What the thief makes of the account by acts that are an owner's. */
const WITHOUT_MAILBOX: Readonly<Record<string, (at: Typed) => Promise<unknown>>> = {
  'changes the password': ({ world, thief }) => changesPassword(world, thief, THIEFS, CHANGED),
  'changes it twice': async ({ world, thief }) => {
    await changesPassword(world, thief, THIEFS, CHANGED);
    await changesPassword(world, thief, CHANGED, `${CHANGED} again`);
  },
  'changes it once nothing that the session proved is recent': async ({ world, thief }) => {
    world.now += 20 * 60_000;
    await changesPassword(world, thief, THIEFS, CHANGED);
  },
};
const BY_MAILBOX: Readonly<Record<string, (at: Typed) => Promise<unknown>>> = {
  'changes it beside a code from the mailbox that was typed as well': async ({ world, thief }) => {
    await showsMailbox(world, thief);
    await changesPassword(world, thief, THIEFS, CHANGED);
  },
  'recovers by the mailbox that was typed': recovers,
  'recovers, signs in, and changes the password': async (at) => {
    const { world, thief } = at;
    await recovers(at);
    await thief.keeps(world.auth.signIn.begin(thief.caller, { identifier: EVE, password: CHANGED }));
    await showsMailbox(world, thief);
    await changesPassword(world, thief, CHANGED, `${CHANGED} again`);
  },
};
const LAUNDERING = [
  ...Object.entries(WITHOUT_MAILBOX).map((way) => [...way, undefined] as const),
  ...Object.entries(BY_MAILBOX).map((way) => [...way, PIAS_MAILBOX] as const),
];

describe('a password that a people administrator typed stays theirs if whoever has it', () => {
  it.each(LAUNDERING)('N15 X18 %s', async (_, launder, email) => {
    const at = await typedByPia(email);
    await launder(at);
    expect((await at.account()).password).toMatchObject({ setUpBy: at.setUpBy });

    accepted(
      await at.world.auth.people.setRoles(
        { accountId: at.id },
        { roles: ['super-admin'], force: true, by: hostCode('host') },
      ),
    );
    const { password, email: left } = await at.account();
    expect([password, left]).toEqual([undefined, undefined]);
  });
});

describe('what the thief sets up beside such a password', () => {
  it('N15 X18 is the administrator’s too: an app, backup codes and an address', async () => {
    const { world, pia, id, thief, setUpBy, account } = await typedByPia();
    const { auth } = world;
    await changesPassword(world, thief, THIEFS, CHANGED);
    const { enrollmentCode } = accepted(await auth.people.vouch({ accountId: id }, { by: await acting(world, pia) }));
    await shows(world, thief, enrollmentCode);
    await thief.enrollsTotp();
    accepted(await auth.me(await thief.session()).newBackupCodes());
    expect(await auth.me(await thief.session()).requestEmail(ELSEWHERE)).toBeUndefined();
    const { token } = world.mails.findLast(({ to }) => to === ELSEWHERE) ?? {};
    accepted(await auth.me(await thief.session()).confirmEmail(token ?? ''));
    const { totp, backupCodes, email } = await account();
    for (const one of [totp, backupCodes, email]) expect(one).toMatchObject({ setUpBy });

    accepted(
      await auth.people.setRoles({ accountId: id }, { roles: ['super-admin'], force: true, by: hostCode('host') }),
    );
    const left = await account();
    expect([left.password, left.totp, left.backupCodes, left.email]).toEqual(Array(4).fill(undefined));
  });

  it('N15 X18 is the administrator’s too beside a code from the mailbox of the owner, which the thief reads', async () => {
    const { world, id, thief, setUpBy, account } = await typedByPia(EVE);
    await rewritesAccount(world.store, id, (record) => ({
      ...record,
      email: record.email && { ...record.email, setUpBy: undefined },
    }));
    await showsMailbox(world, thief);
    await thief.enrollsTotp();
    expect((await account()).email?.setUpBy).toBeUndefined();
    expect((await account()).totp).toMatchObject({ setUpBy });
    accepted(
      await world.auth.people.setRoles(
        { accountId: id },
        { roles: ['super-admin'], force: true, by: hostCode('host') },
      ),
    );
    const { email, totp } = await account();
    expect([email?.address, totp]).toEqual([EVE, undefined]);
  });

  it('N15 X18 is the administrator’s too: an identity', async () => {
    const { world, club, id, setUpBy, account } = await typedByPia(PIAS_MAILBOX);
    const { auth, mails } = world;
    const browser = new Browser(world);
    browser.keeps(await auth.signIn.begin(browser.caller, { identifier: EVE, password: THIEFS }));
    browser.keeps(await auth.signIn.stepUp(browser.caller, await browser.session(), { strength: 'baseline' }));
    browser.keeps(await auth.signIn.sendCode(browser.caller, 'email-code'));
    const { code = '' } = mails.at(-1) ?? {};
    expect(browser.keeps(await auth.signIn.code(browser.caller, 'email-code', { code }))).toBe('complete');
    await links(world, club, browser);
    expect(await account()).toMatchObject({ externalIds: [{ provider: 'club', setUpBy }] });
    accepted(
      await auth.people.setRoles({ accountId: id }, { roles: ['super-admin'], force: true, by: hostCode('host') }),
    );
    expect((await account()).externalIds ?? []).toEqual([]);
  });

  it('N15 X18 is the administrator’s too: a first password beside an identity that the administrator named', async () => {
    const { world, club, pia } = await office();
    const { people } = world.auth;
    const externalIds = [{ provider: 'club', subject: 'pia' }];
    const made = accepted(await people.create({ identifier: EVE, externalIds, by: await acting(world, pia) }));
    const thief = new Browser(world);
    const state = await thief.leaves('club');
    const code = club.signsIn({ subject: 'pia', authTime: instant(world.now) });
    expect(await thief.returns({ state, code }, 'club')).toBe('complete');
    const id = made.accountId as AccountId;
    const { enrollmentCode } = accepted(await people.vouch({ accountId: id }, { by: await acting(world, pia) }));
    const { me } = world.auth;
    await shows(world, thief, enrollmentCode);
    await enrollsApp(world, thief);
    const changed = await me(await thief.session()).changePassword(thief.caller, { next: CHANGED });
    expect(thief.keeps(changed)).toBe('complete');
    const { password, totp } = await storedAccount(world.store, id);
    const setUpBy = bothNamed('club', (await pia.session()).accountId);
    expect([password, totp]).toMatchObject([{ setUpBy }, { setUpBy }]);
  });
});

describe('an owner', () => {
  it.each([
    ['keeps', 'a passkey of their own', 'passkey', false],
    ['loses', 'an app of their own alone', 'totp', true],
  ] as const)('N15 X18 %s a password that replaced an administrator’s beside %s', async (_, __, method, isPias) => {
    const { world, id, account, thief: owner, setUpBy } = await typedByPia();
    await provesNow(world, world.store, owner, [method]);
    await changesPassword(world, owner, THIEFS, CHANGED);
    const { password } = await account();
    expect(password?.setUpBy).toBe(isPias ? setUpBy : undefined);
    accepted(
      await world.auth.people.setRoles(
        { accountId: id },
        { roles: ['super-admin'], force: true, by: hostCode('host') },
      ),
    );
    expect((await account()).password).toEqual(isPias ? undefined : password);
  });

  it('N15 X18 keeps a password that replaced one of their own', async () => {
    const { world } = await office();
    const made = accepted(
      await world.auth.people.create({ identifier: EVE, password: PASSWORD, by: hostCode('host') }),
    );
    const owner = new Client(world);
    await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
    await changesPassword(world, owner, PASSWORD, CHANGED);
    const ref = { accountId: made.accountId };
    accepted(await world.auth.people.setRoles(ref, { roles: ['super-admin'], force: true, by: hostCode('host') }));
    expect((await storedAccount(world.store, made.accountId)).password).toBeDefined();
  });
});
