import { describe, expect, it } from 'vitest';
import { complete, continues } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, PASSWORD, quickstartForThisTest } from '../support/quickstart.ts';

const GLASS = 'glass@example.org';

/**
 * docs/guide/single-sign-on.md: "Emergency accounts are exempt from `methods` and `preferSso`, never from strength." X16: they "keep a local way in
 * under SSO-only". HTTP.md: `POST /sign-in { identifier, password? }` "opens a flow; with a password it is the first step as well", and
 * `POST /sign-in/password` is the step of a flow.
 */
describe('an emergency account where passwords are switched off', () => {
  it.each([
    ['with the name', true],
    ['after the name', false],
  ])('X16 comes in by a password that is typed %s', async (_, together) => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const glass = app.person(GLASS);
    const account = { identifier: GLASS, email: GLASS, password: PASSWORD, roles: ['super-admin'], emergency: true };
    expect(await ada.creates(account)).toMatchObject({ status: 201 });
    await glass.proves('password', 'email-code');
    await glass.enrollsTotp();
    await ada.person.enrollsPasskey();
    await ada.person.proves('passkey');
    expect((await ada.putsPolicy({ ...FIRST_POLICY, methods: ['passkey'] })).status).toBe(200);

    const later = glass.elsewhere();
    if (together) expect(await later.signInWithPassword()).toMatchObject(continues);
    else {
      await later.begins();
      expect(await later.goesOnWith('password')).toMatchObject(continues);
    }
    expect(await later.goesOnWith('totp')).toMatchObject(complete('enhanced'));
  });
});

describe('a name before a password, where passwords are switched off', () => {
  it('X6 tells nothing of the account: answers and counting are those of both at once', async () => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const account = { email: GLASS, password: PASSWORD, roles: ['super-admin'], emergency: true };
    expect(await ada.creates({ ...account, identifier: GLASS })).toMatchObject({ status: 201 });
    await ada.person.enrollsPasskey();
    await ada.person.proves('passkey');
    expect((await ada.putsPolicy({ ...FIRST_POLICY, methods: ['passkey'] })).status).toBe(200);

    const seen = async (person: Person, typed: string, together: boolean) => {
      const answers: unknown[] = [];
      for (let guess = 0; guess < 12; guess += 1) {
        const { client } = person.stranger();
        const { identifier } = person;
        if (!together) {
          const { status, body } = await client.post('/sign-in', { identifier });
          answers.push({ status, body });
        }
        const { status, body } = together
          ? await client.post<{ code: string }>('/sign-in', { identifier, password: typed })
          : await client.post<{ code: string }>('/sign-in/password', { password: typed });
        answers.push({ status, code: body.code });
      }
      return answers;
    };
    const nobody = await seen(app.person('nobody@example.org'), PASSWORD, false);
    expect(nobody.at(-1)).toEqual({ status: 429, code: 'locked' });
    expect(await seen(app.person('ben@example.org'), PASSWORD, false)).toEqual(nobody);
    expect(await seen(app.person(GLASS), 'not the password', false)).toEqual(nobody);
    const proofs = nobody.filter((_, at) => at % 2 === 1);
    expect(await seen(app.person('nobody-else@example.org'), PASSWORD, true)).toEqual(proofs);
  });
});
