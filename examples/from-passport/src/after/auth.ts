import { createSallyport, type Sallyport, type SendMail } from '@sallyport/engine';
import { postgresStore } from '@sallyport/storage-postgres';
import type { Pool } from 'pg';

export interface AuthOptions {
  /** The app's own pool. Sallyport's tables are in the schema `sallyport`. */
  readonly pool: Pool;
  readonly origin: string;
  readonly secret: string;
  readonly sendMail: SendMail;
}

/** Sallyport for the app, and for the import. */
export function createAuth({ pool, origin, secret, sendMail }: AuthOptions): Sallyport {
  return createSallyport({
    origin,
    secrets: [secret],
    store: postgresStore(pool),
    policy: {
      // Two proofs: the password with a code of the app, or with a mailed code for users who never set up an app.
      requiredStrength: 'baseline',
      // A user without an app and without a confirmed address has the password alone, as in the old app, and sets up an app or a passkey at the first
      // sign-in. Remove this line a few weeks after the move.
      enrollment: { firstFactor: 'password' },
      administrators: {},
    },
    sendMail,
    logger: console,
  });
}
