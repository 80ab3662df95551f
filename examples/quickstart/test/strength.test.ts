import { describe, expect, it } from 'vitest';
import { accepted, asksToEnroll, complete, offered, problem } from './support/expectations.ts';
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

  it.each([[['lenient', 'strict']], [['strict', 'lenient']]])(
    'X1 the strictest of %j wins in any order: only a passkey is offered',
    async (roles) => {
      const reply = await (await app.newcomer(...roles)).proves('password', 'email-code');
      expect(reply).toMatchObject(asksToEnroll);
      expect(offered(reply)).toEqual(['passkey']);
    },
  );
});
