import { nobleArgon2 } from '@sallyport/engine/argon2';
import bcrypt from 'bcryptjs';
import pg from 'pg';
import { appOn } from './app.mjs';

const passwordHashing = {
  ...nobleArgon2,
  verifyBcrypt: (hash, password) => bcrypt.compare(password, hash),
  concurrency: 1,
};

let app;

/** workerd ends the connections and timers of a request with the request. */
export default {
  async fetch(request, { DATABASE_URL }, context) {
    app ??= appOn(new pg.Pool({ connectionString: DATABASE_URL, maxUses: 1 }), passwordHashing);
    const { answer, runBackgroundWork } = await app;
    const response = await answer(request);
    context.waitUntil(runBackgroundWork());
    return response;
  },
};
