import type { Pool } from 'pg';

/** A row of the app's own table. For Sallyport, the table got the column `account_id`. */
export interface User {
  readonly id: number;
  readonly email: string;
  readonly roles: readonly string[];
}

export interface Users {
  /** Creates missing tables. A real app has migrations. */
  prepare(): Promise<void>;
  /** Adds the user of an account. Two requests at once add one user. */
  add(user: { email: string; accountId: string }): Promise<User>;
  /** The user of an account, or `undefined` if the app has no such user. */
  byAccount(accountId: string): Promise<User | undefined>;
}

export function users(pool: Pool): Users {
  const byAccount = async (accountId: string): Promise<User | undefined> => {
    const { rows } = await pool.query<User>('select id, email, roles from users where account_id = $1', [accountId]);
    return rows[0];
  };
  return {
    async prepare() {
      await pool.query(`
        create table if not exists users (
          id integer generated always as identity primary key,
          email text not null unique,
          roles text[] not null default '{}',
          account_id text unique
        );
        create table if not exists orders (
          id integer generated always as identity primary key,
          user_id integer not null references users,
          item text not null
        )`);
    },
    async add({ email, accountId }) {
      const { rows } = await pool.query<User>(
        'insert into users (email, account_id) values ($1, $2) on conflict (account_id) do update set email = $1 returning id, email, roles',
        [email, accountId],
      );
      const [user] = rows;
      if (user === undefined) throw new Error('An insert returns its row.');
      return user;
    },
    byAccount,
  };
}
