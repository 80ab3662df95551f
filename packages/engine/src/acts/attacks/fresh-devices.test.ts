import { instant, type PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const EVE = 'eve@example.org';
/** The provider is trusted for baseline alone. More takes the app. */
const POLICY: PolicyInput<string> = {
  requiredStrength: 'baseline',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'baseline' }] } },
};

/** Eve has a password, an identity at the provider, and an app. The device in `eve` proved the password and the app in one sign-in. */
async function eveWithApp() {
  const world = await corporate(POLICY);
  const { auth, mails } = world;
  const externalIds = [{ provider: 'corp', subject: 'eve' }];
  accepted(
    await auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, externalIds, by: hostCode('host') }),
  );
  const eve = new Client(world);
  await eve.keeps(auth.signIn.begin(eve.caller, { identifier: EVE, password: PASSWORD }));
  await eve.keeps(auth.signIn.sendCode(eve.caller, 'email-code'));
  await eve.keeps(auth.signIn.code(eve.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
  const { secret } = await eve.enrollsTotp();
  world.now += 60 * 60_000;
  await signsInByApp(world, eve, secret);
  world.now += 60 * 60_000;
  return { world, eve, secret };
}

async function signsInByApp({ auth }: Corporate, eve: Client, secret: string) {
  await eve.keeps(auth.signIn.begin(eve.caller, { identifier: EVE, password: PASSWORD }));
  return eve.keeps(auth.signIn.code(eve.caller, 'totp', { code: eve.totp(secret) }));
}

function wrongCode({ now }: Corporate, secret: string): string {
  const right = generateSync({ secret, epoch: Math.floor(now / 1000) });
  return String((Number(right) + 500_000) % 1_000_000).padStart(6, '0');
}

/** A thief in a new browser, with the owner's session at the provider. */
async function signsInAtProvider(world: Corporate): Promise<Browser> {
  const thief = new Browser(world);
  expect(await thief.signsIn({ subject: 'eve', amr: ['mfa'], authTime: instant(world.now) })).toBe('complete');
  return thief;
}

/** Guesses nine times at each of three new devices. Returns the number of answers of each kind. */
async function guessesAtNewDevices(
  world: Corporate,
  guess: (thief: Browser) => Promise<object>,
  before: (thief: Browser) => Promise<void> = async () => {},
): Promise<Readonly<Record<string, number>>> {
  const answers: Record<string, number> = {};
  for (let device = 0; device < 3; device++) {
    const thief = await signsInAtProvider(world);
    await before(thief);
    for (let turn = 0; turn < 9; turn++) {
      const answer = await guess(thief);
      const said = isRefusal(answer) ? answer.refused : 'accepted';
      answers[said] = (answers[said] ?? 0) + 1;
    }
  }
  return answers;
}

async function locksIn({ store, auth }: Corporate): Promise<number> {
  await auth.runBackgroundWork();
  const { items } = await store.listEvents(TENANT, { limit: 1000 });
  return items.filter(({ type }) => type === 'account.locked').length;
}

describe('the thief of a session at a provider, who makes new devices known', () => {
  it('X5 X4 has the strangers’ guesses at the app and no more, and the owner’s device goes on', async () => {
    const { world, eve, secret } = await eveWithApp();
    const { signIn } = world.auth;
    const answers = await guessesAtNewDevices(
      world,
      (thief) => signIn.code(thief.caller, 'totp', { code: wrongCode(world, secret) }),
      async (thief) => {
        thief.keeps(await signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
      },
    );
    expect(answers).toEqual({ 'invalid-credentials': 10, locked: 17 });
    expect(await locksIn(world)).toBe(1);
    expect((await signsInByApp(world, eve, secret)).answer.status).toBe('complete');
  });

  it('X5 X4 has the strangers’ guesses at the password and no more, and the owner’s device goes on', async () => {
    const { world, eve, secret } = await eveWithApp();
    let turn = 0;
    const answers = await guessesAtNewDevices(world, (thief) =>
      world.auth.signIn.begin(thief.caller, { identifier: EVE, password: `guess number ${turn++} of it` }),
    );
    expect(answers).toEqual({ 'invalid-credentials': 10, locked: 17 });
    expect(await locksIn(world)).toBe(1);
    expect((await signsInByApp(world, eve, secret)).answer.status).toBe('complete');
  });
});

describe('a device that the owner knows from a sign-in by the provider', () => {
  it('X5 has a budget of its own for the password once the password was proved there', async () => {
    const { world, secret } = await eveWithApp();
    const { signIn } = world.auth;
    const owner = await signsInAtProvider(world);
    const proves = async () => {
      const begun = await signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD });
      if (isRefusal(begun)) return begun.refused;
      owner.keeps(begun);
      const code = generateSync({ secret, epoch: Math.floor(world.now / 1000) });
      return owner.keeps(await signIn.code(owner.caller, 'totp', { code }));
    };
    const lockOut = async () => {
      const strangers = Array.from({ length: 11 }, async (_, turn) => {
        const stranger = new Client(world);
        return signIn.begin(stranger.caller, { identifier: EVE, password: `guess number ${turn} of it` });
      });
      await Promise.all(strangers);
    };
    await lockOut();
    expect(await proves()).toBe('locked');
    world.now += 60 * 60_000;
    expect(await proves()).toBe('complete');
    world.now += 60 * 60_000;
    await lockOut();
    expect(await proves()).toBe('complete');
    const [device] = (await world.store.listDevices(TENANT, (await owner.session()).accountId)).toSorted(
      (a, b) => b.lastSeenAt - a.lastSeenAt,
    );
    expect(device?.proved).toEqual(['password', 'sso', 'totp']);
  });
});
