import { instant } from '@sallyport/core';
import type { Commit, SamlRequestRecord } from '@sallyport/engine';
import { MINUTE } from '../sample-records.ts';
import { answering, type BrokenStores, writing } from './broken-store.test-support.ts';

/** Stores that lose SAML requests or their responses, or keep them for too long. */
export const brokenSamlRequests: BrokenStores = {
  'loses what a SAML provider kept': writing(
    'a SAML request comes back as it was written, by its id and in its tenant alone',
    ({ samlRequest, ...change }) => (samlRequest ? { ...change, samlRequest: { ...samlRequest, kept: {} } } : change),
  ),
  'keeps a SAML response that was fetched': writing(
    'the next state of a SAML request replaces the whole of the one before',
    async ({ samlRequest, ...change }, sound) => {
      const before = samlRequest && (await sound.readSamlRequest(change.tenant, samlRequest.id, change.now));
      return samlRequest ? { ...change, samlRequest: { ...before, ...samlRequest } } : change;
    },
  ),
  'has no guard on the SAML request': answering(
    'of 50 next states of a SAML request at once, one is written',
    (sound) => ({
      commit: async (change) => {
        for (;;) {
          const { samlRequest: guard, ...guards } = change.guards;
          const current = guard && (await sound.readSamlRequest(change.tenant, guard.id, change.now));
          if (guard === undefined || current === undefined) return sound.commit({ ...change, guards });
          const { id, version } = current;
          const next = change.samlRequest && { ...change.samlRequest, version: version + 1 };
          const samlRequest = change.samlRequest?.id === id ? { samlRequest: next } : {};
          const result = await sound.commit({
            ...change,
            guards: { ...guards, samlRequest: { id, version } },
            ...samlRequest,
          });
          if (result.outcome === 'committed' || result.with !== 'samlRequest') return result;
        }
      },
    }),
  ),
  'finds a SAML request a millisecond late': answering(
    'a SAML request is there up to its end, and not at it',
    (sound) => ({
      readSamlRequest: (tenant, id, now) => sound.readSamlRequest(tenant, id, instant(now - 1)),
    }),
  ),
  'lets the guard of a SAML request hold a minute late': writing(
    'a SAML request is there up to its end, and not at it',
    (change) => (change.guards.samlRequest ? { ...change, now: instant(change.now - MINUTE) } : change),
  ),
  'keeps the first end of a SAML request': writing(
    'an end that a SAML request moves is the one that counts',
    async ({ samlRequest, ...change }, sound) => {
      const before = samlRequest && (await sound.readSamlRequest(change.tenant, samlRequest.id, change.now));
      if (samlRequest === undefined || before === undefined) return { ...change, samlRequest };
      return { ...change, samlRequest: { ...samlRequest, expiresAt: before.expiresAt } };
    },
  ),
  'ends no SAML request': writing(
    'a SAML request that ends is gone, and to end an absent one does no harm',
    ({ endSamlRequest: _, ...change }) => change,
  ),
  'refuses to end an absent SAML request': answering(
    'a SAML request that ends is gone, and to end an absent one does no harm',
    (sound) => ({
      commit: async (change) => {
        const { tenant, now, endSamlRequest } = change;
        const isAbsent = endSamlRequest && !(await sound.readSamlRequest(tenant, endSamlRequest.id, now));
        return isAbsent ? { outcome: 'conflict', with: 'samlRequest' } : sound.commit(change);
      },
    }),
  ),
  'writes a new SAML request over another': answering(
    'of 20 new SAML requests with one id at once, one is written',
    (sound) => ({
      commit: async (change) => {
        const result = await sound.commit(change);
        const { tenant, now, guards, samlRequest } = change;
        const isTaken = result.outcome === 'conflict' && result.with === 'key' && guards.samlRequest === undefined;
        const before = samlRequest && (await sound.readSamlRequest(tenant, samlRequest.id, now));
        if (!isTaken || before === undefined) return result;
        await sound.commit({ tenant, now, guards: {}, endSamlRequest: { id: before.id }, events: [] });
        return sound.commit(change);
      },
    }),
  ),
  'writes SAML requests before it looks': answering(
    'nothing is left behind where the account is at another version',
    (sound) => ({
      commit: async ({ samlRequest, endSamlRequest, ...change }) => {
        const { samlRequest: guard, ...guards } = change.guards;
        const part = { ...change, guards: guard ? { samlRequest: guard } : {}, events: [] };
        const { tenant, now } = part;
        const first = await sound.commit({ tenant, now, guards: part.guards, samlRequest, endSamlRequest, events: [] });
        return first.outcome === 'committed' ? sound.commit({ ...change, guards }) : first;
      },
    }),
  ),
  'sweeps SAML requests that wait': answering('what is past goes, and is counted; what is live stays', (sound) => {
    const written = new Map<string, Commit>();
    return {
      commit: (change) => {
        if (change.samlRequest !== undefined) written.set(change.samlRequest.id, change);
        return sound.commit(change);
      },
      sweep: async (now, retention) => {
        for (const [id, { tenant }] of written) {
          await sound.commit({ tenant, now, guards: {}, endSamlRequest: { id }, events: [] });
        }
        return sound.sweep(now, retention);
      },
    };
  }),
  'never sweeps SAML requests': answering('what is past goes, and is counted; what is live stays', (sound) => {
    const written: SamlRequestRecord[] = [];
    return {
      commit: (change) => {
        if (change.samlRequest !== undefined) written.push(change.samlRequest);
        return sound.commit(change);
      },
      readSamlRequest: async (tenant, id, now) =>
        (await sound.readSamlRequest(tenant, id, now)) ??
        written.findLast((one) => one.tenant === tenant && one.id === id && one.expiresAt > now),
    };
  }),
};
