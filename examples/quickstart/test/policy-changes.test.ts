import { describe, expect, it } from 'vitest';
import { problem } from './support/expectations.ts';
import { FIRST_POLICY, quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe('a change of the policy', () => {
  it('N5 is told rule by rule before and after it is saved, with what gets weaker and who moves', async () => {
    const ada = await app.admin();
    const { contractor, ...others } = FIRST_POLICY.roles;
    const roles = { ...others, admin: { requiredStrength: 'enhanced' } };
    const loosened = {
      ...FIRST_POLICY,
      roles,
      recentProof: '10m',
      session: { idle: '15m' },
    };
    const rules = [
      { source: 'tenant', member: 'session', before: null, after: { idle: '15m' }, weaker: false },
      { source: 'tenant', member: 'recentProof', before: null, after: '10m', weaker: false },
      { source: { role: 'contractor' }, member: 'requiredStrength', before: 'enhanced', after: null, weaker: true },
    ];
    const moves = [{ from: 'mustEnroll', to: 'meets', count: 1 }];
    expect(contractor.requiredStrength).toBe('enhanced');
    expect(await ada.previews(loosened)).toMatchObject({ status: 200, body: { rules, moves } });
    expect(await ada.putsPolicy(loosened)).toMatchObject({ status: 200, body: { rules, moves } });
    const { body } = await ada.previews(loosened);
    expect(body).toMatchObject({ rules: [], moves: [] });
  });

  it('W4 N5 that leaves no administrator is told by the preview, and is not saved', async () => {
    const ada = await app.admin();
    const nobody = { ...FIRST_POLICY, administrators: { policy: ['nobody'] } };
    expect(await ada.previews(nobody)).toMatchObject({ status: 200, body: { strandsAdministrators: true } });
    expect(await ada.putsPolicy(nobody)).toMatchObject(problem(409, 'policy-strands-administrators'));
    expect((await ada.previews(FIRST_POLICY)).body).not.toHaveProperty('strandsAdministrators');
  });

  it('X2 is refused if it asks for an attested model, where the host has no attestation roots', async () => {
    const ada = await app.admin();
    const strengths = { key: { anyOf: [[{ method: 'passkey', attested: true }]] } };
    const reply = await ada.putsPolicy({ ...FIRST_POLICY, strengths, requiredStrength: 'key' });
    expect(reply).toMatchObject(problem(400, 'malformed-input'));
    expect(reply.body).toMatchObject({ errors: [{ path: 'policy.strengths.key.anyOf.0.0.attested' }] });
  });

  it('W4 takes a note, which the versions show', async () => {
    const ada = await app.admin();
    const { client } = ada.person;
    const { policy, version } = await ada.policy();
    const match = { 'if-match': `"${version}"` };
    const put = (note: unknown) => client.put('/admin/policy', { policy, note }, match);
    expect(await put('x'.repeat(501))).toMatchObject(problem(400, 'malformed-input'));
    expect((await put('Audit 26-09')).status).toBe(200);
    const { body } = await client.get<{ versions: object[] }>('/admin/policy/versions');
    expect(body.versions[0]).toMatchObject({ version: version + 1, note: 'Audit 26-09' });
    expect(body.versions[1]).not.toHaveProperty('note');
  });

  it('N5 a policy administrator asks what a person would get, and nothing is counted or logged', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const accountId = await ada.idOf(person);
    const asks = (evidence: readonly string[], policy?: object) =>
      ada.person.client.post('/admin/policy/what-if', { accountId, evidence, policy });
    expect(await asks(['password'])).toMatchObject({
      ...{ status: 200, body: { status: 'continue', accept: [{ method: 'email-code' }] } },
    });
    expect(await asks(['password', 'email-code'])).toMatchObject({
      body: { status: 'complete', because: expect.any(Array) },
    });
    const strict = { ...FIRST_POLICY, requiredStrength: 'enhanced' };
    expect(await asks(['password', 'email-code'], strict)).toMatchObject({ body: { status: 'enroll' } });
    expect(await asks(['totp'])).toMatchObject(problem(400, 'malformed-input'));
    const unknown = { accountId: 'nobody', evidence: [] };
    expect(await ada.person.client.post('/admin/policy/what-if', unknown)).toMatchObject(problem(404, 'not-found'));
    const ofPeople = await app.administratorOfPeople();
    const refused = await ofPeople.person.client.post('/admin/policy/what-if', { accountId, evidence: [] });
    expect(refused).toMatchObject(problem(403, 'not-permitted'));
    expect(await ada.events({ person, type: 'sign-in.started' })).toEqual([]);
  });
});
