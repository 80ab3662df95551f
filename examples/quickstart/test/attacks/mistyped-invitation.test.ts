import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal, type Mail, type Sallyport } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import { listen } from '@sallyport/test-support/adapters/listen';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { type SharedStore, STORES, sharedStore } from '../support/embedded.ts';
import { asksToEnroll, complete, problem } from '../support/expectations.ts';
import { PASSWORD } from '../support/quickstart.ts';

const WRONG = 'ida@exampel.org';
const RIGHT = 'ida@example.org';
const WHO = { externalId: 'user-7' };
const by = hostCode('hr');

/** A host over HTTP that invited Ida to somebody else's mailbox. */
async function invited(kind: (typeof STORES)[number], policy?: PolicyInput<string>) {
  const shared: SharedStore = await sharedStore(kind);
  const mails: Mail[] = [];
  const auth: Sallyport = await shared.start({ sendMail: (mail) => void mails.push(mail), ...(policy && { policy }) });
  const site = await listen(express().use('/auth', sallyport(auth).routes()));
  const asked = { ...WHO, identifier: 'ida', email: WRONG, roles: ['staff'], invite: true, by };
  const made = await auth.people.create(asked);
  if (isRefusal(made)) throw new Error(made.refused);
  shared.now += 60_000;
  return {
    auth,
    shared,
    browser: () => new Client('http://localhost:3000', 'cookie', site),
    token: (to: string) => mails.findLast((mail) => mail.to === to)?.token,
  };
}

describe.each(STORES)('X21 an invitation to a mistyped address over HTTP, on %s', (kind) => {
  it('X21 X3 opens nothing once host code has corrected the address, also in a browser that followed the link', async () => {
    const { auth, shared, browser, token } = await invited(kind);
    const [begun, late] = [browser(), browser()];
    const strangers = { token: token(WRONG) };
    expect(await begun.post('/invitation', strangers)).toMatchObject(asksToEnroll);
    expect(await auth.people.setEmail(WHO, { email: RIGHT, by })).toMatchObject({ email: RIGHT });
    shared.now += 60_000;

    expect(await begun.post('/enroll/passkey/options')).toMatchObject(problem(410, 'flow-expired'));
    for (const client of [begun, late])
      for (const json of [strangers, { ...strangers, password: PASSWORD }])
        expect(await client.post('/invitation', json)).toMatchObject(problem(401, 'invalid-credentials'));
    for (const client of [begun, late]) expect(await client.get('/session')).toMatchObject(problem(401, 'no-session'));

    expect(await auth.people.invite(WHO, { by })).toMatchObject({ email: RIGHT });
    const ida = browser();
    const json = { token: token(RIGHT), password: PASSWORD };
    expect(await ida.post('/invitation', json)).toMatchObject(complete('baseline'));
    expect((await ida.get('/account')).body).toMatchObject({ email: RIGHT, roles: ['staff'] });
  });

  it('X21 takes no password by the link where host code has set one meanwhile, and goes on without', async () => {
    const { auth, shared, browser, token } = await invited(kind);
    expect(await auth.people.setPassword(WHO, { password: PASSWORD, by })).toMatchObject({
      accountId: expect.any(String),
    });
    shared.now += 60_000;
    expect(await auth.people.invite(WHO, { by })).toMatchObject({ email: WRONG });
    const ida = browser();
    const json = { token: token(WRONG), password: 'a password that ida chose alone' };
    expect(await ida.post('/invitation', json)).toMatchObject({
      ...problem(403, 'method-not-allowed'),
      body: { identifier: 'ida' },
    });
    const opened = await ida.post('/invitation', { token: token(WRONG) });
    expect(opened).toMatchObject({ status: 200, body: { status: 'continue', accept: [{ method: 'password' }] } });
    expect(await ida.post('/sign-in/password', { password: PASSWORD })).toMatchObject(complete('baseline'));
  });

  it('X21 X3 opens nothing once the account was signed out, also in a browser that followed the link', async () => {
    const { auth, browser, token } = await invited(kind);
    const begun = browser();
    const json = { token: token(WRONG) };
    expect(await begun.post('/invitation', json)).toMatchObject(asksToEnroll);
    expect(await auth.people.endSessions(WHO, { by })).toMatchObject({ email: WRONG });
    expect(await begun.post('/enroll/passkey/options')).toMatchObject(problem(410, 'flow-expired'));
    for (const client of [begun, browser()])
      expect(await client.post('/invitation', { ...json, password: PASSWORD })).toMatchObject(
        problem(401, 'invalid-credentials'),
      );
  });

  it('X21 X3 leaves a stranger nothing of a set-up that opened no session', async () => {
    const policy = {
      strengths: { 'office-key': { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] } },
      requiredStrength: 'office-key',
    } as const;
    const { auth, shared, browser, token } = await invited(kind, policy);
    const [stranger, telephone] = [browser(), createAuthenticator({ backupEligible: true })];
    const origin = 'http://localhost:3000';
    const registers = async (client: Client, key: SoftwareAuthenticator) => {
      const { body } = await client.post<Parameters<SoftwareAuthenticator['create']>[0]>('/enroll/passkey/options');
      return client.post('/enroll/passkey', { response: await key.create(body, { origin }) });
    };
    expect(await stranger.post('/invitation', { token: token(WRONG) })).toMatchObject(asksToEnroll);
    expect(await registers(stranger, telephone)).toMatchObject(asksToEnroll);
    shared.now += 60_000;
    expect(await auth.people.setEmail(WHO, { email: RIGHT, by })).toMatchObject({ email: RIGHT });
    expect(await auth.people.invite(WHO, { by })).toMatchObject({ email: RIGHT });

    const thief = browser();
    const { body } = await thief.post<Parameters<SoftwareAuthenticator['get']>[0]>('/sign-in/passkey/options');
    const shown = await telephone.get(body, { origin });
    expect(await thief.post('/sign-in/passkey', { ...shown, clientExtensionResults: {} })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    const ida = browser();
    expect(await ida.post('/invitation', { token: token(RIGHT) })).toMatchObject(asksToEnroll);
    expect(await registers(ida, createAuthenticator({ backupEligible: false }))).toMatchObject({
      body: { status: 'complete' },
    });
  });
});
