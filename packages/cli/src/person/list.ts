import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { otherMailbox } from '../terminal/names-text.ts';
import { counted, plain } from '../terminal/wrap.ts';
import type { Attending, ListedPerson, PeoplePage, PeopleQuery } from './attending.ts';

export async function* pagesOf(
  { list }: Pick<Attending['people'], 'list'>,
  query: Omit<PeopleQuery, 'cursor'>,
): AsyncGenerator<PeoplePage> {
  let cursor: string | undefined;
  do {
    const page = await list({ ...query, cursor });
    yield page;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** Prints each page before it asks for the next page. */
export async function listPeople(
  { people }: Pick<Attending, 'people'>,
  query: Omit<PeopleQuery, 'cursor'>,
  json: boolean,
  io: Io,
): Promise<ExitCode> {
  let found = 0;
  let pending = 0;
  for await (const page of pagesOf(people, query)) {
    for (const account of page.accounts) io.out(json ? jsonText(account) : lineOf(account));
    found += page.accounts.length;
    pending = page.pending ?? 0;
  }
  if (found === 0 && !json) io.out('no account');
  if (pending > 0) io.err(`${counted(pending, 'account')} not judged under the policy in force yet`);
  return 0;
}

/** The names come last, because they have any length. */
function lineOf(person: ListedPerson): string {
  const { accountId, identifiers, displayName, status, group } = person;
  const names = identifiers.length === 0 ? accountId : identifiers.join(', ');
  const beside = [displayName, otherMailbox(person)].filter((text) => text !== undefined);
  const shown = beside.length === 0 ? names : `${names} (${beside.join(', ')})`;
  return plain(`${status.padEnd(8)} ${group.padEnd(11)} ${shown}${waitsFor(person)}`);
}

function waitsFor({ invited, invitation, helpInCode }: ListedPerson): string {
  if (helpInCode !== undefined) return ', code not used yet';
  if (invited === undefined) return '';
  return invitation === undefined ? ', invitation over' : ', invited';
}
