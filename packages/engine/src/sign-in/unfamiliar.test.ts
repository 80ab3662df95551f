import { hash as bcryptHash } from '@node-rs/bcrypt';
import { hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { Browser, corporate } from './single-sign-on/fake-provider.test-support.ts';

const DORA = 'dora@example.org';
const who = { identifier: DORA };
const DAY = 86_400_000;
const HASH = await bcryptHash(PASSWORD, { cost: 4 });

/** A policy by which a password alone is enough, so that more is asked for only after a disowned sign-in. */
const open = (): Promise<Embedded> => embedded({ policy: { requiredStrength: 'single' } });

async function begins({ auth }: Embedded, client: Client, password = PASSWORD, identifier = DORA): Promise<string> {
  const reply = await auth.signIn.begin(client.caller, { identifier, password });
  if (isRefusal(reply)) return (reply as Refusal).refused;
  return (await client.keeps(Promise.resolve(reply))).answer.status;
}

async function asked(world: Embedded) {
  await world.auth.runBackgroundWork();
  return world.notices.filter(({ event }) => event.type === 'sign-in.unfamiliar');
}

async function lives({ auth }: Embedded, client: Client): Promise<boolean> {
  return !isRefusal(await auth.sessions.guard(client.caller, { needs: 'session' }));
}

/** An owner at a known device, and somebody else who signed in at another device. */
async function stranger() {
  const world = await open();
  const id = await newAccount(world, DORA);
  const [owner, other] = [new Client(world), new Client(world)];
  await begins(world, owner);
  world.now += 1_000;
  await begins(world, other);
  const [notice] = await asked(world);
  return { world, id, owner, other, token: notice?.token ?? '' };
}

const disowns = ({ auth }: Embedded, token: string) =>
  auth.sessions.disown(new Client({ auth } as Embedded).caller, { token });

describe('X28 a sign-in that its owner is asked about', () => {
  it('is not the first of an account, and not a further one at a known device', async () => {
    const world = await open();
    await newAccount(world, DORA);
    const client = new Client(world);
    expect([await begins(world, client), await begins(world, client)]).toEqual(['complete', 'complete']);
    expect(await asked(world)).toEqual([]);
    await world.auth.close();
  });

  it('is the first of an imported account, whose person signed in elsewhere before', async () => {
    const world = await open();
    const row = { identifier: DORA, email: DORA, emailVerified: true, passwordHash: HASH };
    for await (const { outcome } of world.auth.people.import([row], { by: hostCode('the move') }))
      expect(outcome).toBe('imported');
    world.now += 1_000;
    const client = new Client(world);
    expect(await begins(world, client)).toBe('complete');
    const [notice, ...others] = await asked(world);
    expect(notice).toMatchObject({ addresses: [DORA], event: { detail: { because: 'device' } } });
    expect(await begins(world, client)).toBe('complete');
    expect([others, await asked(world)]).toEqual([[], [notice]]);
    world.now += 1_000;
    expect(await disowns(world, notice?.token ?? '')).toEqual({ ended: 1 });
    expect(await lives(world, client)).toBe(false);
    world.now += 1_000;
    // The next sign-in proves the strongest level of the account.
    expect(await begins(world, new Client(world))).toBe('continue');
    await world.auth.close();
  });

  it('is the first of an imported account after wrong guesses, and after a long time', async () => {
    const world = await open();
    const rows = [DORA, 'emil@example.org'].map((identifier) => ({ identifier, passwordHash: HASH }));
    for await (const { outcome } of world.auth.people.import(rows, { by: hostCode('the move') }))
      expect(outcome).toBe('imported');
    for (let guess = 0; guess < 3; guess++) await begins(world, new Client(world), 'a wrong password indeed');
    await begins(world, new Client(world));
    world.now += 180 * DAY;
    await begins(world, new Client(world), PASSWORD, 'emil@example.org');
    const { events } = await world.auth.events({ type: 'sign-in.unfamiliar' });
    expect(events.map(({ detail }) => detail?.['because'])).toEqual(['device failures', 'device absence']);
    await world.auth.close();
  });

  it.each([
    [
      'an invitation',
      async ({ auth }: Embedded) =>
        auth.people.create({ identifier: DORA, email: DORA, invite: true, by: hostCode('host') }),
    ],
    ['a sign-up', async ({ auth }: Embedded) => auth.signUp.begin({ tenant: TENANT, mode: 'token' }, { email: DORA })],
  ] as const)(
    'is not the first by the link of %s, which proves the mailbox that would be told',
    async (kind, mails) => {
      const world = await open();
      await mails(world);
      await world.auth.runBackgroundWork();
      const token = world.mails.at(-1)?.token ?? '';
      const client = new Client(world);
      const input = { token, password: PASSWORD };
      const { signUp, invitations } = world.auth;
      const opened =
        kind === 'a sign-up' ? signUp.confirm(client.caller, input) : invitations.accept(client.caller, input);
      expect((await client.keeps(opened)).answer.status).toBe('complete');
      expect(await asked(world)).toEqual([]);
      await world.auth.close();
    },
  );

  it('is one at an unknown device, told once with the place, the browser and a token', async () => {
    const world = await open();
    const id = await newAccount(world, DORA);
    await begins(world, new Client(world));
    const other = new Client(world);
    other.caller = { ...other.caller, ip: '192.0.2.7', userAgent: 'Mozilla/5.0 Firefox/150.0' };
    await begins(world, other);
    const notices = await asked(world);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({
      addresses: [DORA],
      token: expect.stringMatching(/^.{43,}$/),
      event: {
        accountId: id,
        ip: '192.0.2.7',
        detail: { because: 'device', session: (await other.session()).id, userAgent: 'Mozilla/5.0 Firefox/150.0' },
      },
    });
    const log = await world.auth.events();
    expect(JSON.stringify(log)).not.toContain(notices[0]?.token);
    await world.auth.close();
  });

  it('is at most the first sign-in of each, where two people use one browser in turn', async () => {
    const world = await open();
    const people = [DORA, 'emil@example.org'];
    for (const one of people) {
      await newAccount(world, one);
      // The first sign-in of an account is told to nobody.
      await begins(world, new Client(world), PASSWORD, one);
    }
    const browser = new Client(world);
    const keptAfter: (readonly string[] | undefined)[] = [];
    for (let turn = 0; turn < 6; turn++) {
      expect(await begins(world, browser, PASSWORD, people[turn % 2])).toBe('complete');
      keptAfter.push(browser.caller.deviceTokens);
      browser.caller = { ...browser.caller, sessionToken: undefined } as never;
    }
    expect((await asked(world)).map(({ addresses }) => addresses)).toEqual(people.map((one) => [one]));
    // The token of the person who signed in last is the first.
    const [[ofDora] = [], both = []] = keptAfter;
    expect(both).toEqual([expect.any(String), ofDora]);
    expect(keptAfter.slice(2)).toEqual([both.toReversed(), both, both.toReversed(), both]);
    await world.auth.close();
  });

  it('is at most the first sign-in of each, where two people sign in by a provider alone', async () => {
    const world = await corporate({ requiredStrength: 'single', providers: { corp: { createAccounts: true } } });
    const people = ['dora', 'emil'];
    for (const subject of people) await new Browser(world).signsIn({ subject });
    const browser = new Browser(world);
    for (let turn = 0; turn < 6; turn++) {
      expect(await browser.signsIn({ subject: people[turn % 2] ?? '' })).toBe('complete');
      browser.caller = { ...browser.caller, sessionToken: undefined } as never;
    }
    const { events } = await world.auth.events({ type: 'sign-in.unfamiliar' });
    expect(new Set(events.map(({ accountId }) => accountId)).size).toBe(2);
    expect(events).toHaveLength(2);
    await world.auth.close();
  });

  it('is one again for the person whom five others have followed in the browser', async () => {
    const world = await open();
    const people = [DORA, ...['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.org`)];
    for (const one of people) await newAccount(world, one);
    const browser = new Client(world);
    for (const one of people) {
      await begins(world, browser, PASSWORD, one);
      browser.caller = { ...browser.caller, sessionToken: undefined } as never;
    }
    expect(browser.caller.deviceTokens).toHaveLength(5);
    for (const one of people.slice(1)) await begins(world, browser, PASSWORD, one);
    expect(await asked(world)).toEqual([]);
    await begins(world, browser);
    expect(await asked(world)).toMatchObject([{ addresses: [DORA], event: { detail: { because: 'device' } } }]);
    expect(browser.caller.deviceTokens).toHaveLength(5);
    await world.auth.close();
  });

  it.each([
    [2, 0],
    [3, 1],
  ])('after %i wrong guesses at a known device: %i notices', async (guesses, notices) => {
    const world = await open();
    await newAccount(world, DORA);
    const client = new Client(world);
    await begins(world, client);
    for (let guess = 0; guess < guesses; guess++) await begins(world, client, 'a wrong password indeed');
    expect(await begins(world, client)).toBe('complete');
    // The grant forgives the guesses: the next sign-in is as any other.
    await begins(world, client);
    expect((await asked(world)).map(({ event }) => event.detail?.['because'])).toEqual(Array(notices).fill('failures'));
    await world.auth.close();
  });

  it.each([
    [179, 0],
    [180, 1],
  ])('after %i days without a sign-in: %i notices', async (days, notices) => {
    const world = await open();
    await newAccount(world, DORA);
    const client = new Client(world);
    await begins(world, client);
    world.now += days * DAY;
    await begins(world, client);
    expect((await asked(world)).map(({ event }) => event.detail?.['because'])).toEqual(Array(notices).fill('absence'));
    await world.auth.close();
  });
});

describe('X28 a sign-in that its owner disowns', () => {
  it('ends with every session of its device, and leaves the owner’s', async () => {
    const { world, owner, other, token } = await stranger();
    const again = new Client(world);
    again.caller = { ...other.caller, sessionToken: undefined };
    await begins(world, again);
    // A raised session keeps its device.
    const raised = await world.auth.signIn.stepUp(other.caller, await other.session(), {
      strength: 'single',
      within: '1m',
    });
    await other.keeps(Promise.resolve(raised));
    expect(await disowns(world, token)).toEqual({ ended: 2 });
    expect(await Promise.all([owner, other, again].map((client) => lives(world, client)))).toEqual([
      true,
      false,
      false,
    ]);
    await begins(world, again);
    expect(await asked(world)).toHaveLength(1);
    const { events } = await world.auth.events({ type: 'sign-in.disowned' });
    expect(events).toHaveLength(1);
    await world.auth.close();
  });

  it('asks for the strongest proof at the next sign-in, once, and for nothing in a session from before', async () => {
    const { world, id, owner, token } = await stranger();
    await disowns(world, token);
    world.now += 1_000;
    const client = new Client(world);
    expect(await begins(world, client)).toBe('continue');
    await client.keeps(world.auth.signIn.sendCode(client.caller, 'email-code'));
    const code = world.mails.at(-1)?.code ?? '';
    expect((await client.keeps(world.auth.signIn.code(client.caller, 'email-code', { code }))).answer.status).toBe(
      'complete',
    );
    expect((await storedAccount(world.store, id)).disowned).toBeUndefined();
    expect(await begins(world, client)).toBe('complete');
    expect(await lives(world, owner)).toBe(true);
    await world.auth.close();
  });

  it('counts no proof from before in a sign-in that is under way', async () => {
    const world = await embedded();
    await newAccount(world, DORA);
    const [owner, other, thief] = [new Client(world), new Client(world), new Client(world)];
    await owner.signsInByMail(DORA);
    await other.signsInByMail(DORA);
    await begins(world, thief);
    const [notice] = await asked(world);
    world.now += 1_000;
    await disowns(world, notice?.token ?? '');
    const sent = await world.auth.signIn.sendCode(thief.caller, 'email-code');
    expect(sent).toMatchObject({ refused: expect.any(String) });
    await world.auth.close();
  });

  it('does not keep the owner out by a factor that the stranger set up', async () => {
    const world = await embedded();
    await newAccount(world, DORA);
    const [owner, other, next] = [new Client(world), new Client(world), new Client(world)];
    await owner.signsInByMail(DORA);
    world.now += 1_000;
    await other.signsInByMail(DORA);
    const [notice] = await asked(world);
    world.now += 1_000;
    await other.enrollsTotp();
    await disowns(world, notice?.token ?? '');
    world.now += 1_000;
    // The policy asks for the stranger's app in place of a code, as it does without a disowned sign-in. Nothing more is asked for.
    const { answer } = await next.keeps(world.auth.signIn.begin(next.caller, { ...who, password: PASSWORD }));
    const because = 'because' in answer ? answer.because.map(({ params }) => params['strength']) : [];
    expect(because).toEqual(['baseline']);
    await world.auth.close();
  });

  it.each(['the older first', 'the newer first'])('keeps what the latest of two links demands, %s', async (order) => {
    const { world, id, token: older } = await stranger();
    world.now += DAY;
    const second = new Client(world);
    await begins(world, second);
    const newer = (await asked(world)).at(-1)?.token ?? '';
    const signedInAt = world.now;
    world.now += 1_000;
    for (const token of order === 'the older first' ? [older, newer] : [newer, older])
      expect(await disowns(world, token)).toMatchObject({ ended: expect.any(Number) });
    expect((await storedAccount(world.store, id)).disowned).toMatchObject({ signedInAt });
    await world.auth.close();
  });

  it('works once, for seven days, in its tenant, and for an account that is there', async () => {
    const refused = { refused: 'invalid-credentials' };
    const { world, id, other, token } = await stranger();
    for (const wrong of ['', 'x', `${token}x`, token.slice(1)]) expect(await disowns(world, wrong)).toEqual(refused);
    await world.auth.sessions.end(other.caller, await other.session());
    const atOnce = await Promise.all(Array.from({ length: 20 }, () => disowns(world, token)));
    expect(atOnce.filter((answer) => 'ended' in answer)).toEqual([{ ended: 0 }]);
    expect(await disowns(world, token)).toEqual(refused);
    world.now += 1_000;
    await begins(world, other);
    expect(await world.auth.people.delete({ accountId: id }, { by: hostCode('host') })).toBeUndefined();
    await world.auth.close();

    const late = await stranger();
    late.world.now += 7 * DAY;
    expect(await disowns(late.world, late.token)).toEqual(refused);
    await late.world.auth.close();
    const gone = await stranger();
    await gone.world.auth.people.delete({ accountId: gone.id }, { by: hostCode('host') });
    expect(await disowns(gone.world, gone.token)).toEqual(refused);
    await gone.world.auth.close();
  });
});
