import { inspect } from 'node:util';
import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  everythingStored,
  newAccount,
  PASSWORD,
  rewritesAccount,
  storedAccount,
} from './embedded.test-support.ts';

const DEEP = { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null } as const;
const SECRET = 'the secret of the host, long enough';

/** A person with every kind of factor, and every secret of theirs. */
async function personIn(world: Embedded, identifier: string): Promise<{ client: Client; secrets: string[] }> {
  await newAccount(world, identifier);
  const client = new Client(world);
  await client.signsInByMail(identifier);
  const { secret, reply } = await client.enrollsTotp();
  const codes = reply.answer.status === 'complete' ? (reply.answer.backupCodes ?? []) : [];
  const { sessionToken = '', flowToken = '', deviceTokens = [] } = client.caller;
  return { client, secrets: [PASSWORD, SECRET, secret, ...codes, sessionToken, flowToken, ...deviceTokens] };
}

describe('what is handed to the host', () => {
  it('X19 shows no secret to whoever looks at it: the object itself, a session, a notice, a log', async () => {
    const world = await embedded({ secrets: [SECRET] });
    const { client, secrets } = await personIn(world, 'dora@example.org');
    await world.auth.runBackgroundWork();
    expect(secrets.filter((secret) => secret.length > 6).length).toBeGreaterThan(14);
    expect(world.notices.length).toBeGreaterThan(0);
    const session = await client.session();
    const handed = [world.auth, session, world.auth.me(session).view(), world.notices, world.logged];
    for (const thing of handed) {
      const seen = inspect(thing, DEEP) + (thing === world.auth ? '' : JSON.stringify(thing));
      for (const secret of secrets) expect(seen).not.toContain(secret);
      // Nor what is kept of them: hashes and sealed secrets are the store's.
      expect(seen).not.toMatch(/argon2|sealed|passwordHash|tokenHash|publicKey/);
    }
    await world.auth.close();
  });

  it('a session shows what a client may know of it, in JSON as well, and is taken back only as it was handed out', async () => {
    const world = await embedded();
    const { client } = await personIn(world, 'dora@example.org');
    const session = await client.session();
    expect(session.info).toMatchObject({ accountId: session.accountId, amr: expect.arrayContaining(['pwd', 'otp']) });
    expect(session.info).toBe(session.info);
    expect(JSON.parse(JSON.stringify(session))).toEqual({ ...session, info: session.info });
    expect(() => world.auth.me({ ...session, info: session.info }).view()).toThrow(TypeError);
    await world.auth.close();
  });

  it('X19 says in a notice whose account it is and where to write, and nothing else of the account', async () => {
    const world = await embedded();
    await personIn(world, 'dora@example.org');
    await world.auth.runBackgroundWork();
    for (const notice of world.notices) {
      expect(Object.keys(notice).sort()).toEqual(['addresses', 'event', 'identifiers']);
      expect(notice).toMatchObject({ addresses: ['dora@example.org'], identifiers: ['dora@example.org'] });
      expect(Object.keys(notice.event)).not.toContain('recipients');
    }
    await world.auth.close();
  });

  it('X19 logs that a mailer failed, and never what it was to send', async () => {
    const sent: string[] = [];
    const world = await embedded({
      sendMail: ({ code, token }) => {
        sent.push(code ?? token ?? '');
        throw new Error(`550 could not deliver "${code ?? token}"`);
      },
    });
    await newAccount(world, 'dora@example.org');
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'dora@example.org', password: PASSWORD }));
    expect(await world.auth.signIn.sendCode(client.caller, 'email-code')).toEqual({ refused: 'mail-unavailable' });
    await world.auth.recovery.begin(client.caller, { identifier: 'dora@example.org' });
    await world.auth.runBackgroundWork();
    expect(sent).toHaveLength(2);
    expect(world.logged.length).toBeGreaterThan(1);
    for (const secret of sent) expect(inspect(world.logged, DEEP)).not.toContain(secret);
    await world.auth.close();
  });

  it.each([
    [Object.assign(new Error('connect 127.0.0.1:25'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new TypeError('no transport'), 'TypeError'],
    ['a text', 'unknown'],
  ])('X19 logs why a mailer failed in one word: %s', async (fault, because) => {
    const world = await embedded({ sendMail: () => Promise.reject(fault) });
    await newAccount(world, 'dora@example.org');
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'dora@example.org', password: PASSWORD }));
    await world.auth.signIn.sendCode(client.caller, 'email-code');
    expect(inspect(world.logged, DEEP)).toContain(`kind: 'email-code', because: '${because}'`);
    await world.auth.close();
  });

  it('X19 logs no code in the place of a reason', async () => {
    const sent: string[] = [];
    const world = await embedded({
      sendMail: ({ code = '' }) => {
        sent.push(code);
        throw Object.assign(new Error('refused'), { code, name: code });
      },
    });
    await newAccount(world, 'dora@example.org');
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'dora@example.org', password: PASSWORD }));
    await world.auth.signIn.sendCode(client.caller, 'email-code');
    expect(sent).toHaveLength(1);
    expect(inspect(world.logged, DEEP)).not.toContain(sent[0]);
    await world.auth.close();
  });
});

describe('what is stored', () => {
  it('X11 X19 holds no token, no code, no password and no TOTP secret as it is', async () => {
    const world = await embedded();
    const { secrets } = await personIn(world, 'dora@example.org');
    const stored = await everythingStored(world);
    for (const secret of secrets.filter((text) => text !== '')) expect(stored).not.toContain(secret);
    for (const secret of secrets.filter((text) => text !== ''))
      expect(stored).not.toContain(Buffer.from(secret).toString('base64url'));
    await world.auth.close();
  });

  it('X19 a sealed TOTP secret is good in its own account: moved to another, it opens nothing there', async () => {
    const world = await embedded();
    const thief = await newAccount(world, 'thief@example.org');
    await newAccount(world, 'dora@example.org');
    const owner = new Client(world);
    await owner.signsInByMail('dora@example.org');
    const { secret } = await owner.enrollsTotp();
    const { accountId } = await owner.session();
    const { totp } = await storedAccount(world.store, accountId);
    if (totp === undefined) throw new Error('the owner has no app');
    await rewritesAccount(world.store, thief, (own) => ({ ...own, totp: { ...totp, lastStep: 0 } }));

    world.now += 60_000;
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'thief@example.org', password: PASSWORD }));
    const code = client.totp(secret);
    await expect(world.auth.signIn.code(client.caller, 'totp', { code })).rejects.toThrow();
    expect(isRefusal(await world.auth.sessions.guard(client.caller, { needs: 'session' }))).toBe(true);

    await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: 'dora@example.org', password: PASSWORD }));
    expect((await owner.keeps(world.auth.signIn.code(owner.caller, 'totp', { code }))).answer.status).toBe('complete');
    await world.auth.close();
  });
});
