import { createSallyport, hostCode } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { listen } from '@sallyport/test-support/adapters/listen';
import express from 'express';
import { expect, it } from 'vitest';
import { sallyport } from './sallyport.ts';

const [IDENTIFIER, PASSWORD] = ['ada@example.org', 'correct horse battery staple'];

it('X17 X44 a sign-out ends the session although the host cannot say which roles the person has', async () => {
  let isDown = false;
  let now = Date.UTC(2031, 2, 3);
  const auth = createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    policy: { requiredStrength: 'single', methods: ['password'] },
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    logger: { warn: () => undefined, error: () => undefined },
    clock: () => now,
    resolveSubject: () => {
      if (isDown) throw new Error('the table of roles is down');
      return [];
    },
  });
  await auth.ready();
  await auth.people.create({ identifier: IDENTIFIER, password: PASSWORD, by: hostCode('test') });
  const url = await listen(express().use('/auth', sallyport(auth).routes()));
  const origin = 'http://localhost:3000';
  const begun = await fetch(`${url}/auth/sign-in`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: IDENTIFIER, password: PASSWORD }),
  });
  expect(await begun.json()).toMatchObject({ status: 'complete' });
  const cookie = begun.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  now += 16 * 60_000;
  isDown = true;
  const ended = await fetch(`${url}/auth/session`, { method: 'DELETE', headers: { origin, cookie } });
  isDown = false;
  const left = await fetch(`${url}/auth/session`, { headers: { cookie } });
  await auth.close();
  expect([ended.status, left.status]).toEqual([200, 401]);
});
