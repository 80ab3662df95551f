import { apps } from './apps.mjs';
import { betterAuthUser } from './better-auth.mjs';
import { passkeys } from './passkeys.mjs';
import { passwords } from './passwords.mjs';

/** Returns the stored factors of each library. `register` is an authenticator, and answers creation options. */
export async function made(password, origin, register) {
  const user = await betterAuthUser(password, origin, register);
  return {
    passwords: [...(await passwords(password)), ...user.passwords],
    apps: [...(await apps()), ...user.apps],
    codes: user.codes,
    passkeys: [...(await passkeys(origin, register)), ...user.passkeys],
  };
}
