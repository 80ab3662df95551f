import { describe, expect, it } from 'vitest';
import { accepted, complete, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile, quickstartForThisTest } from './support/quickstart.ts';

const app = await quickstartForThisFile();

async function personWith(factor: 'totp' | 'passkey', ...roles: readonly string[]): Promise<Person> {
  const person = await app.newcomer(...roles);
  await person.proves('password', 'email-code');
  const reply = await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey());
  expect(reply).toMatchObject(complete());
  return person;
}

function presents(person: Person, code: string | undefined): ReturnType<Person['begins']> {
  return person.client.post('/sign-in/backup-code', { code });
}

async function remaining(person: Person): Promise<number> {
  return (await (await app.admin()).sees(person)).factors.backupCodes.remaining;
}

describe('backup codes', () => {
  it.each(['totp', 'passkey'] as const)(
    'W16 are issued with the first second factor, here %s, and shown once',
    async (factor) => {
      const person = await personWith(factor);
      const codes = person.has.backupCodes;
      expect(codes.length).toBeGreaterThan(4);
      expect(new Set(codes).size).toBe(codes.length);

      const account = await person.client.get('/account');
      expect(account.body).toMatchObject({ factors: { backupCodes: { remaining: codes.length } } });
      const session = await person.client.get('/session');
      await person.provesStrongest();
      const second = await (factor === 'totp' ? person.enrollsPasskey() : person.enrollsTotp());
      expect(second).toMatchObject({ status: 200, body: { status: 'complete' } });
      expect(second.body.backupCodes).toBeUndefined();
      for (const code of codes) expect(account.text + session.text + second.text).not.toContain(code);
      expect(await remaining(person)).toBe(codes.length);
    },
  );

  it.each(['totp', 'passkey'] as const)(
    'W16 are in the answer of the set-up that issued them, also while the policy needs a further set-up, here %s first',
    async (factor) => {
      const both = { anyOf: [[{ method: 'passkey' }, { method: 'totp' }]] } as const;
      const policy = { roles: { careful: { requiredStrength: 'both' } }, strengths: { both } };
      const person = await (await quickstartForThisTest({ policy })).newcomer('careful');
      await person.proves('password', 'email-code');
      const set = [() => person.enrollsTotp(), () => person.enrollsPasskey()];
      const [first, second] = factor === 'totp' ? set : set.reverse();
      const reply = await first?.();
      expect(reply).toMatchObject({ status: 200, body: { status: 'enroll', backupCodes: expect.any(Array) } });
      expect(person.has.backupCodes.length).toBeGreaterThan(4);
      const again = await person.client.get('/sign-in');
      for (const code of person.has.backupCodes) expect(again.text).not.toContain(code);
      expect(await second?.()).toMatchObject({ status: 200, body: { status: 'complete' } });
      expect((await person.account()).factors.backupCodes.remaining).toBe(person.has.backupCodes.length);
    },
  );

  it.each(['phishing-resistant', 'enhanced'] as const)(
    'W16 do not come with a passkey where no sign-in could count them, here in a role that needs %s',
    async (requiredStrength) => {
      const policy = { roles: { careful: { requiredStrength } }, administrators: { policy: ['super-admin'] } } as const;
      const quickstart = await quickstartForThisTest({ policy });
      const person = await quickstart.newcomer('careful');
      await person.proves('password', 'email-code');
      const reply = await person.enrollsPasskey();
      expect(reply).toMatchObject(complete());
      const counts = requiredStrength === 'enhanced';
      expect(reply.body.backupCodes !== undefined).toBe(counts);
      const { factors, recommendations } = await person.account();
      expect(factors.backupCodes.remaining > 0).toBe(counts);
      expect(recommendations.map(({ code }) => code)).not.toContain('renew-backup-codes');
      const again = person.elsewhere();
      expect(accepted(await again.signInWithPassword()).includes('backup-code')).toBe(counts);
    },
  );

  it('W16 each work once, in the place of the second factor', async () => {
    const person = await personWith('totp');
    const issued = person.has.backupCodes.length;
    const code = person.takesBackupCode();
    const again = person.elsewhere();
    expect(accepted(await again.signInWithPassword())).toContain('backup-code');
    expect(await presents(again, code)).toMatchObject(complete('enhanced'));
    expect(await remaining(person)).toBe(issued - 1);

    const replay = person.elsewhere();
    await replay.signInWithPassword();
    expect(await presents(replay, code)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await presents(replay, person.takesBackupCode())).toMatchObject(complete('enhanced'));
    expect(await remaining(person)).toBe(issued - 2);
  });

  it('W16 can be regenerated, which voids the old ones', async () => {
    const person = await personWith('totp');
    const old = [...person.has.backupCodes];
    await person.provesStrongest();
    const reply = await person.client.post('/account/backup-codes');
    expect(reply.status).toBe(200);
    const fresh = reply.body.backupCodes ?? [];
    expect(fresh).toHaveLength(old.length);
    expect(fresh.filter((code) => old.includes(code))).toEqual([]);

    const again = person.elsewhere();
    await again.signInWithPassword();
    expect(await presents(again, old[0])).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await presents(again, fresh[0])).toMatchObject(complete());
    expect(await remaining(person)).toBe(fresh.length - 1);
  });
});
