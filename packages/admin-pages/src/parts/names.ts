import { type Account, isProblem } from '@sallyport/browser';
import { breakable, type Child, client, h, here, providerName, roleName, sentenceFor } from '@sallyport/pages/parts';
import { words } from '../words.ts';

/** A text with white space is no address. */
export function domainOf(identifier: string | undefined): string | undefined {
  const [, domain] = /^[^@\s]+@(\S+)$/.exec(identifier ?? '') ?? [];
  return domain;
}

export interface Named {
  readonly accountId: string;
  readonly identifiers?: readonly string[];
  readonly identifier?: string;
  readonly email?: string | undefined;
}

export function signInName({ accountId, identifiers = [], identifier = identifiers[0] }: Named): string {
  return identifier ?? accountId;
}

/** A name proves nothing, so the administrator also sees the verified mailbox. */
export function otherMailbox({ identifiers = [], identifier, email }: Named): string | undefined {
  return email === identifier || (email !== undefined && identifiers.includes(email)) ? undefined : email;
}

export function namesText(account: Named): string {
  const email = otherMailbox(account);
  return email === undefined ? signInName(account) : `${signInName(account)} (${email})`;
}

/** The administrator's own domain is out of sight. The text stays complete for screen readers and the clipboard. */
export function shortName(identifier: string, me: Account | undefined): HTMLElement {
  const domain = domainOf(identifier);
  if (domain === undefined) return h('span', {}, breakable(identifier));
  const isOwn = domain === domainOf(me?.identifiers[0]);
  const local = identifier.slice(0, -domain.length - 1);
  const at = h('span', { class: isOwn ? 'unseen' : 'at' }, breakable(`@${domain}`));
  return h('span', { title: identifier }, breakable(local), at);
}

export function shortText(identifier: string, me: Account | undefined): string {
  const domain = domainOf(identifier);
  const isOwn = domain !== undefined && domain === domainOf(me?.identifiers[0]);
  return isOwn ? identifier.slice(0, -domain.length - 1) : identifier;
}

export function personPage(id: string): string {
  return here(`/admin/people?id=${encodeURIComponent(id)}`);
}

/** The empty role lists people without a role. */
export function peoplePage(filter: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(filter).toString();
  return here(`/admin/people${query === '' ? '' : `?${query}`}`);
}

/** The host's words. The empty role is no role. */
export function roleText(role: string): string {
  return role === '' ? words.people.noRole : roleName(role);
}

/** With the name in the policy, which fields for roles take. */
export function namesOfRole(role: string): string {
  const name = roleName(role);
  return name === role ? role : `${name} (${role})`;
}

/** With the id, which fields for providers take. */
export function namesOfProvider(id: string): string {
  const name = providerName(id);
  return name === id ? id : `${name} (${id})`;
}

export function codeAuthor(id: string): string | undefined {
  return sentenceFor(words.people.actors, id) ?? (id.startsWith('host:') ? id.slice('host:'.length) : undefined);
}

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

export function quietLink(href: string, content: Child, look = ''): HTMLElement {
  return h('a', { class: `quiet ${look}`.trim(), href }, content);
}
