import { describe, expect, it } from 'vitest';
import type { Reply } from './support/client.ts';
import { MINUTE } from './support/clock.ts';
import { problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

/** The parts of a reply that a stranger can compare, without the parts that differ in every reply. */
function visible({ status, headers, body }: Reply): object {
  const names = Array.from(headers.keys()).sort();
  return { status, names, length: headers.get('content-length'), body: { ...body, instance: undefined } };
}

/** People of every kind. A stranger knows their identifiers. */
async function known(): Promise<Readonly<Record<string, Person>>> {
  const withTotp = await app.newcomer('contractor');
  await withTotp.proves('password', 'email-code');
  await withTotp.enrollsTotp();
  const withPasskey = await app.newcomer();
  await withPasskey.proves('password', 'email-code');
  await withPasskey.enrollsPasskey();
  const ada = await app.admin();
  const blocked = await app.newcomer();
  await ada.does('block', blocked, { reason: 'Investigation' });
  const withoutPassword = app.person('without-password@example.org');
  await ada.creates({ identifier: withoutPassword.identifier, email: withoutPassword.identifier });
  const passkeyOnly = await app.newcomer();
  await ada.sets('methods', passkeyOnly, ['passkey'], true);
  return {
    'with nothing but a password': await app.newcomer(),
    withTotp,
    withPasskey,
    blocked,
    withoutPassword,
    passkeyOnly,
  };
}

const people = Object.entries(await known());

describe.each(people)('a stranger cannot tell an account (%s) from none', (_, person) => {
  const unknown = (): Person => app.person('nobody-at-all@example.org');

  it('by its identifier', async () => {
    expect(visible(await person.stranger().begins())).toEqual(visible(await unknown().begins()));
  });

  it('by a wrong password, at once or in the flow', async () => {
    const compare = async (guesser: Person): Promise<readonly object[]> => [
      visible(await guesser.signInWithPassword('not the password at all')),
      visible(await guesser.client.post('/sign-in/password', { password: 'nor this one' })),
      visible(await guesser.client.get('/sign-in')),
    ];
    expect(await compare(person.stranger())).toEqual(await compare(unknown()));
  });

  it('by what else the flow answers before a proof', async () => {
    const compare = async (guesser: Person): Promise<readonly object[]> => {
      await guesser.begins();
      const { client } = guesser;
      const options = await client.post<{ allowCredentials?: readonly unknown[] }>('/sign-in/passkey/options');
      return [
        visible(await client.post('/sign-in/email-code/send')),
        visible(await client.post('/sign-in/email-code', { code: '123456' })),
        visible(await client.post('/sign-in/totp', { code: '123456' })),
        visible(await client.post('/sign-in/backup-code', { code: 'abcd-efgh' })),
        visible(await client.post('/sign-in/enrollment-code', { code: 'abcd-efgh' })),
        { status: options.status, allowed: options.body.allowCredentials ?? [] },
      ];
    };
    expect(await compare(person.stranger())).toEqual(await compare(unknown()));
  });
});

describe('the lockout of an identifier that nobody has', () => {
  it('is that of an account: as many guesses, the same answers, the same wait, the same end', async () => {
    const person = await app.newcomer();
    const nobody = app.person('nobody-to-lock@example.org');
    const seen = async (guesser: Person): Promise<readonly object[]> => {
      const replies: object[] = [];
      for (let guess = 0; guess < 12; guess += 1) {
        const reply = await guesser.stranger().signInWithPassword(`guess ${guess}`);
        replies.push({ ...visible(reply), wait: reply.headers.get('retry-after') });
      }
      return replies;
    };
    const [ofPerson, ofNobody] = [await seen(person), await seen(nobody)];
    expect(ofPerson).toEqual(ofNobody);
    expect(ofNobody.at(-1)).toMatchObject(problem(429, 'locked'));
    expect(visible(await nobody.begins())).toEqual(visible(await person.begins()));

    app.clock.advance(15 * MINUTE);
    expect(visible(await nobody.signInWithPassword('one more'))).toEqual(
      visible(await person.signInWithPassword('one more')),
    );
  });
});
