import {
  type AccountProfile,
  type AccountRecord,
  type FlowRecord,
  type LookUpKey,
  type MembershipRecord,
  nameInOrder,
  type OrganisationRecord,
  type SamlRequestRecord,
  type SessionRecord,
  searchedNames,
  type TenantId,
} from '@sallyport/store';
import type { CommitPlan, RemoveSessions, Write } from '@sallyport/store/plan';
import type { Connection } from '../connection/connection.ts';
import { list, storable } from '../connection/texts.ts';
import { resetCounters } from '../records/counters.ts';
import { putDevice, removeDevices } from '../records/devices.ts';
import { appendEvents, HOUR } from '../records/events.ts';

export function applyWrite(connection: Connection, { tenant, now }: CommitPlan, write: Write): void {
  switch (write.kind) {
    case 'flow':
      if (write.write === 'remove') removeByIds(connection, 'flow', tenant, write.ids);
      else putFlow(connection, write.record);
      return;
    case 'samlRequest':
      if (write.write === 'remove') removeByIds(connection, 'saml_request', tenant, write.ids);
      else putSamlRequest(connection, write.record);
      return;
    case 'session':
      if (write.write === 'remove') removeSessions(connection, tenant, write);
      else putSession(connection, write.record);
      return;
    case 'account':
      if (write.write === 'remove') removeAccount(connection, tenant, write.id);
      else putAccount(connection, write.record, write.keys, write.profile);
      return;
    case 'vault': {
      const { accountId, envelopes } = write.record;
      const ways = JSON.stringify(envelopes.map(({ kind }) => kind));
      connection.run(
        `insert into sallyport_vault (tenant, account_id, ways, doc) values (?, ?, ?, ?)
        on conflict do update set ways = excluded.ways, doc = excluded.doc`,
        ...[tenant, storable(accountId), ways, JSON.stringify(write.record)],
      );
      return;
    }
    case 'device':
      if (write.write === 'put') putDevice(connection, tenant, write.record);
      else removeDevices(connection, tenant, write);
      return;
    case 'counter':
      resetCounters(connection, tenant, write.subject, write.resets);
      return;
    case 'single-use':
      for (const { key, expiresAt } of write.singleUses)
        connection.run(
          `insert into sallyport_single_use (tenant, key, expires_at) values (?, ?, ?)
          on conflict do update set expires_at = excluded.expires_at`,
          ...[tenant, storable(key), expiresAt],
        );
      return;
    case 'policy':
      connection.run(
        'insert into sallyport_policy (tenant, version, doc) values (?, ?, ?)',
        ...[storable(tenant), write.record.version, JSON.stringify(write.record)],
      );
      return;
    case 'administrators':
      connection.run(
        `insert into sallyport_administrators (tenant, version, doc) values (?, ?, ?)
        on conflict do update set version = excluded.version, doc = excluded.doc`,
        ...[storable(tenant), write.record.version, JSON.stringify(write.record)],
      );
      return;
    case 'organisation':
      putOrganisation(connection, write.record);
      return;
    case 'membership':
      if (write.write === 'remove') removeMembership(connection, tenant, write);
      else putMembership(connection, write.record);
      return;
    case 'event':
      appendEvents(connection, tenant, write.events);
      return;
    case 'failure':
      connection.run(
        `insert into sallyport_unknown_failures (tenant, hour, failures) values (?, ?, 1)
        on conflict do update set failures = failures + 1`,
        ...[storable(tenant), Math.floor(now / HOUR) * HOUR],
      );
      return;
    case 'signIn':
      // The row of a new account leaves nothing of an earlier account.
      if (write.at === undefined) return;
      connection.run(
        'update sallyport_account set signed_in_at = max(coalesce(signed_in_at, ?), ?) where tenant = ? and id = ?',
        ...[write.at, write.at, tenant, storable(write.accountId)],
      );
  }
}

function putFlow(connection: Connection, flow: FlowRecord): void {
  const { tenant, id, tokenHash, version, expiresAt } = flow;
  connection.run(
    `insert into sallyport_flow (tenant, id, token_hash, version, expires_at, doc) values (?, ?, ?, ?, ?, ?)
    on conflict (tenant, id) do update set token_hash = excluded.token_hash, version = excluded.version, expires_at = excluded.expires_at,
      doc = excluded.doc`,
    ...[storable(tenant), storable(id), storable(tokenHash), version, expiresAt, JSON.stringify(flow)],
  );
}

function putSamlRequest(connection: Connection, request: SamlRequestRecord): void {
  const { tenant, id, version, expiresAt } = request;
  connection.run(
    `insert into sallyport_saml_request (tenant, id, version, expires_at, doc) values (?, ?, ?, ?, ?)
    on conflict do update set version = excluded.version, expires_at = excluded.expires_at, doc = excluded.doc`,
    ...[storable(tenant), storable(id), version, expiresAt, JSON.stringify(request)],
  );
}

function putSession(connection: Connection, session: SessionRecord): void {
  const { tenant, id, tokenHash, version, accountId, epoch, createdAt, lastSeenAt, idle, expiresAt } = session;
  const texts = [storable(tenant), storable(id), storable(tokenHash), storable(accountId)];
  const endsAt = Math.min(expiresAt, lastSeenAt + idle + 1);
  connection.run(
    `insert into sallyport_session
      (tenant, id, token_hash, account_id, version, epoch, created_at, last_seen_at, idle, expires_at, ends_at, doc)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (tenant, id) do update set token_hash = excluded.token_hash, version = excluded.version, epoch = excluded.epoch,
      created_at = excluded.created_at, last_seen_at = excluded.last_seen_at, idle = excluded.idle, expires_at = excluded.expires_at,
      ends_at = excluded.ends_at, doc = excluded.doc`,
    ...[...texts, version, epoch, createdAt, lastSeenAt, idle, expiresAt, endsAt, JSON.stringify(session)],
  );
}

function putOrganisation(connection: Connection, organisation: OrganisationRecord): void {
  const { tenant, id, version, removedAt } = organisation;
  const [own, doc] = [[storable(tenant), storable(id)], JSON.stringify(organisation)];
  connection.run(
    `insert into sallyport_organisation (tenant, id, version, removed_at, remains, doc) values (?, ?, ?, ?, ?, ?)
    on conflict do update set version = excluded.version, removed_at = excluded.removed_at, remains = excluded.remains, doc = excluded.doc`,
    ...[...own, version, removedAt ?? null, removedAt === undefined ? 0 : 1, doc],
  );
  connection.run(
    'insert into sallyport_organisation_version (tenant, organisation, version, doc) values (?, ?, ?, ?)',
    ...[...own, version, doc],
  );
}

function putMembership(connection: Connection, membership: MembershipRecord): void {
  const { tenant, organisation, accountId, version, roles } = membership;
  connection.run(
    `insert into sallyport_membership (tenant, organisation, account_id, version, roles, doc) values (?, ?, ?, ?, ?, ?)
    on conflict do update set version = excluded.version, roles = excluded.roles, doc = excluded.doc`,
    ...[storable(tenant), storable(organisation), storable(accountId), version],
    ...[list(roles), JSON.stringify(membership)],
  );
}

function removeMembership(
  connection: Connection,
  tenant: TenantId,
  { organisation, accountId }: Pick<MembershipRecord, 'organisation' | 'accountId'>,
): void {
  connection.run(
    'delete from sallyport_membership where tenant = ? and organisation = ? and account_id = ?',
    ...[storable(tenant), storable(organisation), storable(accountId)],
  );
}

/** Compares `bindings` as stored, in a session of any schema. */
function removeSessions(
  connection: Connection,
  tenant: TenantId,
  { accountId, except, only, provedBy }: RemoveSessions,
): void {
  const sql = 'select id, doc from sallyport_session where tenant = ? and account_id = ?';
  for (const row of connection.all(sql, tenant, storable(accountId))) {
    const id = row.text('id');
    if (except.includes(id) || (only !== undefined && id !== only)) continue;
    const { bindings } = row.document<Pick<SessionRecord, 'bindings'>>();
    if (provedBy === undefined || bindings.some((factor) => provedBy.includes(factor)))
      removeByIds(connection, 'session', tenant, [id]);
  }
}

function removeByIds(
  connection: Connection,
  table: 'flow' | 'saml_request' | 'session',
  tenant: TenantId,
  ids: readonly string[],
): void {
  for (const id of ids)
    connection.run(`delete from sallyport_${table} where tenant = ? and id = ?`, storable(tenant), storable(id));
}

/** @param keys `undefined`: the look-up keys stay */
function putAccount(
  connection: Connection,
  account: AccountRecord,
  keys: readonly LookUpKey[] | undefined,
  profile: AccountProfile | undefined,
): void {
  const { tenant, id, version, epoch, createdAt } = account;
  const names = [...new Set(searchedNames(account).map((name) => storable(name.toLowerCase())))];
  const judged =
    profile === undefined
      ? [null, null, null, null]
      : [storable(profile.text), profile.policy, version, profile.until ?? null];
  connection.run(
    `insert into sallyport_account
      (tenant, id, version, epoch, created_at, first_name, names, profile, judged_policy, judged_version, judged_until, doc)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict do update set version = excluded.version, epoch = excluded.epoch, created_at = excluded.created_at,
      first_name = excluded.first_name, names = excluded.names, profile = excluded.profile, judged_policy = excluded.judged_policy,
      judged_version = excluded.judged_version, judged_until = excluded.judged_until, doc = excluded.doc`,
    ...[storable(tenant), storable(id), version, epoch, createdAt, storable(nameInOrder(account)), names.join('\n')],
    ...[...judged, JSON.stringify(account)],
  );
  writeNames(connection, tenant, id, names);
  if (keys === undefined) return;
  connection.run('delete from sallyport_account_key where tenant = ? and account_id = ?', tenant, id);
  // An account may have the same identifier twice.
  for (const { kind, value } of keys)
    connection.run(
      'insert into sallyport_account_key (tenant, kind, value, account_id) values (?, ?, ?, ?) on conflict do nothing',
      ...[tenant, kind, storable(value), id],
    );
}

function writeNames(connection: Connection, tenant: TenantId, id: string, names: readonly string[]): void {
  connection.run('delete from sallyport_name where tenant = ? and account_id = ?', tenant, id);
  for (const name of names)
    connection.run('insert into sallyport_name (tenant, name, account_id) values (?, ?, ?)', tenant, name, id);
}

/** A trigger removes the memberships. */
function removeAccount(connection: Connection, tenant: TenantId, id: string): void {
  const own = [storable(tenant), storable(id)];
  connection.run('delete from sallyport_account where tenant = ? and id = ?', ...own);
  for (const table of ['account_key', 'name', 'vault'])
    connection.run(`delete from sallyport_${table} where tenant = ? and account_id = ?`, ...own);
  connection.run('delete from sallyport_counter where tenant = ? and subject = ?', ...own);
}
