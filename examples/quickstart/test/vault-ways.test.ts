import { describe, expect, it } from 'vitest';
import { complete, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';
import { emergencyWay, type OwnVault, ownerOfAVault, passkeyWay, secretWay } from './support/vault.ts';

const app = await quickstartForThisFile();

/** A person whose vault opens by two passkeys, by a secret, and by the emergency account. */
async function withEveryWay(): Promise<{ person: Person; vault: OwnVault; phone: string; keyRing: string }> {
  const { person, vault, passkeys } = await ownerOfAVault(app);
  const [phone = '', keyRing = ''] = passkeys;
  const ways = [passkeyWay(phone), passkeyWay(keyRing), secretWay(), emergencyWay()];
  expect(await vault.puts(ways, 0)).toMatchObject({ status: 200 });
  return { person, vault, phone, keyRing };
}

/** The ways as an administrator sees them. */
async function overviewOf(person: Person) {
  const ada = await app.admin();
  return ada.person.client.get<{ version: number; envelopes: readonly Readonly<Record<string, unknown>>[] }>(
    `/admin/accounts/${await ada.idOf(person)}/vault`,
  );
}

async function removalsOf(person: Person): Promise<readonly unknown[]> {
  const events = await (await app.admin()).events({ person, type: 'vault.envelope-removed' });
  return events.map(({ actor, detail }) => ({ actor, passkey: detail?.['passkey'] }));
}

describe('the mails about a vault', () => {
  it('P21 name the kind of way, so that the two mails of a changed master secret agree', async () => {
    const { person, vault } = await ownerOfAVault(app);
    expect(await vault.puts([secretWay(), emergencyWay()], 0)).toMatchObject({ status: 200 });
    const [old] = (await vault.now()).envelopes;
    expect(await vault.adds(secretWay(), 1)).toMatchObject({ status: 201 });
    expect((await vault.removes(old?.id ?? '', 2)).status).toBe(200);
    for (const text of [
      'A new master secret was set for your vault. If there was one before, a second mail comes',
      'A master secret no longer opens your vault. If the master secret was changed, that is the old one.',
    ]) {
      const told = expect.objectContaining({ text: expect.stringContaining(text) });
      await expect.poll(() => app.mailsTo(person.identifier)).toContainEqual(told);
    }
  });
});

describe('when a passkey goes, its envelope goes with it', () => {
  it('N11 P21 removed by its owner', async () => {
    const { person, phone, keyRing } = await withEveryWay();
    expect((await person.client.delete(`/account/passkeys/${phone}`)).status).toBe(200);
    expect(await overviewOf(person)).toMatchObject({
      body: { version: 2, envelopes: [{ passkeyId: keyRing }, { kind: 'secret' }, { kind: 'emergency' }] },
    });
    expect(await removalsOf(person)).toEqual([{ actor: person.has.accountId, passkey: phone }]);
  });

  it('N11 P21 revoked by an administrator', async () => {
    const { person, vault, phone, keyRing } = await withEveryWay();
    const ada = await app.admin();
    const path = `/admin/accounts/${await ada.idOf(person)}/passkeys/${keyRing}`;
    expect((await ada.person.client.delete(path)).status).toBe(200);
    expect((await vault.now()).envelopes.map(({ passkeyId }) => passkeyId)).toEqual([phone, undefined, undefined]);
    expect(await removalsOf(person)).toEqual([{ actor: (await ada.person.account()).accountId, passkey: keyRing }]);
    expect(await vault.adds(secretWay(), 1)).toMatchObject(problem(412, 'precondition-failed'));
    expect(await vault.adds(secretWay(), 2)).toMatchObject({ status: 201 });
  });

  it('N11 P21 reset with all others by an administrator, who was told before what goes and what stays', async () => {
    const { person, phone, keyRing } = await withEveryWay();
    const before = await overviewOf(person);
    expect(before.body.envelopes.map(({ kind, passkeyId }) => [kind, passkeyId])).toEqual([
      ['passkey', phone],
      ['passkey', keyRing],
      ['secret', undefined],
      ['emergency', undefined],
    ]);
    expect(before.text).not.toContain('sealed');
    expect((await (await app.admin()).does('reset-passkeys', person)).status).toBe(200);
    const after = await overviewOf(person);
    expect(after.body).toEqual({ version: 2, envelopes: before.body.envelopes.slice(2) });
    expect(await removalsOf(person)).toHaveLength(2);
  });

  it('N11 P21 and by a two-step reset none does', async () => {
    const { person, vault } = await withEveryWay();
    const { envelopes } = await vault.now();
    const before = await overviewOf(person);
    expect((await (await app.admin()).does('reset-two-step', person)).status).toBe(200);
    expect((await overviewOf(person)).body).toEqual(before.body);
    const again = person.elsewhere();
    expect(await again.proves('passkey')).toMatchObject(complete());
    expect(await again.client.get('/account/vault')).toMatchObject({ body: { version: 1, envelopes } });
  });

  it('N11 P21 with its whole account, and a new one of that name has no vault', async () => {
    const { person } = await withEveryWay();
    const ada = await app.admin();
    expect((await ada.deletes(person)).status).toBe(200);
    expect(await overviewOf(person)).toMatchObject(problem(404, 'not-found'));
    const { identifier } = person;
    const created = await ada.creates({ identifier, email: identifier, password: person.has.password });
    const path = `/admin/accounts/${created.body.accountId}/vault`;
    expect((await ada.person.client.get(path)).body).toEqual({ version: 0, envelopes: [] });
  });

  it('N11 P21 also where both happen at once: no envelope outlives its passkey', async () => {
    for (let round = 0; round < 5; round++) {
      const { person, vault, passkeys } = await ownerOfAVault(app);
      const [phone = '', keyRing = ''] = passkeys;
      expect((await vault.puts([secretWay()], 0)).status).toBe(200);
      const ada = await app.admin();
      const path = `/admin/accounts/${await ada.idOf(person)}/passkeys/${keyRing}`;
      const [added] = await Promise.all([vault.adds(passkeyWay(keyRing), 1), ada.person.client.delete(path)]);
      expect([201, 400]).toContain(added.status);
      const { envelopes } = await vault.now();
      expect(envelopes.map(({ passkeyId }) => passkeyId)).not.toContain(keyRing);
      const expected = await vault.adds(passkeyWay(phone), (await vault.now()).version);
      expect(expected.status).toBe(201);
    }
  });
});

describe('a passkey', () => {
  it('N11 is given one input for the whole tenant, before and after a proof, and what came of it is refused everywhere', async () => {
    const { person } = await ownerOfAVault(app);
    type Options = { extensions: { prf: { eval: { first: string } } } };
    const firstOf = (reply: { body: Options }) => reply.body.extensions.prf.eval.first;
    const stranger = app.newClient();
    const asked = await stranger.post<Options>('/sign-in/passkey/options');
    const enrolling = await person.client.post<Options>('/enroll/passkey/options');
    const other = person.elsewhere();
    await other.signInWithPassword();
    const after = await other.client.post<Options>('/sign-in/passkey/options');
    expect(Buffer.from(firstOf(asked), 'base64url')).toHaveLength(32);
    expect(new Set([asked, enrolling, after].map(firstOf)).size).toBe(1);

    const assertion = await other.assertsPasskey();
    const results = { prf: { results: { first: 'A'.repeat(43) } } };
    for (const body of [
      { ...assertion, clientExtensionResults: results },
      { ...assertion, clientExtensionResults: {}, ...results },
      { response: { ...assertion, clientExtensionResults: results } },
    ]) {
      const reply = await other.client.post('/sign-in/passkey', body);
      expect(reply).toMatchObject(problem(400, 'malformed-input'));
      expect(reply.text).not.toContain('AAAA');
    }
    for (const path of ['/sign-in', '/sign-in/totp', '/enroll/totp', '/recover', '/step-up', '/account/password'])
      expect(await person.client.post(path, results), path).toMatchObject(problem(400, 'malformed-input'));
    expect(await other.client.post('/sign-in/passkey', assertion)).toMatchObject(complete());
  });
});
