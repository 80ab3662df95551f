import type { Tables } from '../tables.ts';

/** The previous version keeps a SAML request in a flow: a journey begun there does not end here. */
export function createSamlRequests(table: Tables): string {
  return `
create table ${table.samlRequest} (
  tenant text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  expires_at bigint not null,
  doc json not null,
  primary key (tenant, id)
);
create index sallyport_saml_request_sweep on ${table.samlRequest} (expires_at);
`;
}
