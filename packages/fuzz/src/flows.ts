import { type Serve, serve } from '@sallyport/http';
import type { TestSallyport } from '@sallyport/testing';
import type { FLOWS } from './request.ts';

const PASSWORD = 'a passphrase for tests';

type Step = readonly [line: string, json?: object];

const signIn = (name: string, password?: string): Step => [
  'POST /sign-in',
  { identifier: `${name}@app.example`, ...(password === undefined ? {} : { password }) },
];

/** What leads to each state of a sign-in. */
const WAYS: Readonly<Record<(typeof FLOWS)[number], readonly Step[]>> = {
  opened: [signIn('ben')],
  'after a password': [signIn('ben', PASSWORD)],
  nobody: [signIn('nobody', 'wrong')],
  blocked: [signIn('eve', PASSWORD)],
  'to enroll': [signIn('cleo', PASSWORD), ['POST /sign-in/enrollment-code', { code: '‹enrollmentCode›' }]],
  'enrolling totp': [signIn('cleo', PASSWORD), ['POST /sign-in/email-code/send', {}]],
  emailed: [signIn('ben', PASSWORD), ['POST /sign-in/email-code/send', {}]],
  texted: [signIn('ben', PASSWORD), ['POST /sign-in/sms-code/send', {}]],
  'passkey asked': [['POST /sign-in/passkey/options', {}]],
  'away at a provider': [['GET /sign-in/sso/corp']],
};

/** Opens a flow in every state, in both modes, and writes its token down. */
export async function begunFlows({ auth }: TestSallyport, known: Map<string, string>): Promise<void> {
  const ask = asker(serve(auth));
  for (const [name, steps] of Object.entries(WAYS)) {
    known.set(name, await lastFlow(ask, steps, known, {}));
    known.set(`${name} by token`, await lastFlow(ask, steps, known, { 'sallyport-client': 'token' }));
  }
  const cookie = `__Host-sallyport-session=${known.get('ben.2')}`;
  known.set('stepping up', await lastFlow(ask, [['POST /step-up', { within: '0s' }]], known, { cookie }));
}

type Ask = (step: Step, headers: Record<string, string>) => Promise<{ flow?: string; location?: string }>;

async function lastFlow(
  ask: Ask,
  steps: readonly Step[],
  known: Map<string, string>,
  first: Record<string, string>,
): Promise<string> {
  let flow = '';
  for (const [line, json] of steps) {
    const text = JSON.stringify(json)?.replace('‹enrollmentCode›', known.get('enrollmentCode') ?? '');
    const carried: Record<string, string> =
      first['sallyport-client'] === undefined
        ? { cookie: `__Host-sallyport-flow=${flow}` }
        : { 'sallyport-flow': flow };
    const step: Step = text === undefined ? [line] : [line, JSON.parse(text)];
    const told = await ask(step, flow === '' ? first : carried);
    flow = told.flow ?? flow;
    const state =
      told.location === undefined ? null : new URL(told.location, 'https://x.example').searchParams.get('state');
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
      ...(json === undefined ? {} : { body: { kind: 'bytes', bytes } }),
    });
    const told: { readonly flow?: { readonly token: string } } = reply.body === '' ? {} : JSON.parse(reply.body);
    const kept = reply.cookies
      .map((each) => /^__Host-sallyport-flow=([^;]+)/.exec(each)?.[1])
      .find((each) => each !== undefined);
    const flow = kept ?? told.flow?.token ?? reply.headers['sallyport-flow'];
    return {
      ...(flow === undefined ? {} : { flow }),
      ...(reply.headers['location'] ? { location: reply.headers['location'] } : {}),
    };
  };
}
