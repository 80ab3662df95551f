import { describe, expect, it } from 'vitest';
import { asksToEnroll, atOnce, complete, problem, tally } from './support/expectations.ts';
import { FIRST_POLICY, quickstartForThisFile, quickstartForThisTest } from './support/quickstart.ts';

const ENHANCED = { ...FIRST_POLICY, requiredStrength: 'enhanced' } as const;

describe('a change of the policy', () => {
  it('W5 takes effect on the next sign-in and leaves existing sessions alone', async () => {
    const app = await quickstartForThisTest();
    const dora = app.person('dora@example.org');
    expect(await dora.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    expect((await (await app.admin()).putsPolicy(ENHANCED)).status).toBe(200);

    expect(await dora.session()).toMatchObject({ status: 200, body: { session: { strength: 'baseline' } } });
    expect((await dora.client.host('GET', '/app/reports')).status).toBe(200);
    expect(await dora.elsewhere().proves('password', 'email-code')).toMatchObject(asksToEnroll);
    expect((await dora.session()).status).toBe(200);
  });

  it('W5 reaches a sign-in that is under way', async () => {
    const app = await quickstartForThisTest();
    const dora = app.person('dora@example.org');
    await dora.signInWithPassword();
    const code = await dora.receivesEmailCode();
    await (await app.admin()).putsPolicy(ENHANCED);
    expect(await dora.client.post('/sign-in/email-code', { code })).toMatchObject(asksToEnroll);
    expect(await dora.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('W5 can be taken back: the old document, put again, counts from the next sign-in', async () => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const before = await ada.policy();
    await ada.putsPolicy(ENHANCED);
    expect(await app.person('dora@example.org').proves('password', 'email-code')).toMatchObject(asksToEnroll);

    const list = await ada.person.client.get<{ versions: readonly (typeof before)[] }>('/admin/policy/versions');
    expect(list.status).toBe(200);
    const old = list.body.versions.find(({ version }) => version === before.version);
    expect(old?.policy).toEqual(before.policy);
    expect((await ada.putsPolicy(old?.policy ?? {})).status).toBe(200);
    expect(await app.person('dora@example.org').proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });
});

describe('the policy document', async () => {
  const app = await quickstartForThisFile();

  it('is served with its version, as an entity tag as well, and with who changed it', async () => {
    const ada = await app.admin();
    const before = await ada.policy();
    expect((await ada.putsPolicy({ ...FIRST_POLICY, recentProof: '14m' })).status).toBe(200);
    const reply = await ada.person.client.get<typeof before>('/admin/policy');
    expect(reply.body.version).not.toBe(before.version);
    expect(reply.headers.get('etag')).toBe(`"${reply.body.version}"`);
    expect(reply.body.policy).toEqual({ ...FIRST_POLICY, recentProof: '14m' });
    expect(reply.body.changedBy).toBe(await ada.idOf(ada.person));
    expect(Date.parse(reply.body.changedAt)).toBe(app.clock.now);
    expect((await ada.events({ type: 'policy.changed' }))[0]).toMatchObject({ actor: reply.body.changedBy });
    await ada.putsPolicy(before.policy);
  });

  it('needs If-Match to be replaced, and the version that it has now', async () => {
    const ada = await app.admin();
    const { version } = await ada.policy();
    const { client } = ada.person;
    const put = (etag?: string) =>
      client.put('/admin/policy', { policy: FIRST_POLICY }, etag === undefined ? {} : { 'if-match': etag });
    expect(await put()).toMatchObject(problem(428, 'precondition-required'));
    expect(await put(`"${version + 1}"`)).toMatchObject(problem(412, 'precondition-failed'));
    expect(await put('"nonsense"')).toMatchObject(problem(412, 'precondition-failed'));
    expect((await ada.policy()).version).toBe(version);
    expect((await put(`"${version}"`)).status).toBe(200);
    expect(await put(`"${version}"`)).toMatchObject(problem(412, 'precondition-failed'));
  });

  it('replaced by five at once on the same version is replaced by one', async () => {
    const ada = await app.admin();
    const { version } = await ada.policy();
    const replies = await atOnce(5, (index) =>
      ada.person.client
        .copy()
        .put(
          '/admin/policy',
          { policy: { ...FIRST_POLICY, recentProof: `${10 + index}m` } },
          { 'if-match': `"${version}"` },
        ),
    );
    expect(tally(replies)).toEqual({ 200: 1, 412: 4 });
  });

  it.each([
    ['requiredStrength', { requiredStrength: 'nonsense' }],
    ['requiredStrenght', { requiredStrenght: 'enhanced' }],
    ['maxFailures', { lockout: { maxFailures: 'ten' } }],
    ['maxFailures', { lockout: { maxFailures: 0 } }],
    ['window', { lockout: { window: '15 minutes' } }],
    ['methods', { methods: ['telepathy'] }],
    ['methods', { roles: { desk: { methods: ['telepathy'] } } }],
    ['preferSso', { roles: { desk: { preferSso: 'corp' } } }],
    ['roles', { roles: [] }],
  ])('with a mistake in %s is refused, and the mistake is named: %j', async (name, policy) => {
    const ada = await app.admin();
    const { version } = await ada.policy();
    for (const reply of [await ada.putsPolicy(policy), await ada.previews(policy)]) {
      expect(reply).toMatchObject(problem(400, 'malformed-input'));
      expect(JSON.stringify(reply.body.errors)).toContain(name);
    }
    expect((await ada.policy()).version).toBe(version);
  });
});

describe('the impact of a change', () => {
  it('is previewed without being saved, and answered again when it is', async () => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const { version } = await ada.policy();
    const preview = await ada.previews(ENHANCED);
    expect(preview.status).toBe(200);
    const { unaffected, mustEnroll, stranded, accounts } = preview.body;
    expect(unaffected + mustEnroll + stranded).toBe(4);
    expect(stranded).toBe(0);
    const impactOf = (identifier: string) => accounts.find((entry) => entry.identifier === identifier)?.impact;
    expect(impactOf('dora@example.org')).toBe(impactOf('ben@example.org'));
    expect(impactOf('dora@example.org')).not.toBeUndefined();
    expect(impactOf('ada@example.org')).not.toBe(impactOf('dora@example.org'));
    const because = accounts.find(({ identifier }) => identifier === 'dora@example.org')?.because ?? [];
    expect(because.map(({ source }) => source)).toContainEqual('tenant');
    expect((await ada.policy()).version).toBe(version);

    const put = await ada.putsPolicy(ENHANCED);
    expect(put.body).toMatchObject({ unaffected, mustEnroll, stranded });
  });

  it('counts who would be stranded, and a change that strands the last administrator is refused', async () => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const { version } = await ada.policy();
    const passkeysOnly = { ...FIRST_POLICY, methods: ['passkey'] };
    const preview = await ada.previews(passkeysOnly);
    expect(preview).toMatchObject({ status: 200, body: { unaffected: 0, stranded: 4 } });
    expect(await ada.putsPolicy(passkeysOnly)).toMatchObject(problem(409, 'policy-strands-administrators'));
    expect((await ada.policy()).version).toBe(version);
    expect(await app.person('dora@example.org').proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });

  it('is refused where it would leave no role to administer the policy', async () => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const administrators = { policy: ['a-role-that-nobody-has'] };
    expect(await ada.putsPolicy({ ...FIRST_POLICY, administrators })).toMatchObject(
      problem(409, 'policy-strands-administrators'),
    );
    expect((await ada.putsPolicy(FIRST_POLICY)).status).toBe(200);
  });
});
