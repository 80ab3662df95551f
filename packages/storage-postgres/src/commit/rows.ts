import { nameInOrder, searchedNames } from '@sallyport/store';
import type { Insert, Put, Replace } from '@sallyport/store/plan';
import type { Draft } from './draft.ts';

export interface Row {
  readonly table: string;
  readonly key: Columns;
  readonly fixed?: Columns;
  readonly content: Columns;
  readonly grows?: Columns;
}

export type Columns = readonly (readonly [name: string, value: string])[];

export function rowOf(draft: Draft, write: Insert | Replace | Put): Row {
  const { table, parameters: place } = draft;
  switch (write.kind) {
    case 'flow': {
      const { id, tokenHash, version, accountId, subject, accepts, expiresAt } = write.record;
      const content: Columns = [
        ['token_hash', place.text(tokenHash)],
        ['version', place.number(version)],
        ['account_id', accountId === undefined ? 'null::text' : place.text(accountId)],
        ['subject', place.text(subject)],
        ['accepts', place.texts(accepts)],
        ['expires_at', place.number(expiresAt)],
        ['doc', place.document(write.record)],
      ];
      return { table: table.flow, key: [['id', place.text(id)]], content };
    }
    case 'samlRequest': {
      const { id, version, expiresAt } = write.record;
      const content: Columns = [
        ['version', place.number(version)],
        ['expires_at', place.number(expiresAt)],
        ['doc', place.document(write.record)],
      ];
      return { table: table.samlRequest, key: [['id', place.text(id)]], content };
    }
    case 'session': {
      const { id, tokenHash, version, accountId, createdAt, lastSeenAt, idle, expiresAt } = write.record;
      const [lastSeen, idleTime, end] = [place.number(lastSeenAt), place.number(idle), place.number(expiresAt)];
      const content: Columns = [
        ['token_hash', place.text(tokenHash)],
        ['version', place.number(version)],
        ['created_at', place.number(createdAt)],
        ['last_seen_at', lastSeen],
        ['idle', idleTime],
        ['expires_at', end],
        ['sweep_at', `least(${end}, ${lastSeen} + ${idleTime} + 1)`],
        ['doc', place.document(write.record)],
      ];
      const fixed: Columns = write.write === 'insert' ? [['account_id', place.text(accountId)]] : [];
      return { table: table.session, key: [['id', place.text(id)]], fixed, content };
    }
    case 'account': {
      const { id, version, epoch, createdAt } = write.record;
      const { text, policy, until } = write.profile ?? {};
      // As JavaScript has lower case, whatever the database's locale.
      const searched = searchedNames(write.record).map((name) => name.toLowerCase());
      const names = [...new Set([nameInOrder(write.record), ...searched])];
      const content: [string, string][] = [
        ['version', place.number(version)],
        ['epoch', place.number(epoch)],
        ['names', place.texts(names)],
        ['created_at', place.number(createdAt)],
        ['profile', text === undefined ? 'null::text' : place.text(text)],
        ['judged_policy', policy === undefined ? 'null::bigint' : place.number(policy)],
        ['judged_version', text === undefined ? 'null::bigint' : place.number(version)],
        ['judged_until', until === undefined ? 'null::bigint' : place.number(until)],
        ['doc', place.document(write.record)],
      ];
      if (write.keys !== undefined) content.push(['keys', draft.keys(write.keys)]);
      return { table: table.account, key: [['id', place.text(id)]], content };
    }
    case 'vault': {
      const ways = write.record.envelopes.map(({ kind }) => kind);
      const content: Columns = [
        ['ways', place.texts(ways)],
        ['doc', place.document(write.record)],
      ];
      return { table: table.vault, key: [['account_id', place.text(write.record.accountId)]], content };
    }
    case 'device': {
      const { accountId, tokenHash, id, epoch, createdAt, lastSeenAt, userAgent, proved } = write.record;
      const key: Columns = [
        ['account_id', place.text(accountId)],
        ['token_hash', place.text(tokenHash)],
      ];
      const fixed: Columns = [
        ['id', place.text(id)],
        ['created_at', place.number(createdAt)],
      ];
      const content: Columns = [
        ['epoch', place.number(epoch)],
        ['last_seen_at', place.number(lastSeenAt)],
        ['user_agent', userAgent === undefined ? 'null::text' : place.text(userAgent)],
      ];
      return { table: table.device, key, fixed, content, grows: [['proved', place.texts(proved)]] };
    }
    case 'policy': {
      const content: Columns = [['doc', place.document(write.record)]];
      return { table: table.policy, key: [['version', place.number(write.record.version)]], content };
    }
    case 'organisation': {
      const { id, version, removedAt } = write.record;
      const content: Columns = [
        ['version', place.number(version)],
        ['removed_at', removedAt === undefined ? 'null::bigint' : place.number(removedAt)],
        ['remains', `${removedAt !== undefined}`],
        ['doc', place.document(write.record)],
      ];
      return { table: table.organisation, key: [['id', place.text(id)]], content };
    }
    case 'membership': {
      const { organisation, accountId, version, roles } = write.record;
      const key: Columns = [
        ['organisation', place.text(organisation)],
        ['account_id', place.text(accountId)],
      ];
      const content: Columns = [
        ['version', place.number(version)],
        ['roles', place.texts(roles)],
        ['doc', place.document(write.record)],
      ];
      return { table: table.membership, key, content };
    }
    case 'administrators': {
      const content: Columns = [
        ['version', place.number(write.record.version)],
        ['doc', place.document(write.record)],
      ];
      return { table: table.administrators, key: [], content };
    }
  }
}
