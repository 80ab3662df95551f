import { describe, expect, it } from 'vitest';
import type { Reply } from '../support/client.ts';
import { complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile, quickstartForThisTest } from '../support/quickstart.ts';

const app = await quickstartForThisFile();

async function signedIn(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  return person;
}

function changes(person: Person, next: string): Promise<Reply> {
  return person.client.post('/account/password', { current: person.has.password, next });
}

const refused = problem(400, 'malformed-input');

describe('a new password', () => {
  it.each([
    'password1',
    'Password1',
    'iloveyou',
    '12345678',
    'qwertyuiop',
    'aaaaaaaaaaaa',
    'abababababab',
    'password123456',
  ])('X12 that would be guessed first is refused: %s', async (next) => {
    const reply = await changes(await signedIn(), next);
    expect(reply).toMatchObject(refused);
    expect(reply.body.errors).toMatchObject([{ path: 'next' }]);
    expect(JSON.stringify(reply.body)).not.toContain(next);
  });

  it('X12 that is the identifier, the mailbox or the name of the service is refused', async () => {
    const person = await signedIn();
    const [name = ''] = person.identifier.split('@');
    for (const next of [person.identifier, `${name}1`, `${person.identifier}!`, 'Sallyport quickstart'])
      expect(await changes(person, next), next).toMatchObject(refused);
  });

  it.each([
    'eight ch',
    'onlylettersthatnobodyknows',
    '729405118364',
    'ALLSHOUTEDANDNOTHINGELSE',
    '        lots of spaces        ',
    'x'.repeat(3).concat('long enough for anyone who likes to type, and then some more of it, past 64'),
    'Ünïcödé wörks tøø 🔑',
  ])('X12 of any composition is taken, from 8 to 256 characters: %j', async (next) => {
    const person = await signedIn();
    expect((await changes(person, next)).status).toBe(200);
    expect(await person.elsewhere().signInWithPassword(next)).toMatchObject(continues);
  });

  it('X12 has at least 15 characters where a password alone can be granted, else 8', async () => {
    const single = await quickstartForThisTest({
      policy: { requiredStrength: 'single', roles: { 'super-admin': { requiredStrength: 'enhanced' } } },
    });
    const creates = async (world: typeof app, password: string) =>
      (await (await world.admin()).creates({ identifier: `of-${password.length}@example.org`, password })).status;
    expect(await creates(single, 'fourteen chars')).toBe(400);
    expect(await creates(single, 'fifteen chars!!')).toBe(201);
    expect(await creates(app, 'seven c')).toBe(400);
    expect(await creates(app, 'eight ch')).toBe(201);
  });
});
