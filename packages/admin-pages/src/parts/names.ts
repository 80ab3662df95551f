import { type Account, isProblem } from '@sallyport/browser';
import { breakable, type Child, client, h, providerName, roleName, sentenceFor } from '@sallyport/pages/parts';
import { words } from '../words.ts';

/** The domain of an address: `example.org` of `ada@example.org`. A text with white space is no address. */
export function domainOf(identifier: string | undefined): string | undefined {
  const [, domain] = /^[^@\s]+@(\S+)$/.exec(identifier ?? '') ?? [];
  return domain;
}

/** An account by its names: in a list of people, or in another list, which has the first identifier alone. */
export interface Named {
  readonly accountId: string;
  readonly identifiers?: readonly string[];
  readonly identifier?: string;
  readonly email?: string | undefined;
}

/** The sign-in name of an account. */
export function signInName({ accountId, identifiers = [], identifier = identifiers[0] }: Named): string {
  return identifier ?? accountId;
}

/** The mailbox, if it is no sign-in name of the account. A name proves nothing, so the administrator also sees the mailbox, which is verified. */
export function otherMailbox({ identifiers = [], identifier, email }: Named): string | undefined {
  return email === identifier || (email !== undefined && identifiers.includes(email)) ? undefined : email;
}

/** The sign-in name, with the mailbox behind it if the mailbox is another address. */
export function namesText(account: Named): string {
  const email = otherMailbox(account);
  return email === undefined ? signInName(account) : `${signInName(account)} (${email})`;
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

/** Reads the names of these accounts, as {@link namesText}. A deleted account has none. */
export async function namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    [...new Set(ids)].map(async (id): Promise<readonly [string, string] | undefined> => {
      try {
        return [id, namesText(await client.admin.account(id))];
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
