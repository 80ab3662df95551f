import { describe, expect, it } from 'vitest';
import { createSallyportClient, type SallyportClient } from './client.ts';
import { memoryTokens, type TokenKeeper, type Tokens } from './tokens.ts';

const problem = (status: number, code: string): Response =>
  Response.json({ type: '', title: code, status, code }, { status });

/** A client in token mode. The test answers each request when it likes. */
function clientInTokenMode(tokens: TokenKeeper): { client: SallyportClient; answer: ((with_: Response) => void)[] } {
  const answer: ((with_: Response) => void)[] = [];
  const fetch = (): Promise<Response> =>
    new Promise((resolve) => {
      answer.push(resolve);
    });
  return { client: createSallyportClient({ tokens, fetch }), answer };
}

/** The client's requests leave after the keeper was read. */
const sent = () => new Promise((resolve) => setTimeout(resolve));

type Late = readonly [string, (client: SallyportClient) => Promise<unknown>, () => Response, Tokens];

describe('in token mode an answer that comes late', () => {
  const former: Tokens = { session: 's1', flow: 'f1', device: 'd1' };
  const newer: Tokens = { session: 's2', flow: 'f2', device: 'd2.d1' };

  it.each<Late>([
    [
      '401 no-session to a sign-out',
      (c) => c.session.end(),
      () => problem(401, 'no-session'),
      { session: undefined, flow: undefined },
    ],
    ['410 flow-expired', (c) => c.signIn.password('x'), () => problem(410, 'flow-expired'), { flow: undefined }],
    ['to a sign-out', (c) => c.session.end(), () => Response.json({}), { session: undefined, flow: undefined }],
    [
      'to a sign-in that was left',
      (c) => c.signIn.abandon(),
      () => new Response(null, { status: 204 }),
      { flow: undefined },
    ],
    [
      'to a deletion',
      (c) => c.account.delete(),
      () => new Response(null, { status: 204 }),
      { session: undefined, flow: undefined, device: undefined },
    ],
  ])('X26 ends the tokens of its request, and no newer token: %s', async (_, ask, late, ended) => {
    for (const [meanwhile, left] of [
      [newer, newer],
      [former, { ...former, ...ended }],
    ] as const) {
      const tokens = memoryTokens();
      tokens.write(former);
      const { client, answer } = clientInTokenMode(tokens);
      const asked = ask(client).catch((thrown: unknown) => thrown);
      await sent();
      tokens.write(meanwhile);
      answer[0]?.(late());
      await asked;
      expect(await tokens.read()).toEqual(left);
    }
  });

  it('X26 ends the flow that it completed, and no newer flow', async () => {
    for (const [meanwhile, left] of [
      ['f2', 'f2'],
      ['f1', undefined],
    ]) {
      const tokens = memoryTokens();
      tokens.write({ flow: 'f1' });
      const { client, answer } = clientInTokenMode(tokens);
      const asked = client.signIn.password('x');
      await sent();
      tokens.write({ flow: meanwhile });
      answer[0]?.(Response.json({ status: 'complete', session: { token: 's1' } }));
      await asked;
      expect(await tokens.read()).toMatchObject({ session: 's1', flow: left });
    }
  });
});

it('X26 two answers at once both reach a keeper that takes its time', async () => {
  let kept: Tokens = { session: 's1' };
  const slowly = () => new Promise((resolve) => setTimeout(resolve, 5));
  const tokens: TokenKeeper = {
    read: async () => {
      const now = kept;
      await slowly();
      return now;
    },
    write: async (next) => {
      await slowly();
      kept = next;
    },
  };
  const { client, answer } = clientInTokenMode(tokens);
  const both = [client.signIn.password('x'), client.account.get()];
  while (answer.length < 2) await slowly();
  answer[0]?.(Response.json({ status: 'complete', session: { token: 's2' } }));
  answer[1]?.(Response.json({}));
  await Promise.all(both);
  expect(kept.session).toBe('s2');
});

it('X26 a keeper that fails once keeps the tokens of the next answer', async () => {
  const tokens = memoryTokens();
  let fails = true;
  const { client, answer } = clientInTokenMode({
    read: tokens.read,
    write: (next) => {
      if (fails) throw new Error('the key chain is closed');
      return tokens.write(next);
    },
  });
  const first = client.account.get().catch((thrown: Error) => thrown.message);
  await sent();
  answer[0]?.(Response.json({}));
  expect(await first).toBe('the key chain is closed');
  fails = false;
  const next = client.signIn.password('x');
  await sent();
  answer[1]?.(Response.json({ status: 'complete', session: { token: 's2' } }));
  await next;
  expect((await tokens.read()).session).toBe('s2');
});
