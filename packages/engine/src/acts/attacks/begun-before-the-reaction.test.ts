import { instant } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { newAccount, PASSWORD, provesNow, rewritesAccount, storedAccount } from '../../embedded.test-support.ts';
import { APP } from '../../factors/account-record.test-support.ts';
import {
  Browser,
  CALLBACK,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, setsNewPassword } from './planting.test-support.ts';

const ADA = 'ada@home.example';

interface Begun {
  readonly world: Corporate;
  readonly owner: Browser;
  readonly id: AccountId;
  /** The provider's answer arrives in the owner's browser, after a recent proof. */
  returns(): Promise<string>;
}

/** A thief at the owner's browser begins a link to an identity of the thief's, and the provider holds its answer. */
async function linkBegun(): Promise<Begun> {
  const [corp, club] = [new FakeProvider(), new FakeProvider({ id: 'club' })];
  const world = await corporate({ requiredStrength: 'single' }, { corp, providers: [corp, club] });
  const id = (await newAccount(world, ADA)) as AccountId;
  await rewritesAccount(world.store, id, (account) => ({
    ...{ ...account, totp: APP, backupCodes: { id: 'b1', issuedAt: APP.enrolledAt, hashes: [] } },
    externalIds: [{ id: 'x1', method: 'sso', provider: 'corp', subject: 'ada', linkedAt: APP.enrolledAt }],
  }));
  const owner = new Browser(world);
  owner.keeps(await world.auth.signIn.begin(owner.caller, { identifier: ADA, password: PASSWORD }));
  const session = await provesNow(world, world.store, owner, ['password', 'totp']);
  owner.keeps(await world.auth.sso.beginLink(owner.caller, session, 'club', { callback: CALLBACK }));
  const back = { state: club.asked.at(-1)?.state ?? '', code: club.signsIn({ subject: 'thief' }) };
  return {
    ...{ world, owner, id },
    async returns() {
      await provesNow(world, world.store, owner, ['password', 'totp', 'email-code']);
      return owner.returns(back, 'club');
    },
  };
}

const REACTIONS: readonly (readonly [string, (at: Begun) => Promise<unknown>])[] = [
  ['a new password', ({ world, owner }) => setsNewPassword(world, owner)],
  [
    'signing out everywhere else',
    async ({ world: { auth }, owner }) => auth.sessions.endOthers(owner.caller, await owner.session()),
  ],
  [
    'the removal of another identity',
    async ({ world: { auth }, owner }) => accepted(await auth.me(await owner.session()).removeExternalId('corp')),
  ],
  [
    'new backup codes',
    async ({ world: { auth }, owner }) => accepted(await auth.me(await owner.session()).newBackupCodes()),
  ],
  [
    'the removal of the app',
    async ({ world: { auth }, owner }) => accepted(await auth.me(await owner.session()).removeCode('totp')),
  ],
  [
    'a new app in the place of the old one',
    ({ world, id }) =>
      rewritesAccount(world.store, id, (account) => ({ ...account, totp: { ...APP, enrolledAt: instant(world.now) } })),
  ],
];

describe('a link that a thief began at the owner’s browser', () => {
  it.each(REACTIONS)('P10 X11 is void after %s', async (_, reacts) => {
    const at = await linkBegun();
    await reacts(at);
    expect(await at.returns()).toBe('flow-expired');
    const { externalIds = [] } = await storedAccount(at.world.store, at.id);
    expect(externalIds.map(({ provider }) => provider)).not.toContain('club');
  });

  it('P10 goes on where a factor was added meanwhile', async () => {
    const at = await linkBegun();
    await rewritesAccount(at.world.store, at.id, (account) => ({
      ...account,
      codes: [{ method: 'sms-code', id: 'n1', address: '+15550112', enrolledAt: APP.enrolledAt }],
    }));
    expect(await at.returns()).toBe('linked');
  });

  it('P10 N15 names who began it, also if the owner proves enough at its end', async () => {
    const [corp, club] = [new FakeProvider(), new FakeProvider({ id: 'club' })];
    const policy = { requiredStrength: 'single', enrollment: { firstFactor: 'password' } } as const;
    const world = await corporate(policy, { corp, providers: [corp, club] });
    // An account without a mailbox: one proof is the strongest level.
    const made = await world.auth.people.create({ identifier: 'ada', password: PASSWORD, by: hostCode('host') });
    const id = accepted(made).accountId;
    await rewritesAccount(world.store, id, (account) => ({
      ...account,
      externalIds: [
        { ...{ id: 'x1', method: 'sso', provider: 'corp', subject: 'pia' }, linkedAt: APP.enrolledAt, setUpBy: 'pia' },
      ],
    }));
    const browser = new Browser(world);
    expect(await browser.signsIn({ subject: 'pia', authTime: instant(world.now) })).toBe('complete');
    const begun = await world.auth.sso.beginLink(browser.caller, await browser.session(), 'club', {
      callback: CALLBACK,
    });
    expect(browser.keeps(accepted(begun))).toBe('away');
    await provesNow(world, world.store, browser, ['password']);
    const back = { state: club.asked.at(-1)?.state ?? '', code: club.signsIn({ subject: 'thief' }) };
    expect(await browser.returns(back, 'club')).toBe('linked');
    const { externalIds = [] } = await storedAccount(world.store, id);
    expect(externalIds.at(-1)).toMatchObject({ provider: 'club', setUpBy: expect.stringContaining('pia') });
  });
});

describe('a passkey whose registration a thief began in the owner’s session', () => {
  it.each(REACTIONS.slice(0, 2))('X11 is void after %s', async (_, reacts) => {
    const at = await linkBegun();
    const { auth } = at.world;
    const asked = accepted(await auth.enroll.passkeyOptions(at.owner.caller));
    const response = await createAuthenticator().create({ ...asked, extensions: {} }, { origin: auth.origin });
    await reacts(at);
    await provesNow(at.world, at.world.store, at.owner, ['password', 'totp']);
    expect(isRefusal(await auth.enroll.passkey(at.owner.caller, { response }))).toBe(true);
    expect((await storedAccount(at.world.store, at.id)).passkeys).toEqual([]);
  });
});
