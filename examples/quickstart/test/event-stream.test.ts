import { hostCode, tenantId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { STORES, sharedStore } from './support/embedded.ts';
import { problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';
import type { LoggedEvent } from './support/shapes.ts';

const app = await quickstartForThisFile({});

interface Page {
  readonly events: readonly LoggedEvent[];
  readonly next: string;
}

describe('the action log as a stream', () => {
  it('X33 over HTTP comes oldest first, goes on from its cursor, and is filtered by actor, type and time', async () => {
    const ada = await app.admin();
    const me = await ada.idOf(ada.person);
    const read = async (query: string) => (await ada.person.client.get<Page>(`/admin/events?${query}`)).body;
    const all: LoggedEvent[] = [];
    let page = await read('order=asc');
    for (; page.events.length > 0; page = await read(`order=asc&cursor=${page.next}`)) all.push(...page.events);
    expect(all.map(({ id }) => id)).toEqual((await ada.events()).map(({ id }) => id).toReversed());
    const person = await app.newcomer();
    await ada.does('block', person, { reason: 'Asked for it' });
    await ada.does('unblock', person);
    const since = await read(`order=asc&cursor=${page.next}&actor=${me}&type=account.unblocked&type=account.blocked`);
    expect(since.events.map(({ type, actor }) => [type, actor])).toEqual([
      ['account.blocked', me],
      ['account.unblocked', me],
    ]);
    const [first, second] = since.events;
    const time = (event?: LoggedEvent) => encodeURIComponent(event?.at ?? '');
    const types = (answer: Page) => answer.events.map(({ type }) => type);
    const ofPerson = `account=${await ada.idOf(person)}&type=account.blocked&type=account.unblocked`;
    expect(types(await read(`${ofPerson}&from=${time(first)}`))).toEqual(['account.unblocked', 'account.blocked']);
    expect(types(await read(`${ofPerson}&order=asc&to=${time(first)}`))).toEqual([]);
    expect((await read(`order=asc&cursor=${since.next}`)).next).toBe(since.next);
    expect(second?.at).toBeDefined();
    const refused = await ada.person.client.get(`/admin/events?order=asc&cursor=${page.next.slice(1)}`);
    expect(refused).toMatchObject(problem(400, 'malformed-input'));
  });

  it('X7 over HTTP, a cursor that no page had is refused in every list', async () => {
    const { client } = (await app.admin()).person;
    const { policy } = (await client.get<{ policy: object }>('/admin/policy')).body;
    const stream = (await client.get<Page>('/admin/events?order=asc')).body.next;
    for (const reply of [
      await client.get('/admin/accounts?cursor=garbage'),
      await client.get('/admin/events?cursor=garbage'),
      await client.get('/admin/events?order=asc&cursor=garbage'),
      await client.get(`/admin/events?cursor=${stream}`),
      await client.get('/admin/policy/versions?cursor=garbage'),
      await client.post('/admin/policy/preview', { policy, cursor: 'garbage' }),
    ])
      expect(reply).toMatchObject({ status: 400, body: { code: 'malformed-input', errors: [{ path: 'cursor' }] } });
  });

  it('X33 over HTTP has names, a strip of hours, and a table of everything for a spreadsheet', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    await ada.does('block', person, { reason: '=1+1' });
    const [me, them] = [await ada.idOf(ada.person), await ada.idOf(person)];
    const { client } = ada.person;
    const { names } = (await client.get<{ names: Record<string, string> }>(`/admin/events?account=${them}`)).body;
    expect(names).toEqual({ [me]: ada.person.identifier, [them]: person.identifier });
    const everything = await ada.events();
    const hours = (await client.get<{ hours: { count: number }[] }>('/admin/events/hours')).body.hours;
    expect(hours.reduce((sum, { count }) => sum + count, 0)).toBe(everything.length);
    const table = await client.get('/admin/events', { headers: { accept: 'text/csv' } });
    expect(table.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(table.text.split('\r\n')).toHaveLength(everything.length + 2);
    // An id can begin with `-`, and then has an apostrophe in the table.
    const cell = (text: string): string => (text.startsWith('-') ? `"'${text}"` : `"${text}"`);
    const cells = ['account.blocked', them, person.identifier, me, ada.person.identifier];
    expect(table.text).toContain(cells.map(cell).join(','));
  });

  it.each(STORES)('X33 misses nothing that three processes write, on %s', async (kind) => {
    const shared = await sharedStore(kind);
    const tenant = tenantId('default');
    const processes = await Promise.all([shared.start({}), shared.start({}), shared.start({})]);
    const [reader] = processes;
    const made: string[] = [];
    let writing = true;
    const writers = Promise.all(
      processes.map(async (auth, process) => {
        for (let turn = 0; turn < 20; turn++) {
          const account = await auth.people.create({
            identifier: `p${process}-${turn}@example.org`,
            by: hostCode('import'),
          });
          if ('accountId' in account) made.push(account.accountId);
        }
      }),
    ).finally(() => {
      writing = false;
    });
    const told: (string | undefined)[] = [];
    let after: string | undefined;
    for (let isLast = false; !isLast; ) {
      isLast = !writing;
      for (;;) {
        const page = await reader?.events({
          tenant,
          after,
          type: 'account.created',
          by: { kind: 'host', id: 'import' },
          limit: 7,
        });
        told.push(...(page?.events ?? []).map(({ accountId }) => accountId));
        if (page === undefined || page.next === after) break;
        after = page.next;
      }
    }
    await writers;
    expect(made).toHaveLength(60);
    expect(told.toSorted()).toEqual(made.toSorted());
  });
});
