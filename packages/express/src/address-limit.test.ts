import { createSallyport, hostCode } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { listen } from '@sallyport/test-support/adapters/listen';
import express from 'express';
import { RateLimiterMemory, RateLimiterUnion } from 'rate-limiter-flexible';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sallyport } from './sallyport.ts';

const PASSWORD = 'correct horse battery staple';

/** The contract behind a proxy that the app trusts, with a limiter of `rate-limiter-flexible`. */
async function site(addressLimit?: RateLimiterMemory | RateLimiterUnion) {
  const auth = createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret of a test, long enough to be taken'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 64, timeCost: 1 },
    policy: { administrators: {}, requiredStrength: 'single' },
    sendMail: () => undefined,
    logger: { warn: () => undefined, error: () => undefined },
  });
  await auth.ready();
  await auth.people.create({ identifier: 'ada@example.org', password: PASSWORD, by: hostCode('test') });
  const app = express().set('trust proxy', 1);
  app.use('/auth', sallyport(auth, { addressLimit }).routes());
  const url = await listen(app);
  onTestFinished(() => auth.close());
  const signIn = async (identifier: string, password: string, from: string) => {
    const reply = await fetch(`${url}/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', 'x-forwarded-for': from },
      body: JSON.stringify({ identifier, password }),
    });
    const { code } = (await reply.json()) as { readonly code?: string };
    return { status: reply.status, code, wait: reply.headers.get('retry-after') };
  };
  return { signIn };
}

const spray = (signIn: Awaited<ReturnType<typeof site>>['signIn'], from: string) =>
  Promise.all(Array.from({ length: 120 }, (_, turn) => signIn(`person-${turn}@example.org`, 'wrong', from)));

describe('a limit by network address, in Express with rate-limiter-flexible', () => {
  it('X34 refuses 120 identifiers sprayed from one address after the first twenty, and no other address', async () => {
    const { signIn } = await site(new RateLimiterMemory({ points: 20, duration: 60 }));
    const replies = await spray(signIn, '192.0.2.7');
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(20);
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(100);
    for (const { code, wait } of refused) {
      expect(code).toBe('locked');
      expect(Number(wait)).toBeGreaterThan(0);
      expect(Number(wait)).toBeLessThanOrEqual(60);
    }
    expect(await signIn('ada@example.org', PASSWORD, '192.0.2.7')).toMatchObject({ status: 429, code: 'locked' });
    expect(await signIn('ada@example.org', PASSWORD, '192.0.2.8')).toMatchObject({ status: 200 });
  });

  it('X34 takes a union of limiters as it is', async () => {
    const minute = new RateLimiterMemory({ keyPrefix: 'minute', points: 5, duration: 60 });
    const hour = new RateLimiterMemory({ keyPrefix: 'hour', points: 3, duration: 3_600 });
    const { signIn } = await site(new RateLimiterUnion(minute, hour));
    for (let turn = 0; turn < 3; turn++) expect(await signIn('x', 'wrong', '192.0.2.7')).toMatchObject({ status: 401 });
    const refused = await signIn('x', 'wrong', '192.0.2.7');
    expect(refused).toMatchObject({ status: 429, code: 'locked' });
    expect(Number(refused.wait)).toBeGreaterThan(60);
  });

  it('X34 judges all 120 without a limiter', async () => {
    const { signIn } = await site();
    for (const { status } of await spray(signIn, '192.0.2.7')) expect(status).toBe(401);
  });
});
