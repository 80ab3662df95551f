import { describe, expect, it } from 'vitest';
import { accepted, asksToEnroll, complete, continues, offered, problem } from './support/expectations.ts';
import { FIRST_POLICY, quickstartForThisFile, quickstartForThisTest } from './support/quickstart.ts';

describe('the strength that the tenant requires', () => {
  it('W1 is baseline unless the policy says otherwise', async () => {
    const app = await quickstartForThisTest({ policy: {} });
    expect(await app.person('dora@example.org').proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });

  it('W1 is enhanced for everyone where the one setting says so', async () => {
    const app = await quickstartForThisTest({ policy: { requiredStrength: 'enhanced' } });
    for (const identifier of ['dora@example.org', 'ben@example.org']) {
      expect(await app.person(identifier).proves('password', 'email-code')).toMatchObject(asksToEnroll);
    }
  });

  it('W2 baseline takes password and email code, password and TOTP, or a passkey, and no password alone', async () => {
    const app = await quickstartForThisTest();
    const dora = app.person('dora@example.org');

    expect(await dora.signInWithPassword()).toMatchObject(continues);
    expect(await dora.session()).toMatchObject(problem(401, 'no-session'));
    expect(await dora.goesOnWith('email-code')).toMatchObject(complete('baseline'));

    expect(await dora.enrollsTotp()).toMatchObject({ status: 200 });
    expect(await dora.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));

    await dora.provesStrongest();
    expect(await dora.enrollsPasskey()).toMatchObject({ status: 200 });
    expect(await dora.elsewhere().proves('passkey')).toMatchObject(complete('phishing-resistant'));
  });

  it('W3 enhanced takes no email code where there is TOTP, and mails none', async () => {
    const app = await quickstartForThisTest({ policy: { requiredStrength: 'enhanced' } });
    const dora = app.person('dora@example.org');
    await dora.proves('password', 'email-code');
    expect(await dora.enrollsTotp()).toMatchObject(complete('enhanced'));
    const mailed = (await app.mailsTo(dora.identifier)).filter(({ code }) => code !== undefined).length;

    const again = dora.elsewhere();
    expect(accepted(await again.signInWithPassword())).toEqual(['backup-code', 'totp']);
    expect(await again.client.post('/sign-in/email-code/send')).toMatchObject(problem(403, 'method-not-allowed'));
    expect(await again.client.post('/sign-in/email-code', { code: '123456' })).toMatchObject(
      problem(403, 'method-not-allowed'),
    );
    expect((await app.mailsTo(dora.identifier)).filter(({ code }) => code !== undefined)).toHaveLength(mailed);
    expect(await again.goesOnWith('totp')).toMatchObject(complete('enhanced'));
  });

  it('W3 enhanced needs TOTP or a passkey registered: an email code alone never completes', async () => {
    const app = await quickstartForThisTest({ policy: { requiredStrength: 'enhanced' } });
    const dora = app.person('dora@example.org');
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await dora.elsewhere().proves('password', 'email-code')).toMatchObject(asksToEnroll);
    }
    await dora.proves('password', 'email-code');
    expect(await dora.enrollsPasskey()).toMatchObject(complete('phishing-resistant'));
    expect(await dora.elsewhere().proves('passkey')).toMatchObject(complete());
  });
});

describe('the strength that a role requires', () => {
  it('P1 makes a second factor mandatory for every holder of the role, and for no one else', async () => {
    const app = await quickstartForThisTest();
    const another = await app.newcomer('contractor');
    expect(await app.person('cleo@example.org').proves('password', 'email-code')).toMatchObject(asksToEnroll);
    expect(await another.proves('password', 'email-code')).toMatchObject(asksToEnroll);

    expect(await app.person('ben@example.org').proves('password', 'email-code')).toMatchObject(complete('baseline'));
    expect(await app.person('dora@example.org').proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });

  it('P20 reaches the chosen roles only: administrators and vault owners, not the rest', async () => {
    const enhanced = { requiredStrength: 'enhanced' } as const;
    const policy = { roles: { ...FIRST_POLICY.roles, admin: enhanced, 'vault-owner': enhanced } };
    const app = await quickstartForThisTest({ policy });
    for (const role of ['admin', 'vault-owner']) {
      const holder = await app.newcomer(role);
      expect(await holder.proves('password', 'email-code')).toMatchObject(asksToEnroll);
    }
    for (const roles of [[], ['employee'], ['a-role-that-the-policy-does-not-know']]) {
      const other = await app.newcomer(...roles);
      expect(await other.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    }
  });
});

describe('several rules for one account', async () => {
  const app = await quickstartForThisFile({
    policy: {
      requiredStrength: 'enhanced',
      roles: {
        lenient: { requiredStrength: 'single' },
        strict: { requiredStrength: 'phishing-resistant' },
        desk: { methods: ['password', 'passkey'] },
      },
    },
  });

  it('X1 a lenient role cannot loosen the tenant', async () => {
    const reply = await (await app.newcomer('lenient')).proves('password', 'email-code');
    expect(reply).toMatchObject(asksToEnroll);
    expect(offered(reply)).toEqual(['passkey', 'totp']);
  });

  it.each([[['lenient', 'strict']], [['strict', 'lenient']]])(
    'X1 the strictest of %j wins in any order: only a passkey is offered',
    async (roles) => {
      const reply = await (await app.newcomer(...roles)).proves('password', 'email-code');
      expect(reply).toMatchObject(asksToEnroll);
      expect(offered(reply)).toEqual(['passkey']);
    },
  );

  it("X1 the account's own methods narrow what its roles allow, and a way in that is left still works", async () => {
    const person = await app.newcomer('desk');
    await person.proves('password', 'email-code');
    await person.enrollsPasskey();
    const ada = await app.admin();
    expect(await ada.sets('methods', person, ['passkey'])).toMatchObject({
      status: 200,
      body: { methods: ['passkey'] },
    });

    const reply = await person.elsewhere().signInWithPassword();
    expect(reply).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await person.elsewhere().proves('passkey')).toMatchObject(complete());
  });

  it('X1 the reasons name each rule that asks', async () => {
    const reply = await (await app.newcomer('strict')).proves('password', 'email-code');
    const sources = reply.body.because?.map(({ source }) => source) ?? [];
    expect(sources).toContainEqual('tenant');
    expect(sources).toContainEqual({ role: 'strict' });
    for (const { code, message } of reply.body.because ?? []) {
      expect(code).not.toBe('');
      expect(message).not.toBe('');
    }
  });
});
