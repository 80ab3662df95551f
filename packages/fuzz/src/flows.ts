import { type Serve, serve } from '@sallyport/http';
import type { TestSallyport } from '@sallyport/testing';
import type { FLOWS } from './request.ts';

const PASSWORD = 'a passphrase for tests';

type Step = readonly [line: string, json?: object];

const signIn = (name: string, password?: string): Step => [
  'POST /sign-in',
  { identifier: `${name}@app.example`, password },
];

/** `new` stands for an account with an enrollment code. Each such account is used in one flow. */
const WAYS: Readonly<Record<(typeof FLOWS)[number], readonly Step[]>> = {
  opened: [signIn('ben')],
  'after a password': [signIn('ben', PASSWORD)],
  nobody: [signIn('nobody')],
  blocked: [signIn('eve')],
  'to enroll': [signIn('new', PASSWORD), ['POST /sign-in/enrollment-code', { code: '‹code of new›' }]],
  'enrolling totp': [
    signIn('new', PASSWORD),
    ['POST /sign-in/enrollment-code', { code: '‹code of new›' }],
    ['POST /enroll/totp', {}],
  ],
  emailed: [signIn('ben', PASSWORD), ['POST /sign-in/email-code/send', {}]],
  texted: [signIn('ben', PASSWORD), ['POST /sign-in/sms-code/send', {}]],
  'passkey asked': [signIn('ben'), ['POST /sign-in/passkey/options', {}]],
  'away at a provider': [['GET /sign-in/sso/corp']],
};

export const VOUCHED = ['cleo', 'carl', 'cora', 'cato'] as const;

/** In every state, in cookie mode and in token mode, and a step-up flow in cookie mode. */
export async function begunFlows({ auth, clock }: TestSallyport, known: Map<string, string>): Promise<void> {
  const ask = asker(serve(auth));
  const waiting: string[] = [...VOUCHED];
  for (const [name, steps] of Object.entries(WAYS)) {
    for (const [called, mode] of [
      [name, {}],
      [`${name} by token`, { 'sallyport-client': 'token' }],
    ] as const) {
      const text = JSON.stringify(steps);
      const who = text.includes('new') ? (waiting.shift() ?? '') : '';
      const named: readonly Step[] = JSON.parse(
        text.replaceAll('‹code of new›', known.get(`code of ${who}`) ?? '').replaceAll('new@', `${who}@`),
      );
      known.set(called, await lastFlow(ask, named, known, mode));
    }
  }
  clock.advance('30s');
  const cookie = `__Host-sallyport-session=${known.get('ben.2')}`;
  known.set('stepping up', await lastFlow(ask, [['POST /step-up', { within: '1s' }]], known, { cookie }));
}

type Ask = (step: Step, headers: Record<string, string>) => Promise<{ flow?: string; location?: string }>;

async function lastFlow(
  ask: Ask,
  steps: readonly Step[],
  known: Map<string, string>,
  first: Record<string, string>,
): Promise<string> {
  let flow = '';
  for (const step of steps) {
    const carried: Record<string, string> =
      first['sallyport-client'] === undefined
        ? { cookie: `__Host-sallyport-flow=${flow}` }
        : { 'sallyport-flow': flow };
    const answer = await ask(step, flow === '' ? first : carried);
    flow = answer.flow ?? flow;
    const state = new URL(answer.location ?? '/', 'https://app.example').searchParams.get('state');
    if (state !== null) known.set('state', state);
  }
  return flow;
}

function asker(answer: Serve): Ask {
  return async ([line, json], headers) => {
    const [method = '', path = ''] = line.split(' ');
    const bytes = new TextEncoder().encode(JSON.stringify(json ?? {}));
    const reply = await answer({
      ...{ method, path, mount: '/auth', search: '' },
      headers: { origin: 'https://app.example', 'content-type': 'application/json', ...headers },
      body: json === undefined ? undefined : { kind: 'bytes', bytes },
    });
    const answered: { readonly flow?: { readonly token: string } } = reply.body === '' ? {} : JSON.parse(reply.body);
    const kept = reply.cookies
      .map((each) => /^__Host-sallyport-flow=([^;]+)/.exec(each)?.[1])
      .find((each) => each !== undefined);
    const flow = kept ?? answered.flow?.token ?? reply.headers['sallyport-flow'];
    return {
      flow,
      location: reply.headers['location'],
    };
  };
}
