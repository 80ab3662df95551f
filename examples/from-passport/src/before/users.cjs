'use strict';

/** The users table of the app. */
exports.usersOf = (pool) => {
  const first = async (sql, values) => (await pool.query(sql, values)).rows[0];
  return {
    /** Creates missing tables. A real app has migrations. */
    prepare: () =>
      pool.query(`
        create table if not exists users (
          id integer generated always as identity primary key,
          email text not null unique,
          email_verified boolean not null default false,
          password_hash text not null,
          totp_secret text,
          disabled boolean not null default false
        );
        create table if not exists orders (
          id integer generated always as identity primary key,
          user_id integer not null references users,
          item text not null
        )`),
    add: (email, passwordHash) =>
      first('insert into users (email, password_hash) values ($1, $2) on conflict do nothing returning id, email', [
        email.toLowerCase(),
        passwordHash,
      ]),
    byEmail: (email) => first('select * from users where email = $1 and not disabled', [email.toLowerCase()]),
    byId: (id) => first('select * from users where id = $1 and not disabled', [id]),
    setPassword: (id, passwordHash) =>
      pool.query('update users set password_hash = $2 where id = $1', [id, passwordHash]),
    setTotp: (id, secret) => pool.query('update users set totp_secret = $2 where id = $1', [id, secret]),
  };
};
