import { instant } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, PASSWORD, provesNow, rewritesAccount } from '../../embedded.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, setsNewPassword } from './planting.test-support.ts';

const ADA = 'ada@home.example';

interface Held {
  readonly world: Corporate;
  readonly id: AccountId;
  readonly thief: Browser;
  readonly back: Readonly<Record<string, string>>;
}

/** A thief left for the provider, got the response for the victim's identity, and holds the response back. */
async function held(kind: 'oidc' | 'saml'): Promise<Held> {
  const world = await corporate({ requiredStrength: 'single' }, { corp: new FakeProvider({ kind }) });
  const id = (await newAccount(world, ADA)) as AccountId;
  const link = { id: 'x1', method: 'sso', provider: 'corp', subject: 'ada', linkedAt: instant(world.now) } as const;
  await rewritesAccount(world.store, id, (account) => ({ ...account, externalIds: [link] }));
  const thief = new Browser(world);
  const state = await thief.leaves();
  const code = world.corp.signsIn({ subject: 'ada', authTime: instant(world.now) });
  const response = { RelayState: state, SAMLResponse: code };
  const ticket = async (): Promise<string> =>
    accepted(await world.auth.sso.keepResponse(thief.caller, 'corp', response)).ticket;
  const back: Held['back'] = kind === 'oidc' ? { state, code } : { RelayState: state, ticket: await ticket() };
  world.now += 60_000;
  return { world, id, thief, back };
}

const REACTIONS: Readonly<Record<string, (world: Corporate, owner: Browser, id: AccountId) => Promise<unknown>>> = {
  'signing out everywhere else': async ({ auth }, owner) =>
    auth.sessions.endOthers(owner.caller, await owner.session()),
  'a new password': setsNewPassword,
  'the end of all sessions by host code': async ({ auth }, _, accountId) =>
    accepted(await auth.people.endSessions({ accountId }, { by: hostCode('host') })),
};

it.each(['oidc', 'saml'] as const)(
  'X11 P9 a response (%s) that was held back signs nobody in after the owner’s reaction',
  async (kind) => {
    for (const [, reacts] of Object.entries(REACTIONS)) {
      const { world, id, thief, back } = await held(kind);
      const owner = new Browser(world);
      owner.keeps(await world.auth.signIn.begin(owner.caller, { identifier: ADA, password: PASSWORD }));
      await provesNow(world, world.store, owner, ['password', 'email-code']);
      await reacts(world, owner, id);
      world.now += 60_000;
      expect(await thief.returns(back)).toBe('invalid-credentials');
      if (kind === 'saml') continue;
      // Who leaves for the provider after the reaction comes in.
      expect(await new Browser(world).signsIn({ subject: 'ada', authTime: instant(world.now) })).toBe('complete');
      await world.auth.close();
    }
  },
);

it.each(['anyone', 'flow'] as const)(
  'X11 X15 a passkey’s answer (%s) that was held back signs nobody in after the owner’s reaction',
  async (begins) => {
    for (const reaction of ['signing out everywhere else', 'the end of all sessions by host code']) {
      const world = await corporate({ requiredStrength: 'single' });
      const { auth } = world;
      const id = (await newAccount(world, ADA)) as AccountId;
      const owner = new Browser(world);
      owner.keeps(await auth.signIn.begin(owner.caller, { identifier: ADA, password: PASSWORD }));
      await provesNow(world, world.store, owner, ['password', 'email-code']);
      const key = createAuthenticator();
      const asked = accepted(await auth.enroll.passkeyOptions(owner.caller));
      const response = await key.create({ ...asked, extensions: {} }, { origin: auth.origin });
      accepted(await auth.enroll.passkey(owner.caller, { response }));
      const answers = async (browser: Browser) => {
        if (begins === 'flow') browser.keeps(await auth.signIn.begin(browser.caller, { identifier: ADA }));
        const { challenge, rpId = '' } = accepted(await auth.signIn.passkeyOptions(browser.caller));
        const shown = await key.get({ challenge, rpId, extensions: {} }, { origin: auth.origin, userVerified: true });
        return { ...shown, clientExtensionResults: {} };
      };
      world.now += 60_000;
      const thief = new Browser(world);
      const held = await answers(thief);
      world.now += 60_000;
      await REACTIONS[reaction]?.(world, owner, id);
      world.now += 60_000;
      expect(await auth.signIn.passkey(thief.caller, held)).toMatchObject({ refused: 'invalid-credentials' });
      const back = new Browser(world);
      const shown = await answers(back);
      expect(await auth.signIn.passkey(back.caller, shown)).toMatchObject({ answer: { status: 'complete' } });
      await auth.close();
    }
  },
);

describe('an identity that goes to another account while a thief holds its response back', () => {
  const IDENTITY = { provider: 'corp', subject: 'ada' };

  async function leavesWithResponse(world: Corporate): Promise<() => Promise<string>> {
    const thief = new Browser(world);
    const state = await thief.leaves();
    const code = world.corp.signsIn({ subject: 'ada', authTime: instant(world.now) });
    return () => thief.returns({ state, code });
  }

  it.each([
    ['unlinked and linked elsewhere', 'host code'],
    ['deleted and made again', 'host code'],
    ['unlinked and linked elsewhere', 'an administrator whose identity the provider linked'],
  ] as const)('X11 P9 signs nobody in to that account (%s by %s)', async (how, who) => {
    const providers = { corp: { createAccounts: true, trust: [{ amr: ['mfa'], strength: 'enhanced' as const }] } };
    const corp = new FakeProvider({ roles: ['admin'] });
    const world = await corporate({ requiredStrength: 'single', providers }, { corp });
    const { people } = world.auth;
    const admin = new Browser(world);
    const said = { subject: 'pia', amr: ['mfa'], roles: ['admin'], authTime: instant(world.now) };
    expect(await admin.signsIn(said)).toBe('complete');
    const by = who === 'host code' ? hostCode('host') : await admin.session();
    const old = (await newAccount(world, 'old@home.example')) as AccountId;
    accepted(await people.setExternalIds({ accountId: old }, { externalIds: [IDENTITY], by: hostCode('host') }));
    const returns = await leavesWithResponse(world);
    world.now += 60_000;
    if (how === 'deleted and made again') await people.delete({ accountId: old }, { by });
    else accepted(await people.setExternalIds({ accountId: old }, { externalIds: [], by }));
    const account = { identifier: 'new@home.example', externalIds: [IDENTITY] };
    accepted(await people.create({ ...account, by }));
    expect(await returns()).toBe('invalid-credentials');
    expect(await new Browser(world).signsIn({ subject: 'ada', authTime: instant(world.now) })).toBe('complete');
    await world.auth.close();
  });
});

it.each(['a reset', 'a link'] as const)(
  'X11 P9 a journey that begins while the host is asked for roles during %s signs nobody in afterwards',
  async (during) => {
    const known = new Map<string, readonly string[]>();
    let whileAsked = async (_: string): Promise<void> => {};
    const world = await corporate(
      { requiredStrength: 'single' },
      {
        resolveSubject: async (id) => {
          await whileAsked(id);
          return known.get(id) ?? [];
        },
      },
    );
    const { auth } = world;
    const [ada, pias] = [await newAccount(world, ADA), await newAccount(world, 'pia@home.example')];
    known.set(pias, ['admin']);
    const externalIds = [{ provider: 'corp', subject: 'ada' }];
    if (during === 'a reset')
      accepted(await auth.people.setExternalIds({ accountId: ada }, { externalIds, by: hostCode('host') }));
    const pia = new Client(world);
    await pia.keeps(auth.signIn.begin(pia.caller, { identifier: 'pia@home.example', password: PASSWORD }));
    const by = await provesNow(world, world.store, pia, ['password', 'totp']);
    const thief = new Browser(world);
    let back: Readonly<Record<string, string>> = {};
    whileAsked = async (id) => {
      if (id !== ada) return;
      world.now += 2_000;
      back = {
        state: await thief.leaves(),
        code: world.corp.signsIn({ subject: 'ada', authTime: instant(world.now) }),
      };
      world.now += 2_000;
    };
    if (during === 'a reset') accepted(await auth.people.resetTwoStep({ accountId: ada }, { by }));
    else accepted(await auth.people.setExternalIds({ accountId: ada }, { externalIds, by }));
    whileAsked = async () => {};
    world.now += 60_000;
    expect(await thief.returns(back)).toBe('invalid-credentials');
    await auth.close();
  },
);
