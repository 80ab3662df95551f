import type { Brought } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ask, bodyOf, expectProblem } from '../ask.test-support.ts';
import { contract, willing } from '../contract.test-support.ts';
import { complete, fakeSallyport, guardFor } from '../fake-sallyport.test-support.ts';

const bringing = (codes: Brought['codes']) => (): Brought => ({ codes, providers: [], vault: true });
const lines = contract.filter(({ line }) => line.includes('sms-code'));

describe('delivered codes of the host', () => {
  it.each(lines)('X23 $line is not found where the host brings no such code', async ({ line, json }) => {
    for (const codes of [[], [{ method: 'push-code', label: 'Push' }] as const]) {
      const reply = await ask({ ...willing(), brings: bringing(codes) }, line, { json });
      expectProblem(reply, 404, 'not-found');
      expect(reply.headers['allow']).toBeUndefined();
    }
  });

  it('X23 say which verbs they have, once they are brought', async () => {
    const reply = await ask(willing(), 'GET /sign-in/sms-code');
    expectProblem(reply, 404, 'not-found');
    expect(reply.headers['allow']).toBe('POST');
  });

  it('X23 never take a path that has a name of its own', async () => {
    const heard: string[] = [];
    const auth = fakeSallyport({
      brings: bringing([{ method: 'enrollment-code', label: 'Not this one' }]),
      signIn: {
        enrollmentCode: async () => {
          heard.push('enrollmentCode');
          return complete('cookie');
        },
      },
    });
    expect((await ask(auth, 'POST /sign-in/enrollment-code', { json: { code: '1' } })).status).toBe(200);
    expect(heard).toEqual(['enrollmentCode']);
  });

  it('X23 reach the engine by their name, with the address and the code as they were typed', async () => {
    const heard: unknown[][] = [];
    const { guard } = guardFor();
    const auth = fakeSallyport({
      brings: bringing([
        { method: 'sms-code', label: 'SMS' },
        { method: 'push-code', label: 'Push' },
      ]),
      sessions: { guard },
      signIn: {
        sendCode: async (_, method) => {
          heard.push(['sendCode', method]);
          return complete('cookie');
        },
        code: async (_, method, input) => {
          heard.push(['code', method, input]);
          return complete('cookie');
        },
      },
      enroll: {
        code: async (_, method, input) => {
          heard.push(['enroll', method, input]);
          return { refused: 'malformed-input', errors: [{ path: 'address', message: 'is no number' }] };
        },
        confirmCode: async (_, method, input) => {
          heard.push(['confirm', method, input]);
          return complete('cookie');
        },
      },
      me: {
        removeCode: async (method) => {
          heard.push(['remove', method]);
          return { refused: 'not-found' };
        },
      },
    });
    await ask(auth, 'POST /sign-in/push-code/send', { json: {} });
    await ask(auth, 'POST /sign-in/push-code', { json: { code: '12 34' } });
    const refused = await ask(auth, 'POST /enroll/sms-code', { json: { address: '0170 1' } });
    await ask(auth, 'POST /enroll/sms-code/confirm', { json: { code: '1' } });
    expectProblem(await ask(auth, 'DELETE /account/sms-code'), 404, 'not-found');
    expect(expectProblem(refused, 400, 'malformed-input')['errors']).toEqual([
      { path: 'address', message: 'is no number' },
    ]);
    expect(heard).toEqual([
      ['sendCode', 'push-code'],
      ['code', 'push-code', { code: '12 34' }],
      ['enroll', 'sms-code', { address: '0170 1' }],
      ['confirm', 'sms-code', { code: '1' }],
      ['remove', 'sms-code'],
    ]);
  });

  it.each([
    ['POST /enroll/sms-code', { address: '' }, 'address'],
    ['POST /enroll/sms-code', { address: '+49\n170' }, 'address'],
    ['POST /enroll/sms-code', { address: 'x'.repeat(255) }, 'address'],
    ['POST /enroll/sms-code', {}, 'address'],
    ['POST /enroll/sms-code/confirm', { code: 123_456 }, 'code'],
    ['POST /sign-in/sms-code', {}, 'code'],
  ])('%s refuses %j at %s', async (line, json, path) => {
    const reply = await ask(willing(), line, { json });
    expect(expectProblem(reply, 400, 'malformed-input')['errors']).toMatchObject([{ path }]);
  });

  it('X23 are described by the names that people know them by', async () => {
    const parameter = async (codes: Brought['codes']): Promise<unknown> => {
      const { paths } = bodyOf(await ask(fakeSallyport({ brings: bringing(codes) }), 'GET /openapi.json'));
      return JSON.parse(JSON.stringify(paths))['/enroll/{code}'].post.parameters[0].schema;
    };
    expect(await parameter([{ method: 'sms-code', label: 'Text message' }])).toEqual({
      type: 'string',
      oneOf: [{ const: 'sms-code', title: 'Text message' }],
    });
    expect(await parameter([])).toEqual({ type: 'string', pattern: '-code$' });
  });
});
