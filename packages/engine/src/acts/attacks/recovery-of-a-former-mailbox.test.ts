import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../../contended-store.test-support.ts';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  provesNow,
  storedAccount,
} from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, EVE, office, THIEFS } from './planting.test-support.ts';

const BEA = 'bea@app.example';
const PIAS = 'pia@evil.example';

describe('a recovery that a thief asks for while the account loses the mailbox', () => {
  it('X13 mails the link to the mailbox that the account has by then', async () => {
    const { store, beforeTheNext } = contendedStore();
    const world = await embedded({ store, policy: { requiredStrength: 'single' } });
    const id = await newAccount(world, BEA);
    const { auth, mails } = world;
    const owner = new Client(world);
    await owner.keeps(auth.signIn.begin(owner.caller, { identifier: BEA, password: PASSWORD }));
    const session = await provesNow(world, store, owner, ['password', 'email-code']);
    expect(await auth.me(session).requestEmail('bea@next.example')).toBeUndefined();
    const token = mails.at(-1)?.token ?? '';
    await auth.recovery.begin(new Client(world).caller, { identifier: BEA });
    beforeTheNext('readAccount', async () => {
      accepted(await auth.me(await owner.session()).confirmEmail(token));
    });
    await auth.runBackgroundWork();
    await expect
      .poll(() => mails.filter(({ kind }) => kind === 'recovery'))
      .toMatchObject([{ to: 'bea@next.example' }]);
    expect((await storedAccount(store, id)).email?.address).toBe('bea@next.example');
  });

  it('X13 N15 mails and stores nothing if a role took the mailbox away', async () => {
    const { store, beforeTheNext } = contendedStore();
    const { world, club, pia } = await office({ store });
    const { auth, mails } = world;
    const made = accepted(await auth.people.create({ identifier: EVE, password: PASSWORD, by: hostCode('host') }));
    const accountId = made.accountId as AccountId;
    await administrator(world, 'root', 'super-admin');
    const externalIds = [{ provider: 'club', subject: 'pia' }];
    accepted(await auth.people.setExternalIds({ accountId }, { externalIds, by: await acting(world, pia) }));
    const { enrollmentCode } = accepted(await auth.people.vouch({ accountId }, { by: await acting(world, pia) }));
    const thief = new Browser(world);
    const state = await thief.leaves('club');
    await thief.returns({ state, code: club.signsIn({ subject: 'pia', authTime: world.now as never }) }, 'club');
    thief.keeps(await auth.signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
    thief.keeps(await auth.signIn.enrollmentCode(thief.caller, { code: enrollmentCode }));
    const { secret } = accepted(await auth.enroll.secret(thief.caller, 'totp'));
    thief.keeps(await auth.enroll.confirmCode(thief.caller, 'totp', { code: new Client(world).totp(secret) }));
    await auth.me(await thief.session()).requestEmail(PIAS);
    accepted(await auth.me(await thief.session()).confirmEmail(mails.at(-1)?.token ?? ''));
    expect((await storedAccount(store, accountId)).email?.address).toBe(PIAS);

    await auth.recovery.begin(new Client(world).caller, { identifier: EVE });
    beforeTheNext('readAccount', async () => {
      accepted(
        await auth.people.setRoles({ accountId }, { roles: ['super-admin'], force: true, by: hostCode('host') }),
      );
    });
    await auth.runBackgroundWork();
    await auth.close();
    const eve = await storedAccount(store, accountId);
    expect(eve).toMatchObject({ roles: ['super-admin'] });
    expect([eve.email, eve.recovery]).toEqual([undefined, undefined]);
    expect(mails.filter(({ kind }) => kind === 'recovery')).toEqual([]);
    const signed = await auth.signIn.begin(new Client(world).caller, { identifier: EVE, password: THIEFS });
    expect(isRefusal(signed)).toBe(true);
  });
});

describe('a recovery link that a thief read while the account asked for an app beside the link', () => {
  it.each([
    [
      'an administrator resets the app',
      ({ auth }, id) => auth.people.resetTwoStep({ accountId: id }, { by: hostCode('host') }),
    ],
    [
      'an administrator resets the passkeys',
      ({ auth }, id) => auth.people.resetPasskeys({ accountId: id }, { by: hostCode('host') }),
    ],
    [
      'the owner removes the app',
      async (world, _, owner) => world.auth.me(await provesNow(world, world.store, owner, ['totp'])).removeCode('totp'),
    ],
  ] satisfies [string, (world: Embedded, id: AccountId, owner: Client) => Promise<unknown>][])(
    'X13 W12 is void once %s',
    async (_, takes) => {
      const world = await embedded();
      const { auth, mails } = world;
      const accountId = (await newAccount(world, BEA)) as AccountId;
      const owner = new Client(world);
      await owner.signsInByMail(BEA);
      await owner.enrollsTotp();
      const thief = new Client(world);
      await auth.recovery.begin(thief.caller, { identifier: BEA });
      await auth.runBackgroundWork();
      const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
      const uses = () => auth.recovery.confirm(thief.caller, { token, next: THIEFS });
      expect(await uses()).toMatchObject({ answer: { accept: [{ method: 'totp' }, { method: 'backup-code' }] } });
      expect(isRefusal(await takes(world, accountId, owner))).toBe(false);
      expect(await uses()).toMatchObject({ refused: 'invalid-credentials' });
    },
  );
});
