import { describe, expect, it } from 'vitest';
import { datesOf } from './dates.ts';
import { defineOrganisation } from './define-organisation.ts';
import { definePolicy } from './define-policy.ts';
import type { HostMethods } from './host-methods.ts';
import { OrganisationError } from './organisation-error.ts';
import { sentences } from './problems-of.test-support.ts';
import { organisationSchema } from './schema.ts';

const DATE = '2026-12-15T00:00:00Z';
const times = <Item>(count: number, item: (place: number) => Item): Item[] =>
  Array.from({ length: count }, (_, place) => item(place));
const named = (count: number, first = 0) =>
  Object.fromEntries(times(count, (place) => [`r${first + place}`, {}] as const));
const POLICY = definePolicy<string>({
  strengths: { key: { anyOf: [[{ method: 'passkey', deviceBound: true }]] } },
  contexts: { outside: { shown: true }, risk: {}, constructor: {} },
  organisations: { roles: { owner: { requiredStrength: 'enhanced' }, finance: {} } },
});

function problemsOf(document: unknown, policy = POLICY): readonly string[] {
  try {
    defineOrganisation(policy, 'acme', document);
    return [];
  } catch (error) {
    if (!(error instanceof OrganisationError)) throw error;
    expect(error.code).toBe('organisation-invalid');
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

const sentencesOf = (organisations: unknown, host?: HostMethods): readonly string[] =>
  sentences({ strengths: POLICY.document.strengths, organisations }, host);

describe('X41 the rule of an organisation', () => {
  it('has the members of a rule, with dates, roles, contexts and an instant', () => {
    const document = {
      ...{ requiredStrength: 'key', methods: ['passkey'], proofsWithin: '4h', recentProof: '5m', proofsAfter: DATE },
      later: [{ from: DATE, requiredStrength: 'enhanced', methods: ['sso'], proofsWithin: '1h', recentProof: '1m' }],
      roles: { finance: { proofsWithin: '1h', later: [{ from: DATE, recentProof: '1m' }] }, guest: {} },
      contexts: {
        outside: { requiredStrength: 'enhanced', methods: ['passkey'], proofsWithin: '1h', recentProof: '1m' },
      },
    };
    const { document: kept, roles, later, rules, proofsAfter } = defineOrganisation(POLICY, 'acme', document);
    expect(kept).toEqual(document);
    expect([kept, kept.roles, later, rules].every(Object.isFrozen)).toBe(true);
    expect([...roles]).toEqual([
      ['owner', 0],
      ['finance', 1],
      ['guest', 2],
    ]);
    expect(proofsAfter).toBe(Date.parse(DATE));
    expect(datesOf({ later })).toEqual([Date.parse(DATE)]);
    expect(later.map(({ role }) => role)).toEqual([undefined, 'finance']);
    expect(rules.map(({ rule: { source } }) => source)).toEqual([
      { organisation: 'acme', role: 'owner' },
      { organisation: 'acme' },
      { organisation: 'acme' },
      { organisation: 'acme', role: 'finance' },
      { organisation: 'acme', role: 'finance' },
      { context: 'outside', organisation: 'acme', shown: true },
    ]);
  });

  it('may ask for nothing: the rules of the policy are left, with their dates', () => {
    const policy = definePolicy({
      organisations: {
        later: [{ from: DATE, methods: ['passkey'] }],
        roles: { owner: { later: [{ from: '2026-12-14T00:00:00Z', requiredStrength: 'enhanced' }] } },
      },
    });
    const { rules, later, proofsAfter } = defineOrganisation(policy, 'acme', {});
    expect(rules).toHaveLength(2);
    expect(datesOf({ later })).toEqual(['2026-12-14T00:00:00Z', DATE].map((date) => Date.parse(date)));
    expect(proofsAfter).toBeUndefined();
    // Without an organisation, nothing of that begins.
    expect(datesOf(policy)).toEqual([]);
  });

  it('names a context for the person only if the vendor shows it', () => {
    const { rules } = defineOrganisation(POLICY, 'acme', { contexts: { risk: { methods: ['passkey'] } } });
    expect(rules.at(-1)?.rule.source).toEqual({ context: 'risk', organisation: 'acme' });
  });

  it('is copied', () => {
    const document = { roles: { guest: { proofsWithin: '1h' } } };
    const { document: kept } = defineOrganisation(POLICY, 'acme', document);
    document.roles.guest.proofsWithin = '9h';
    expect(kept.roles?.['guest']?.proofsWithin).toBe('1h');
  });

  it.each([
    ['refuse', { refuse: true }],
    ['session', { session: { idle: '5m' } }],
    ['preferSso', { preferSso: 'corp' }],
    ['lockout', { lockout: { maxFailures: 3 } }],
    ['strengths', { strengths: {} }],
    ['providers', { providers: {} }],
    ['administrators', { administrators: { rule: ['owner'] } }],
    ['enrollment', { enrollment: { firstFactor: 'password' } }],
    ['roles.owner.session', { roles: { owner: { session: {} } } }],
    ['roles.owner.refuse', { roles: { owner: { refuse: true } } }],
    ['contexts.outside.refuse', { contexts: { outside: { refuse: true } } }],
    ['contexts.outside.later', { contexts: { outside: { later: [] } } }],
    ['contexts.outside.shown', { contexts: { outside: { shown: true } } }],
    ['later.0.session', { later: [{ from: DATE, requiredStrength: 'single', session: {} }] }],
  ])('has no member %s', (path, document) => {
    expect(problemsOf(document)).toEqual([expect.stringMatching(`^${path}: there is no such member`)]);
  });

  it('names strengths and contexts of the policy, and no others', () => {
    expect(problemsOf({ requiredStrength: 'kee' })).toEqual([
      "requiredStrength: there is no strength named 'kee'; did you mean 'key'?",
    ]);
    expect(
      problemsOf({
        roles: { owner: { requiredStrength: 'zz', later: [{ from: DATE, requiredStrength: 'zz' }] } },
        later: [{ from: DATE, requiredStrength: 'zz' }],
        contexts: { outside: { requiredStrength: 'zz' }, outsid: {}, __PROTO__: {} },
      }).map((one) => one.split(':')[0]),
    ).toEqual([
      'roles.owner.requiredStrength',
      'later.0.requiredStrength',
      'roles.owner.later.0.requiredStrength',
      'contexts.outside.requiredStrength',
      'contexts.outsid',
      'contexts.__PROTO__',
    ]);
    expect(problemsOf({ contexts: { outsid: {} } })).toEqual([
      "contexts.outsid: there is no context named 'outsid'; did you mean 'outside'?",
    ]);
    expect(problemsOf({ requiredStrenght: 'key' })[0]).toContain("did you mean 'requiredStrength'?");
    expect(problemsOf({ contexts: { constructor: { requiredStrength: 'key' } } })).toEqual([]);
  });

  it('has at most nine roles of its own beside those of the vendor', () => {
    const vendors = { owner: {}, finance: {} };
    expect(problemsOf({ roles: { ...vendors, ...named(9) } })).toEqual([]);
    expect(problemsOf({ roles: { ...vendors, ...named(10) } })).toEqual([
      'roles: there are 10 roles of its own; at most 9 are possible',
    ]);
  });

  it('has no role or context that cannot be named', () => {
    for (const member of ['roles', 'contexts'])
      expect(problemsOf(JSON.parse(`{ "${member}": { "__proto__": {} } }`))).toEqual([
        `${member}.__proto__: is no name that a policy can use; choose another`,
      ]);
  });

  it('has no role of its own that no store keeps', () => {
    for (const name of ['a\u001B[31m', 'a\u0000', 'a\u009B', 'a\uD800'])
      expect(problemsOf({ roles: { [name]: {}, guest: {} } })).toEqual([
        `roles.${name}: has a control character or half a character, and no member can have the role; choose another name`,
      ]);
  });

  it('has dates in their order, each with a rule, and at most twelve', () => {
    const dates = (...from: string[]) => from.map((one) => ({ from: one, requiredStrength: 'key' }));
    const day = (place: number) => `2026-12-${10 + place}T00:00:00Z`;
    expect(problemsOf({ later: dates(day(1), day(0)) })).toEqual([
      expect.stringMatching(/^later\.1\.from: is not after the date before it/),
    ]);
    expect(problemsOf({ roles: { owner: { later: [{ from: DATE }] } } })).toEqual([
      'roles.owner.later.0: asks for nothing: leave the date out',
    ]);
    expect(problemsOf({ later: [] })).toEqual([expect.stringMatching(/^later: an empty list/)]);
    expect(problemsOf({ later: dates(...times(12, day)), roles: { owner: { later: dates(day(12)) } } })).toEqual([
      'later: there are 13 dates; an organisation has at most 12',
    ]);
    expect(problemsOf({ proofsAfter: '2026-12-15' })).toEqual([
      expect.stringMatching(/^proofsAfter: is a date with a time and a zone/),
    ]);
  });

  it('tells the id and every problem', () => {
    expect(() => defineOrganisation(POLICY, 'acme', { refuse: true, session: {} })).toThrow(
      expect.objectContaining({
        name: 'OrganisationError',
        message: expect.stringMatching(/^the rule of the organisation 'acme' has 2 problems:\n {2}refuse: /),
      }),
    );
    expect(() => defineOrganisation(POLICY, 'acme', 'rule')).toThrow(/has a problem:\n {2}\(rule\): /);
  });

  it.each<[path: string, input: (bound: string) => unknown, within: readonly string[], beyond: readonly string[]]>([
    ['proofsWithin', (proofsWithin) => ({ proofsWithin }), ['5m', '30d'], ['4m', 'soon']],
    ['recentProof', (recentProof) => ({ recentProof }), ['1m', '30d'], ['59s', 'soon']],
    ['requiredStrength', (requiredStrength) => ({ requiredStrength }), ['a'.repeat(100)], ['', 'a'.repeat(101)]],
    ['methods.0', (method) => ({ methods: [method] }), ['sso'], ['totp', '']],
    ['roles', (role) => ({ roles: { [role]: {} } }), ['a'.repeat(100)], []],
    [`roles.${'a'.repeat(101)}`, (role) => ({ roles: { [role]: {} } }), [], ['a'.repeat(101)]],
  ])('has bounds: %s', (path, input, within, beyond) => {
    const paths = (bound: string) =>
      (organisationSchema.safeParse(input(bound)).error?.issues ?? []).map((issue) => issue.path.join('.'));
    for (const bound of within) expect([bound, paths(bound)]).toEqual([bound, []]);
    for (const bound of beyond) expect([bound, paths(bound)]).toEqual([bound, [path]]);
  });
});

describe('X41 the rules of all organisations in a policy', () => {
  it('compile to the names of the roles and to their rights', () => {
    const { organisations } = definePolicy({
      organisations: { roles: { owner: {}, manager: {} }, administrators: { rule: ['owner'], people: ['manager'] } },
    });
    const administrators = { rule: ['owner'], people: ['manager'] };
    expect(organisations).toEqual({ roles: ['owner', 'manager'], administrators });
    expect(Object.isFrozen(organisations.administrators.rule)).toBe(true);
    expect(definePolicy({}).organisations).toEqual({ roles: [], administrators: { rule: [], people: [] } });
    expect(
      definePolicy({ organisations: { roles: { a: {} }, administrators: { rule: ['a'] } } }).organisations,
    ).toEqual({ roles: ['a'], administrators: { rule: ['a'], people: [] } });
  });

  it('have at most nine roles, and administrators among them', () => {
    expect(sentencesOf({ roles: named(9), administrators: { rule: Object.keys(named(9)) } })).toEqual([]);
    expect(sentencesOf({ roles: named(10) })).toEqual([
      'organisations.roles: there are 10 roles; at most 9 are possible',
    ]);
    expect(sentencesOf({ roles: { owner: {} }, administrators: { rule: ['owner', 'ownr'], people: ['x'] } })).toEqual([
      "organisations.administrators.rule.1: there is no role in organisations named 'ownr'; did you mean 'owner'?",
      "organisations.administrators.people.0: there is no role in organisations named 'x'; there are 'owner'",
    ]);
    expect(sentencesOf({ administrators: { rule: times(10, String) } })[0]).toMatch(
      /^organisations\.administrators\.rule: /,
    );
  });

  it('have the members of a rule, and no other', () => {
    for (const member of ['refuse', 'session', 'contexts', 'proofsAfter', 'lockout', 'preferSso', 'enrollment'])
      expect(sentencesOf({ [member]: {} })[0]).toMatch(`organisations.${member}: there is no such member`);
    expect(sentencesOf({ administrators: { policy: [] } })[0]).toMatch('organisations.administrators.policy: ');
    expect(sentencesOf(JSON.parse('{ "roles": { "__proto__": {} } }'))).toEqual([
      'organisations.roles.__proto__: is no name that a policy can use; choose another',
    ]);
  });

  it('name strengths that exist, and dates in their order', () => {
    expect(
      sentencesOf({
        requiredStrength: 'kee',
        later: [{ from: DATE, requiredStrength: 'zz' }, { from: DATE }],
        roles: { owner: { requiredStrength: 'zz' } },
      }).map((one) => one.split(': ')[0]),
    ).toEqual([
      'organisations.requiredStrength',
      'organisations.roles.owner.requiredStrength',
      'organisations.later.0.requiredStrength',
      'organisations.later.1',
      'organisations.later.1.from',
    ]);
  });

  it('name ways in that the host brings', () => {
    const host = { methods: ['password', 'passkey'], codes: [], organisations: true } as const;
    const ldap = { methods: ['ldap'] };
    const later = [{ from: DATE, ...ldap }];
    expect(sentencesOf({ ...ldap, later, roles: { owner: { ...ldap, later } } }, host)).toEqual(
      ['methods.0', 'roles.owner.methods.0', 'later.0.methods.0', 'roles.owner.later.0.methods.0'].map(
        (path) => `organisations.${path}: the host brings no LDAP directory`,
      ),
    );
  });

  it('need a host with organisations', () => {
    const host = { methods: ['password', 'passkey'] } as const;
    expect(sentencesOf({}, host)).toEqual(['organisations: the host brings no organisations that a request enters']);
    expect(sentencesOf({}, { ...host, organisations: true })).toEqual([]);
  });
});
