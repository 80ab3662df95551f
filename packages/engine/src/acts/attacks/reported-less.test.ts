import { instant, type PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

// A thief has the password, the mailbox, and the password at the provider, and not the second factor there. The provider reports `pwd` for the
// thief, and `mfa` for the owner.

const EVA = 'eva@example.org';
const DAY = 86_400_000;
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};

/** Eva's account, after her sign-in with the second factor at the provider. */
async function evas(policy: PolicyInput<string> = POLICY) {
  const world = await corporate(policy);
  const { auth } = world;
  const input = { identifier: EVA, email: EVA, password: PASSWORD };
  const externalIds = [{ provider: 'corp', subject: 'eva' }];
  const made = await auth.people.create({ tenant: TENANT, ...input, externalIds, by: hostCode('host') });
  if (isRefusal(made)) throw new Error(made.refused);
  /** A browser after a sign-in at the provider, which reports these methods. */
  const comes = async (...amr: readonly string[]) => {
    const browser = new Browser(world);
    const told = await browser.signsIn({ subject: 'eva', amr, authTime: instant(world.now) });
    return Object.assign(browser, { told });
  };
  /** A client after a sign-in by the password and a code to the mailbox. */
  const withMailbox = async (): Promise<Client> => {
    const client = new Client(world);
    const { answer } = await client.keeps(auth.signIn.begin(client.caller, { identifier: EVA, password: PASSWORD }));
    if (answer.status === 'complete')
      await client.keeps(auth.signIn.stepUp(client.caller, await client.session(), { strength: 'baseline' }));
    await client.keeps(auth.signIn.sendCode(client.caller, 'email-code'));
    await client.keeps(auth.signIn.code(client.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
    return client;
  };
  /** Whether this caller may begin to set up an app. */
  const setsUpApp = async ({ caller }: Pick<Client, 'caller'>): Promise<string> => {
    const begun = await auth.enroll.secret(caller, 'totp');
    return isRefusal(begun) ? begun.refused : 'begun';
  };
  expect((await comes('pwd', 'mfa')).told).toMatch(/complete|continue/);
  world.now += DAY;
  return { world, id: made.accountId, comes, withMailbox, setsUpApp };
}

describe('after a weaker report of the provider', () => {
  it('X9 X10 N16 nobody sets an app up, or deletes the account, in a session by the password and the mailbox', async () => {
    const { world, comes, withMailbox, setsUpApp } = await evas();
    const { auth } = world;
    const browser = await comes('pwd');
    expect(browser.told).toBe('complete');
    const thief = await withMailbox();
    for (const who of [thief, browser]) {
      expect(await setsUpApp(who)).toBe('insufficient-strength');
      expect(await auth.me(await who.session()).remove()).toMatchObject({
        refused: 'insufficient-strength',
        demand: { strengths: ['enhanced'] },
      });
    }

    // The step-up asks for the provider, and asks again after another weaker report.
    await thief.keeps(auth.signIn.stepUp(thief.caller, await thief.session(), {}));
    const asked = { answer: { status: 'continue', accept: [{ method: 'sso' }] } };
    expect(await auth.signIn.status(thief.caller, { local: true })).toMatchObject(asked);
    expect(await setsUpApp(thief)).toBe('insufficient-strength');

    // The control: the owner shows the second factor at the provider.
    expect(await setsUpApp(await comes('mfa', 'pwd'))).toBe('begun');
  });

  it('X10 N16 nobody sets an app up in a sign-in by one factor at the provider and the mailbox, where the policy asks for more', async () => {
    const { world, comes, setsUpApp } = await evas({ ...POLICY, requiredStrength: 'enhanced' });
    const { auth } = world;
    const thief = await comes('pwd');
    expect(thief.told).toBe('continue');
    const asked = { answer: { status: 'continue', accept: [{ method: 'sso' }] } };
    expect(await auth.signIn.status(thief.caller, { local: true })).toMatchObject(asked);
    expect(await setsUpApp(thief)).toBe('method-not-allowed');
    expect(thief.keeps(await auth.signIn.sendCode(thief.caller, 'email-code'))).toBe('method-not-allowed');

    // The flow goes on at the provider, and there the second factor ends it.
    const state = await thief.leaves();
    expect(await thief.returns({ state, code: world.corp.signsIn({ subject: 'eva', amr: ['pwd'] }) })).toBe('continue');
    const again = await thief.leaves();
    const mfa = { subject: 'eva', amr: ['pwd', 'mfa'], authTime: instant(world.now) };
    expect(await thief.returns({ state: again, code: world.corp.signsIn(mfa) })).toBe('complete');
  });

  it('X10 N16 an administrator’s enrollment code stands for the report, so that nobody waits for the end of the time', async () => {
    const { world, id, comes, setsUpApp } = await evas({ ...POLICY, requiredStrength: 'enhanced' });
    const { auth } = world;
    const eva = await comes('pwd');
    const vouched = await auth.people.vouch({ accountId: id }, { by: hostCode('host') });
    if (isRefusal(vouched)) throw new Error(vouched.refused);
    eva.keeps(await auth.signIn.enrollmentCode(eva.caller, { code: vouched.enrollmentCode }));
    expect(await setsUpApp(eva)).toBe('begun');
  });

  it('N16 the strong report counts for providerStrengthWithin, 90 days by default, and then the last one', async () => {
    const { world, comes, withMailbox, setsUpApp } = await evas();
    const reportedAt = world.now - DAY;
    await comes('pwd');
    world.now = reportedAt + 90 * DAY;
    expect(await setsUpApp(await withMailbox())).toBe('insufficient-strength');
    world.now += 1;
    expect(await setsUpApp(await withMailbox())).toBe('begun');
  });

  it('N16 for the time that the policy names, and for longer after each sign-in that reports it', async () => {
    const { world, comes, withMailbox, setsUpApp } = await evas({ ...POLICY, providerStrengthWithin: '2d' });
    await comes('pwd', 'mfa');
    await comes('pwd');
    world.now += 2 * DAY;
    expect(await setsUpApp(await withMailbox())).toBe('insufficient-strength');
    world.now += 1;
    expect(await setsUpApp(await withMailbox())).toBe('begun');
  });

  it('N16 the last report counts at any age, until the provider reports less', async () => {
    const { world, comes, withMailbox, setsUpApp } = await evas();
    world.now += 400 * DAY;
    expect(await setsUpApp(await withMailbox())).toBe('insufficient-strength');
    await comes('pwd');
    expect(await setsUpApp(await withMailbox())).toBe('begun');
  });

  it('X10 N16 a passkey takes a report that resists phishing, beside an app too', async () => {
    const trust = [{ amr: ['hwk'], strength: 'phishing-resistant' }, ...(POLICY.providers?.['corp']?.trust ?? [])];
    const { world, comes, setsUpApp } = await evas({ ...POLICY, providers: { corp: { trust } } });
    const { auth } = world;
    const eva = await comes('mfa');
    expect(await setsUpApp(eva)).toBe('begun');
    const owner = new Client(world);
    owner.caller = { ...eva.caller };
    const { secret } = await owner.enrollsTotp();
    world.now += 60_000;
    await comes('hwk', 'pwd');
    const thief = await comes('pwd');
    const client = new Client(world);
    client.caller = { ...thief.caller };
    await client.keeps(auth.signIn.stepUp(client.caller, await client.session(), { strength: 'enhanced' }));
    world.now += 60_000;
    await client.keeps(auth.signIn.code(client.caller, 'totp', { code: client.totp(secret) }));
    expect(await auth.enroll.passkeyOptions(client.caller)).toMatchObject({
      refused: 'insufficient-strength',
      demand: { strengths: ['phishing-resistant'] },
    });
  });
});
