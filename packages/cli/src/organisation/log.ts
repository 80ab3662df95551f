import { isRefusal } from '../app/refusal-text.ts';
import { eventText } from '../person/text.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import type { OrganisationEvent, Organising } from './organising.ts';
import { namesIn, printed } from './words.ts';

/** The newest event first. A page may be empty although more follow. */
export async function log(
  auth: Organising,
  { id, tenant, limit, json }: { id: string; tenant: string; limit: number; json: boolean },
  io: Io,
): Promise<ExitCode> {
  const nameOf = namesIn(auth, tenant);
  let left = limit;
  let cursor: string | undefined;
  do {
    const page = await auth.organisations.events(id, { tenant, cursor });
    if (isRefusal(page)) return printed(page, json, io);
    const events = page.events.slice(0, left);
    for (const event of events) io.out(json ? jsonText(event) : await lineOf(event, nameOf));
    left -= events.length;
    cursor = page.next;
  } while (left > 0 && cursor !== undefined);
  if (left === limit && !json) io.out('no event');
  return 0;
}

async function lineOf(event: OrganisationEvent, nameOf: (id: string) => Promise<string>): Promise<string> {
  const { accountId, actor } = event;
  const names = typeof actor === 'string' ? { [actor]: await nameOf(actor) } : {};
  return eventText(event, names, accountId === undefined ? undefined : await nameOf(accountId));
}
