import type { Pool } from 'pg';

/** A row of the app's own table. For Sallyport, the table got the column `account_id`. */
export interface User {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export interface Users {
  /** Creates missing tables. A real app has migrations. */
  prepare(): Promise<void>;
  add(user: { email: string; name: string; accountId: string }): Promise<User>;
  /** The user of an account, or `undefined` if the app has no such user. */
  byAccount(accountId: string): Promise<User | undefined>;
  /** The user's roles, which Sallyport reads before every grant. If `undefined`, the account has no user and Sallyport grants nothing. */
  rolesOf(accountId: string): Promise<readonly string[] | undefined>;
}

export function users(pool: Pool): Users {
  const byAccount = async (accountId: string): Promise<User | undefined> => {
    const { rows } = await pool.query<User>('select id, email, name, roles from users where account_id = $1', [
      accountId,
    ]);
    return rows[0];
  };
  return {
    async prepare() {
      await pool.query(`
        create table if not exists users (
          id integer generated always as identity primary key,
          email text not null unique,
          name text not null,
          roles text[] not null default '{}',
          account_id text unique
        );
        create table if not exists orders (
          id integer generated always as identity primary key,
          user_id integer not null references users,
          item text not null
        )`);
    },
    async add({ email, name, accountId }) {
      const { rows } = await pool.query<User>(
        'insert into users (email, name, account_id) values ($1, $2, $3) returning id, email, name, roles',
        [email, name, accountId],
      );
      const [user] = rows;
      if (user === undefined) throw new Error('An insert returns its row.');
      return user;
    },
    byAccount,
    rolesOf: async (accountId) => (await byAccount(accountId))?.roles,
  };
}
