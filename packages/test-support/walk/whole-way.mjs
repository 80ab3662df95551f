import { totpApp } from '@sallyport/testing';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { ADA, IMPORTED, ORIGIN } from './app.mjs';

/** A client in token mode, which keeps its tokens. */
function clientOf(fetchAt) {
  const tokens = {};
  return async (line, body) => {
    const [method, path] = line.split(' ');
    const { flow, session, continues } = tokens;
    const headers = {
      'content-type': 'application/json',
      ...(flow || session ? {} : { 'sallyport-client': 'token' }),
      ...(flow ? { 'sallyport-flow': flow } : {}),
      ...(flow && continues ? { 'sallyport-continues': '1' } : {}),
      ...(session ? { authorization: `Bearer ${session}` } : {}),
    };
    const response = await fetchAt(path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!/json/.test(response.headers.get('content-type') ?? ''))
      throw new Error(`${line}: ${response.status} ${text}`);
    const answer = JSON.parse(text);
    if (answer.flow?.token) Object.assign(tokens, { flow: answer.flow.token, continues: path.endsWith('/step-up') });
    if (answer.status === 'complete')
      Object.assign(tokens, { flow: undefined, session: answer.session.token ?? session });
    return { ...answer, http: response.status };
  };
}

function expects(answer, wanted) {
  for (const [name, value] of Object.entries(wanted))
    if (answer[name] !== value) throw new Error(`${name} is not ${value}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Signs Ada in and out in every way. Returns the outcome of each step: `yes`, or the fault that ended the walk. */
export async function wholeWay(fetchAt) {
  const told = async () => (await fetchAt('/told')).json();
  const key = createAuthenticator();
  const [first, second, third] = [clientOf(fetchAt), clientOf(fetchAt), clientOf(fetchAt)];
  const { identifier, password } = ADA;
  const continued = async (client, method) => {
    const { accept } = expects(await client('POST /auth/sign-in', { identifier, password }), { status: 'continue' });
    if (!accept.some((one) => one.method === method)) throw new Error(`no ${method} in ${JSON.stringify(accept)}`);
  };
  const asserts = async (client) => {
    const { extensions, ...options } = await client('POST /auth/sign-in/passkey/options', {});
    const { clientExtensionResults, ...response } = await key.get(options, { origin: ORIGIN, userVerified: true });
    return client('POST /auth/sign-in/passkey', { ...response, clientExtensionResults: {} });
  };
  let app;
  let codes;
  const steps = {
    async password() {
      const wrong = { identifier, password: `${password}.` };
      expects(await first('POST /auth/sign-in', wrong), { http: 401, code: 'invalid-credentials' });
      await continued(first, 'email-code');
    },
    async 'mailed code'() {
      await first('POST /auth/sign-in/email-code/send');
      expects(await first('POST /auth/sign-in/email-code', { code: '000000' }), { http: 401 });
      expects(await first('POST /auth/sign-in/email-code', { code: (await told()).mails.at(-1).code }), {
        status: 'complete',
      });
    },
    async app() {
      app = totpApp((await first('POST /auth/enroll/totp')).secret);
      const set = await first('POST /auth/enroll/totp/confirm', { code: await app.code(Date.now()) });
      codes = set.backupCodes ?? (await first('POST /auth/account/backup-codes')).backupCodes;
      await continued(second, 'totp');
      expects(await second('POST /auth/sign-in/totp', { code: await app.code(Date.now()) }), { status: 'complete' });
    },
    async 'backup code'() {
      await continued(third, 'backup-code');
      expects(await third('POST /auth/sign-in/backup-code', { code: codes[0] }), { status: 'complete' });
    },
    async passkey() {
      const { extensions, ...options } = await second('POST /auth/enroll/passkey/options');
      const response = await key.create(options, { origin: ORIGIN, userVerified: true });
      expects(await second('POST /auth/enroll/passkey', { response }), { http: 200 });
      expects(await asserts(clientOf(fetchAt)), { status: 'complete' });
    },
    async 'step-up'() {
      expects(await third('GET /payout'), { http: 401, code: 'insufficient-strength' });
      expects(await third('POST /auth/step-up', { strength: 'phishing-resistant', within: '5m' }), {
        status: 'continue',
      });
      expects(await asserts(third), { status: 'complete' });
      expects(await third('GET /payout'), { http: 200 });
    },
    async sessions() {
      const { sessions } = await second('GET /auth/account/sessions');
      expects(sessions, { length: 4 });
      const { id } = sessions.find(({ current }) => current);
      expects(await third(`DELETE /auth/account/sessions/${id}`), { http: 200 });
      expects(await second('GET /auth/session'), { http: 401, code: 'no-session' });
    },
    async 'sign-out'() {
      expects(await third('DELETE /auth/session'), { http: 200 });
      expects(await third('GET /payout'), { http: 401, code: 'no-session' });
    },
    async recovery() {
      const client = clientOf(fetchAt);
      expects(await client('POST /auth/recover', { identifier }), { http: 202 });
      let mail;
      for (let tries = 0; mail === undefined && tries < 50; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        mail = (await told()).mails.find(({ kind }) => kind === 'recovery');
      }
      if (mail === undefined) throw new Error('no mail came');
      expects(await client('POST /auth/recover/confirm', { token: mail.token, next: `${password} again` }), {
        http: 200,
      });
    },
    async 'imported hashes'() {
      for (const name of Object.keys(IMPORTED)) {
        const client = clientOf(fetchAt);
        expects(await client('POST /auth/sign-in', { identifier: name, password: 'another one' }), { http: 401 });
        expects(await client('POST /auth/sign-in', { identifier: name, password }), { http: 200 });
      }
    },
    async log() {
      const { log } = await told();
      if (log.length > 0) throw new Error(JSON.stringify(log));
    },
  };
  const came = {};
  for (const [name, step] of Object.entries(steps)) {
    const fault = await step().then(
      () => undefined,
      (error) => error,
    );
    came[name] = fault === undefined ? 'yes' : fault.message;
    if (fault !== undefined) break;
  }
  return came;
}
