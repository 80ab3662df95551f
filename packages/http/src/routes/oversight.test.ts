import { instant } from '@sallyport/core';
import type { AccountId, Audit } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ask, bodyOf, expectProblem } from '../ask.test-support.ts';
import { fakeSallyport, guardFor } from '../fake-sallyport.test-support.ts';

type Query = Parameters<Audit['events']>[1];

/** Asks for the log, and returns the answer with the query that reached the engine. */
async function asks(
  search: string,
  answer: Awaited<ReturnType<Audit['stream']>> = { events: [], names: {}, next: 'n' },
) {
  let query: Query;
  let order: 'asc' | 'desc' | undefined;
  const audit: Pick<Audit, 'events' | 'stream'> = {
    events: async (_, asked) => {
      [query, order] = [asked, 'desc'];
      return { events: [], names: {} };
    },
    stream: async (_, asked) => {
      [query, order] = [asked, 'asc'];
      return answer;
    },
  };
  const auth = fakeSallyport({ sessions: { guard: guardFor().guard }, audit });
  const reply = await ask(auth, `GET /admin/events${search}`);
  return { status: reply.status, body: bodyOf(reply), query, order };
}

describe('the action log over HTTP', () => {
  it('X33 passes every filter on, with a repeated type and times as instants', async () => {
    const { status, query, order } = await asks(
      '?account=a1&actor=host:hr&type=account.blocked&type=policy.changed&order=asc&cursor=c' +
        '&from=2026-01-31T12:00:00Z&to=2026-01-31T14:00:00.5%2B01:00',
    );
    expect([status, order]).toEqual([200, 'asc']);
    expect(query).toEqual({
      account: 'a1',
      actor: 'host:hr',
      type: ['account.blocked', 'policy.changed'],
      cursor: 'c',
      from: instant(Date.UTC(2026, 0, 31, 12)),
      to: instant(Date.UTC(2026, 0, 31, 13, 0, 0, 500)),
    });
  });

  it('X33 answers the cursor to go on from, also where there is no event', async () => {
    expect(await asks('?order=asc')).toMatchObject({ status: 200, body: { events: [], next: 'n' } });
    expect(await asks('?type=account.blocked')).toMatchObject({ query: { type: ['account.blocked'] }, order: 'desc' });
    expect(await asks('?order=desc')).toMatchObject({ query: {}, order: 'desc', body: { events: [] } });
  });

  it.each([
    ['?from=yesterday', 'from'],
    ['?to=2026-01-31', 'to'],
    ['?from=2026-01-31T12:00:00%2025:00', 'from'],
    ['?from=1769860800000', 'from'],
    ['?order=up', 'order'],
    ['?order=asc&order=desc', 'order'],
    ['?account=a&account=b', 'account'],
    [`?type=${'x'.repeat(65)}`, 'type'],
    [`?${Array.from({ length: 101 }, () => 'type=a').join('&')}`, 'type'],
    ['?since=1', 'since'],
  ])('X33 names what is malformed in %s', async (search, path) => {
    const { status, body, query } = await asks(search);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'malformed-input', errors: [{ path: expect.stringMatching(`^/?${path}`) }] });
    expect(query).toBeUndefined();
  });

  it('X33 is a table of all pages for a spreadsheet, in which no text is a formula', async () => {
    const [id, mail] = ['a1' as AccountId, '=HYPERLINK("http://evil.example")'];
    const event = {
      at: instant(0),
      type: 'account.blocked',
      accountId: id,
      actor: { kind: 'host', id: 'hr' },
    } as const;
    const asked: unknown[] = [];
    const audit: Pick<Audit, 'events' | 'pages'> = {
      events: async () => ({ events: [], names: {} }),
      async *pages(_, query) {
        asked.push(query);
        yield { events: [{ ...event, id: '-e1', detail: { reason: 'says "no",\nleft' } }], names: { [id]: mail } };
        yield { events: [], names: {} };
        yield { events: [{ id: 'e2', at: instant(1), type: 'policy.changed', actor: 'a2' }], names: {} };
      },
    };
    const auth = fakeSallyport({ sessions: { guard: guardFor().guard }, audit });
    const headers = { accept: 'application/json;q=0.5, text/csv' };
    const reply = await ask(auth, 'GET /admin/events?type=account.blocked&order=asc', { headers });
    expect([reply.status, reply.headers['content-type'], reply.body]).toEqual([
      200,
      expect.stringMatching(/^text\/csv/),
      '',
    ]);
    let table = '';
    for await (const bytes of reply.stream ?? []) table += new TextDecoder().decode(bytes);
    expect(table.split('\r\n')).toEqual([
      '"time","type","account","account_name","actor","actor_name","method","ip","flow","detail","id"',
      `"1970-01-01T00:00:00.000Z","account.blocked","a1","'=HYPERLINK(""http://evil.example"")","host:hr","","","","","{""reason"":""says \\""no\\"",\\nleft""}","'-e1"`,
      '"1970-01-01T00:00:00.001Z","policy.changed","","","a2","","","","","","e2"',
      '',
    ]);
    expect(asked).toEqual([{ type: ['account.blocked'], order: 'oldest-first' }]);
    expect((await ask(auth, 'HEAD /admin/events', { headers })).stream).toBeUndefined();
    const other = await ask(auth, 'GET /admin/events', { headers: { accept: 'application/json, text/csv;q=0.1' } });
    expect([other.status, other.headers['content-type']]).toEqual([200, expect.stringMatching(/^application\/json/)]);
    expectProblem(await ask(auth, 'GET /admin/events?cursor=c', { headers }), 400, 'malformed-input');
  });

  it('X33 counts by the hour what the same filters list', async () => {
    const asked: unknown[] = [];
    const hours: Audit['hours'] = async (_, query) => {
      asked.push(query);
      return [{ hour: instant(3_600_000), count: 3, failed: 1 }];
    };
    const auth = fakeSallyport({ sessions: { guard: guardFor().guard }, audit: { hours } });
    const reply = await ask(auth, 'GET /admin/events/hours?account=a1&type=a&type=b');
    expect(bodyOf(reply)).toEqual({ hours: [{ hour: '1970-01-01T01:00:00.000Z', count: 3, failed: 1 }] });
    expect(asked).toEqual([{ account: 'a1', type: ['a', 'b'] }]);
    expectProblem(await ask(auth, 'GET /admin/events/hours?order=asc'), 400, 'malformed-input');
  });

  it('X33 a cursor that is none is 400', async () => {
    const refused = { refused: 'malformed-input', errors: [{ path: 'cursor', message: 'is none' }] } as const;
    expect(await asks('?order=asc&cursor=x', refused)).toMatchObject({
      status: 400,
      body: { code: 'malformed-input', errors: [{ path: 'cursor' }] },
    });
  });
});
