import { createHash } from 'node:crypto';
import { createSallyport, hostCode } from '@sallyport/engine';

export const PASSWORD = 'correct horse battery staple';
const TEMPLATE = 'template@example.org';
const CALLER = { tenant: 'default', mode: 'token' };

/** Cheap hashes: the database's part of a sign-in is measured. */
export function engineOn(store) {
  return createSallyport({
    origin: 'https://app.example',
    secrets: ['a secret of a benchmark, long enough to be taken'],
    store,
    sendMail: () => {},
    policy: { requiredStrength: 'single', administrators: { policy: ['owner'] } },
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    previewThreats: false,
    logger: { warn: () => {}, error: () => {} },
  });
}

const nameOf = (place) => createHash('md5').update(String(place)).digest('hex').slice(0, 12);
export const identifierOf = (place) => `${nameOf(place)}@example.org`;

export async function signIn(auth, identifier) {
  const reply = await auth.signIn.begin(CALLER, { identifier, password: PASSWORD });
  const token = reply.keep?.session?.token;
  if (token === undefined) throw new Error(`nobody signed in: ${JSON.stringify(reply)}`);
  return { ...CALLER, sessionToken: token };
}

async function makeTemplate(store) {
  const auth = engineOn(store);
  await auth.ready();
  const { accountId } = await auth.people.create({
    identifier: TEMPLATE,
    email: TEMPLATE,
    password: PASSWORD,
    by: hostCode('host'),
  });
  await signIn(auth, TEMPLATE);
  await auth.close();
  return accountId;
}

export async function seedPostgres(store, pool, count) {
  const own = await makeTemplate(store);
  const { rows } = await pool.query('select id, token_hash from sallyport.sallyport_session');
  const { rows: devices } = await pool.query('select token_hash from sallyport.sallyport_device');
  const [{ id: session, token_hash: token }] = rows;
  const [{ token_hash: device }] = devices;
  const texts = [
    [own, `'a' || i`],
    [TEMPLATE, `left(md5(i::text), 12) || '@example.org'`],
    [session, `'s' || i`],
    [token, `'t' || i`],
    [device, `'d' || i`],
  ];
  const copied = (column) => texts.reduce((sql, [from, to]) => `replace(${sql}, '${from}', ${to})`, `${column}::text`);
  const copies = {
    account: ['id', 'keys', 'names', 'doc'],
    account_key: ['key', 'account_id'],
    sign_in: ['account_id'],
    session: ['id', 'token_hash', 'account_id', 'doc'],
    device: ['account_id', 'token_hash'],
    counter: ['subject'],
    event: ['id', 'account_id', 'doc', 'place'],
  };
  const indexes = await dropIndexes(pool);
  const last = `(select count(*) from sallyport.sallyport_event)`;
  for (const [table, changed] of Object.entries(copies)) {
    const { rows: found } = await pool.query(
      `select column_name as name, format_type(atttypid, atttypmod) as type from information_schema.columns
       join pg_attribute on attrelid = 'sallyport.sallyport_${table}'::regclass and attname = column_name
       where table_schema = 'sallyport' and table_name = 'sallyport_${table}' and is_identity = 'NO'`,
    );
    const value = ({ name, type }) => {
      if (name === 'place') return `row_number() over ()`;
      if (table === 'event' && name === 'id') return `x.id || i`;
      return changed.includes(name) ? `(${copied(`x.${name}`)})::${type}` : `x.${name}`;
    };
    await pool.query(
      `insert into sallyport.sallyport_${table} (${found.map(({ name }) => name).join(', ')})
       select ${found.map(value).join(', ')} from (select * from sallyport.sallyport_${table} where tenant = 'default'
         ${table === 'event' ? "and type = 'sign-in.succeeded'" : ''}) x, generate_series(1, ${count}) i`,
    );
  }
  for (const index of indexes) await pool.query(`set maintenance_work_mem = '512MB'; ${index}`);
  await pool.query(`update sallyport.sallyport_event set place = ${last} where place is null`);
  await pool.query(
    `insert into sallyport.sallyport_event_stream (tenant, placed, sealed) values ('default', ${last}, ${last})
     on conflict (tenant) do update set placed = ${last}, sealed = ${last}`,
  );
  await pool.query('vacuum analyze');
}

/** Filling a table and then making an index is much quicker. */
async function dropIndexes(pool) {
  const { rows } = await pool.query(
    `select indexname as name, indexdef as made from pg_indexes where schemaname = 'sallyport'
     and indexname not in (select conname from pg_constraint)`,
  );
  for (const { name } of rows) await pool.query(`drop index sallyport."${name}"`);
  return rows.map(({ made }) => made);
}

export async function seedMongo(store, db, count) {
  const own = await makeTemplate(store);
  const documents = db.collection('sallyport');
  await documents.updateMany({ kind: 'event' }, { $unset: { fresh: 1 } });
  const kinds = ['account', 'sign-in', 'identifier', 'event', 'counter', 'session', 'device'];
  const found = await documents.find({ kind: { $in: kinds }, type: { $in: [null, 'sign-in.succeeded'] } }).toArray();
  const session = found.find(({ kind }) => kind === 'session');
  const device = found.find(({ kind }) => kind === 'device');
  const texts = (place) => [
    [own, `a${place}`],
    [TEMPLATE, identifierOf(place)],
    [session.id, `s${place}`],
    [session.part, `t${place}`],
    [device.device, `d${place}`],
    ...found.filter(({ kind }) => kind === 'event').map(({ record }) => [record.id, `${record.id}${place}`]),
  ];
  const copied = (value, names) => {
    if (typeof value === 'string') return names.reduce((text, [from, to]) => text.replaceAll(from, to), value);
    if (Array.isArray(value)) return value.map((each) => copied(each, names));
    if (value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copied(each, names)]));
  };
  for (let place = 1; place <= count; ) {
    const batch = [];
    for (const end = Math.min(count, place + 499); place <= end; place++) {
      const names = texts(place);
      for (const document of found) batch.push(copied(document, names));
    }
    await documents.insertMany(batch, { ordered: false });
  }
}
