import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { accepted, asksToEnroll, complete, offered, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

async function contractorWith(...factors: readonly ('totp' | 'passkey')[]): Promise<Person> {
  const person = await app.newcomer('contractor');
  await person.proves('password', 'email-code');
  for (const factor of factors) {
    const reply = await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey());
    expect(reply).toMatchObject(complete());
  }
  return person;
}

describe('"reset two-step verification"', () => {
  it('W12 clears the TOTP secret and the backup codes, and leaves passkeys', async () => {
    const person = await contractorWith('totp', 'passkey');
    const ada = await app.admin();
    expect(await ada.does('reset-two-step', person)).toMatchObject({
      status: 200,
      body: { enrollmentCode: expect.any(String) },
    });
    expect((await ada.sees(person)).factors).toMatchObject({
      password: true,
      totp: false,
      backupCodes: { remaining: 0 },
      passkeys: [{}],
    });

    const again = person.elsewhere();
    expect(accepted(await again.signInWithPassword())).toEqual(['passkey']);
    expect(await again.goesOnWith('totp')).toMatchObject(problem(403, 'method-not-allowed'));
    expect(await again.goesOnWith('backup-code')).toMatchObject(problem(403, 'method-not-allowed'));
    expect(await again.goesOnWith('passkey')).toMatchObject(complete());
  });

  it('W12 ends the sessions that rested on it, and is one event with its actor', async () => {
    const person = await contractorWith('totp');
    expect((await person.session()).status).toBe(200);
    const ada = await app.admin();
    await ada.does('reset-two-step', person);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.client.host('GET', '/app/reports')).toMatchObject({ status: 401 });
    expect(await ada.events({ person, type: 'two-step.reset' })).toMatchObject([{ actor: await ada.idOf(ada.person) }]);
  });

  it('W13 sends the next sign-in through enrollment', async () => {
    const person = await contractorWith('totp');
    await (await app.admin()).does('reset-two-step', person);

    const again = person.elsewhere();
    const reply = await again.proves('password', 'email-code');
    expect(reply).toMatchObject(asksToEnroll);
    expect(offered(reply)).toEqual(['passkey', 'totp']);
    const voided = person.has.totpSecret;
    expect(await again.enrollsTotp()).toMatchObject(complete('enhanced'));
    expect(person.has.totpSecret).not.toBe(voided);
  });

  it('P14 resets the app apart from passkeys, and the person sets it up again after signing in', async () => {
    const person = await contractorWith('totp', 'passkey');
    await (await app.admin()).does('reset-two-step', person);
    const again = person.elsewhere();
    expect(await again.proves('passkey')).toMatchObject(complete());
    expect(await again.enrollsTotp()).toMatchObject(complete());
    expect(await person.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
    expect((await again.account()).factors.passkeys).toHaveLength(1);
  });
});

describe('"reset passkeys"', () => {
  it('P13 removes all of them and nothing else; the person adds new ones after the next sign-in', async () => {
    const person = await contractorWith('totp', 'passkey');
    const roaming = createAuthenticator({ transports: ['usb'] });
    await person.provesStrongest();
    expect(await person.enrollsPasskey('Key ring', roaming)).toMatchObject(complete());
    const ada = await app.admin();
    expect((await ada.does('reset-passkeys', person)).status).toBe(200);
    expect((await ada.sees(person)).factors).toMatchObject({ totp: true, passkeys: [] });

    for (const authenticator of [person.has.authenticator, roaming]) {
      const lost = person.elsewhere();
      const refused = await lost.client.post('/sign-in/passkey', await lost.assertsPasskey(authenticator));
      expect(refused).toMatchObject(problem(401, 'invalid-credentials'));
    }

    const again = person.elsewhere();
    expect(accepted(await again.signInWithPassword())).toEqual(['backup-code', 'totp']);
    expect(await again.goesOnWith('totp')).toMatchObject(complete('enhanced'));
    expect(await again.enrollsPasskey('New one')).toMatchObject(complete());
    expect(await person.elsewhere().proves('passkey')).toMatchObject(complete('phishing-resistant'));
  });
});

describe('one passkey of several', () => {
  it('W15 is revoked by itself, at once; other passkeys and TOTP stay as they were', async () => {
    const person = await contractorWith('totp', 'passkey');
    const roaming = createAuthenticator({ transports: ['usb'] });
    await person.provesStrongest();
    await person.enrollsPasskey('Key ring', roaming);
    const onLost = person.elsewhere();
    expect(await onLost.proves('passkey')).toMatchObject(complete());
    const onKept = person.elsewhere();
    const kept = await onKept.client.post('/sign-in/passkey', await onKept.assertsPasskey(roaming));
    expect(kept).toMatchObject(complete());

    const ada = await app.admin();
    const { passkeys } = (await ada.sees(person)).factors;
    const entry = passkeys.find(({ name }) => name !== 'Key ring');
    const path = `/admin/accounts/${await ada.idOf(person)}/passkeys/${encodeURIComponent(entry?.id ?? '')}`;
    expect((await ada.person.client.delete(path)).status).toBe(200);

    expect(await onLost.session()).toMatchObject(problem(401, 'no-session'));
    expect((await onKept.session()).status).toBe(200);
    expect(await person.elsewhere().proves('passkey')).toMatchObject(problem(401, 'invalid-credentials'));
    const other = person.elsewhere();
    expect(await other.client.post('/sign-in/passkey', await other.assertsPasskey(roaming))).toMatchObject(complete());
    expect(await person.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
    const { factors } = await ada.sees(person);
    expect(factors.passkeys.map(({ name }) => name)).toEqual(['Key ring']);
    expect(factors.backupCodes.remaining).toBe(person.has.backupCodes.length);
    expect(await ada.events({ person, type: 'passkey.revoked' })).toHaveLength(1);
  });
});
