import { type Guard, StoreUnavailable, tenantId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { expectProblem } from '../ask.test-support.ts';
import { fakeSallyport, guardFor, live, ORIGIN, token } from '../fake-sallyport.test-support.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import { checkGuardOptions, demandOf, InvalidDemand } from './demand.ts';
import { optionalSession, requireSession } from './require-session.ts';

const request = (method: string, headers: NeutralRequest['headers'] = {}): NeutralRequest => ({
  method,
  mount: '',
  path: '/app/payout',
  search: '',
  headers,
});
const any: Guard = { needs: 'session' };

async function refusedBy(guard: Parameters<typeof fakeSallyport>[0], asked: NeutralRequest): Promise<NeutralReply> {
  const admission = await requireSession(fakeSallyport(guard), asked, any);
  if (admission.admitted) throw new Error('admitted');
  expect(admission.refused).toBe(admission.reply.problem);
  return admission.reply;
}

describe('requireSession', () => {
  it('gives the session that the guard lets through', async () => {
    const { guard, callers } = guardFor();
    const auth = fakeSallyport({ sessions: { guard } });
    const asked = request('GET', { cookie: `__Host-sallyport-session=${token('s')}` });
    expect(await requireSession(auth, asked, any)).toEqual({ admitted: true, session: live });
    expect(callers).toEqual([{ tenant: live.tenant, mode: 'cookie', sessionToken: token('s') }]);
  });

  it('X8 answers the challenge of RFC 9470 where a step-up would do', async () => {
    const demand = { strengths: ['phishing-resistant'], maxAgeSeconds: 300 };
    const guard = async () => ({ refused: 'insufficient-strength', demand }) as const;
    const reply = await refusedBy({ sessions: { guard } }, request('GET'));
    expectProblem(reply, 401, 'insufficient-strength');
    expect(reply.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="phishing-resistant", max_age="300"',
    );
  });

  it('refuses a change from another site in cookie mode, and takes one in token mode', async () => {
    const { guard } = guardFor();
    const parts = { sessions: { guard } };
    expectProblem(await refusedBy(parts, request('POST', { origin: 'https://evil.example' })), 403, 'cross-site');
    expectProblem(await refusedBy(parts, request('POST')), 403, 'cross-site');
    for (const headers of [{ origin: ORIGIN }, { authorization: `Bearer ${token('b')}` }]) {
      expect((await requireSession(fakeSallyport(parts), request('POST', headers), any)).admitted).toBe(true);
    }
  });

  it('X26 refuses a WebSocket in cookie mode unless its Origin is this one or a trusted one', async () => {
    const { guard } = guardFor();
    const auth = fakeSallyport({ sessions: { guard }, trustedOrigins: ['https://friend.example'] });
    const cookie = `__Host-sallyport-session=${token('s')}`;
    const admits = async (headers: NeutralRequest['headers'], method = 'GET') =>
      (await requireSession(auth, request(method, headers), any)).admitted;
    for (const upgrade of ['websocket', 'WebSocket', 'h2c, websocket']) {
      const socket = { cookie, upgrade, connection: 'Upgrade' };
      for (const origin of [ORIGIN, 'https://friend.example']) expect(await admits({ ...socket, origin })).toBe(true);
      for (const origin of [undefined, 'null', 'https://evil.example', `${ORIGIN}.evil.example`])
        expect(await admits({ ...socket, origin }), String(origin)).toBe(false);
      expect(await admits({ ...socket, 'sec-fetch-site': 'same-origin' })).toBe(false);
      expect(
        await optionalSession(auth, request('GET', { ...socket, origin: 'https://evil.example' })),
      ).toBeUndefined();
      expect(await optionalSession(auth, request('GET', { ...socket, origin: ORIGIN }))).toBe(live);
      // A page cannot make a browser send a token: nothing has to vouch for the page.
      expect(await admits({ upgrade, connection: 'Upgrade', authorization: `Bearer ${token('b')}` })).toBe(true);
    }
    for (const upgrade of [undefined, 'h2c', 'x-websocket'])
      expect(await admits({ cookie, upgrade, origin: 'https://evil.example' }), upgrade).toBe(true);
  });

  it('refuses a bearer token beside a session cookie', async () => {
    const headers = { cookie: `__Host-sallyport-session=${token('s')}`, authorization: `Bearer ${token('b')}` };
    expectProblem(await refusedBy({}, request('GET', headers)), 400, 'malformed-input');
  });

  it('fails closed if the store does not answer', async () => {
    const guard = async () => {
      throw new StoreUnavailable();
    };
    expectProblem(await refusedBy({ sessions: { guard } }, request('GET')), 503, 'store-unavailable');
  });
});

describe('optionalSession', () => {
  it('is the session, or nobody’s where there is none, or where the request has no tenant or another origin', async () => {
    const { guard } = guardFor();
    const auth = fakeSallyport({ sessions: { guard } });
    const headers = { cookie: `__Host-sallyport-session=${token('s')}` };
    expect(await optionalSession(auth, request('GET', headers))).toEqual(live);
    expect(
      await optionalSession(auth, request('POST', { ...headers, origin: 'https://evil.example' })),
    ).toBeUndefined();
    const none = async () => ({ refused: 'no-session' }) as const;
    expect(await optionalSession(fakeSallyport({ sessions: { guard: none } }), request('GET'))).toBeUndefined();
    const strange = fakeSallyport({ sessions: { guard } }, { tenantOf: () => tenantId('') });
    expect(await optionalSession(strange, request('GET', headers))).toBeUndefined();
  });

  it('X17 is not nobody’s if the store does not answer: that is a fault, and the host’s to answer', async () => {
    const guard = async () => {
      throw new StoreUnavailable();
    };
    const asked = optionalSession(fakeSallyport({ sessions: { guard } }), request('GET'));
    await expect(asked).rejects.toMatchObject({ code: 'store-unavailable' });
  });
});

describe('a demand', () => {
  it('is any session, a strength, a recency, or both', () => {
    expect(demandOf()).toEqual({ needs: 'session' });
    expect(demandOf('enhanced')).toEqual({ needs: 'strength', strength: 'enhanced' });
    expect(demandOf(undefined, { within: '30s' })).toEqual({
      needs: 'recent-sign-in',
      within: 30_000,
    });
    expect(demandOf('enhanced', { within: '5m' })).toEqual({
      needs: 'strength',
      strength: 'enhanced',
      within: 300_000,
    });
  });

  it('that cannot be is told at once, with a way out', () => {
    expect(() => demandOf('enhanced', { within: '5 minutes' })).toThrow(InvalidDemand);
    expect(() => demandOf('enhanced', { within: '5 minutes' })).toThrow(/'5m'/);
    expect(() => checkGuardOptions(Object({ withn: '5m' }))).toThrow("did you mean 'within'?");
    expect(() => checkGuardOptions(Object({ roles: ['admin'] }))).toThrow(InvalidDemand);
    expect(() => checkGuardOptions({ within: '5m', signInPage: '/sign-in' })).not.toThrow();
  });
});
