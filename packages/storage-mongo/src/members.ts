import type { Document, MongoClient, ServerDescription } from 'mongodb';

/** What a client has heard of the members of its replica set. */
export interface Members {
  /**
   * There is one. What it has written is lost with nothing but its own log, in which a write comes before every later one: to wait for a
   * later one is to wait for it.
   */
  alone: boolean;
}

const heard = new WeakMap<MongoClient, Members>();

/** One for each client, however many stores are on it. Until somebody heard otherwise, it may have any number of members. */
export function membersOf(client: MongoClient): Members {
  const known = heard.get(client);
  if (known !== undefined) return known;
  const members: Members = { alone: false };
  heard.set(client, members);
  client.on('topologyDescriptionChanged', ({ newDescription }) => {
    if (areSeveral(newDescription.servers)) members.alone = false;
  });
  return members;
}

/** As a member says it, in answer to `hello`. */
export function isAlone({ setName, hosts = [], passives = [], arbiters = [] }: Document): boolean {
  return setName !== undefined && hosts.length === 1 && passives.length === 0 && arbiters.length === 0;
}

/** Whether anybody named a second member: a client may be connected to one of them alone. */
export function areSeveral(
  servers: Iterable<readonly [string, Pick<ServerDescription, 'hosts' | 'passives' | 'arbiters'>]>,
): boolean {
  const names = [...servers].flatMap(([name, { hosts, passives, arbiters }]) => [
    name,
    ...hosts,
    ...passives,
    ...arbiters,
  ]);
  return new Set(names).size > 1;
}
