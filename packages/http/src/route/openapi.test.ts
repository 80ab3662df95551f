import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ask, bodyOf } from '../ask.test-support.ts';
import { fakeSallyport, ORIGIN } from '../fake-sallyport.test-support.ts';
import { routes } from '../routes/index.ts';
import { openApiDocument } from '../routes/openapi-document.ts';
import { matcherOf } from './match.ts';
import { describedText } from './openapi.ts';

const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: z.unknown() })),
  requestBody: z.object({ required: z.boolean(), content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.unknown()),
  security: z.array(z.unknown()),
});
const Described = z.object({
  openapi: z.literal('3.1.0'),
  servers: z.tuple([z.object({ url: z.string() })]),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()), securitySchemes: z.unknown() }),
});

const text = (await ask(fakeSallyport(), 'GET /openapi.json')).body;
const described = Described.parse(JSON.parse(text));
const operations = Object.entries(described.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })),
);
const of = (verb: string, path: string) => described.paths[path]?.[verb];

describe('GET /openapi.json', () => {
  it('P21 describes the vault to a tenant with vaults alone', async () => {
    const described = async (vault: boolean): Promise<readonly string[]> => {
      const auth = fakeSallyport({ brings: (tenant) => ({ ...fakeSallyport().brings(tenant), vault }) });
      return Object.keys(Object(bodyOf(await ask(auth, 'GET /openapi.json'))['paths']));
    };
    const [withVault, without] = [await described(true), await described(false)];
    expect(withVault).toContain('/account/vault');
    expect(withVault.filter((path) => !without.includes(path)).every((path) => path.includes('/vault'))).toBe(true);
    expect(without.filter((path) => path.includes('vault'))).toEqual([]);
  });

  it('describes each served route, and nothing else', () => {
    const match = matcherOf(routes);
    const found = operations.map(({ path, verb }) => {
      const asked = path.replace('{code}', 'sms-code').replaceAll(/\{\w+\}/g, 'x');
      return match(verb.toUpperCase(), asked).row;
    });
    const named = (rows: typeof routes) => rows.map(({ verb, path }) => `${verb} ${path}`).toSorted();
    expect(named(found.flatMap((row) => row ?? []))).toEqual(named(routes));
  });

  it('names every operation once, and every parameter of its path', () => {
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { path, operation } of operations) {
      const named = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(named);
    }
  });

  it('has every schema it refers to', () => {
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((name) => !Object.hasOwn(described.components.schemas, name ?? ''))).toEqual([]);
    expect(text).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/)/);
  });

  it('says what a body has to be', () => {
    expect(of('post', '/sign-in')?.requestBody).toEqual({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              identifier: { type: 'string', minLength: 1, maxLength: 256 },
              password: { type: 'string', minLength: 1, maxLength: 4096 },
              method: { type: 'string', enum: ['password', 'ldap'] },
            },
            required: ['identifier'],
            additionalProperties: false,
          },
        },
      },
    });
    const passkey = of('post', '/sign-in/passkey')?.requestBody;
    expect(passkey).toMatchObject({
      required: true,
      content: {
        'application/json': {
          schema: { anyOf: [{ required: ['id', 'rawId', 'type', 'response'] }, { required: ['response'] }] },
        },
      },
    });
    expect(of('post', '/sign-in/email-code/send')?.requestBody?.required).toBe(false);
    expect(of('get', '/session')?.requestBody).toBeUndefined();
  });

  it('says what a query and a header may be', () => {
    expect(of('get', '/admin/events')?.parameters.map(({ name }) => name)).toEqual([
      'account',
      'actor',
      'type',
      'from',
      'to',
      'order',
      'cursor',
      'Sallyport-Account',
    ]);
    expect(of('put', '/admin/policy')?.parameters).toMatchObject([
      { name: 'If-Match', in: 'header' },
      { name: 'Sallyport-Account', in: 'header' },
    ]);
  });

  it('says which headers a client in token mode, and one that continues a flow or names its account, sends', () => {
    const headers = (verb: string, path: string) =>
      of(verb, path)?.parameters.flatMap((one) => (one.in === 'header' ? [one.name] : []));
    expect(headers('post', '/sign-in')).toEqual(['Sallyport-Client', 'Sallyport-Flow', 'Sallyport-Device']);
    const withFlow = ['Sallyport-Continues', 'Sallyport-Flow', 'Sallyport-Device'];
    expect(headers('post', '/sign-in/totp')).toEqual(withFlow);
    expect(headers('get', '/sign-in')).toEqual(withFlow);
    expect(headers('post', '/enroll/totp')).toEqual(['Sallyport-Account', ...withFlow]);
    expect(headers('post', '/sign-in/passkey/options')).toEqual(['Sallyport-Client', ...withFlow]);
    expect(headers('post', '/sign-in/passkey')).toEqual(['Sallyport-Client', ...withFlow]);
    const continues = (path: string) =>
      of('post', path)?.parameters.find(({ name }) => name === 'Sallyport-Continues')?.schema;
    expect(continues('/enroll/totp')).toMatchObject({ pattern: '^(0|1|[\\w-]{22})$' });
    expect(continues('/sign-in/passkey')).toMatchObject({ pattern: '^(1|[\\w-]{22})$' });
    expect(headers('get', '/account/devices')).toEqual(['Sallyport-Account', 'Sallyport-Device']);
    expect(headers('delete', '/account/sessions')).toEqual(['Sallyport-Account', 'Sallyport-Device']);
    expect(headers('get', '/account/sessions')).toEqual(['Sallyport-Account']);
    expect(headers('get', '/openapi.json')).toEqual([]);
  });

  it('says which pages of other origins may ask, in the words of the preflight', async () => {
    const { description } = z.object({ info: z.object({ description: z.string() }) }).parse(JSON.parse(text)).info;
    const auth = fakeSallyport({ trustedOrigins: ['https://friend.example'] });
    const headers = { origin: 'https://friend.example', 'access-control-request-method': 'POST' };
    const preflight = await ask(auth, 'OPTIONS /sign-in', { headers });
    expect(preflight.status).toBe(204);
    for (const name of ['access-control-allow-headers', 'access-control-expose-headers']) {
      const named = preflight.headers[name]?.split(', ') ?? [];
      expect(named).not.toEqual([]);
      for (const header of named) expect(description).toContain(`\`${header}\``);
    }
    expect(description).toMatch(/CORS.*with credentials/s);
  });

  it('says how recent a proof has to be in one word, a duration', () => {
    expect(of('post', '/step-up')?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { properties: { within: { type: 'string' } } } } },
    });
    expect(text).not.toMatch(/within\w+"/);
  });

  it('says what is refused, with the guard’s part', () => {
    expect(Object.keys(of('put', '/admin/policy')?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '401', '403', '409', '412', '413', '415', '428', '503']),
    );
    const refused = (verb: string, path: string, status: string) => of(verb, path)?.responses[status];
    expect(refused('get', '/sign-in', '410')).toMatchObject({ description: 'flow-expired' });
    expect(refused('get', '/sign-in', '403')).toMatchObject({
      description: 'account-blocked, method-not-allowed, no-way-in',
    });
    for (const path of ['/enroll/totp', '/enroll/passkey/options', '/enroll/{code}']) {
      expect(refused('post', path, '401')).toMatchObject({
        description: 'insufficient-strength, invalid-credentials, no-session',
      });
    }
    for (const path of ['/account/backup-codes', '/account/password', '/account/email', '/account/email/confirm']) {
      expect(refused('post', path, '401')).toMatchObject({
        description: expect.stringMatching('insufficient-strength'),
      });
      expect(refused('post', path, '403')).toMatchObject({ description: expect.stringMatching('no-way-in') });
    }
    // The codes come from the engine's table: without a passkey, the last administrator could be unable to sign in.
    expect(refused('delete', '/account/passkeys/{id}', '409')).toMatchObject({
      description: 'no-way-in, policy-strands-administrators',
    });
    // A redirect tells the engine's refusals to the page, and a path with a method of the product names no unknown method.
    expect(refused('get', '/sign-in/sso/{provider}', '401')).toBeUndefined();
    expect(refused('post', '/sign-in/totp', '404')).toBeUndefined();
    expect(refused('post', '/sign-in/{code}', '404')).toMatchObject({ description: 'not-found' });
    expect(refused('patch', '/account/passkeys/{id}', '403')).toMatchObject({ description: 'cross-site, no-way-in' });
    expect(of('post', '/sign-in')?.security).toEqual([]);
    expect(of('get', '/session')?.security).toEqual([{ cookie: [] }, { token: [] }]);
  });

  it('knows where it is mounted and how its cookies are called', async () => {
    const auth = fakeSallyport({ origin: 'http://localhost:3000' });
    const reply = bodyOf(await ask(auth, 'GET /openapi.json', { mount: '/x/auth' }));
    expect(reply['servers']).toEqual([{ url: 'http://localhost:3000/x/auth' }]);
    expect(JSON.stringify(reply)).toContain('"name":"sallyport-session"');
    expect(text).toContain('"name":"__Host-sallyport-session"');
    const shared = await ask(fakeSallyport(), 'GET /openapi.json', {}, { cookieDomain: 'app.example' });
    expect(shared.body).toContain('"name":"__Secure-sallyport-session.app.example"');
    expect(openApiDocument(`${ORIGIN}/auth`, [], { signUp: true }, 'app.example')).toMatchObject({
      components: { securitySchemes: { cookie: { name: '__Secure-sallyport-session.app.example' } } },
    });
  });

  it('is built once for all requests and mounts, and anew for other delivered codes', () => {
    let built = 0;
    const texts = describedText(() => {
      built++;
      return routes;
    });
    const codes = [{ method: 'sms-code', label: 'SMS' }] as const;
    for (let mount = 0; mount < 5; mount++) {
      const site = `https://app.example/${mount}/auth`;
      expect(JSON.parse(texts(site, codes, '__Host-sallyport-session'))).toEqual(
        JSON.parse(JSON.stringify(openApiDocument(site, codes, { signUp: true, organisations: true }))),
      );
    }
    expect(built).toBe(1);
    const others = Array.from({ length: 40 }, (_, one) => [{ method: `code-${one}-code`, label: `${one}` }] as const);
    for (const other of others)
      expect(texts('https://app.example', other, 'session')).toContain(`code-${others.indexOf(other)}-code`);
    expect(built).toBe(41);
    texts('https://app.example', others.at(-1) ?? [], 'session');
    expect(built, 'a text that is kept').toBe(41);
    texts('https://app.example', codes, 'session');
    expect(built, 'the oldest text is not kept').toBe(42);
  });
});
