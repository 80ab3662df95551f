import { describe, expect, it } from 'vitest';
import { MINUTE } from './support/clock.ts';
import { accepted, complete, continues, problem, tally } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

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

  it('W16 are issued when the first second factor is set up within a sign-in as well', async () => {
    const person = await personWith('totp', 'contractor');
    expect(person.has.backupCodes.length).toBeGreaterThan(4);
    expect(await person.elsewhere().proves('password', 'backup-code')).toMatchObject(complete('enhanced'));
  });

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

  it('W16 sign nobody in on their own', async () => {
    const person = (await personWith('totp')).elsewhere();
    await person.begins();
    expect(await presents(person, person.has.backupCodes[0])).toMatchObject(problem(401, 'invalid-credentials'));
    await person.signInWithPassword();
    expect(await presents(person, person.has.backupCodes[0])).toMatchObject(complete());
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

  it('W16 are regenerated with recent proof only', async () => {
    const person = await personWith('totp');
    app.clock.advance(16 * MINUTE);
    expect(await person.client.post('/account/backup-codes')).toMatchObject(problem(401, 'insufficient-strength'));
    expect(await remaining(person)).toBe(person.has.backupCodes.length);
  });

  it('W16 live with the second factor: they go with the last one', async () => {
    const person = await personWith('totp');
    await person.provesStrongest();
    await person.enrollsPasskey();
    const again = person.elsewhere();
    await again.proves('passkey');
    expect((await again.client.delete('/account/totp')).status).toBe(200);
    expect(await remaining(person)).toBe(person.has.backupCodes.length);
    const [passkey] = (await again.account()).factors.passkeys;
    expect((await again.client.delete(`/account/passkeys/${encodeURIComponent(passkey?.id ?? '')}`)).status).toBe(200);
    expect(await remaining(person)).toBe(0);

    const later = person.elsewhere();
    expect(accepted(await later.signInWithPassword())).toEqual(['email-code']);
    expect(await presents(later, person.has.backupCodes[0])).toMatchObject(problem(403, 'method-not-allowed'));
  });

  it('X3 one presented by 20 sign-ins at once lets one in', async () => {
    const person = await personWith('totp');
    const issued = person.has.backupCodes.length;
    const people = Array.from({ length: 20 }, () => person.elsewhere());
    for (const each of people) expect(await each.signInWithPassword()).toMatchObject(continues);
    const code = person.takesBackupCode();
    const counts = tally(await Promise.all(people.map((each) => presents(each, code))));
    expect(counts[200]).toBe(1);
    expect((counts[401] ?? 0) + (counts[429] ?? 0)).toBe(19);
    expect(await remaining(person)).toBe(issued - 1);
  });
});
