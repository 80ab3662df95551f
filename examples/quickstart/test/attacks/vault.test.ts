import { randomBytes } from 'node:crypto';
import type { Store } from '@sallyport/engine';
import { StoreUnavailable } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { atOnce, problem, tally } from '../support/expectations.ts';
import { interleaving } from '../support/interleaving-store.ts';
import { quickstartForThisTest } from '../support/quickstart.ts';
import { emergencyWay, OwnVault, ownerOfAVault, passkeyWay, secretWay } from '../support/vault.ts';
import { withVerbs } from '../support/with-verbs.ts';

describe('two tabs', () => {
  it('P21 that replace the key at once: of twenty, one does, and the others are told', async () => {
    const app = await quickstartForThisTest({ aroundStore: interleaving });
    const { vault } = await ownerOfAVault(app);
    for (const version of [0, 1]) {
      const keys = Array.from({ length: 20 }, (_, tab) => `key-${version}-${tab}`);
      const replies = await atOnce(20, (tab) => vault.puts([secretWay()], version, keys[tab] ?? ''));
      expect(tally(replies)).toEqual({ 200: 1, 412: 19 });
      const written = replies.find(({ status }) => status === 200);
      expect(await vault.now()).toEqual(written?.body);
    }
  });

  it('P21 that add a way at once, from the same version: one is added, and none is lost', async () => {
    const app = await quickstartForThisTest({ aroundStore: interleaving });
    const { vault } = await ownerOfAVault(app);
    await vault.puts([secretWay()], 0);
    const replies = await atOnce(20, () => vault.adds(emergencyWay(), 1));
    expect(tally(replies)).toEqual({ 201: 1, 412: 19 });
    expect(await vault.now()).toMatchObject({ version: 2, envelopes: [{ kind: 'secret' }, { kind: 'emergency' }] });
  });
});

/** A store whose commits fail on demand: before the write, or after the write with a lost answer. */
class Faulty {
  next: 'before' | 'after' | undefined;

  readonly around = (store: Store): Store =>
    withVerbs(store, {
      commit: async (change) => {
        const failing = change.vault === undefined && change.deleteAccount === undefined ? undefined : this.next;
        if (failing === 'before') throw new StoreUnavailable({ operation: 'commit' });
        const result = await store.commit(change);
        if (failing === 'after') throw new StoreUnavailable({ operation: 'commit' });
        return result;
      },
    });
}

describe('a store that fails halfway', () => {
  it('P21 leaves the vault and its passkeys as they were, or as they should be, and never one without the other', async () => {
    const faulty = new Faulty();
    const app = await quickstartForThisTest({ aroundStore: faulty.around });
    const { person, vault, passkeys } = await ownerOfAVault(app);
    const [phone = '', keyRing = ''] = passkeys;
    await vault.puts([passkeyWay(phone), passkeyWay(keyRing), secretWay()], 0);
    const before = await vault.now();
    const ada = await app.admin();
    const path = `/admin/accounts/${await ada.idOf(person)}/passkeys/${keyRing}`;
    const unavailable = problem(503, 'store-unavailable');

    faulty.next = 'before';
    expect(await vault.puts([secretWay()], 1)).toMatchObject(unavailable);
    expect(await ada.person.client.delete(path)).toMatchObject(unavailable);
    faulty.next = undefined;
    expect(await vault.now()).toEqual(before);
    expect((await person.account()).factors.passkeys).toHaveLength(2);

    faulty.next = 'after';
    expect(await ada.person.client.delete(path)).toMatchObject(unavailable);
    expect(await vault.puts([secretWay()], 2, 'next-key')).toMatchObject(unavailable);
    faulty.next = undefined;
    expect(await vault.now()).toMatchObject({ version: 3, keyId: 'next-key', envelopes: [{ kind: 'secret' }] });
    expect((await person.account()).factors.passkeys).toMatchObject([{ id: phone }]);
    expect(await vault.puts([secretWay()], 2)).toMatchObject(problem(412, 'precondition-failed'));
  });
});

const said: unknown[] = [];
const logger = {
  warn: (...words: unknown[]) => void said.push(words),
  error: (...words: unknown[]) => void said.push(words),
};

/** A secret in each of its possible encodings. */
function written(secret: Buffer): readonly string[] {
  return [secret.toString('hex'), secret.toString('base64').replace(/=+$/, ''), secret.toString('base64url')];
}

describe('what opens a vault', () => {
  it('P21 N11 is nowhere, though it was sent to every route by mistake: not in the store, the log, the events or an answer', async () => {
    said.length = 0;
    const kept: unknown[] = [];
    const app = await quickstartForThisTest({
      logger,
      aroundStore: (store) =>
        withVerbs(store, {
          commit: async (change) => {
            kept.push(change);
            return store.commit(change);
          },
        }),
    });
    const { person, vault, passkeys } = await ownerOfAVault(app);
    const ways = [passkeyWay(passkeys[0] ?? ''), secretWay(), emergencyWay()];
    await vault.puts(ways, 0);
    const [dataKey, prfOutput, masterSecret] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const texts: string[] = [];
    for (const secret of [dataKey, prfOutput, masterSecret]) {
      for (const form of written(secret)) {
        const assertion = await person.elsewhere().assertsPasskey();
        const prf = { results: { first: form } };
        const { client } = person;
        const replies = [
          await client.post('/sign-in/passkey', { ...assertion, clientExtensionResults: { prf } }),
          await client.post('/sign-in/passkey', { ...assertion, dataKey: form, prf }),
          await client.post('/enroll/passkey', { response: assertion, prf }),
          await client.put('/account/vault', { keyId: 'k', envelopes: ways, secret: form }, { 'if-match': '"1"' }),
          await client.put('/account/vault', { keyId: 'k', envelopes: ways, prf }, { 'if-match': '"1"' }),
          await vault.adds({ ...secretWay(), secret: form }, 1),
          await client.post('/account/email', { email: form, prf }),
          await client.post('/step-up', { prf }),
        ];
        for (const reply of replies) {
          expect(reply.status).toBe(400);
          texts.push(reply.text);
        }
      }
    }
    const ada = await app.admin();
    texts.push(JSON.stringify(kept), JSON.stringify(said), JSON.stringify(await ada.events()));
    texts.push((await vault.read()).text, (await person.client.get('/account')).text);
    for (const secret of [dataKey, prfOutput, masterSecret])
      for (const form of written(secret)) for (const text of texts) expect(text).not.toContain(form);

    // A control of the search: a careless client puts a plain secret into an envelope.
    const planted = randomBytes(32);
    await vault.adds({ kind: 'secret', sealed: planted.toString('base64url') }, 1);
    expect(JSON.stringify(kept)).toContain(planted.toString('base64url'));
    expect((await new OwnVault(person).read()).text).toContain(planted.toString('base64url'));
  });
});
