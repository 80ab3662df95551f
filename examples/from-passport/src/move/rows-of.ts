import type { ImportRow } from '@sallyport/engine';
import type { Pool } from 'pg';

/** A row of the old users table. */
interface OldUser {
  readonly id: number;
  readonly email: string;
  readonly email_verified: boolean;
  readonly password_hash: string;
  readonly totp_secret: string | null;
  readonly disabled: boolean;
}

/** Sallyport takes over these fields of a user. The bcrypt hash and the secret go along as they are. */
function rowOf(user: OldUser): ImportRow {
  return {
    externalId: String(user.id),
    identifier: user.email,
    email: user.email,
    emailVerified: user.email_verified,
    disabled: user.disabled,
    passwordHash: user.password_hash,
    totp: user.totp_secret === null ? null : { secret: user.totp_secret },
  };
}

/** Reads the users a page at a time. The account of a disabled user is blocked, also if an earlier import made it. */
export async function* rowsOf(pool: Pool): AsyncGenerator<ImportRow> {
  for (let last = 0; ; ) {
    const { rows } = await pool.query<OldUser>('select * from users where id > $1 order by id limit 1000', [last]);
    for (const user of rows) yield rowOf(user);
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}
