import assert from 'node:assert/strict';
import type { Instant } from '@sallyport/core';
import type { SamlRequestRecord } from '@sallyport/engine';
import { later, MINUTE, NOW, sampleSamlRequest } from '../sample-records.ts';
import { atOnce, type Chapter, fromOtherTenant, refuse, type Scene, tally, tryWrite, write } from '../scene.ts';

const RESPONSE = { fields: { SAMLResponse: 'PHNhbWw+', RelayState: 's', $set: 'a.b' }, ticketHash: 'ticket' };

function read({ store, tenant }: Scene, now: Instant = NOW): Promise<SamlRequestRecord | undefined> {
  return store.readSamlRequest(tenant, 'r1', now);
}

/** A SAML request waits beside its flow, and keeps the response that the provider's page posted. */
export const samlRequests: Chapter = {
  title: 'a SAML request waits for its response',
  promises: {
    'a SAML request comes back as it was written, by its id and in its tenant alone': async (scene) => {
      const samlRequest = sampleSamlRequest(scene.tenant, 'r1', {
        kept: { request: '_r1', at: 1, signed: true, nothing: null, 'a.$b': '' },
        failedResponses: 2,
        judging: [{ ticketHash: 'h', until: later(1) }],
        response: RESPONSE,
      });
      await write(scene, { samlRequest });
      await write(scene, { samlRequest: sampleSamlRequest(scene.tenant, 'r2') });
      assert.deepEqual(await read(scene), samlRequest);
      assert.deepEqual(
        await scene.store.readSamlRequest(scene.tenant, 'r2', NOW),
        sampleSamlRequest(scene.tenant, 'r2'),
      );
      assert.equal(await scene.store.readSamlRequest(scene.tenant, 'r3', NOW), undefined);
      assert.equal(await read(fromOtherTenant(scene)), undefined);
    },
    'the next state of a SAML request replaces the whole of the one before': async (scene) => {
      const cancelled = { ...RESPONSE, fields: 'cancelled' } as const;
      await write(scene, { samlRequest: sampleSamlRequest(scene.tenant, 'r1') });
      for (const [turn, response] of [RESPONSE, cancelled, undefined].entries()) {
        const guards = { samlRequest: { id: 'r1', version: turn + 1 } };
        const next = sampleSamlRequest(scene.tenant, 'r1', { version: turn + 2, failedResponses: turn });
        await write(scene, { guards, samlRequest: response === undefined ? next : { ...next, response } });
        assert.deepEqual(await read(scene), response === undefined ? next : { ...next, response });
      }
    },
    'of 50 next states of a SAML request at once, one is written': async (scene) => {
      await write(scene, { samlRequest: sampleSamlRequest(scene.tenant, 'r1') });
      const results = await atOnce(50, (turn) =>
        tryWrite(scene, {
          guards: { samlRequest: { id: 'r1', version: 1 } },
          samlRequest: sampleSamlRequest(scene.tenant, 'r1', { version: 2, failedResponses: turn }),
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, samlRequest: 49 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.equal((await read(scene))?.failedResponses, winner);
    },
    'a SAML request is there up to its end, and not at it': async (scene) => {
      const guards = { samlRequest: { id: 'r1', version: 1 } };
      await write(scene, { samlRequest: sampleSamlRequest(scene.tenant, 'r1', { expiresAt: later(MINUTE) }) });
      assert.notEqual(await read(scene, later(MINUTE - 1)), undefined);
      assert.equal(await read(scene, later(MINUTE)), undefined);
      await write(scene, { guards, now: later(MINUTE - 1) });
      await refuse(scene, { guards, now: later(MINUTE) }, 'samlRequest');
    },
    'an end that a SAML request moves is the one that counts': async (scene) => {
      await write(scene, { samlRequest: sampleSamlRequest(scene.tenant, 'r1', { expiresAt: later(MINUTE) }) });
      const samlRequest = sampleSamlRequest(scene.tenant, 'r1', { version: 2, expiresAt: later(2 * MINUTE) });
      await write(scene, { guards: { samlRequest: { id: 'r1', version: 1 } }, samlRequest });
      assert.equal(await scene.store.sweep(later(2 * MINUTE - 1)), 0);
      assert.deepEqual(await read(scene, later(2 * MINUTE - 1)), samlRequest);
      assert.equal(await read(scene, later(2 * MINUTE)), undefined);
    },
    'a SAML request that ends is gone, and to end an absent one does no harm': async (scene) => {
      await write(scene, { samlRequest: sampleSamlRequest(scene.tenant, 'r1') });
      const next = sampleSamlRequest(scene.tenant, 'r2');
      await write(scene, { samlRequest: next, endSamlRequest: { id: 'r1' } });
      assert.equal(await read(scene), undefined);
      await write(scene, { endSamlRequest: { id: 'r1' } });
      await refuse(scene, { guards: { samlRequest: { id: 'r1', version: 1 } } }, 'samlRequest');
      assert.deepEqual(await scene.store.readSamlRequest(scene.tenant, 'r2', NOW), next);
    },
    'of 20 new SAML requests with one id at once, one is written': async (scene) => {
      const results = await atOnce(20, (turn) =>
        tryWrite(scene, { samlRequest: sampleSamlRequest(scene.tenant, 'r1', { failedResponses: turn }) }),
      );
      assert.deepEqual(tally(results), { committed: 1, key: 19 });
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.equal((await read(scene))?.failedResponses, winner);
    },
  },
};
