import type { Pool } from 'pg';

/** A row of the table that the app had before Sallyport, with one column more. */
export interface User {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export interface Users {
  /** Makes the tables where they are not there. A real app has its migrations. */
  prepare(): Promise<void>;
  add(user: { email: string; name: string; accountId: string }): Promise<User>;
  /** Whose account this is; `undefined` if the app knows nobody by it. */
  byAccount(accountId: string): Promise<User | undefined>;
  /** What Sallyport asks wherever it grants something: the roles are the app's. `undefined`: nobody of the app's, who is granted nothing. */
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
