import { describe, expect, it } from 'vitest';
import { ask, bodyOf, expectProblem } from '../ask.test-support.ts';
import { fakeSallyport, goesOn, NOW, token } from '../fake-sallyport.test-support.ts';
import type { HttpOptions } from '../problem/http-options.ts';
import { routes } from '../routes/index.ts';
import { type AddressLimit, AddressLimitUnavailable, addressKey } from './address-limit.ts';

const ip = '192.0.2.7';

/** A limiter that answers or rejects as a test says, with what it was asked. */
function limiter(consume: (address: string) => unknown) {
  const asked: (readonly [string, number])[] = [];
  const addressLimit: AddressLimit = {
    consume: (address, points) => {
      asked.push([address, points]);
      return consume(address);
    },
  };
  return { addressLimit, asked };
}

/** A Sallyport that counts the proofs that it judges. */
function judging() {
  const judged: unknown[] = [];
  const auth = fakeSallyport({
    signIn: {
      begin: async (_, input) => {
        judged.push(input);
        return goesOn('cookie');
      },
    },
  });
  return { auth, judged };
}

const signIn = (auth: ReturnType<typeof fakeSallyport>, options: HttpOptions, identifier = 'ada', from = ip) =>
  ask(auth, 'POST /sign-in', { json: { identifier }, ip: from }, options);

describe('a limit by network address', () => {
  it('X34 takes one point of the address, and lets the request through if there was one', async () => {
    const { auth, judged } = judging();
    const { addressLimit, asked } = limiter(async () => ({ remainingPoints: 3, msBeforeNext: 9_000 }));
    expect((await signIn(auth, { addressLimit })).status).toBe(200);
    expect(asked).toEqual([[ip, 1]]);
    expect(judged).toHaveLength(1);
  });

  it('X34 refuses an address without points before a proof is judged, the same for every identifier', async () => {
    const { auth, judged } = judging();
    const { addressLimit } = limiter(() => Promise.reject({ msBeforeNext: 1_500, remainingPoints: 0 }));
    const replies = await Promise.all(
      ['ada', 'nobody', 'x'.repeat(200)].map((identifier) => signIn(auth, { addressLimit }, identifier)),
    );
    for (const reply of replies) {
      expectProblem(reply, 429, 'locked');
      expect(reply.headers['retry-after']).toBe('2');
      expect(reply.cookies).toEqual([]);
      expect({ ...bodyOf(reply), instance: '' }).toEqual({ ...bodyOf(replies[0] ?? reply), instance: '' });
    }
    expect(judged).toEqual([]);
  });

  it('X34 is off unless it is given', async () => {
    const { auth, judged } = judging();
    for (let turn = 0; turn < 50; turn++) expect((await signIn(auth, {})).status).toBe(200);
    expect(judged).toHaveLength(50);
  });

  it('X34 counts every POST that needs no session, and no other request', async () => {
    const { addressLimit, asked } = limiter(() => Promise.reject({ msBeforeNext: 1_000 }));
    const counted: string[] = [];
    for (const { verb, path, guard } of routes) {
      const before = asked.length;
      const reply = await ask(
        fakeSallyport(),
        `${verb} ${path.replaceAll(':provider', 'corp').replaceAll(':code', 'sms-code')}`,
        { ip },
        {
          addressLimit,
          onFault: () => undefined,
        },
      );
      if (asked.length > before) {
        counted.push(`${verb} ${path}`);
        expect(reply.status).toBe(429);
      } else expect(reply.status).not.toBe(429);
      expect(asked.length > before, `${verb} ${path}`).toBe(verb === 'POST' && guard === 'none');
    }
    expect(counted).toEqual(
      expect.arrayContaining(['POST /sign-in', 'POST /sign-in/password', 'POST /sign-in/totp', 'POST /recover']),
    );
    expect(counted.filter((line) => line.includes('/admin') || line.includes('/account'))).toEqual([]);
  });

  it('X34 a forged request of another site takes no point', async () => {
    const { addressLimit, asked } = limiter(async () => undefined);
    const headers = { origin: 'https://evil.example' };
    const reply = await ask(
      judging().auth,
      'POST /sign-in',
      { json: { identifier: 'ada' }, ip, headers },
      { addressLimit },
    );
    expectProblem(reply, 403, 'cross-site');
    expect(asked).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['the longest wait of a union of limiters', { minute: { msBeforeNext: 500 }, day: { msBeforeNext: 61_000 } }, '61'],
    ['a wait without an end', { msBeforeNext: -1 }, '60'],
    ['a wait that is no number', { msBeforeNext: Number.NaN }, '60'],
    ['no wait', { msBeforeNext: 0 }, '60'],
  ])('X34 answers Retry-After for %s', async (_, rejection, seconds) => {
    const { addressLimit } = limiter(() => Promise.reject(rejection));
    const reply = await signIn(judging().auth, { addressLimit });
    expectProblem(reply, 429, 'locked');
    expect(reply.headers['retry-after']).toBe(seconds);
  });

  it.each<[string, () => unknown]>([
    ['rejects with an error', () => Promise.reject(new Error('redis is gone'))],
    ['throws', () => assertNever()],
    ['rejects with nothing', () => Promise.reject(undefined)],
    ['rejects with a text', () => Promise.reject('no')],
    ['rejects with another object', () => Promise.reject({ remainingPoints: 0 })],
    ['rejects with an error that names a wait', () => Promise.reject(Object.assign(new Error(), { msBeforeNext: 1 }))],
  ])('X34 closes with 503 if the limiter %s, and tells the operator', async (_, consume) => {
    const { auth, judged } = judging();
    const faults: unknown[] = [];
    const { addressLimit } = limiter(consume);
    const reply = await signIn(auth, { addressLimit, onFault: (fault) => void faults.push(fault) });
    expectProblem(reply, 503, 'busy');
    expect(reply.headers['retry-after']).toBe('1');
    expect(judged).toEqual([]);
    expect(faults).toEqual([expect.any(AddressLimitUnavailable)]);
    expect(reply.body).not.toContain('redis');
  });

  it('X34 closes with 503 if the limiter is silent', async () => {
    const { auth, judged } = judging();
    const { addressLimit } = limiter(() => new Promise(() => undefined));
    expectProblem(await signIn(auth, { addressLimit, onFault: () => undefined }), 503, 'busy');
    expect(judged).toEqual([]);
  });

  it('X34 counts requests without an address together, and warns of the first', async () => {
    const warnings: unknown[] = [];
    const auth = fakeSallyport(
      { signIn: { begin: async () => goesOn('cookie') } },
      { now: () => NOW, logger: { warn: (_, details) => void warnings.push(details), error: () => undefined } },
    );
    const { addressLimit, asked } = limiter(async () => undefined);
    await ask(auth, 'POST /sign-in', { json: { identifier: 'ada' } }, { addressLimit });
    expect(asked).toEqual([['unknown', 1]]);
    expect(warnings).toEqual([expect.objectContaining({ code: 'no-address' })]);
  });

  it.each([null, {}, 7, { consume: 5 }, () => undefined])(
    'X34 refuses %j as a limiter when the app is set up',
    (value) => {
      const options = { addressLimit: value } as unknown as HttpOptions;
      return expect(signIn(judging().auth, options)).rejects.toMatchObject({ code: 'invalid-address-limit' });
    },
  );

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::5:6:7:8', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['', 'unknown'],
    ['192.0.2.7:50123', '192.0.2.7'],
    ['[2001:db8:1:2::6]:50123', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::6]', '2001:db8:1:2::/64'],
  ])('X34 counts %s by the key %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });

  it('X34 leaves a flow as it was', async () => {
    const { addressLimit } = limiter(() => Promise.reject({ msBeforeNext: 1_000 }));
    const headers = { cookie: `__Host-sallyport-flow=${token('f')}` };
    const reply = await ask(
      fakeSallyport(),
      'POST /sign-in/totp',
      { json: { code: '1' }, headers, ip },
      { addressLimit },
    );
    expectProblem(reply, 429, 'locked');
    expect(reply.cookies).toEqual([]);
  });
});

function assertNever(): never {
  throw new TypeError('not made for this');
}
