import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { tokenHash } from '../../kernel/secrets/token.ts';

const ADA = 'ada@example.org';
const MALLORY = 'mallory@example.org';

async function signsIn({ auth }: Embedded, client: Client, identifier: string, password = PASSWORD): Promise<string> {
  const reply = await auth.signIn.begin(client.caller, { identifier, password });
  if (isRefusal(reply)) return reply.refused;
  return (await client.keeps(Promise.resolve(reply))).answer.status;
}

/** A client that presents these device tokens. */
function presenting(world: Embedded, deviceTokens: readonly string[]): Client {
  const client = new Client(world);
  client.caller = { ...client.caller, deviceTokens };
  return client;
}

/** The first device token of each of these people, each from a browser of their own. */
async function tokensOf(world: Embedded, ...people: readonly string[]): Promise<readonly string[]> {
  const tokens: string[] = [];
  for (const person of people) {
    const client = new Client(world);
    expect(await signsIn(world, client, person)).toBe('complete');
    tokens.push(...(client.caller.deviceTokens ?? []));
  }
  return tokens;
}

/** Ada and others, of whom a password alone is asked. */
async function withPeople(...others: readonly string[]) {
  const world = await embedded({ policy: { requiredStrength: 'single' } });
  const ada = await newAccount(world, ADA);
  for (const other of others) await newAccount(world, other);
  return { world, ada };
}

describe('a device token that an attacker knows, in the browser of an owner', () => {
  it.each([
    ['alone', () => []],
    ['before the owner’s', (own: readonly string[]) => own],
  ])('X5 %s never becomes a known device of the owner', async (_, beside) => {
    const { world, ada } = await withPeople(MALLORY);
    const [planted = ''] = await tokensOf(world, MALLORY);
    const browser = presenting(world, [planted, ...beside(await tokensOf(world, ADA))]);
    for (let turn = 0; turn < 3; turn++) {
      expect(await signsIn(world, browser, ADA)).toBe('complete');
      browser.caller = { ...browser.caller, sessionToken: undefined } as never;
    }
    const known = (await world.store.listDevices(TENANT, ada)).map((device) => device.tokenHash);
    expect(known).not.toContain(tokenHash(planted));
    expect(known).toContain(tokenHash(browser.caller.deviceTokens?.[0] ?? ''));
    expect(browser.caller.deviceTokens).toContain(planted);

    // The attacker's guesses count with the strangers, and the owner's browser goes on.
    const thief = presenting(world, [planted]);
    for (let guess = 0; guess < 10; guess++)
      expect(await signsIn(world, thief, ADA, `wrong guess ${guess}`)).toBe('invalid-credentials');
    expect(await signsIn(world, thief, ADA)).toBe('locked');
    expect(await signsIn(world, new Client(world), ADA)).toBe('locked');
    expect(await signsIn(world, browser, ADA)).toBe('complete');
    await world.auth.close();
  });
});

describe('a stranger with the device tokens of other accounts', () => {
  it('X5 counts with the strangers, in whatever order the tokens come', async () => {
    const others = ['b', 'c', 'd', 'e', 'f'].map((name) => `${name}@example.org`);
    const { world, ada } = await withPeople(...others);
    const own = await tokensOf(world, ADA);
    const tokens = await tokensOf(world, ...others);
    expect(tokens).toHaveLength(5);
    for (let guess = 0; guess < 10; guess++) {
      const turned = [...tokens.slice(guess % 5), ...tokens.slice(0, guess % 5)];
      expect(await signsIn(world, presenting(world, turned), ADA, `wrong guess ${guess}`)).toBe('invalid-credentials');
    }
    expect(await signsIn(world, presenting(world, tokens), ADA)).toBe('locked');
    expect(await signsIn(world, new Client(world), ADA)).toBe('locked');
    const counters = await world.store.listCounters(TENANT, [ada]);
    expect(counters.map(({ device }) => device)).toEqual([undefined]);
    expect(await signsIn(world, presenting(world, [...tokens.slice(0, 4), ...own]), ADA)).toBe('complete');
    // The engine reads no more tokens than a browser keeps.
    expect(await signsIn(world, presenting(world, [...tokens, ...own]), ADA)).toBe('locked');
    await world.auth.close();
  });
});
