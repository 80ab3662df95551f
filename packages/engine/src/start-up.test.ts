import type { PolicyInput } from '@sallyport/core';
import { hostCode, SallyportConfigError, type SallyportOptions } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { embedded, newAccount } from './embedded.test-support.ts';
import { createSallyport, tenantId } from './index.ts';
import { noteCopy, warnOfCopies } from './kernel/operator-warnings.ts';
import { corp } from './tenants.test-support.ts';

const SOUND: SallyportOptions<string> = {
  origin: 'https://app.example',
  secrets: ['a secret that is long enough to be one'],
  store: memoryStore(),
};

/** The methods of the port. The memory store has one method more, for a snapshot. */
const OPTIONAL = /toJSON|Reuse|Organisation|Membership|removeTenant/;
const METHODS = Object.keys(memoryStore()).filter((method) => !OPTIONAL.test(method));

/** What start-up says of options that types would have refused. */
function toldOf(wrong: Readonly<Record<string, unknown>>): { code: string; wayOut: string } | undefined {
  try {
    Reflect.apply(createSallyport, undefined, [{ ...SOUND, ...wrong }]);
  } catch (error) {
    if (error instanceof SallyportConfigError) return { code: error.code, wayOut: error.wayOut };
    throw error;
  }
  return undefined;
}

describe('X20 start-up tells what will not work', () => {
  it.each([
    ['a secret alone', { secrets: 'a secret that is long enough to be one' }, 'bad-secrets', 'Give a list'],
    ['no secrets', { secrets: undefined }, 'bad-secrets', 'Give a list'],
    ['a function that tells none', { secrets: () => undefined }, 'bad-secrets', 'Give a list'],
    ['a pool of pg', { store: { query: () => {} } }, 'bad-store', 'postgresStore(pool)'],
    [
      'a pool of another database',
      { store: { query: () => {}, getConnection: () => {} } },
      'bad-store',
      'Give `memoryStore()`, `postgresStore(pool)`',
    ],
    ['a database of SQLite', { store: { prepare: () => {}, exec: () => {} } }, 'bad-store', 'sqliteStore(database)'],
    ['a Db of mongodb', { store: { collection: () => {} } }, 'bad-store', 'mongoStore(db)'],
    ['a store that was not made', { store: memoryStore }, 'bad-store', 'memoryStore()'],
    ['a promise of one', { store: Promise.resolve() }, 'bad-store', 'Await'],
    ['no store', { store: undefined }, 'bad-store', 'memoryStore()'],
    ...METHODS.map((method): [string, Readonly<Record<string, unknown>>, string, string] => [
      `a store of a version without ${method}`,
      { store: { ...memoryStore(), [method]: undefined } },
      'bad-store',
      'belong together',
    ]),
    ['an origin that is no text', { origin: new URL('https://app.example') }, 'bad-origin', 'text'],
    ['a trusted origin that is no list', { trustedOrigins: 'https://shop.example' }, 'bad-option', 'a list'],
    ['no trusted origins', { trustedOrigins: null }, 'bad-option', 'a list'],
    ['a misspelt policy', { polcy: {} }, 'bad-option', 'Did you mean `policy`?'],
    ['a misspelt mailer', { sendmail: () => {} }, 'bad-option', 'Did you mean `sendMail`?'],
    [
      'a word to the host that is no function',
      { afterDeletion: 'https://app.example/deleted' },
      'bad-option',
      'a function',
    ],
    ['an option of another library', { sessionSecret: 'x' }, 'bad-option', 'Take it out'],
    ['a provider that is no list', { providers: {} }, 'bad-option', 'a list'],
    ['a provider that is none', { providers: [null] }, 'bad-option', 'what makes it'],
    ['a delivered code that is none', { codes: { sms: null } }, 'bad-option', 'what makes it'],
    ['delivered codes without names', { codes: [] }, 'bad-option', 'an object'],
    ['a policy that a file left empty', { policy: null }, 'bad-option', 'an object'],
    ['a session check of a number', { sessionCheck: 250 }, 'bad-option', 'an object'],
    ['no session check', { sessionCheck: null }, 'bad-option', 'an object'],
    ['a misspelt reuse', { sessionCheck: { reuses: '250ms' } }, 'bad-option', 'Did you mean `reuse`?'],
    ['the number of a build', { policyRelease: 42 }, 'bad-option', 'text'],
    ['a name that is none', { name: 42 }, 'bad-option', 'text'],
    ['a vault without its key', { vault: true }, 'bad-option', 'an object'],
    ['a length of time for all events', { eventRetention: null }, 'bad-option', 'an object'],
    ['hashing at a word', { passwordHashing: 'fast' }, 'bad-option', 'an object'],
    ['a misspelt cost of hashing', { passwordHashing: { memorycost: 8 } }, 'bad-option', 'Did you mean `memoryCost`?'],
    [
      'a hash that is no function',
      { passwordHashing: { hash: 'argon2', verify: () => true } },
      'bad-option',
      'a function',
    ],
    ['a hash without its verify', { passwordHashing: { hash: () => '' } }, 'bad-option', '`hash` and `verify`'],
    ['a verify without its hash', { passwordHashing: { verify: () => true } }, 'bad-option', '`hash` and `verify`'],
    ['a pepper without its system', { passwordHashing: { peppers: 'salt' } }, 'bad-option', 'an object'],
    ['peppers in a list', { passwordHashing: { peppers: ['salt'] } }, 'bad-option', 'an object'],
    ['no peppers', { passwordHashing: { peppers: null } }, 'bad-option', 'an object'],
    ['a pepper of a misspelt system', { passwordHashing: { peppers: { devize: 'a' } } }, 'bad-option', '`devise`'],
    ['a pepper of another system', { passwordHashing: { peppers: { meteor: 'a' } } }, 'bad-option', 'Take it out'],
    ['a pepper of bytes', { passwordHashing: { peppers: { devise: Buffer.from('a') } } }, 'bad-option', 'as text'],
    ['a blank pepper', { passwordHashing: { peppers: { devise: ' ' } } }, 'bad-option', 'as text'],
    ['half a surrogate as a pepper', { passwordHashing: { peppers: { devise: 'a\ud800' } } }, 'bad-option', 'as text'],
    ['a number as a pepper', { passwordHashing: { peppers: { 'flask-security': 1465 } } }, 'bad-option', 'as text'],
    ['a bcrypt that is no function', { passwordHashing: { verifyBcrypt: 'bcryptjs' } }, 'bad-option', 'a function'],
    ['a mailer that is none', { sendMail: 'smtp://localhost' }, 'bad-option', 'function'],
    ['a logger that is none', { logger: () => {} }, 'bad-option', 'console'],
    ['the name of a tenant', { tenant: 'acme' }, 'bad-tenant', 'function'],
    ['email codes without a mailer', { policy: { emailCodes: { offer: 'always' } } }, 'no-mailer', 'sendMail'],
    [
      'a method that nobody configured',
      { policy: { methods: ['password', 'ldap'] } },
      'not-configured',
      'Configure it',
    ],
    [
      'X27 breached passwords without a list',
      { policy: { passwords: { breached: 'refuse' } } },
      'not-configured',
      'Configure it',
    ],
    [
      'X2 an attested model without attestation roots',
      { policy: { strengths: { key: { anyOf: [[{ method: 'passkey', attested: true }]] } } } },
      'not-configured',
      'Configure it',
    ],
    ['X27 a list of breached passwords that is no function', { breachedPasswords: [] }, 'bad-option', 'a function'],
    ['a policy of nobody’s', { policySource: 'git', policy: {} }, 'bad-policy-source', "'code' or 'store'"],
  ])('X20 %s', (_, wrong, code, wayOut) => {
    expect(toldOf(wrong)).toEqual({ code, wayOut: expect.stringContaining(wayOut) });
  });

  it.each(['49ms', '1001ms', '2s', '0ms', '250', '0.5s', '2.5ms', ' 250ms', 'soon', '', 0.5, Number.NaN, null, true])(
    'X11 a reuse of %j',
    (reuse) => {
      expect(toldOf({ sessionCheck: { reuse } })).toEqual({
        code: 'bad-duration',
        wayOut: expect.stringContaining("'250ms'"),
      });
    },
  );

  it.each(['holdReuse', 'longestReuse'] as const)('X11 a reuse with a store without %s', (method) => {
    const store = { ...memoryStore(), [method]: undefined };
    expect(toldOf({ sessionCheck: { reuse: '250ms' }, store })).toEqual({
      code: 'bad-store',
      wayOut: expect.stringContaining('Leave the option out'),
    });
    expect(toldOf({ store })).toBeUndefined();
  });

  it('X20 an origin over http is refused with the name of its option', () => {
    const shop = 'http://shop.example';
    for (const [option, given] of Object.entries({ origin: shop, trustedOrigins: [shop] }))
      expect(() => createSallyport({ ...SOUND, [option]: given })).toThrow(
        `\`${option}\`: '${shop}' is not served over`,
      );
  });

  it('X20 a sound configuration is told nothing', () => {
    expect(toldOf({})).toBeUndefined();
  });

  it('X20 nobody administers the policy of a store although there are accounts', async () => {
    const world = await embedded({ policySource: 'store', policy: { requiredStrength: 'single' } });
    // The first start looks for administrators while there are no accounts.
    await world.auth.runBackgroundWork();
    await newAccount(world, 'dora@example.org');
    await world.auth.ready();
    await world.auth.runBackgroundWork();
    const code = { code: 'no-administrator', roles: ['super-admin'] };
    expect(world.logged).toEqual([[expect.stringContaining('super-admin'), expect.objectContaining(code)]]);
    await world.auth.people.create({ identifier: 'ada', roles: ['super-admin'], by: hostCode('host') });
    await world.auth.ready();
    await world.auth.runBackgroundWork();
    expect(world.logged).toHaveLength(1);
    await world.auth.close();
  });

  it('X20 that there is no mailer is told, by the tenant that has none', async () => {
    const world = await embedded({ tenant: () => 'north', tenants: { north: {}, south: { sendMail: () => {} } } });
    await world.auth.runBackgroundWork();
    const told = world.logged.filter((words) => JSON.stringify(words).includes('"code":"without-mailer"'));
    expect(told).toEqual([[expect.stringContaining('no mailer'), expect.objectContaining({ tenant: 'north' })]]);
    await world.auth.close();
  });

  it('X45 that a provider works in part is told, by its tenant', async () => {
    const north = { providers: [{ ...corp('corp'), warnings: ['one key'] }] };
    const world = await embedded({ tenant: () => 'north', tenants: { north, south: {} } });
    await world.auth.runBackgroundWork();
    const told = world.logged.filter((words) => JSON.stringify(words).includes('"code":"provider-in-part"'));
    const details = { tenant: 'north', provider: 'corp' };
    expect(told).toEqual([[expect.stringContaining('one key'), expect.objectContaining(details)]]);
    await world.auth.close();
  });

  it('W4 that nobody administers is told, unless the policy names who or says that nobody does', async () => {
    const told = async (administrators: PolicyInput<string>['administrators']) => {
      const logged: unknown[] = [];
      const logger = { warn: (...words: unknown[]) => void logged.push(words), error: () => {} };
      const policy = { ...(administrators && { administrators }), roles: { admin: {} } };
      const auth = createSallyport({ ...SOUND, store: memoryStore(), sendMail: () => {}, policy, logger });
      await auth.ready();
      await auth.runBackgroundWork();
      await auth.close();
      return JSON.stringify(logged);
    };
    expect(await told(undefined)).toContain('"code":"no-administrators"');
    expect(await told({})).toBe('[]');
    expect(await told({ people: ['admin'] })).toBe('[]');
    expect(await told({ policy: ['admin'] })).not.toContain('"code":"no-administrators"');
  });

  it('X20 another copy of the package is told once it is loaded, with where both are', () => {
    const told: unknown[] = [];
    const logger = { warn: (...words: unknown[]) => void told.push(words), error: () => {} };
    warnOfCopies(['file:///a/index.js'], logger);
    expect(told).toEqual([]);
    const shared = {};
    const both = ['file:///a/index.js', 'file:///b/index.js'];
    for (const address of [...both, ...both]) noteCopy(address, shared);
    expect(noteCopy('file:///a/index.js', shared)).toEqual(both);
    warnOfCopies(both, logger);
    expect(told).toMatchObject([[expect.any(String), { code: 'loaded-twice', copies: both }]]);
    expect(JSON.stringify(told)).toContain('npm dedupe');
  });

  it('X20 an ES module and a CommonJS file of one package are told with another way out', () => {
    const told: unknown[] = [];
    const logger = { warn: (...words: unknown[]) => void told.push(words), error: () => {} };
    warnOfCopies(['file:///a/dist/index.js', 'file:///a/dist/chunk-U57ODVKW.cjs'], logger);
    expect(told).toMatchObject([[expect.any(String), { code: 'loaded-twice' }]]);
    expect(JSON.stringify(told)).toContain('imports and requires the same package');
    expect(JSON.stringify(told)).not.toContain('npm dedupe');
    warnOfCopies(['file:///a/chunks/1.js', 'file:///a/chunks/2.js'], logger);
    expect(JSON.stringify(told)).toContain('npm dedupe');
  });
});

describe('a tenant', () => {
  it('X20 has a name of 1 to 200 characters that are shown, without space around them', () => {
    for (const name of ['default', 'Example Corp', 'a', 'ünï 😀', 'x'.repeat(200)]) expect(tenantId(name)).toBe(name);
    const wrong: unknown[] = ['', ' a', 'a ', 'a\0b', 'a\nb', '\ud800', 'x'.repeat(201), 7, undefined, null, {}];
    for (const name of wrong) {
      expect(() => Reflect.apply(tenantId, undefined, [name]), String(name)).toThrow(
        expect.objectContaining({ code: 'bad-tenant' }),
      );
    }
  });

  it('X20 is of a request that the host can take apart, spread and write down', async () => {
    const seen: object[] = [];
    const world = await embedded({
      tenant: (request) => {
        seen.push({ ...request });
        return 'acme';
      },
      tenants: { acme: {} },
    });
    class Late {
      readonly headers = { host: 'acme.example' };
      get path(): string {
        return '/auth/sign-in';
      }
    }
    expect(forAdapters(world.auth).tenantOf(new Late())).toBe('acme');
    expect(seen).toEqual([{ headers: { host: 'acme.example' }, path: '/auth/sign-in' }]);
    await world.auth.close();
  });

  it('X39 is never found by a path that is unknown', async () => {
    const logged: unknown[] = [];
    const auth = createSallyport({
      ...SOUND,
      logger: { warn: () => undefined, error: (...said) => logged.push(said) },
      tenant: ({ headers, ...request }) => headers['host'] ?? (request.path.split('/')[1] || 'acme'),
      tenants: { acme: {} },
    });
    const { tenantOf } = forAdapters(auth);
    expect(tenantOf({ headers: {}, path: '' })).toBe('acme');
    expect(() => tenantOf({ headers: {}, path: undefined })).toThrow(expect.objectContaining({ code: 'bad-tenant' }));
    expect(logged).toHaveLength(1);
    await auth.close();
  });

  it('X20 is nobody else’s where the host answers none, and the operator is told once', async () => {
    const names = new Map([
      ['acme.example', 'acme'],
      ['left.example', 'left'],
    ]);
    const world = await embedded({
      tenant: ({ headers }) => names.get(headers['host'] ?? '') ?? '',
      tenants: { acme: {} },
    });
    const of = (host: string) => () => forAdapters(world.auth).tenantOf({ headers: { host }, path: '/sign-in' });
    expect(of('acme.example')()).toBe('acme');
    for (const host of ['evil.example', 'left.example', 'evil.example']) {
      expect(of(host)).toThrow(expect.objectContaining({ code: 'bad-tenant' }));
    }
    expect(world.logged).toMatchObject([[expect.any(String), { code: 'bad-tenant', host: 'evil.example' }]]);
    await world.auth.close();
  });
});

describe('strengths', () => {
  it('X20 are typed from the policy, and told', () => {
    const auth = createSallyport({
      ...SOUND,
      policy: { strengths: { vault: { anyOf: [[{ method: 'passkey' }]] } } },
    });
    expect(auth.strengths).toEqual(['single', 'baseline', 'enhanced', 'phishing-resistant', 'vault']);
    expectTypeOf(auth.strengths).toEqualTypeOf<
      readonly ('single' | 'baseline' | 'enhanced' | 'phishing-resistant' | 'vault')[]
    >();
    const plain = createSallyport(SOUND);
    expectTypeOf(plain.strengths).toEqualTypeOf<readonly string[]>();
  });
});
