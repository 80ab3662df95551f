import type { SearchOptions } from 'ldapts';
import { type Domain, filterOfGroups } from './active-directory.ts';
import { escapeFilterValue } from './escape.ts';
import { folded } from './fold.ts';
import { asking, texts } from './identity.ts';
import type { SearchPool } from './search-pool.ts';

/** [MS-ADTS] §3.1.1.3.4.3.1. Other servers know no matching rule in chain. */
const ACTIVE_DIRECTORY = '1.2.840.113556.1.4.800';

const DEEPEST = 10;
const MOST = 1_000;
const AT_ONCE = 50;

interface Place {
  readonly base: string;
  readonly domain: Domain | undefined;
  readonly roles: readonly string[];
}

export class NestedGroups {
  readonly #pool: SearchPool;
  readonly #place: Place;
  #chains: boolean | undefined;

  constructor(pool: SearchPool, place: Place) {
    this.#pool = pool;
    this.#place = place;
  }

  async of(dn: string, signal: AbortSignal): Promise<readonly string[]> {
    const { roles } = this.#place;
    if (roles.length === 0) return [];
    this.#chains ??= await this.#isActiveDirectory(signal);
    return this.#chains ? this.#found(filterOfGroups(dn, roles), signal) : this.#climbed(dn, signal);
  }

  async #isActiveDirectory(signal: AbortSignal): Promise<boolean> {
    const options = { scope: 'base', ...asking('supportedCapabilities') } as const;
    const [root] = await this.#pool.ask(signal, (connection) => connection.search('', options, signal));
    return root !== undefined && texts(root, 'supportedCapabilities').includes(ACTIVE_DIRECTORY);
  }

  async #climbed(person: string, signal: AbortSignal): Promise<readonly string[]> {
    const seen = new Map<string, string>();
    let members: readonly string[] = [person];
    for (let depth = 0; depth < DEEPEST && members.length > 0 && seen.size < MOST; depth += 1) {
      const groups: string[] = [];
      for (let at = 0; at < members.length; at += AT_ONCE)
        groups.push(...(await this.#found(filterOfMembers(members.slice(at, at + AT_ONCE)), signal)));
      members = groups.filter((group) => !seen.has(folded(group)));
      for (const group of members) seen.set(folded(group), group);
    }
    return [...seen.values()];
  }

  async #found(filter: string, signal: AbortSignal): Promise<readonly string[]> {
    const { domain, base } = this.#place;
    const options: SearchOptions = { scope: 'sub', filter, attributes: ['cn'] };
    const groups = await this.#pool.ask(signal, (connection) => connection.search(domain?.dn ?? base, options, signal));
    return groups.map((group) => group.dn);
  }
}

/** RFC 4519 §2.17, §2.40. A `uniqueMember` may end in an identifier, and then names nobody here. */
function filterOfMembers(dns: readonly string[]): string {
  const each = dns.map((dn) => escapeFilterValue(dn)).flatMap((dn) => [`(member=${dn})`, `(uniqueMember=${dn})`]);
  return `(|${each.join('')})`;
}
