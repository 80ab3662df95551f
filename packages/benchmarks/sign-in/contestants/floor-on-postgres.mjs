export async function onPostgres(pool) {
  await pool.query(`
    create table floor_account (id text primary key, email text unique not null, doc json not null);
    create table floor_flow (token text primary key, account_id text not null, expires_at timestamptz not null, doc json not null);
    create table floor_session (token text primary key, account_id text not null, expires_at timestamptz not null, doc json not null);`);
  const named =
    (name, text) =>
    async (...values) =>
      (await pool.query({ name, text, values })).rows[0];
  const accountOf = named('account', 'select id, doc from floor_account where email = $1');
  const openFlow = named('flow', `insert into floor_flow values ($1, $2, now() + interval '30 minutes', $3)`);
  const accountInFlow = named(
    'in-flow',
    'select a.id, a.doc, f.doc as flow from floor_flow f join floor_account a on a.id = f.account_id where f.token = $1 and f.expires_at > now()',
  );
  const openSession = named(
    'session',
    `with gone as (delete from floor_flow where token = $1 returning account_id)
    insert into floor_session select $2, account_id, now() + interval '30 days', $3 from gone returning account_id`,
  );
  const userOf = named(
    'user',
    'select a.id, a.email from floor_session s join floor_account a on a.id = s.account_id where s.token = $1 and s.expires_at > now()',
  );
  return {
    accountOf,
    openFlow: ({ token, accountId, doc }) => openFlow(token, accountId, doc),
    accountInFlow,
    openSession: (flow, { token, doc }) => openSession(flow, token, doc),
    userOf,
    async seed(count, doc) {
      await pool.query(
        `insert into floor_account select 'u' || i, 'user' || i || '@example.test', $1 from generate_series(1, $2::int) i`,
        [doc, count],
      );
      await pool.query('vacuum analyze');
    },
  };
}
