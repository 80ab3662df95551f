import type { HostCode } from '@sallyport/core';
import { isRefusal } from '../app/refusal-text.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { setMember, wrongOwner } from './members.ts';
import type { Organising } from './organising.ts';
import { columns, type Done, type Refused, wordsOf } from './words.ts';

/** Prints each page before it asks for the next page. */
export async function listOrganisations(
  { organisations }: Organising,
  { tenant, json }: { readonly tenant: string; readonly json: boolean },
  io: Io,
): Promise<ExitCode> {
  let found = 0;
  let cursor: string | undefined;
  do {
    const page = await organisations.list({ tenant, cursor });
    for (const one of page.organisations) {
      const { id, version, name = '' } = one;
      io.out(json ? jsonText(one) : columns([id, 24], [`version ${version}`, 11], [name, 0]));
    }
    found += page.organisations.length;
    cursor = page.next;
  } while (cursor !== undefined);
  if (found === 0 && !json) io.out('no organisation');
  return 0;
}

export interface Creation {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly owner: { readonly identifier: string; readonly roles: readonly string[] } | undefined;
  readonly tenant: string;
  readonly by: HostCode;
}

/** Looks for the owner first: an id is never used again. */
export async function create(auth: Organising, { owner, ...input }: Creation): Promise<Done | Refused> {
  const { tenant, by } = input;
  const wrong = owner && (await wrongOwner(auth, { identifier: owner.identifier }, owner.roles, tenant));
  if (wrong !== undefined) return wrong;
  const made = await auth.organisations.create(input);
  if (isRefusal(made)) return made;
  const said = `The organisation ${made.id} is created`;
  if (owner === undefined) return { answer: made, text: `${said}.` };
  const member = await ownedBy(auth, made.id, owner, { tenant, by });
  if (!isRefusal(member)) return { answer: made, text: `${said}.\n${member.text}` };
  return { ...member, organisation: made.id, inWords: `${said}, and has no owner yet: ${wordsOf(member)}` };
}

/** The organisation is there already, so that an error is a refusal with its id. */
async function ownedBy(
  auth: Organising,
  id: string,
  { identifier, roles }: NonNullable<Creation['owner']>,
  acting: Pick<Creation, 'tenant' | 'by'>,
): Promise<Done | Refused> {
  try {
    return await setMember(auth, { id, ...acting, who: { identifier }, roles, force: false });
  } catch (error) {
    return { refused: 'store-unavailable', inWords: error instanceof Error ? error.message : String(error) };
  }
}
