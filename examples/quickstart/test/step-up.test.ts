import { describe, expect, it } from 'vitest';
import type { Reply } from './support/client.ts';
import { MINUTE } from './support/clock.ts';
import { accepted, complete, continues, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

/** A person with a session at baseline, and with a stronger factor. */
async function personWith(factor: 'totp' | 'passkey'): Promise<Person> {
  const person = await app.newcomer();
  await person.proves('password', 'email-code');
  const reply = await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey());
  expect(reply).toMatchObject(complete('baseline'));
  return person;
}

function opensVault(person: Person): Promise<Reply> {
  return person.client.host('GET', '/app/vault');
}

function paysOut(person: Person): Promise<Reply> {
  return person.client.host('POST', '/app/payout', { json: {} });
}

/** The challenge of RFC 9470 §3, parameter by parameter. */
function challengeOf(reply: Reply): Readonly<Record<string, string>> {
  const header = reply.headers.get('www-authenticate') ?? '';
  expect(header).toMatch(/^Bearer /i);
  const parameters = header.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g);
  return Object.fromEntries(Array.from(parameters, ([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
}

describe('a route that asks for more than the session has', () => {
  it('answers the RFC 9470 challenge with the strength', async () => {
    const person = await personWith('totp');
    const refused = await opensVault(person);
    expect(refused).toMatchObject(problem(401, 'insufficient-strength'));
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    const challenge = challengeOf(refused);
    expect(challenge).toMatchObject({ error: 'insufficient_user_authentication', acr_values: 'enhanced' });
    expect((await person.session()).status).toBe(200);
  });

  it('answers it with the age as well, where the proof has to be recent', async () => {
    const person = await personWith('passkey');
    await person.provesStrongest();
    expect((await paysOut(person)).status).toBe(200);
    app.clock.advance(6 * MINUTE);
    const refused = await paysOut(person);
    expect(refused).toMatchObject(problem(401, 'insufficient-strength'));
    expect(challengeOf(refused)).toMatchObject({
      error: 'insufficient_user_authentication',
      acr_values: 'phishing-resistant',
      max_age: '300',
    });
  });

  it('answers 401 no-session where there is none', async () => {
    const nobody = app.person('dora@example.org');
    expect(await opensVault(nobody)).toMatchObject({ status: 401, body: { code: 'no-session' } });
    expect(await paysOut(nobody)).toMatchObject({ status: 401, body: { code: 'no-session' } });
  });

  it('opens where the sign-in was strong enough at once', async () => {
    const person = (await personWith('totp')).elsewhere();
    await person.proves('password', 'totp');
    expect((await opensVault(person)).status).toBe(200);
    expect(await paysOut(person)).toMatchObject(problem(401, 'insufficient-strength'));
  });
});

describe('stepping up', () => {
  it('raises the same session with what was missing, and rotates its token', async () => {
    const person = await personWith('totp');
    const old = person.client.copy();
    const list = await person.client.get<{ sessions: readonly { id: string }[] }>('/account/sessions');

    const begun = await person.client.post('/step-up', { strength: 'enhanced' });
    expect(begun).toMatchObject(continues);
    expect(accepted(begun)).toEqual(['backup-code', 'totp']);
    expect(begun.body.because?.length).toBeGreaterThan(0);
    expect((await person.session()).status).toBe(200);
    expect(await person.goesOnWith('totp')).toMatchObject(complete('enhanced'));

    expect((await opensVault(person)).status).toBe(200);
    expect(person.client.cookies.get('sallyport-session')).not.toBe(old.cookies.get('sallyport-session'));
    expect(await old.get('/session')).toMatchObject(problem(401, 'no-session'));
    expect((await person.client.get<typeof list.body>('/account/sessions')).body.sessions).toHaveLength(
      list.body.sessions.length,
    );
    const ada = await app.admin();
    expect(await ada.events({ person, type: 'step-up.succeeded' })).toHaveLength(1);
  });

  it('starts from the dated evidence of the session: what is still fresh is not asked again', async () => {
    const person = (await personWith('passkey')).elsewhere();
    await person.proves('passkey');
    const { session } = (await person.session()).body;
    expect(await person.client.post('/step-up', { strength: 'phishing-resistant', within: '5m' })).toMatchObject(
      complete('phishing-resistant'),
    );
    app.clock.advance(6 * MINUTE);
    const begun = await person.client.post('/step-up', { strength: 'phishing-resistant', within: '5m' });
    expect(begun).toMatchObject(continues);
    expect(accepted(begun)).toContain('passkey');
    const raised = await person.goesOnWith('passkey');
    expect(raised).toMatchObject(complete('phishing-resistant'));
    expect(Date.parse(raised.body.session?.authTime ?? '')).toBeGreaterThan(Date.parse(session?.authTime ?? ''));
    expect((await paysOut(person)).status).toBe(200);
  });

  it('says why it asks, in full: who demands the strength, and that the proof has to be recent', async () => {
    const person = await personWith('passkey');
    await person.provesStrongest();
    app.clock.advance(6 * MINUTE);
    const begun = await person.client.post('/step-up', { strength: 'enhanced', within: '5m' });
    expect(begun).toMatchObject(continues);
    const reasons = begun.body.because?.map(({ code, params, source }) => ({ code, params, source }));
    expect(reasons).toEqual([
      { code: 'strength-required', params: { strength: 'enhanced' }, source: 'route' },
      { code: 'recent-proof-required', params: { within: 5 * MINUTE }, source: 'route' },
    ]);
  });

  it('leaves the session as it is where the proof is wrong', async () => {
    const person = await personWith('totp');
    await person.client.post('/step-up', { strength: 'enhanced' });
    const wrong = await person.client.post('/sign-in/totp', { code: person.wrongTotpCode() });
    expect(wrong).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await person.session()).toMatchObject({ status: 200, body: { session: { strength: 'baseline' } } });
    expect(await opensVault(person)).toMatchObject(problem(401, 'insufficient-strength'));
    expect(await person.goesOnWith('totp')).toMatchObject(complete('enhanced'));
  });

  it('dies with the session that it would raise', async () => {
    const person = await personWith('totp');
    const stolen = person.client.copy();
    await stolen.post('/step-up', { strength: 'enhanced' });
    await person.signsOut();
    const late = await stolen.post('/sign-in/totp', { code: person.freshTotpCode() });
    expect([401, 410]).toContain(late.status);
    expect(await stolen.get('/session')).toMatchObject(problem(401, 'no-session'));
  });

  it.each([{ strength: 'nonsense' }, { within: '5 minutes' }, { strength: 5 }, { within: -1 }, { level: 'enhanced' }])(
    'refuses %j',
    async (body) => {
      const person = await personWith('totp');
      expect(await person.client.post('/step-up', body)).toMatchObject(problem(400, 'malformed-input'));
    },
  );
});

describe('an act of administration', () => {
  it('needs a proof of the last 15 minutes, at the strongest level the account has, and a step-up gives it', async () => {
    const { person } = await app.admin();
    app.clock.advance(16 * MINUTE);
    const refused = await person.client.get('/admin/accounts');
    expect(refused).toMatchObject(problem(401, 'insufficient-strength'));
    expect(challengeOf(refused)).toMatchObject({ error: 'insufficient_user_authentication', max_age: '900' });

    const begun = await person.client.post('/step-up', {
      strength: challengeOf(refused)['acr_values'],
      within: '900s',
    });
    expect(begun).toMatchObject(continues);
    let last = begun;
    if (accepted(last).includes('password')) last = await person.goesOnWith('password');
    if (last.body.status === 'continue') last = await person.goesOnWith('totp');
    expect(last).toMatchObject(complete('enhanced'));
    expect((await person.client.get('/admin/accounts')).status).toBe(200);
  });

  it('needs the passkey, once the administrator has one', async () => {
    const own = await app.newcomer('super-admin');
    await own.proves('password', 'email-code');
    await own.enrollsTotp();
    expect((await own.client.get('/admin/accounts')).status).toBe(200);
    await own.enrollsPasskey();
    const again = own.elsewhere();
    expect(await again.proves('password', 'totp')).toMatchObject(complete('enhanced'));
    const refused = await again.client.get('/admin/accounts');
    expect(refused).toMatchObject(problem(401, 'insufficient-strength'));
    expect(challengeOf(refused)['acr_values']).toBe('phishing-resistant');
    await again.proves('passkey');
    expect((await again.client.get('/admin/accounts')).status).toBe(200);
  });
});
