import { functionIn, type Tables } from '../tables.ts';

/** An anonymous request can ask for any address. Hashes, because a name can be longer than an entry of an index. */
export function addNames(table: Tables): string {
  const nameKeys = functionIn(table, 'name_keys');
  return `
create function ${nameKeys} (tenant text, names text[]) returns text[]
  language sql immutable parallel safe
  as $$
    select coalesce(array_agg(distinct md5(length(tenant) || ' ' || tenant || ' ' || n)), '{}') from unnest(names) as x (n)
  $$;
create index sallyport_account_name_keys on ${table.account} using gin (${nameKeys} (tenant, names));
`;
}
