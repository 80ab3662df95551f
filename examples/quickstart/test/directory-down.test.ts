import { describe, expect, it } from 'vitest';
import type { Client, Reply } from './support/client.ts';
import { atOnce, complete, continues, problem, tally } from './support/expectations.ts';
import { PASSWORD, type Policy, type Quickstart, quickstartForThisTest } from './support/quickstart.ts';
import { directoryAt, hasSlapd, SECRET, slapdForThese } from './support/servers/directory.ts';

const POLICY: Policy = {
  requiredStrength: 'single',
  roles: { 'super-admin': { requiredStrength: 'enhanced' } },
  lockout: { maxFailures: 5 },
  providers: { ldap: { mailDomains: ['corp.example'], createAccounts: true } },
};
const refused = problem(401, 'invalid-credentials');
const unavailable = problem(503, 'provider-unavailable');

function signsIn(client: Client, identifier: string, password: string = SECRET): Promise<Reply> {
  return client.post('/sign-in', { identifier, password });
}

describe.skipIf(!hasSlapd)('a directory that does not answer', () => {
  const slapd = slapdForThese();
  const quickstart = (): Promise<Quickstart> => quickstartForThisTest({ policy: POLICY, ...directoryAt(slapd()) });

  it.each([
    [
      'down',
      async () =>
        slapd()
          .crash()
          .then(() => () => slapd().restart()),
    ],
    ['silent', async () => slapd().freeze()],
  ] as const)('P12 is unavailable, never a wrong password, to all that only it could know: %s', async (_, fails) => {
    const app = await quickstart();
    const known = app.newClient();
    expect(await signsIn(known, 'erin')).toMatchObject(complete());
    const works = await fails();
    for (const identifier of ['erin', 'erin@corp.example', 'frank', 'nobody', 'twins@corp.example']) {
      const reply = await signsIn(app.newClient(), identifier);
      expect(reply).toMatchObject(unavailable);
      expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect(await signsIn(app.newClient(), 'dora@example.org', PASSWORD)).toMatchObject(complete());
    expect(await signsIn(app.newClient(), 'dora@example.org', 'wrong for sure')).toMatchObject(refused);
    expect(await known.get('/session')).toMatchObject({ status: 200 });
    await works();
    expect(await signsIn(app.newClient(), 'erin')).toMatchObject(complete());
  });

  it('X5 an attempt that it did not judge is given back: nobody is locked out by it', async () => {
    const app = await quickstart();
    expect(await signsIn(app.newClient(), 'erin')).toMatchObject(complete());
    await slapd().crash();
    expect(tally(await atOnce(20, () => signsIn(app.newClient(), 'erin')))).toEqual({ 503: 20 });
    await slapd().restart();
    expect(await signsIn(app.newClient(), 'erin')).toMatchObject(complete());
    // The directory stops answering between the search and the bind, after the attempt was counted.
    for (let round = 0; round < 3; round += 1) {
      const replies = atOnce(4, () => signsIn(app.newClient(), 'erin'));
      const thaw = await slapd().freeze();
      expect(Object.keys(tally(await replies)).filter((status) => !['200', '503'].includes(status))).toEqual([]);
      thaw();
    }
    expect(await signsIn(app.newClient(), 'erin')).toMatchObject(complete());
  });

  it('X21 P12 nobody takes a name that the directory may have: nothing is changed until it answers', async () => {
    const app = await quickstart();
    const dora = app.person('dora@example.org');
    expect(await dora.proves('password')).toMatchObject(complete());
    expect(await dora.client.post('/step-up', { strength: 'baseline' })).toMatchObject(continues);
    expect(await dora.goesOnWith('email-code')).toMatchObject(complete('baseline'));
    const renames = (identifier: string) => dora.client.put('/account/identifier', { identifier });
    await slapd().crash();
    const reply = await renames('theodora');
    expect(reply).toMatchObject(unavailable);
    expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await dora.client.get('/account')).body).toMatchObject({ identifiers: [dora.identifier] });
    await slapd().restart();
    expect(await renames('theodora')).toMatchObject({ status: 200, body: { identifiers: ['theodora'] } });
  });

  it('X17 killed in the middle of a sign-in, the flow stays where it was and goes on when it is back', async () => {
    const app = await quickstart();
    const client = app.newClient();
    expect(await client.post('/sign-in', { identifier: 'frank' })).toMatchObject(continues);
    await slapd().crash();
    expect(await client.post('/sign-in/password', { password: SECRET })).toMatchObject(unavailable);
    expect(await client.get('/sign-in')).toMatchObject(continues);
    await slapd().restart();
    expect(await client.post('/sign-in/password', { password: SECRET })).toMatchObject(complete());
  });
});
