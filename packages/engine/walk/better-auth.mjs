// A user of better-auth with a password, an app, backup codes and a passkey.
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { twoFactor } from 'better-auth/plugins';
import * as otpauth from 'otpauth';

const SYSTEM = 'better-auth 1.7.6';

/** `register` is the authenticator: it answers creation options. */
export async function betterAuthUser(password, origin, register) {
  const tables = { user: [], session: [], account: [], verification: [], twoFactor: [], passkey: [] };
  const auth = betterAuth({
    secret: 'a secret of the old app, 0123456789',
    baseURL: origin,
    database: memoryAdapter(tables),
    emailAndPassword: { enabled: true },
    plugins: [twoFactor(), passkey({ rpID: new URL(origin).hostname, origin })],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  const cookies = new Map();
  const asks = async (path, body) => {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const headers = { origin, cookie, 'content-type': 'application/json' };
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await auth.handler(new Request(`${origin}/api/auth${path}`, { headers, ...post }));
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  await asks('/sign-up/email', { email: 'ada@example.org', password, name: 'Ada' });
  const { totpURI, backupCodes } = await asks('/two-factor/enable', { password });
  const response = await register(await asks('/passkey/generate-register-options'));
  await asks('/passkey/verify-registration', { response, name: 'key' });
  const [kept] = tables.passkey;
  const code = otpauth.URI.parse(totpURI).generate();
  await asks('/two-factor/verify-totp', { code });
  const [{ password: passwordHash }] = tables.account;
  return {
    passwords: [{ system: SYSTEM, form: 'scrypt', password, passwordHash, passwordFormat: 'better-auth' }],
    apps: [{ system: SYSTEM, form: 'URI', totp: { secret: totpURI }, code, at: Date.now() }],
    codes: [{ system: SYSTEM, form: 'backup codes', codes: backupCodes, code: backupCodes[0] }],
    passkeys: [
      {
        ...{ system: SYSTEM, form: 'columns' },
        row: {
          ...{ id: kept.credentialID, publicKey: kept.publicKey, counter: kept.counter, backedUp: kept.backedUp },
          transports: kept.transports?.split(','),
        },
      },
    ],
  };
}
