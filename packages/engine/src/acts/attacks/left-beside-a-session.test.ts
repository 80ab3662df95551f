import { milliseconds } from '@sallyport/core';
import { type FlowReply, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import {
  Client,
  embedded,
  newAccount,
  PASSWORD,
  rewritesSession,
  signedIn,
  storedAccount,
} from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const BEN = 'ben@example.org';
const CLEO = 'cleo@example.org';
const by = hostCode('host');
const MINUTE = 60_000;

/** Ben is signed in at home and at a shared computer. At the shared computer he left the sign-in of his second account at the set-up of a factor. */
async function left() {
  const world = await embedded({ policy: { roles: { finance: { requiredStrength: 'enhanced' } } } });
  const cleo = await newAccount(world, CLEO, ['finance']);
  const home = await signedIn(world, BEN);
  const shared = new Client(world);
  await shared.signsInByMail(BEN);
  world.now += MINUTE;
  expect((await shared.signsInByMail(CLEO)).answer.status).toBe('enroll');
  return { world, home, shared, cleo, session: await shared.session() };
}

type Left = Awaited<ReturnType<typeof left>>;

const saying = (reply: FlowReply | Refusal | { readonly status: string }): string =>
  isRefusal(reply) ? reply.refused : 'answer' in reply ? reply.answer.status : reply.status;

/** The next person at the shared computer registers a passkey of their own. */
async function goesOn({ world: { auth }, shared }: Pick<Left, 'world' | 'shared'>): Promise<string> {
  const options = await auth.enroll.passkeyOptions(shared.caller);
  if (isRefusal(options)) return options.refused;
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin: auth.origin });
  return saying(await auth.enroll.passkey(shared.caller, { response }));
}

const ENDINGS: readonly (readonly [string, (at: Left) => Promise<unknown>])[] = [
  ['its client', ({ world, shared, session }) => world.auth.sessions.end(shared.caller, session)],
  [
    'its owner elsewhere',
    async ({ world, home, session }) => world.auth.sessions.endOne(await home.session(), session.id),
  ],
  [
    'a sign-out everywhere else',
    async ({ world, home }) => world.auth.sessions.endOthers(home.caller, await home.session()),
  ],
  ['the host', async ({ world }) => accepted(await world.auth.people.endSessions({ identifier: BEN }, { by }))],
  [
    'a block',
    async ({ world }) => accepted(await world.auth.people.block({ identifier: BEN }, { reason: 'left', by })),
  ],
  ['a deletion', ({ world }) => world.auth.people.delete({ identifier: BEN }, { by })],
];

describe('X11 a sign-in that was left open beside a session', () => {
  it.each(ENDINGS)('is over with the session, by %s', async (_, ends) => {
    const at = await left();
    const { world, shared, cleo } = at;
    const outcome = await ends(at);
    expect(isRefusal(outcome)).toBe(false);
    expect(await goesOn(at)).toBe('flow-expired');
    expect(saying(await world.auth.signIn.status(shared.caller, { local: true }))).toBe('flow-expired');
    expect((await storedAccount(world.store, cleo)).passkeys).toEqual([]);
    await world.auth.close();
  });

  it('goes on while the session lives, also after the end of another session and with a new token of the session', async () => {
    const at = await left();
    const { world, home, shared, session } = at;
    await world.auth.sessions.end(home.caller, await home.session());
    const { sessionToken } = shared.caller;
    const change = { current: PASSWORD, next: 'four words nobody would guess' };
    await shared.keeps(world.auth.me(session).changePassword(shared.caller, change));
    expect(shared.caller.sessionToken).not.toBe(sessionToken);
    expect(await goesOn(at)).toBe('complete');
    await world.auth.close();
  });

  it('goes on after the end of the session’s time, because nobody ended the session', async () => {
    const at = await left();
    const { world, shared, session } = at;
    await rewritesSession(world, world.store, session, (record) => ({ ...record, idle: milliseconds(2 * MINUTE) }));
    world.now += 4 * MINUTE;
    expect(await world.auth.sessions.guard(shared.caller, { needs: 'session' })).toMatchObject({
      refused: 'no-session',
    });
    expect(await goesOn(at)).toBe('complete');
    await world.auth.close();
  });

  it('is over after a sign-out, also if the client sent the session with no proof', async () => {
    const at = await left();
    const { world, shared, session } = at;
    const { sessionToken } = shared.caller;
    shared.caller = { ...shared.caller, sessionToken: undefined };
    expect((await shared.signsInByMail(CLEO)).answer.status).toBe('enroll');
    await world.auth.sessions.end({ ...shared.caller, sessionToken }, session);
    expect(await goesOn(at)).toBe('flow-expired');
    await world.auth.close();
  });

  it('hands the next person no continuation of the host', async () => {
    const { world, home, shared, session } = await left();
    const { signIn, sessions } = world.auth;
    await shared.keeps(signIn.begin(shared.caller, { identifier: CLEO, password: PASSWORD, continuation: 'of Ben' }));
    await sessions.endOne(await home.session(), session.id);
    await newAccount(world, 'dora@example.org');
    const next = { ...shared.caller, sessionToken: undefined };
    const dora = new Client(world);
    dora.caller = next;
    expect((await dora.signsInByMail('dora@example.org')).answer).not.toHaveProperty('continuation', 'of Ben');
    await world.auth.close();
  });
});

describe('X11 X13 a recovery that was left open beside a session', () => {
  it('is over with the session', async () => {
    const world = await embedded();
    const owner = await signedIn(world, CLEO);
    const { secret } = await owner.enrollsTotp();
    const home = await signedIn(world, BEN);
    const shared = new Client(world);
    await shared.signsInByMail(BEN);
    const session = await shared.session();
    await world.auth.recovery.begin(shared.caller, { identifier: CLEO });
    await world.auth.runBackgroundWork();
    const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
    const next = 'four words nobody would guess';
    const opened = await world.auth.recovery.confirm(shared.caller, { token, next });
    await shared.keeps(Promise.resolve(opened as FlowReply));
    world.now += MINUTE;
    await world.auth.sessions.endOne(await home.session(), session.id);
    expect(saying(await world.auth.signIn.status(shared.caller, { local: true }))).toBe('flow-expired');
    const code = shared.totp(secret);
    expect(await world.auth.signIn.code(shared.caller, 'totp', { code })).toMatchObject({ refused: 'flow-expired' });
    await world.auth.close();
  });
});

describe('X11 P7 a journey to a provider that was left open beside a session', () => {
  it('leads to nothing after the end of the session', async () => {
    const trust = [{ acr: 'gold', strength: 'enhanced' }] as const;
    const providers = { corp: { mailDomains: ['example.org'], trust } };
    const world = await corporate({ providers, roles: { finance: { requiredStrength: 'enhanced' } } });
    const { signIn, sessions } = world.auth;
    const home = await signedIn(world, BEN);
    await newAccount(world, CLEO, ['finance']);
    const shared = new Browser(world);
    const ben = { subject: 'ben', email: { address: BEN, verified: true }, acr: 'gold' };
    const cleo = { subject: 'cleo', email: { address: CLEO, verified: true }, acr: 'gold' };
    expect(await new Browser(world).signsIn(cleo)).toBe('complete');
    expect(await shared.signsIn(ben)).toBe('complete');
    const session = await shared.session();
    shared.keeps(await signIn.begin(shared.caller, { identifier: CLEO, password: PASSWORD }));
    const state = await shared.leaves();
    await sessions.endOne(await home.session(), session.id);
    expect(await shared.returns({ state, code: world.corp.signsIn(cleo) })).toBe('flow-expired');
    await world.auth.close();
  });
});
