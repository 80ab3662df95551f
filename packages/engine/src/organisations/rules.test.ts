import { isRefusal, type LiveSession } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import {
  BY,
  entered,
  HOUR,
  MINUTE,
  organisedStore,
  owned,
  person,
  plants,
  plantsMember,
  proved,
  ROOMS,
  rooms,
  SESSION,
  says,
  value,
  withApp,
} from '../organised.test-support.ts';

describe('X41 an organisation is founded', () => {
  it('by host code and by a policy administrator, and by nobody else', async () => {
    const { auth, world, client } = await rooms();
    const { organisations } = auth;
    const made = value(await organisations.create({ name: 'Acme', rule: { requiredStrength: 'enhanced' }, by: BY }));
    expect(made).toMatchObject({
      name: 'Acme',
      version: 1,
      rule: { requiredStrength: 'enhanced' },
      changedBy: 'host:billing',
    });
    expect(await organisations.rule(made.id)).toEqual(made);
    const root = await person(world, 'root@example.org', ['super-admin']);
    const desk = await person(world, 'desk@example.org', ['admin']);
    const asked = (by: LiveSession) => organisations.create({ id: 'other', by });
    expect(await asked(await client.session())).toEqual({ refused: 'not-permitted' });
    await withApp(world, desk.client);
    expect(await asked(await proved(world, desk.client))).toEqual({ refused: 'not-permitted' });
    expect(await asked(await root.client.session())).toMatchObject({ refused: 'insufficient-strength' });
    await withApp(world, root.client);
    expect(await asked(await proved(world, root.client))).toMatchObject({ id: 'other', changedBy: root.accountId });
    await auth.close();
  });

  it('with an author alone, and never with one from a body', async () => {
    const { auth, accountId } = await rooms();
    const { organisations } = auth;
    for (const by of [undefined, null, 'host', { accountId }, { kind: 'host' }, JSON.parse('{"by":1}')])
      for (const asked of [
        organisations.create({ id: 'acme', by }),
        organisations.setRule('acme', {}, { by, ifVersion: 1 }),
        organisations.remove('acme', { by }),
        organisations.members.set('acme', { accountId }, { roles: ['owner'], by }),
        organisations.members.remove('acme', { accountId }, { by }),
      ])
        expect(await asked).toMatchObject({ refused: 'malformed-input', errors: [{ path: 'by' }] });
    await auth.close();
  });

  it('once for each id, also of twenty at once, and again with the same name', async () => {
    const { auth, world } = await rooms();
    const { organisations } = auth;
    const all = await Promise.all(
      Array.from({ length: 20 }, () => organisations.create({ id: 'acme', name: 'Acme', by: BY })),
    );
    expect(all.filter((one) => !isRefusal(one))).toHaveLength(1);
    expect(all.filter(isRefusal)).toEqual(Array(19).fill({ refused: 'already-exists' }));
    expect(await organisations.remove('acme', { by: BY })).toBeUndefined();
    expect(await organisations.create({ id: 'acme', by: BY })).toEqual({ refused: 'already-exists' });
    expect(await organisations.create({ name: 'Acme', by: BY })).toMatchObject({ name: 'Acme', version: 1 });
    for (const id of ['', '.', '..', 'a b', 'a/b', 'ä', 'x'.repeat(101), 7 as unknown as string])
      expect(await organisations.create({ id, by: BY })).toMatchObject({ errors: [{ path: 'id' }] });
    for (const name of ['', ' ', 'a\nb', 'x'.repeat(257), 7 as unknown as string])
      expect(await organisations.create({ name, by: BY })).toMatchObject({ errors: [{ path: 'name' }] });
    expect((await organisedStore(world).listOrganisations(TENANT, { limit: 9 })).items).toHaveLength(1);
    await auth.close();
  });
});

describe('X41 the rule of an organisation', () => {
  it('is changed by its owner, version by version, and holds at the next request', async () => {
    const { auth, client, owner, accountId } = await owned();
    const { organisations } = auth;
    const rule = { requiredStrength: 'phishing-resistant', roles: { visitor: {} } } as const;
    const refused = await organisations.setRule('acme', rule, { by: owner, ifVersion: 7 });
    expect(refused).toEqual({ refused: 'precondition-failed' });
    const saved = value(await organisations.setRule('acme', rule, { by: owner, ifVersion: 1 }));
    expect(saved).toMatchObject({ id: 'acme', name: 'Acme', version: 2, rule, changedBy: accountId });
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).toBe('phishing-resistant');
    const { versions } = value(await organisations.versions('acme'));
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(await organisations.rule('acme', { version: 1 })).toMatchObject({ version: 1, rule: {} });
    // Under the own rule the owner proves more before the next change.
    expect(await organisations.setRule('acme', {}, { by: owner, ifVersion: 2 })).toMatchObject({
      refused: 'insufficient-strength',
    });
    expect(await organisations.setRule('acme', {}, { by: BY, ifVersion: 2 })).toMatchObject({ version: 3 });
    await auth.close();
  });

  it('takes recent proof, and the strongest level, of its owner', async () => {
    const { auth, world, owner, client } = await owned();
    const { organisations } = auth;
    world.now += 16 * MINUTE;
    const old = await client.session();
    for (const by of [owner, old])
      expect(await organisations.setRule('acme', {}, { by, ifVersion: 1 })).toMatchObject({
        refused: 'insufficient-strength',
        in: 'acme',
        demand: { strengths: ['enhanced'], maxAgeSeconds: 900 },
      });
    await auth.close();
  });

  it('names only what there is, with the path of each fault', async () => {
    const { auth, owner } = await owned();
    const { organisations } = auth;
    const faults = async (rule: unknown) => {
      const answer = await organisations.setRule('acme', rule, { by: owner, ifVersion: 1 });
      return isRefusal(answer) ? [answer.refused, answer.errors?.map(({ path }) => path)] : answer;
    };
    for (const [rule, ...paths] of [
      [{ requiredStrength: 'corporate' }, 'rule.requiredStrength'],
      [{ contexts: { night: { methods: ['passkey'] } } }, 'rule.contexts.night'],
      [{ methods: ['passkey', 'sso'] }, 'rule.methods.1'],
      [
        { roles: { finance: { later: [{ from: '2031-12-15T00:00:00Z', methods: ['ldap'] }] } } },
        'rule.roles.finance.later.0.methods.0',
      ],
      [{ session: { idle: '1m' } }, 'rule.session'],
      [{ roles: { 'a\u009B': {} } }, 'rule.roles.a\u009B'],
      [{ administrators: { rule: ['finance'] } }, 'rule.administrators'],
      ['a text', 'rule'],
      [null, 'rule'],
      [[], 'rule'],
    ] as const)
      expect(await faults(rule)).toEqual(['malformed-input', paths]);
    expect(await organisations.setRule('acme', {}, { by: owner, ifVersion: 1 })).toMatchObject({ version: 2 });
    await auth.close();
  });

  it('is nobody else’s: another owner, a finance member, a person of no organisation, a removed owner', async () => {
    const { auth, world, owner } = await owned();
    const { organisations } = auth;
    const { client: eve, accountId: eveId } = await person(world, 'eve@example.org');
    await withApp(world, eve);
    await organisations.create({ id: 'evil', by: BY });
    await organisations.members.set('evil', { accountId: eveId }, { roles: ['owner'], by: BY });
    const by = await proved(world, eve);
    const tries = async () => [
      await organisations.setRule('acme', {}, { by, ifVersion: 1, force: true }),
      await organisations.remove('acme', { by }),
      await organisations.members.set('acme', { accountId: eveId }, { roles: ['owner'], by, force: true }),
      await organisations.members.remove('acme', { accountId: owner.accountId }, { by, force: true }),
      await organisations.setRule('unknown', {}, { by, ifVersion: 1 }),
    ];
    expect(await tries()).toEqual(Array(5).fill({ refused: 'not-a-member' }));
    await organisations.members.set('acme', { accountId: eveId }, { roles: ['finance'], by: BY });
    const [, , , , unknown] = await tries();
    expect((await tries()).slice(0, 4)).toEqual(Array(4).fill({ refused: 'not-permitted' }));
    expect(unknown).toEqual({ refused: 'not-a-member' });
    await organisations.members.remove('acme', { accountId: eveId }, { by: BY });
    expect(await tries()).toEqual(Array(5).fill({ refused: 'not-a-member' }));
    expect(await entered(auth, eve.caller, 'evil')).toMatchObject({ organisation: { id: 'evil' } });
    await auth.close();
  });

  it('locks no last owner out, now or on its last date, unless the vendor forces it', async () => {
    const { auth, world, owner } = await owned();
    const { organisations } = auth;
    const from = new Date(world.now + HOUR).toISOString();
    const apart = { roles: { owner: { methods: ['password'] } }, methods: ['passkey'] } as const;
    expect(await organisations.setRule('acme', apart, { by: owner, ifVersion: 1 })).toEqual({
      refused: 'strands-owners',
    });
    const locks = { roles: { owner: { methods: ['password'] } }, later: [{ from, methods: ['passkey'] }] } as const;
    expect(await organisations.setRule('acme', locks, { by: owner, ifVersion: 1, force: true })).toEqual({
      refused: 'strands-owners',
    });
    expect(await organisations.setRule('acme', locks, { by: BY, ifVersion: 1 })).toEqual({ refused: 'strands-owners' });
    expect(await organisations.preview('acme', locks)).toMatchObject({ strandsOwners: true });
    expect(await organisations.setRule('acme', locks, { by: BY, ifVersion: 1, force: true })).toMatchObject({
      version: 2,
    });
    // Nobody is left whom a rule could lock out.
    expect(await organisations.setRule('acme', locks, { by: BY, ifVersion: 2 })).toMatchObject({ version: 3 });
    await auth.close();
  });

  it('that fits the policy no more keeps its owners out, and the vendor mends it', async () => {
    const { auth, world, owner } = await owned();
    const { organisations } = auth;
    await plants(world, 'acme', { requiredStrength: 'corporate' });
    expect(await organisations.setRule('acme', {}, { by: owner, ifVersion: 2 })).toEqual({ refused: 'no-way-in' });
    expect(await organisations.setRule('acme', {}, { by: BY, ifVersion: 2 })).toMatchObject({ version: 3 });
    expect(await organisations.setRule('acme', {}, { by: owner, ifVersion: 3 })).toMatchObject({ version: 4 });
    await auth.close();
  });

  it('is written by one of two at once', async () => {
    const { auth, owner } = await owned();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        auth.organisations.setRule('acme', { proofsWithin: `${5 + place}m` }, { by: owner, ifVersion: 1 }),
      ),
    );
    expect(all.filter((one) => !isRefusal(one))).toHaveLength(1);
    expect(all.filter(isRefusal)).toEqual(Array(19).fill({ refused: 'precondition-failed' }));
    await auth.close();
  });
});

describe('X41 a preview of a rule', () => {
  it('says for each member what the rule asks, now and on its dates', async () => {
    const { auth, world, accountId } = await owned();
    const { organisations } = auth;
    const weak = await person(world, 'weak@example.org');
    const blocked = await person(world, 'gone@example.org');
    for (const { accountId: id } of [weak, blocked]) await plantsMember(world, 'acme', id, 'finance');
    await auth.people.block({ accountId: blocked.accountId }, { reason: 'left', by: BY });
    const date = world.now + HOUR;
    const rule = {
      roles: { finance: { requiredStrength: 'enhanced' } },
      later: [{ from: new Date(date).toISOString(), requiredStrength: 'phishing-resistant' }],
    } as const;
    const impact = value(await organisations.preview('acme', rule));
    expect(impact).toMatchObject({ enters: 1, mustEnroll: 1, cannot: 1 });
    expect(impact.dates).toEqual([{ from: date, enters: 0, mustEnroll: 2, cannot: 1 }]);
    expect(impact).not.toHaveProperty('strandsOwners');
    expect(new Set(impact.members.map(({ accountId: id, impact: is }) => `${id} ${is}`))).toEqual(
      new Set([`${weak.accountId} must-enroll`, `${blocked.accountId} cannot`]),
    );
    expect(impact.members.map(({ accountId: id }) => id)).not.toContain(accountId);
    expect(await organisations.preview('acme', { requiredStrength: 'x' })).toMatchObject({
      refused: 'malformed-input',
    });
    expect(await organisations.preview('unknown', rule)).toEqual({ refused: 'not-found' });
    await auth.close();
  });

  it('says of a member the rules of the organisation alone, and of a blocked one the block', async () => {
    const policy = { ...ROOMS, roles: { watched: { requiredStrength: 'phishing-resistant' } } } as const;
    const { auth, world } = await owned({ policy });
    const watched = await person(world, 'watched@example.org', ['watched']);
    const weak = await person(world, 'weak@example.org');
    const gone = await person(world, 'gone@example.org');
    for (const { accountId: id } of [watched, weak, gone]) await plantsMember(world, 'acme', id, 'finance');
    await auth.people.block({ accountId: gone.accountId }, { reason: 'left', by: BY });
    const because = async (rule: object, of: string) => {
      const { members } = value(await auth.organisations.preview('acme', rule));
      return members.find(({ accountId }) => accountId === of)?.because.map(({ code, source }) => [code, source]);
    };
    expect(await because({}, watched.accountId)).toEqual([]);
    const strict = { requiredStrength: 'enhanced' };
    expect(await because(strict, watched.accountId)).toEqual([]);
    expect(await because(strict, weak.accountId)).toEqual([['strength-required', { organisation: 'acme' }]]);
    expect(await because(strict, gone.accountId)).toEqual([['account-blocked', 'account']]);
    await auth.close();
  });
});

describe('X41 a removed organisation', () => {
  it('leaves accounts and sessions, and nothing of itself', async () => {
    const { auth, world, client, owner, accountId } = await owned();
    const { organisations } = auth;
    await plants(world, 'plain');
    await plantsMember(world, 'plain', accountId);
    expect(await organisations.remove('acme', { by: owner })).toBeUndefined();
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).toBe('not-a-member');
    expect(await says(auth, client.caller, { ...SESSION, in: 'plain' })).toBe('enters');
    for (const asked of [
      organisations.rule('acme'),
      organisations.versions('acme'),
      organisations.members.list('acme'),
    ])
      expect(await asked).toEqual({ refused: 'not-found' });
    expect((await organisations.of(accountId)).map(({ organisation }) => organisation)).toEqual(['plain']);
    for (const asked of [
      organisations.remove('acme', { by: BY }),
      organisations.setRule('acme', {}, { by: BY, ifVersion: 2 }),
      organisations.members.set('acme', { accountId }, { roles: ['owner'], by: BY }),
    ])
      expect(await asked).toEqual({ refused: 'not-found' });
    expect(await organisations.setRule('acme', {}, { by: owner, ifVersion: 2 })).toEqual({ refused: 'not-a-member' });
    // A customer of the same name begins with nobody.
    const again = value(await organisations.create({ name: 'Acme', by: BY }));
    expect(await says(auth, client.caller, { ...SESSION, in: again.id })).toBe('not-a-member');
    await auth.close();
  });
});

describe('X41 a store that fails in the middle', () => {
  it('writes the whole act or nothing, and nobody enters by half', async () => {
    const inner = newStore();
    let fails = false;
    const store = new Proxy(inner, {
      get: (target, name) => {
        const whole: unknown = Reflect.get(target, name);
        if (name !== 'commit' || typeof whole !== 'function') return whole;
        return async (...asked: unknown[]) => {
          if (fails) throw Object.assign(new Error('down'), { code: 'store-unavailable' });
          return Reflect.apply(whole, target, asked);
        };
      },
    });
    const { auth, client, owner, accountId } = await owned({ store });
    const { organisations } = auth;
    fails = true;
    const rule = { requiredStrength: 'phishing-resistant' } as const;
    await expect(organisations.setRule('acme', rule, { by: owner, ifVersion: 1 })).rejects.toThrow();
    await expect(organisations.members.remove('acme', { accountId }, { by: BY, force: true })).rejects.toThrow();
    fails = false;
    expect(await says(auth, client.caller, { ...SESSION, in: 'acme' })).toBe('enters');
    expect(await organisations.rule('acme')).toMatchObject({ version: 1 });
    const { events } = value(await organisations.events('acme'));
    expect(events.map(({ type }) => type)).toEqual(['organisation.member-set', 'organisation.created']);
    await auth.close();
  });
});
