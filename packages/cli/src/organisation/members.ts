import type { HostCode } from '@sallyport/core';
import type { AccountName } from '../app/account-name.ts';
import { isRefusal } from '../app/refusal-text.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { namesText } from '../terminal/names-text.ts';
import { listed, plain } from '../terminal/wrap.ts';
import type { MemberView, Organising } from './organising.ts';
import { columns, type Done, NO_ACCOUNT, namesIn, printed, type Refused, rolesText } from './words.ts';

export interface MemberGiven {
  readonly id: string;
  readonly tenant: string;
  readonly who: AccountName;
  readonly by: HostCode;
  readonly force: boolean;
}

const FROM_HOST: Refused = { refused: 'roles-from-host' };

/** Asks about no organisation: an app with a `memberRoles` refuses before it looks for one. */
async function areFromHost({ organisations }: Organising, tenant: string): Promise<boolean> {
  const answer = await organisations.preview('', {}, { tenant });
  return isRefusal(answer) && answer.refused === FROM_HOST.refused;
}

/** Prints each page before it asks for the next page. */
export async function listMembers(
  auth: Organising,
  { id, tenant, role, json }: { id: string; tenant: string; role?: string | undefined; json: boolean },
  io: Io,
): Promise<ExitCode> {
  const nameOf = namesIn(auth, tenant);
  let found = 0;
  let cursor: string | undefined;
  do {
    const page = await auth.organisations.members.list(id, { tenant, cursor, ...(role !== undefined && { role }) });
    if (isRefusal(page)) return printed(page, json, io);
    for (const member of page.members) io.out(json ? jsonText(member) : lineOf(member, await nameOf(member.accountId)));
    found += page.members.length;
    cursor = page.next;
  } while (cursor !== undefined);
  if (found > 0) return 0;
  if (await areFromHost(auth, tenant)) return printed(FROM_HOST, json, io);
  const unknown = role === undefined ? undefined : await noRoleThere(auth, id, { tenant, role });
  if (unknown !== undefined) return printed(unknown, json, io);
  if (!json) io.out(role === undefined ? 'no member' : plain(`no member with the role '${role}'`));
  return 0;
}

/** A member can have a role of the policy, or one of the organisation's own. */
async function noRoleThere(
  auth: Organising,
  id: string,
  { tenant, role }: { readonly tenant: string; readonly role: string },
): Promise<Refused | undefined> {
  const organisation = await auth.organisations.rule(id, { tenant });
  if (isRefusal(organisation)) return organisation;
  const { roles } = await rolesInPolicy(auth, tenant);
  const known = [...new Set([...roles, ...Object.keys(Object(organisation.rule['roles']))])];
  return known.includes(role) ? undefined : noRole(role, `of ${id}`, known);
}

function noRole(role: string, where: string, known: readonly string[]): Refused {
  const has = known.length === 0 ? 'has none' : `has ${known.join(', ')}`;
  return { refused: 'malformed-input', inWords: `'${role}' is no role ${where}, which ${has}` };
}

/** @returns also the roles that may change the rule of their organisation */
async function rolesInPolicy(
  { policy }: Organising,
  tenant: string,
): Promise<{ readonly roles: readonly string[]; readonly rule: readonly string[] }> {
  const { organisations } = (await policy.current(tenant)).policy;
  const { roles = {}, administrators: { rule = [] } = {} } = organisations ?? {};
  return { roles: Object.keys(roles), rule };
}

function lineOf({ roles }: MemberView, name: string): string {
  return columns([roles.length === 0 ? '-' : roles.join(','), 24], [name, 0]);
}

/** Of up to a hundred members the numbers by role. */
export async function membersText(auth: Organising, id: string, tenant: string): Promise<string> {
  const page = await auth.organisations.members.list(id, { tenant });
  if (isRefusal(page)) return 'none';
  if (page.next !== undefined) return `more than ${page.members.length}: 'sallyport organisation members' lists them`;
  if (page.members.length === 0) return (await areFromHost(auth, tenant)) ? 'told by the app (memberRoles)' : 'none';
  const counts = new Map<string, number>();
  for (const { roles } of page.members) for (const role of roles) counts.set(role, (counts.get(role) ?? 0) + 1);
  const byRole = [...counts].map(([role, count]) => `${role}: ${count}`);
  return `${page.members.length}${byRole.length === 0 ? '' : ` (${byRole.join(', ')})`}`;
}

export async function setMember(
  auth: Organising,
  { id, who, roles, ...input }: MemberGiven & { readonly roles: readonly string[] },
): Promise<Done | Refused> {
  const found = await both(auth, id, who, input.tenant);
  if (isRefusal(found)) return found;
  const member = await auth.organisations.members.set(id, { accountId: found.accountId }, { ...input, roles });
  if (isRefusal(member)) return member;
  return { answer: member, text: plain(`${found.name} has ${rolesText(member.roles)} in ${id}.`) };
}

export async function removeMember(auth: Organising, { id, who, ...input }: MemberGiven): Promise<Done | Refused> {
  const found = await both(auth, id, who, input.tenant);
  if (isRefusal(found)) return found;
  const { accountId, name } = found;
  const refused = await auth.organisations.members.remove(id, { accountId }, input);
  if (refused?.refused === 'not-found') return { ...refused, inWords: `${name} is no member of ${id}` };
  return refused ?? { answer: { removed: accountId }, text: plain(`${name} is no longer a member of ${id}.`) };
}

/** One code stands for an unknown organisation, an unknown account and an account that is no member. */
async function both(
  { organisations, people }: Organising,
  id: string,
  who: AccountName,
  tenant: string,
): Promise<{ readonly accountId: string; readonly name: string } | Refused> {
  const organisation = await organisations.rule(id, { tenant });
  if (isRefusal(organisation)) return organisation;
  const person = await people.find({ ...who, tenant });
  return person === undefined ? NO_ACCOUNT : { accountId: person.accountId, name: plain(namesText(person)) };
}

/** `undefined`: the owner can be a member with these roles. */
export async function wrongOwner(
  auth: Organising,
  who: AccountName,
  roles: readonly string[],
  tenant: string,
): Promise<Refused | undefined> {
  if (await areFromHost(auth, tenant)) return FROM_HOST;
  if ((await auth.people.find({ ...who, tenant })) === undefined) return NO_ACCOUNT;
  const { roles: known, rule } = await rolesInPolicy(auth, tenant);
  const unknown = roles.find((role) => !known.includes(role));
  if (unknown !== undefined) return noRole(unknown, "of the policy's organisations", known);
  if (roles.some((role) => rule.includes(role))) return undefined;
  const may = rule.length === 0 ? 'no role may' : `${listed(rule)} may`;
  return {
    refused: 'malformed-input',
    inWords: `with ${rolesText(roles)} nobody may change the rule of the organisation; in the policy ${may}`,
  };
}

/** The organisations of a person, one a line. */
export async function organisationsOf(
  auth: Organising,
  { who, tenant, json }: { who: AccountName; tenant: string; json: boolean },
  io: Io,
): Promise<ExitCode> {
  const person = await auth.people.find({ ...who, tenant });
  if (person === undefined) return printed(NO_ACCOUNT, json, io);
  const memberships = await auth.organisations.of(person.accountId, { tenant });
  if (memberships.length === 0 && (await areFromHost(auth, tenant))) return printed(FROM_HOST, json, io);
  for (const one of memberships) {
    const { organisation, name = '', roles } = one;
    io.out(json ? jsonText(one) : columns([organisation, 24], [roles.join(','), 24], [name, 0]));
  }
  if (memberships.length === 0 && !json) io.out('no organisation');
  return 0;
}
