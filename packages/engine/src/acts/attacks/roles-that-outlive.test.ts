import type { PolicyInput } from '@sallyport/core';
import { isRefusal, type SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, PASSWORD, provesNow } from '../../embedded.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const DAY = 24 * 60 * 60_000;
const ada = { subject: 'ada', email: { address: ADA, verified: true }, roles: ['admin'] };
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  session: { idle: '90d', absolute: '90d' },
  providers: { corp: { mailDomains: ['corp.example'] } },
};

const start = (
  options: Partial<SallyportOptions<string>> & { readonly corp?: FakeProvider } = {},
): Promise<Corporate> => corporate(POLICY, { corp: new FakeProvider({ roles: ['admin'] }), ...options });

/** Ada, whom her provider named `admin` in this session. */
async function named(world: Corporate): Promise<Browser> {
  await newAccount(world, ADA);
  const browser = new Browser(world);
  expect(await browser.signsIn(ada)).toBe('complete');
  await provesNow(world, world.store, browser);
  expect(isRefusal(await administers(world, browser))).toBe(false);
  expect((await browser.session()).roles).toEqual(['admin']);
  return browser;
}

const administers = (world: Corporate, { caller }: Browser | Client) =>
  world.auth.sessions.guard(caller, { needs: 'administrator', of: 'people' });

/** Recent proof or not, the session has no right and no role. */
async function wearsNothing(world: Corporate, browser: Browser | Client): Promise<void> {
  const session = await provesNow(world, world.store, browser);
  expect(session.roles).toEqual([]);
  expect(await administers(world, browser)).toMatchObject({ refused: 'not-permitted' });
  const made = await world.auth.people.create({ identifier: 'new@example.org', password: PASSWORD, by: session });
  expect(made).toMatchObject({ refused: 'not-permitted' });
}

/** The same store after a restart of the host with other parts. */
async function restarted(
  { store, now }: Corporate,
  options: Partial<SallyportOptions<string>> & { readonly corp?: FakeProvider },
) {
  const world = await start({ store, ...options });
  world.now = now;
  return world;
}

/** The same browser, which reaches the host as it is now. */
function reaches(world: Corporate, { caller }: Browser): Browser {
  const browser = new Browser(world);
  browser.caller = caller;
  return browser;
}

describe('a role that a provider gave', () => {
  it('N15 W4 is worn for a day after the provider said it, and not 40 days later', async () => {
    const world = await start();
    const browser = await named(world);
    world.now += DAY;
    await provesNow(world, world.store, browser);
    expect(isRefusal(await administers(world, browser))).toBe(false);
    world.now += 1;
    await wearsNothing(world, browser);
    world.now += 39 * DAY;
    await wearsNothing(world, browser);
    const again = new Browser(world);
    expect(await again.signsIn(ada)).toBe('complete');
    await provesNow(world, world.store, again);
    expect(isRefusal(await administers(world, again))).toBe(false);
  });

  it('N15 W4 is worn as long as the host says', async () => {
    const world = await start({ providerRolesWithin: '1h' });
    const browser = await named(world);
    world.now += DAY / 24;
    expect((await browser.session()).roles).toEqual(['admin']);
    world.now += 1;
    await wearsNothing(world, browser);
  });

  it('N15 W4 is not worn after a restart in which the host lists no roles for the provider', async () => {
    const world = await start();
    const browser = await named(world);
    const after = await restarted(world, { corp: new FakeProvider({ roles: [] }) });
    await wearsNothing(after, reaches(after, browser));
    const listed = await restarted(world, {});
    expect((await reaches(listed, browser).session()).roles).toEqual(['admin']);
  });

  it('N15 W4 is not worn after a restart without the provider', async () => {
    const world = await start();
    const browser = await named(world);
    const other = new FakeProvider({ id: 'club', roles: ['admin'] });
    const after = await restarted(world, { providers: [other], policy: { requiredStrength: 'single' } });
    await wearsNothing(after, reaches(after, browser));
  });

  it('N15 W4 X21 gives a word that holds until the provider takes the role, and not only for a day', async () => {
    const world = await start();
    const { people, invitations } = world.auth;
    const by = (await named(world)).session();
    const invite = async (identifier: string): Promise<string> => {
      const made = await people.create({ identifier, email: identifier, invite: true, by: await by });
      expect(made).toHaveProperty('invitation');
      return world.mails.at(-1)?.token ?? '';
    };
    const [first, second, third] = [await invite('a@corp.org'), await invite('b@corp.org'), await invite('c@corp.org')];
    const accept = (token: string) => invitations.accept(new Client(world).caller, { token, password: PASSWORD });
    world.now += 2 * DAY;
    expect(await accept(first)).toMatchObject({ answer: { status: 'complete' } });
    const after = await restarted(world, { corp: new FakeProvider({ roles: [] }) });
    const unlisted = await after.auth.invitations.accept(new Client(after).caller, {
      token: second,
      password: PASSWORD,
    });
    expect(unlisted).toMatchObject({ refused: 'invalid-credentials' });
    expect(await accept(second)).toMatchObject({ answer: { status: 'complete' } });
    expect(await new Browser(world).signsIn({ ...ada, roles: [] })).toBe('complete');
    expect(await accept(third)).toMatchObject({ refused: 'invalid-credentials' });
  });

  it('N15 W4 is worn by no session that a local password opened', async () => {
    const world = await start();
    await named(world);
    const local = new Client(world);
    await local.keeps(world.auth.signIn.begin(local.caller, { identifier: ADA, password: PASSWORD }));
    await wearsNothing(world, local);
  });
});
