import { counted } from '../../databases/sqlite.mjs';

const MINUTE = 60_000;

export function onSqlite(file) {
  const database = counted(file);
  database.exec(`
    pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;
    create table if not exists floor_account (id text primary key, email text unique not null, doc text not null) strict;
    create table if not exists floor_flow (token text primary key, account_id text not null, expires_at integer not null, doc text not null) strict;
    create table if not exists floor_session (token text primary key, account_id text not null, expires_at integer not null, doc text not null) strict;`);
  const account = database.prepare('select id, doc from floor_account where email = ?');
  const flow = database.prepare('insert into floor_flow values (?, ?, ?, ?)');
  const inFlow = database.prepare(
    'select a.id, a.doc, f.doc as flow from floor_flow f join floor_account a on a.id = f.account_id where f.token = ? and f.expires_at > ?',
  );
  const gone = database.prepare('delete from floor_flow where token = ? returning account_id');
  const session = database.prepare('insert into floor_session values (?, ?, ?, ?)');
  const user = database.prepare(
    'select a.id, a.email from floor_session s join floor_account a on a.id = s.account_id where s.token = ? and s.expires_at > ?',
  );
  const parsed = (row) => row && { ...row, doc: JSON.parse(row.doc) };
  return {
    counter: database.counter,
    accountOf: (email) => parsed(account.get(email)),
    openFlow: ({ token, accountId, doc }) => flow.run(token, accountId, Date.now() + 30 * MINUTE, JSON.stringify(doc)),
    accountInFlow: (token) => parsed(inFlow.get(token, Date.now())),
    openSession(flowToken, { token, doc }) {
      database.exec('begin immediate');
      const found = gone.get(flowToken);
      if (found) session.run(token, found.account_id, Date.now() + 43_200 * MINUTE, JSON.stringify(doc));
      database.exec('commit');
      return found;
    },
    userOf: (token) => user.get(token, Date.now()),
    seed(count, doc) {
      const insert = database.prepare('insert into floor_account values (?, ?, ?)');
      database.exec('begin immediate');
      for (let place = 1; place <= count; place++)
        insert.run(`u${place}`, `user${place}@example.test`, JSON.stringify(doc));
      database.exec('commit');
    },
  };
}
