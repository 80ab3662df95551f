import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, signedIn } from '../embedded.test-support.ts';
import { office } from './office.test-support.ts';

const DORA = 'dora@example.org';
const who = { identifier: DORA };

describe('the sessions and devices of a person', () => {
  it('X9 are shown to host code, which ends one of them, and no other', async () => {
    const world = await embedded();
    const { people, sessions } = world.auth;
    const [desk, phone] = [await signedIn(world, DORA), new Client(world)];
    await phone.signsInByMail(DORA);
    const shown = await people.sessions(who);
    if (isRefusal(shown)) throw new Error(shown.refused);
    expect(shown).toHaveLength(2);
    expect(shown[0]).toEqual({
      ...shown[0],
      id: expect.any(String),
      strength: 'baseline',
      createdAt: expect.any(Number),
    });
    expect(JSON.stringify(shown)).not.toContain('current');
    const { id } = await phone.session();
    expect(await people.endSession(who, { by: hostCode('helpdesk'), sessionId: id })).toBeUndefined();
    expect(await sessions.guard(phone.caller, { needs: 'session' })).toMatchObject({ refused: 'no-session' });
    await desk.session();
    expect(await people.endSession(who, { by: hostCode('helpdesk'), sessionId: id })).toEqual({ refused: 'not-found' });
    expect((await world.auth.audit.events('default', {})).events[0]).toMatchObject({
      type: 'session.revoked',
      actor: { kind: 'host', id: 'helpdesk' },
      detail: { session: id },
    });
    const devices = await people.devices(who);
    if (isRefusal(devices)) throw new Error(devices.refused);
    expect(devices).toHaveLength(2);
    const deviceId = devices[0]?.id ?? '';
    expect(await people.forgetDevice(who, { by: hostCode('helpdesk'), deviceId })).toBeUndefined();
    expect(await people.forgetDevice(who, { by: hostCode('helpdesk'), deviceId })).toEqual({ refused: 'not-found' });
    expect(await people.devices(who)).toHaveLength(1);
    expect(await people.sessions({ identifier: 'nobody' })).toEqual({ refused: 'not-found' });
    await world.auth.close();
  });

  it('W4 are an administrator’s to end, and nobody else’s', async () => {
    const { world, root } = await office();
    const { people, sessions } = world.auth;
    const signsIn = async (identifier: string): Promise<Client> => {
      await newAccount(world, identifier);
      const client = new Client(world);
      await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD }));
      return client;
    };
    const [ben, dora] = [await signsIn('bea@example.org'), await signsIn(DORA)];
    const [stranger, { id }] = [await ben.session(), await dora.session()];
    expect(await people.endSession(who, { by: stranger, sessionId: id })).toEqual({ refused: 'not-permitted' });
    expect(await people.endSessions(who, { by: stranger })).toEqual({ refused: 'not-permitted' });
    expect(await people.forgetDevice(who, { by: stranger, deviceId: 'd' })).toEqual({ refused: 'not-permitted' });
    expect(await people.endSession(who, { by: root, sessionId: id })).toBeUndefined();
    expect(await sessions.guard(dora.caller, { needs: 'session' })).toMatchObject({ refused: 'no-session' });
    await ben.session();
    expect(await people.endSessions({ identifier: 'bea@example.org' }, { by: root })).toMatchObject({ sessions: 0 });
    await world.auth.close();
  });
});

describe('an address that host code sets', () => {
  it('X21 takes the place of the old one, which is told, and ends the sessions that a reader of the old mailbox may have', async () => {
    const world = await embedded();
    const { people, sessions } = world.auth;
    const dora = await signedIn(world, DORA);
    expect(await people.setEmail(who, { by: hostCode('hr'), email: 'Dora@New.example' })).toMatchObject({
      email: 'dora@new.example',
    });
    expect(await sessions.guard(dora.caller, { needs: 'session' })).toMatchObject({ refused: 'no-session' });
    await world.auth.runBackgroundWork();
    const told = world.notices.findLast(({ event }) => event.type === 'account.email-changed');
    expect(told?.addresses.toSorted()).toEqual([DORA, 'dora@new.example']);
    const again = new Client(world);
    await again.keeps(world.auth.signIn.begin(again.caller, { identifier: DORA, password: PASSWORD }));
    await again.keeps(world.auth.signIn.sendCode(again.caller, 'email-code'));
    expect(world.mails.at(-1)?.to).toBe('dora@new.example');
    const events = async () =>
      (await world.auth.events()).events.filter(({ type }) => type === 'account.email-changed');
    expect(await people.setEmail(who, { by: hostCode('hr'), email: 'dora@new.example' })).toMatchObject({
      email: 'dora@new.example',
    });
    expect(await events()).toHaveLength(1);
    await world.auth.close();
  });

  it('X21 is no text of another kind, and is not taken from an account that needs it to sign in', async () => {
    const world = await embedded();
    const { people } = world.auth;
    await newAccount(world, DORA);
    for (const email of [undefined, 1, '', 'dora', 'a@b.example, c@d.example'] as never[])
      expect(await people.setEmail(who, { by: hostCode('hr'), email })).toMatchObject({ refused: 'malformed-input' });
    expect(await people.setEmail(who, { by: hostCode('hr'), email: null })).toMatchObject({
      refused: 'no-way-in-left',
    });
    expect(await people.find(who)).toMatchObject({ email: DORA });
    await world.auth.close();
    const administered = await office();
    await newAccount(administered.world, DORA);
    const byRoot = { by: administered.root, email: 'x@example.org' };
    expect(await administered.world.auth.people.setEmail(who, byRoot)).toEqual({ refused: 'not-permitted' });
    await administered.world.auth.close();
  });
});

describe('a password that host code sets', () => {
  it('X25 X27 replaces the old one for good, ends what rests on it, and is judged as every new password', async () => {
    const world = await embedded({ policy: { passwords: { history: 2 } } });
    const { people, signIn, sessions } = world.auth;
    const dora = await signedIn(world, DORA);
    const next = 'five words that nobody guesses';
    for (const password of [undefined, 1, '', 'short', DORA, PASSWORD] as never[])
      expect(await people.setPassword(who, { by: hostCode('help desk'), password })).toMatchObject({
        refused: 'malformed-input',
        errors: [{ path: 'password' }],
      });
    await dora.session();
    for (let guess = 0; guess < 10; guess++)
      await signIn.begin(new Client(world).caller, { ...who, password: 'wrong' });
    expect(await people.setPassword(who, { by: hostCode('help desk'), password: next })).toMatchObject({ sessions: 0 });
    expect(await sessions.guard(dora.caller, { needs: 'session' })).toMatchObject({ refused: 'no-session' });
    expect(await signIn.begin(new Client(world).caller, { ...who, password: PASSWORD })).toMatchObject({
      refused: 'invalid-credentials',
    });
    const again = new Client(world);
    expect((await again.keeps(signIn.begin(again.caller, { ...who, password: next }))).answer.status).toBe('continue');
    await world.auth.runBackgroundWork();
    expect(world.notices.at(-1)?.event).toMatchObject({ type: 'password.changed', actor: { kind: 'host' } });
    expect(await people.setPassword({ identifier: 'nobody' }, { by: hostCode('help desk'), password: next })).toEqual({
      refused: 'not-found',
    });
    await world.auth.close();
  });
});
