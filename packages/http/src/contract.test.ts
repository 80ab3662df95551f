import { REFUSALS, type Sallyport, type TenantId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ask, bodyOf, expectProblem } from './ask.test-support.ts';
import { contract, journeys, willing } from './contract.test-support.ts';
import { matcherOf } from './route/match.ts';
import { routes } from './routes/index.ts';
import { asDescribed } from './shapes/as-described.test-support.ts';

const match = matcherOf(routes);
const described = asDescribed();

function rowOf(line: string) {
  const [verb = '', address = ''] = line.split(' ');
  const { row } = match(verb, address.split('?')[0] ?? '');
  if (row === undefined) throw new Error(`${line} is not served`);
  return row;
}

interface Line {
  readonly line: string;
  readonly json?: unknown;
  readonly form?: string;
}

/** The same Sallyport. Each call of an operation adds the operation's name. */
function recorded(auth: Sallyport, called: string[]): Sallyport {
  const part = <Part extends object>(name: string, operations: Part): Part =>
    new Proxy(operations, {
      get(target, operation) {
        called.push(`${name}.${String(operation)}`);
        return Reflect.get(target, operation);
      },
    });
  const { signIn, sso, enroll, recovery, signUp, invitations, sessions, people, policy, audit, vault } = auth;
  const members = part('organisations.members', auth.organisations.members);
  const organisations = { ...auth.organisations, members };
  const parts = {
    signIn,
    sso,
    enroll,
    recovery,
    signUp,
    invitations,
    sessions,
    people,
    policy,
    organisations,
    audit,
    vault,
  };
  const noted = Object.entries(parts).map(([name, operations]) => [name, part<object>(name, operations)]);
  return { ...auth, ...Object.fromEntries(noted), me: (session) => part('me', auth.me(session)) };
}

describe('the HTTP contract', () => {
  it('is served whole, and nothing besides', () => {
    const served = routes.map((row) => `${row.verb} ${row.path}`);
    const rows = [...contract, ...journeys].map(({ line }) => rowOf(line));
    const lines = rows.map(({ verb, path }) => `${verb} ${path}`);
    const toEdit = 'every route has one line in `contract` or `journeys` of packages/http/src/contract.test-support.ts';
    expect(lines.toSorted(), toEdit).toEqual(served.toSorted());
  });

  it.each(contract)('$line answers as it is described', async ({ line, json }) => {
    const { answers } = rowOf(line);
    const reply = await ask(willing(), line, {
      json,
      headers: { 'if-match': '"7"' },
    });
    expect(reply.status).toBe(answers.status);
    if (!('shape' in answers)) throw new Error(`${line} answers no JSON`);
    if (answers.status === 204) {
      expect(reply).toMatchObject({ body: '', headers: { 'cache-control': 'no-store' } });
      return;
    }
    expect(described[answers.shape].safeParse(bodyOf(reply)).error).toBeUndefined();
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each<Line>([...contract, ...journeys])(
    '$line calls the operations whose refusals it describes',
    async ({ line, json, form }) => {
      const called: string[] = [];
      await ask(recorded(willing(), called), line, {
        json,
        raw: form,
        headers: { 'if-match': '"7"', ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
      });
      const { calls = [] } = rowOf(line);
      expect(called.filter((name) => Object.hasOwn(REFUSALS, name) && name !== 'sessions.guard')).toEqual(calls);
    },
  );

  it.each(contract.filter(({ json }) => json !== undefined))(
    '$line refuses a field it does not know',
    async ({ line, json }) => {
      const reply = await ask(willing(), line, { json: { ...Object(json), surplus: 1 } });
      if (line === 'POST /sign-in/passkey') return expect(reply.status).toBe(200);
      const { errors } = expectProblem(reply, 400, 'malformed-input');
      return expect(errors).toEqual([{ path: 'surplus', message: 'is not known here' }]);
    },
  );

  it.each(contract.filter(({ line }) => !line.startsWith('GET')))(
    '$line takes no form and no text',
    async ({ line }) => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/jsonp',
        'application/json; charset=latin1',
        '',
      ]) {
        const reply = await ask(willing(), line, { raw: '{}', headers: { 'content-type': type } });
        expectProblem(reply, 415, 'unsupported-media-type');
      }
    },
  );

  it.each(contract.filter(({ line }) => !line.startsWith('GET')))(
    '$line is refused from another site',
    async ({ line, json }) => {
      const reply = await ask(willing(), line, { json: json ?? {}, headers: { origin: 'https://evil.example' } });
      expectProblem(reply, 403, 'cross-site');
    },
  );

  it.each([
    'GET /nothing',
    'GET /',
    'GET ',
    'PUT /sign-in',
    'POST /sign-in/',
    'GET /account/exports',
    'GET /admin/accounts/%00',
    'GET /admin/accounts/%E0%A4%A',
    'GET /admin/accounts/',
    `GET /admin/accounts/${'x'.repeat(2_000)}`,
  ])('%s is not found', async (line) => {
    expectProblem(await ask(willing(), line), 404, 'not-found');
  });

  it.each(contract.filter(({ line }) => line.includes('vault')))(
    'P21 $line is not found where the tenant keeps no vaults',
    async ({ line, json }) => {
      const auth = willing();
      const without = { ...auth, brings: (tenant: TenantId) => ({ ...auth.brings(tenant), vault: false }) };
      const reply = await ask(without, line, { json });
      expectProblem(reply, 404, 'not-found');
      expect((await ask(auth, line, { json })).status).not.toBe(404);
    },
  );

  it('names the verbs of a path that is known', async () => {
    const reply = await ask(willing(), 'PUT /sign-in', { json: {} });
    expect(reply.headers['allow']).toBe('POST, GET, DELETE');
  });

  it('answers HEAD as GET', async () => {
    expect((await ask(willing(), 'HEAD /session')).status).toBe(200);
  });
});
