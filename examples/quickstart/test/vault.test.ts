import { describe, expect, it } from 'vitest';
import { EMERGENCY_KEY } from '../src/demo.ts';
import { Administration } from './support/administration.ts';
import { MINUTE } from './support/clock.ts';
import { complete, problem } from './support/expectations.ts';
import { FIRST_POLICY, quickstartForThisFile, quickstartForThisTest } from './support/quickstart.ts';
import { emergencyWay, OwnVault, ownerOfAVault, passkeyWay, sealed, secretWay } from './support/vault.ts';

const app = await quickstartForThisFile();

describe('a vault', () => {
  it('P21 N11 is kept as it was sealed: created, added to, taken from and replaced, each time at the next version', async () => {
    const { vault, passkeys } = await ownerOfAVault(app);
    const [phone = '', keyRing = ''] = passkeys;
    const none = await vault.read();
    expect(none).toMatchObject({ status: 200, body: { version: 0, envelopes: [], emergencyKey: EMERGENCY_KEY } });
    expect(none.headers.get('etag')).toBe('"0"');
    expect(Object.keys(none.body).sort()).toEqual(['emergencyKey', 'envelopes', 'version']);

    const ways = [passkeyWay(phone), secretWay(), emergencyWay()];
    const created = await vault.puts(ways, 0, 'first-key');
    expect(created).toMatchObject({ status: 200, body: { version: 1, keyId: 'first-key', envelopes: ways } });
    expect(created.headers.get('etag')).toBe('"1"');
    expect((await vault.read()).body).toEqual(created.body);
    expect(Object.keys(created.body.envelopes[1] ?? {}).sort()).toEqual(['createdAt', 'id', 'kind', 'sealed']);

    const second = passkeyWay(keyRing);
    const added = await vault.adds(second, 1);
    expect(added).toMatchObject({
      status: 201,
      body: { version: 2, keyId: 'first-key', envelopes: [...ways, second] },
    });
    expect(added.headers.get('etag')).toBe('"2"');
    expect(added.body.envelopes.slice(0, 3)).toEqual(created.body.envelopes);

    const removed = await vault.removes(added.body.envelopes[0]?.id ?? '', 2);
    expect(removed).toMatchObject({ status: 200, body: { version: 3, envelopes: [ways[1], ways[2], second] } });

    const anew = [secretWay()];
    const replaced = await vault.puts(anew, 3, 'second-key');
    expect(replaced).toMatchObject({ status: 200, body: { version: 4, keyId: 'second-key', envelopes: anew } });
    expect(await vault.now()).toEqual(replaced.body);
  });

  it('P21 each change of it is in the log, names no secret, and its owner is told', async () => {
    const { person, vault, passkeys } = await ownerOfAVault(app);
    const [phone = ''] = passkeys;
    await vault.puts([secretWay()], 0);
    await vault.adds(passkeyWay(phone), 1);
    await vault.removes((await vault.now()).envelopes[1]?.id ?? '', 2);
    await vault.puts([secretWay(), emergencyWay()], 3);
    const ada = await app.admin();
    const events = (await ada.events({ person })).filter(({ type }) => type.startsWith('vault.'));
    expect(events).toMatchObject([
      { type: 'vault.replaced', actor: person.has.accountId, detail: { ways: ['secret', 'emergency'] } },
      { type: 'vault.envelope-removed', detail: { kind: 'passkey', passkey: phone } },
      { type: 'vault.envelope-added', detail: { kind: 'passkey', passkey: phone } },
      { type: 'vault.created', detail: { ways: ['secret'] } },
    ]);
    const told = async () => (await app.mailsTo(person.identifier)).filter(({ text }) => text.includes('vault')).length;
    await expect.poll(told).toBe(4);
  });

  it('P21 asks for recent proof before it is changed, and for a session before it is read', async () => {
    const { person, vault } = await ownerOfAVault(app);
    const [way] = [secretWay()];
    const stranger = new OwnVault(person.stranger());
    for (const act of [stranger.read(), stranger.puts([way], 0), stranger.adds(way, 0), stranger.removes('x', 0)])
      expect(await act).toMatchObject(problem(401, 'no-session'));
    expect((await vault.puts([way], 0)).status).toBe(200);
    app.clock.advance(16 * MINUTE);
    await person.elsewhere().proves('password', 'totp');
    const stale = person.elsewhere();
    await stale.proves('password', 'totp');
    const weaker = new OwnVault(stale);
    expect((await weaker.read()).status).toBe(200);
    for (const act of [weaker.puts([], null), weaker.adds({}, null), weaker.removes('x', null)])
      expect(await act).toMatchObject(problem(401, 'insufficient-strength'));
    expect(await stale.proves('passkey')).toMatchObject(complete());
    expect((await weaker.puts([secretWay()], 1)).status).toBe(200);
  });

  it('P21 finds the body wrong before the precondition, and the precondition before the ways', async () => {
    const { vault, passkeys } = await ownerOfAVault(app);
    const [phone = ''] = passkeys;
    const good = [secretWay()];
    const [malformed, required, failed] = [
      problem(400, 'malformed-input'),
      problem(428, 'precondition-required'),
      problem(412, 'precondition-failed'),
    ];
    expect(await vault.puts([], null)).toMatchObject(malformed);
    expect(await vault.puts(good, null)).toMatchObject(required);
    expect(await vault.puts(good, 1)).toMatchObject(failed);
    expect(await vault.puts([passkeyWay(phone)], 1)).toMatchObject(failed);
    expect(await vault.adds({}, null)).toMatchObject(malformed);
    expect(await vault.adds(secretWay(), null)).toMatchObject(required);
    expect(await vault.adds(secretWay(), 4)).toMatchObject(failed);
    expect(await vault.adds(secretWay(), 0)).toMatchObject(problem(404, 'not-found'));
    expect(await vault.removes('x', null)).toMatchObject(required);
    expect(await vault.removes('x', 4)).toMatchObject(failed);
    expect(await vault.removes('x', 0)).toMatchObject(problem(404, 'not-found'));
    expect(await vault.now()).toMatchObject({ version: 0 });
    expect((await vault.puts(good, 0)).status).toBe(200);
    expect(await vault.puts(good, 0)).toMatchObject(failed);
    const weak = await vault.person.client.put(
      '/account/vault',
      { keyId: 'k', envelopes: good },
      { 'if-match': 'W/"1"' },
    );
    expect(weak).toMatchObject(failed);
    expect(await vault.now()).toMatchObject({ version: 1, envelopes: good });
  });
});

describe('a vault that its owner could lose by accident', () => {
  it('P21 is refused: passkeys alone never open one, however that would come about', async () => {
    const { vault, passkeys } = await ownerOfAVault(app);
    const [phone = '', keyRing = ''] = passkeys;
    const refused = problem(409, 'vault-needs-another-way');
    expect(await vault.puts([passkeyWay(phone), passkeyWay(keyRing)], 0)).toMatchObject(refused);
    expect(await vault.puts([passkeyWay(phone), secretWay()], 0)).toMatchObject({ status: 200 });
    expect(await vault.puts([passkeyWay(phone)], 1)).toMatchObject(refused);
    const { envelopes } = await vault.now();
    expect(await vault.removes(envelopes[1]?.id ?? '', 1)).toMatchObject(refused);
    expect((await vault.removes(envelopes[0]?.id ?? '', 1)).status).toBe(200);
    expect(await vault.removes(envelopes[1]?.id ?? '', 2)).toMatchObject(refused);
    expect(await vault.ways()).toEqual(['secret']);
    expect((await vault.puts([emergencyWay(), passkeyWay(phone)], 2)).status).toBe(200);
  });

  it('P21 is asked for the emergency envelope where the policy requires one, whatever else it has', async () => {
    const own = await quickstartForThisTest();
    const { vault, passkeys } = await ownerOfAVault(own);
    const [phone = ''] = passkeys;
    expect((await vault.puts([secretWay()], 0)).status).toBe(200);
    const ada = await own.admin();
    expect((await ada.putsPolicy({ ...FIRST_POLICY, vault: { emergency: 'required' } })).status).toBe(200);
    const refused = problem(409, 'vault-needs-another-way');
    expect(await vault.adds(passkeyWay(phone), 1)).toMatchObject(refused);
    expect(await vault.puts([secretWay(), passkeyWay(phone)], 1)).toMatchObject(refused);
    expect((await vault.adds(emergencyWay(), 1)).status).toBe(201);
    const { envelopes } = await vault.now();
    expect(await vault.removes(envelopes[1]?.id ?? '', 2)).toMatchObject(refused);
    expect((await vault.adds(passkeyWay(phone), 2)).status).toBe(201);
    expect((await ada.putsPolicy({ ...FIRST_POLICY, vault: { emergency: 'optional' } })).status).toBe(200);
    expect((await vault.removes(envelopes[1]?.id ?? '', 3)).status).toBe(200);
  });
});

describe('a preview of the policy', () => {
  it('P21 counts the accounts whose vaults it would leave without a way, and saving says the same', async () => {
    const own = await quickstartForThisTest();
    const [first, second] = [await ownerOfAVault(own), await ownerOfAVault(own)];
    await first.vault.puts([secretWay()], 0);
    await second.vault.puts([passkeyWay(second.passkeys[0] ?? ''), emergencyWay()], 0);
    await ownerOfAVault(own);
    const ada = await own.admin();
    expect((await ada.previews(FIRST_POLICY)).body).not.toHaveProperty('vaults');
    const strict = { ...FIRST_POLICY, methods: ['password'], vault: { emergency: 'required' } };
    const vaults = { withoutWay: 1, withoutEmergency: 1 };
    expect(await ada.previews(strict)).toMatchObject({ status: 200, body: { vaults } });
    expect(await ada.putsPolicy(strict)).toMatchObject({ status: 200, body: { vaults } });
  });
});

describe('bad input', () => {
  it('P21 is refused with a place, and changes nothing', async () => {
    const { vault, passkeys } = await ownerOfAVault(app);
    const [phone = ''] = passkeys;
    const other = await ownerOfAVault(app);
    await vault.puts([secretWay(), passkeyWay(phone)], 0);
    const before = await vault.now();
    const bodies: readonly (readonly [body: unknown, path: string])[] = [
      [{ keyId: 'k', envelopes: [] }, 'envelopes'],
      [{ keyId: 'k', envelopes: Array.from({ length: 21 }, secretWay) }, 'envelopes'],
      [{ keyId: 'k'.repeat(65), envelopes: [secretWay()] }, 'keyId'],
      [{ keyId: '', envelopes: [secretWay()] }, 'keyId'],
      [{ keyId: 'not base64url!', envelopes: [secretWay()] }, 'keyId'],
      [{ envelopes: [secretWay()] }, 'keyId'],
      [{ keyId: 'k', envelopes: [{ kind: 'secret', sealed: 'A'.repeat(4_097) }] }, 'envelopes.0.sealed'],
      [{ keyId: 'k', envelopes: [{ kind: 'secret', sealed: 'AA==' }] }, 'envelopes.0.sealed'],
      [{ keyId: 'k', envelopes: [{ kind: 'secret' }] }, 'envelopes.0.sealed'],
      [{ keyId: 'k', envelopes: [secretWay(), { kind: 'passkey', sealed: 'AA' }] }, 'envelopes.1.passkeyId'],
      [{ keyId: 'k', envelopes: [{ ...secretWay(), passkeyId: phone }] }, 'envelopes.0.passkeyId'],
      [{ keyId: 'k', envelopes: [secretWay(), passkeyWay('AAAA')] }, 'envelopes.1.passkeyId'],
      [{ keyId: 'k', envelopes: [secretWay(), passkeyWay(other.passkeys[0] ?? '')] }, 'envelopes.1.passkeyId'],
      [{ keyId: 'k', envelopes: [secretWay(), passkeyWay(phone), passkeyWay(phone)] }, 'envelopes.2.passkeyId'],
      [{ keyId: 'k', envelopes: [{ ...secretWay(), prf: { results: { first: 'AA' } } }] }, 'envelopes.0.prf'],
      [{ keyId: 'k', envelopes: [secretWay()], secret: 'a master secret' }, 'secret'],
    ];
    for (const [body, path] of bodies) {
      const reply = await vault.person.client.put('/account/vault', body, { 'if-match': '"1"' });
      expect(reply, path).toMatchObject(problem(400, 'malformed-input'));
      expect(reply.body.errors?.map((error) => error.path)).toContain(path);
      expect(reply.text).not.toContain('a master secret');
    }
    expect(await vault.adds({ kind: 'biometric', sealed: 'AA' }, 1)).toMatchObject(problem(400, 'malformed-input'));
    expect(await vault.adds(passkeyWay(other.passkeys[0] ?? ''), 1)).toMatchObject(problem(400, 'malformed-input'));
    expect(await vault.adds(passkeyWay(phone), 1)).toMatchObject(problem(409, 'already-exists'));
    expect(await vault.now()).toEqual(before);
  });

  it('P21 of the greatest size is taken: twenty envelopes of 4,096 characters, and no twenty-first', async () => {
    const { vault } = await ownerOfAVault(app);
    const ways = Array.from({ length: 20 }, () => ({ kind: 'secret', sealed: sealed(3_072) }));
    expect(ways[0]?.sealed).toHaveLength(4_096);
    expect(await vault.puts(ways, 0)).toMatchObject({ status: 200, body: { envelopes: ways } });
    expect(await vault.adds(secretWay(), 1)).toMatchObject(problem(400, 'malformed-input'));
    const tooLarge = await vault.puts([{ kind: 'secret', sealed: 'A'.repeat(200_000) }], 1);
    expect(tooLarge).toMatchObject(problem(413, 'too-large'));
    expect((await vault.now()).version).toBe(1);
  });
});

describe('a host without a vault', () => {
  it('P21 answers 404 to all of its routes, to anybody, and refuses a policy that names one', async () => {
    const own = await quickstartForThisTest({ vault: undefined });
    const ada = await own.admin();
    const { client } = ada.person;
    for (const asking of [client, own.newClient()]) {
      for (const [method, path] of [
        ['GET', '/account/vault'],
        ['PUT', '/account/vault'],
        ['POST', '/account/vault/envelopes'],
        ['DELETE', '/account/vault/envelopes/x'],
        ['GET', '/admin/accounts/x/vault'],
        ['POST', '/admin/accounts/x/vault/emergency-open'],
      ] as const) {
        expect(await asking.send(method, path, { json: undefined }), path).toMatchObject(problem(404, 'not-found'));
      }
    }
    const policy = { ...FIRST_POLICY, vault: { emergency: 'required' } };
    const reply = await new Administration(ada.person).putsPolicy(policy);
    expect(reply).toMatchObject(problem(400, 'malformed-input'));
    expect(reply.body.errors).toMatchObject([{ path: 'policy.vault.emergency' }]);
  });
});
