import { hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../../contended-store.test-support.ts';
import { Client, embedded, newAccount, PASSWORD, provesNow, signedIn, TENANT } from '../../embedded.test-support.ts';
import {
  DORA,
  enrolling,
  NUMBER,
  otherThan,
  registration,
  withApp,
} from '../../sign-in/enrollment/enrolling.test-support.ts';
import { accepted, EVE, office } from './planting.test-support.ts';

/** The client forgets the flow. */
const OVER = { refused: 'flow-expired', keep: { mode: 'token', flow: null } };

const MINUTE = 60_000;
const NEXT = 'another battery, another staple';
const MAILED = { emailCodes: { offer: 'always' } } as const;

/** How often each word came. */
function tally(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((one) => one === word).length]));
}

/** Sends a code in each flow, and tells the answers. */
async function sendsIn(flows: readonly Client[], { auth }: Awaited<ReturnType<typeof embedded>>, method: string) {
  const words: string[] = [];
  for (const { caller } of flows) {
    const sent = await auth.signIn.sendCode(caller, method);
    words.push(isRefusal(sent) ? sent.refused : sent.answer.status);
  }
  return words;
}

/** Dora, with an app, in a session that proved it. */
async function withOwner() {
  const at = await enrolling();
  const { secret } = await at.client.enrollsTotp();
  return { ...at, at, auth: at.world.auth, secret, owner: await withApp(at, secret) };
}

/** The thief's sign-in by the password waits for the app, and the owner sets another password. */
async function afterNewPassword() {
  const scene = await withOwner();
  const { world, auth, owner } = scene;
  const thief = new Client(world);
  await thief.keeps(auth.signIn.begin(thief.caller, { identifier: DORA, password: PASSWORD }));
  const changed = auth.me(await owner.session()).changePassword(owner.caller, { current: PASSWORD, next: NEXT });
  await owner.keeps(changed as never);
  return { ...scene, thief };
}

/** The thief has a session of Dora's, and its step-up waits for a proof. */
async function steppingUp() {
  const scene = await withOwner();
  const { at, world, auth, secret } = scene;
  const thief = await withApp(at, secret);
  world.now += 20 * MINUTE;
  await thief.keeps(auth.signIn.stepUp(thief.caller, await thief.session(), {}));
  return { ...scene, thief };
}

describe('flows that a thief opened before the owner reacted', () => {
  it('X4 judge no guesses at the app after a new password, so that they lock nobody out', async () => {
    const { world, auth, secret, thief } = await afterNewPassword();
    world.now += 10 * MINUTE;
    for (let guess = 0; guess < 12; guess++)
      expect(await auth.signIn.code(thief.caller, 'totp', { code: otherThan(thief.totp(secret)) })).toEqual({
        refused: 'method-not-allowed',
      });
    const elsewhere = new Client(world);
    await elsewhere.keeps(auth.signIn.begin(elsewhere.caller, { identifier: DORA, password: NEXT }));
    const answered = await elsewhere.keeps(
      auth.signIn.code(elsewhere.caller, 'totp', { code: elsewhere.totp(secret) }),
    );
    expect(answered.answer.status).toBe('complete');
    expect(world.notices.map(({ event }) => event.type)).not.toContain('account.locked');
  });

  it('X4 judge no guess that was not counted: the new password, in a flow that asked for the app', async () => {
    const { auth, thief } = await afterNewPassword();
    for (const password of ['a wrong guess', NEXT])
      expect(await auth.signIn.password(thief.caller, { password })).toEqual({ refused: 'method-not-allowed' });
  });

  it('X4 of a step-up judge, send and set up nothing once its session is ended from another session', async () => {
    const { world, auth, texts, owner, thief } = await steppingUp();
    const { id } = await thief.session();
    expect(await auth.sessions.endOne(await owner.session(), id)).toBeUndefined();
    expect(await auth.signIn.password(thief.caller, { password: PASSWORD })).toEqual(OVER);
    const asked = await auth.enroll.code(thief.caller, 'sms-code', { address: NUMBER });
    expect(asked).toEqual(OVER);
    expect(texts).toEqual([]);
    expect(
      (await world.store.listCounters(TENANT)).filter(({ authenticator }) => authenticator === 'password'),
    ).toEqual([]);
  });

  it('X4 of a step-up judge nothing once the session is over, right or wrong', async () => {
    const { world, auth, secret, owner, thief } = await steppingUp();
    await thief.keeps(auth.signIn.password(thief.caller, { password: PASSWORD }));
    expect(await auth.sessions.endOthers(owner.caller, await owner.session())).toBeUndefined();
    for (const code of [otherThan(thief.totp(secret)), thief.totp(secret)])
      expect(await auth.signIn.code(thief.caller, 'totp', { code })).toEqual(OVER);
    const guessed = (await world.store.listCounters(TENANT)).filter(({ authenticator }) => authenticator === 'totp');
    expect(guessed).toEqual([]);
  });

  it('X13 of a step-up tell nothing of new factors after the owner ended the session', async () => {
    const { at, world, auth, owner, thief } = await steppingUp();
    await provesNow(world, world.store, owner);
    const response = await registration(at, owner, createAuthenticator());
    accepted(await auth.enroll.passkey(owner.caller, { response }));
    const told = async () => ({
      status: await auth.signIn.status(thief.caller, { local: false }),
      passkeys: accepted(await auth.signIn.passkeyOptions(thief.caller)).allowCredentials?.length,
    });
    expect(await told()).toMatchObject({ status: { answer: { status: 'continue' } }, passkeys: 1 });
    await auth.sessions.endOthers(owner.caller, await owner.session());
    expect(await told()).toEqual({ status: OVER, passkeys: 0 });
  });

  it('X13 of a recovery send no code to a new number after the link is void', async () => {
    const at = await enrolling();
    const { world, client, lastCode, texts } = at;
    const { auth } = world;
    await provesNow(world, world.store, client);
    await auth.enroll.code(client.caller, 'sms-code', { address: NUMBER });
    await client.keeps(auth.enroll.confirmCode(client.caller, 'sms-code', { code: lastCode() }));
    const thief = new Client(world);
    await auth.recovery.begin(thief.caller, { identifier: DORA });
    await auth.runBackgroundWork();
    const token = world.mails.at(-1)?.token ?? '';
    await thief.keeps(auth.recovery.confirm(thief.caller, { token, next: NEXT }) as never);
    await provesNow(world, world.store, client);
    const session = await client.session();
    await auth.me(session).requestEmail('dora@new.example');
    accepted(await auth.me(session).confirmEmail(world.mails.at(-1)?.token ?? ''));
    const before = texts.length;
    expect(await sendsIn([thief], world, 'sms-code')).toEqual(['flow-expired']);
    expect(texts).toHaveLength(before);
  });
});

it('X11 X13 a recovery link that a thief read, and its recovery, are void once the owner signs out everywhere else', async () => {
  const { world, auth, owner } = await withOwner();
  const thief = new Client(world);
  const link = async (): Promise<string> => {
    await auth.recovery.begin(thief.caller, { identifier: DORA });
    await auth.runBackgroundWork();
    return world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  };
  await thief.keeps(auth.recovery.confirm(thief.caller, { token: await link(), next: NEXT }) as never);
  expect(thief.caller.flowToken).toBeDefined();
  expect(await auth.sessions.endOthers(owner.caller, await owner.session())).toBeUndefined();
  expect(await auth.signIn.status(thief.caller, { local: false })).toEqual(OVER);
  const token = await link();
  expect(await auth.sessions.endOthers(owner.caller, await owner.session())).toBeUndefined();
  const followed = await auth.recovery.confirm(thief.caller, { token, next: NEXT });
  expect(followed).toEqual({ refused: 'invalid-credentials' });
});

it('X13 P10 a recovery link that a thief read by the login at a provider is void once the owner unlinks the identity', async () => {
  const { world } = await office();
  const { auth, store } = world;
  const externalIds = [{ provider: 'corp', subject: 'eve' }];
  const account = { identifier: EVE, email: EVE, password: PASSWORD, externalIds };
  accepted(await auth.people.create({ ...account, by: hostCode('host') }));
  const thief = new Client(world);
  await auth.recovery.begin(thief.caller, { identifier: EVE });
  await auth.runBackgroundWork();
  const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  const owner = new Client(world);
  await owner.keeps(auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
  accepted(await auth.me(await provesNow(world, store, owner, ['password', 'email-code'])).removeExternalId('corp'));
  const followed = await auth.recovery.confirm(thief.caller, { token, next: NEXT });
  expect(followed).toEqual({ refused: 'invalid-credentials' });
});

describe('the budget of codes that are sent', () => {
  it('X4 is not given back by a sign-out everywhere between the sign-in and the code', async () => {
    const { world, client, lastCode, texts } = await enrolling();
    const { auth } = world;
    await auth.enroll.code(client.caller, 'sms-code', { address: NUMBER });
    await client.keeps(auth.enroll.confirmCode(client.caller, 'sms-code', { code: lastCode() }));
    const before = texts.length;
    const flows: Client[] = [];
    for (let count = 0; count < 20; count++) {
      const flow = new Client(world);
      await flow.keeps(auth.signIn.begin(flow.caller, { identifier: DORA, password: PASSWORD }));
      flows.push(flow);
    }
    await auth.sessions.endOthers(client.caller, await client.session());
    expect(tally(await sendsIn(flows, world, 'sms-code'))).toEqual({ 'method-not-allowed': 20 });
    expect(texts).toHaveLength(before);
  });

  it('X4 is not given back in step-ups whose first proof gets too old meanwhile', async () => {
    const world = await embedded({ policy: MAILED });
    const { auth } = world;
    const thief = await signedIn(world, DORA);
    world.now += 2 * 60 * MINUTE;
    await provesNow(world, world.store, thief, ['password']);
    world.now += 8 * MINUTE;
    const flows: Client[] = [];
    for (let count = 0; count < 12; count++) {
      const flow = new Client(world);
      flow.caller = { ...thief.caller };
      const asked = { strength: 'baseline', within: '10m' } as const;
      await flow.keeps(auth.signIn.stepUp(flow.caller, await flow.session(), asked));
      flows.push(flow);
    }
    world.now += 3 * MINUTE;
    const before = world.mails.length;
    const told = tally(await sendsIn(flows, world, 'email-code'));
    expect(told['too-many-mails']).toBe(7);
    expect(world.mails).toHaveLength(before + 5);
  });
});

describe('a set-up that the flow did not ask for', () => {
  it('X4 sends nothing and judges nothing, because nothing is counted', async () => {
    const strengths = { texted: { anyOf: [[{ method: 'password' }, { method: 'sms-code' }]] } } as const;
    const at = await enrolling({ policy: { strengths } });
    const { world, client, texts } = at;
    const { auth } = world;
    const { secret } = await client.enrollsTotp();
    const flow = new Client(world);
    flow.caller = { ...client.caller };
    const answer = await auth.signIn.stepUp(flow.caller, await flow.session(), { strength: 'texted' });
    await flow.keeps(Promise.resolve(answer));
    const second = await withApp(at, secret);
    accepted(await auth.me(await second.session()).removeCode('totp'));
    for (let count = 0; count < 6; count++) await auth.enroll.code(flow.caller, 'sms-code', { address: NUMBER });
    expect(texts.length).toBeLessThanOrEqual(5);
  });
});

describe('two acts that read the same state', () => {
  it('P16 of two unlocks in one lock, the second refills no budget', async () => {
    const at = contendedStore();
    const world = await embedded({ store: at.store, policy: { requiredStrength: 'single' } });
    const accountId = await newAccount(world, DORA);
    const { auth } = world;
    const stranger = new Client(world);
    const guesses = async (count: number): Promise<readonly string[]> => {
      const words: string[] = [];
      for (let guess = 0; guess < count; guess++) {
        const reply = await auth.signIn.begin(stranger.caller, { identifier: DORA, password: `wrong guess ${guess}` });
        words.push(isRefusal(reply) ? reply.refused : reply.answer.status);
      }
      return words;
    };
    await guesses(10);
    at.beforeTheNext('commit', async () => {
      accepted(await auth.people.unlock({ accountId }, { by: hostCode('host') }));
      await guesses(9);
    });
    accepted(await auth.people.unlock({ accountId }, { by: hostCode('host') }));
    expect(await guesses(3)).toEqual(['invalid-credentials', 'locked', 'locked']);
  });

  it('X4 a device that its owner forgets stays forgotten while the thief signs out the others', async () => {
    const at = contendedStore();
    const world = await embedded({ store: at.store, policy: { requiredStrength: 'single' } });
    const id = await newAccount(world, DORA);
    const { auth } = world;
    const [owner, thief] = [new Client(world), new Client(world)];
    await owner.keeps(auth.signIn.begin(owner.caller, { identifier: DORA, password: PASSWORD }));
    await thief.keeps(auth.signIn.begin(thief.caller, { identifier: DORA, password: PASSWORD }));
    const known = await auth.me(await thief.session()).devices(thief.caller);
    const thiefs = known.find(({ current }) => current)?.id ?? '';
    const session = await owner.session();
    at.beforeTheNext('commit', async () => {
      expect(await auth.me(session).forgetDevice(thiefs)).toBeUndefined();
    });
    await auth.sessions.endOthers(thief.caller, await thief.session());
    expect((await at.memory.listDevices(TENANT, id)).map((device) => device.id)).not.toContain(thiefs);
  });
});

describe('a change of roles that the host reports', () => {
  const slow = async (before: readonly string[], during: readonly string[]) => {
    let told = before;
    let hold: Promise<void> | undefined;
    let release = (): void => undefined;
    const world = await embedded({
      policy: { requiredStrength: 'single', session: { idle: '30d', absolute: '30d' } },
      resolveSubject: async () => {
        const answer = told;
        await hold;
        return answer;
      },
    });
    const { auth } = world;
    const input = { identifier: DORA, email: DORA, password: PASSWORD, externalId: 'user-7' };
    accepted(await auth.people.create({ ...input, by: hostCode('host') }));
    const client = new Client(world);
    await client.keeps(auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
    world.now += 20 * MINUTE;
    told = during;
    hold = new Promise((resolve) => {
      release = resolve;
    });
    const first = auth.sessions.guard(client.caller, { needs: 'session' });
    await new Promise((resolve) => setImmediate(resolve));
    told = [];
    hold = undefined;
    accepted(await auth.people.rolesChanged('user-7', { by: hostCode('host') }));
    const roles = async () => accepted(await auth.sessions.guard(client.caller, { needs: 'session' })).roles;
    return { first, release, roles };
  };

  it('P9 holds for a request that begins afterwards, whatever an earlier request still asks', async () => {
    const { first, release, roles } = await slow(['editor'], ['editor']);
    const later = roles();
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await first;
    expect([await later, await roles()]).toEqual([[], []]);
  });

  it('P9 is not overwritten by an older answer of the host', async () => {
    const { first, release, roles } = await slow([], ['editor']);
    release();
    await first;
    expect(await roles()).toEqual([]);
  });
});
