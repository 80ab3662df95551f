import { type Account, isProblem } from '@sallyport/browser';
import { breakable, type Child, client, h, providerName, roleName, sentenceFor } from '@sallyport/pages/parts';
import { words } from '../words.ts';

/** The domain of an address: `example.org` of `ada@example.org`. */
export function domainOf(identifier: string | undefined): string | undefined {
  const [, domain] = /^[^@]+@(.+)$/.exec(identifier ?? '') ?? [];
  return domain;
}

/**
 * An identifier for a list: the domain is grey, and out of sight if it is the administrator's own. The text stays complete for screen
 * readers and for the clipboard.
 */
export function shortName(identifier: string, me: Account | undefined): HTMLElement {
  const domain = domainOf(identifier);
  if (domain === undefined) return h('span', {}, breakable(identifier));
  const isOwn = domain === domainOf(me?.identifiers[0]);
  const local = identifier.slice(0, -domain.length - 1);
  const at = h('span', { class: isOwn ? 'unseen' : 'at' }, breakable(`@${domain}`));
  return h('span', { title: identifier }, breakable(local), at);
}

/** An identifier as a short text: without the domain, if the domain is the administrator's own. */
export function shortText(identifier: string, me: Account | undefined): string {
  const domain = domainOf(identifier);
  const isOwn = domain !== undefined && domain === domainOf(me?.identifiers[0]);
  return isOwn ? identifier.slice(0, -domain.length - 1) : identifier;
}

/** The address of a person's page. */
export function personPage(id: string): string {
  return `/admin/people?id=${encodeURIComponent(id)}`;
}

/** The address of the list of people with filters. The empty role lists people without a role. */
export function peoplePage(filter: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(filter).toString();
  return `/admin/people${query === '' ? '' : `?${query}`}`;
}

/** The name of a role in the host's words. The empty role is no role. */
export function roleText(role: string): string {
  return role === '' ? words.people.noRole : roleName(role);
}

/** The host's name of a role, with the name in the policy behind. Fields for roles take the name in the policy. */
export function namesOfRole(role: string): string {
  const name = roleName(role);
  return name === role ? role : `${name} (${role})`;
}

/** The name of a provider, with its id in the policy behind. Fields for providers take the id. */
export function namesOfProvider(id: string): string {
  const name = providerName(id);
  return name === id ? id : `${name} (${id})`;
}

/** The name of an author that is no account: host code or the system. `undefined` for an account. */
export function codeAuthor(id: string): string | undefined {
  return sentenceFor(words.people.actors, id) ?? (id.startsWith('host:') ? id.slice('host:'.length) : undefined);
}

/** Reads the identifiers of these accounts. A deleted account has none. */
export async function identifiersOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    [...new Set(ids)].map(async (id): Promise<readonly [string, string] | undefined> => {
      try {
        const { identifiers } = await client.admin.account(id);
        return [id, identifiers[0] ?? id];
      } catch (thrown) {
        if (isProblem(thrown)) return undefined;
        throw thrown;
      }
    }),
  );
  return new Map(found.filter((entry) => entry !== undefined));
}

/** A link without a line, for names and numbers. */
export function quietLink(href: string, content: Child, look = ''): HTMLElement {
  return h('a', { class: `quiet ${look}`.trim(), href }, content);
}
