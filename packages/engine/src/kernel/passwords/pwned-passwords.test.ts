import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  hostCode,
  isRefusal,
  type PwnedPasswordsOptions,
  pwnedPasswords,
  SallyportConfigError,
} from '@sallyport/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { embedded, newAccount, PASSWORD } from '../../embedded.test-support.ts';

const STOLEN = 'a stolen set of words';
const FRESH = 'kitchen orbit velvet';
const digest = (password: string): string => createHash('sha1').update(password).digest('hex').toUpperCase();
const PADDING = `${'0'.repeat(34)}A:0`;

interface Range {
  readonly url: string;
  /** The requests, each with everything that the server saw. */
  readonly asked: { readonly method: string; readonly url: string; readonly headers: string; readonly body: string }[];
}

const running: (() => void)[] = [];
afterEach(() => {
  for (const stop of running.splice(0)) stop();
});

/** A server that speaks the range protocol of Pwned Passwords, over TCP. */
async function ranges(answer: (prefix: string, response: ServerResponse) => void = knows(STOLEN)): Promise<Range> {
  const asked: Range['asked'] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, headers: JSON.stringify(headers), body: Buffer.concat(parts).toString() });
    answer(url.split('/').at(-1) ?? '', response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  running.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`, asked };
}

function knows(...passwords: readonly string[]): (prefix: string, response: ServerResponse) => void {
  return (prefix, response) => {
    const found = passwords.map(digest).filter((hash) => hash.startsWith(prefix));
    response.end([PADDING, ...found.map((hash) => `${hash.slice(5)}:3`), `${'F'.repeat(35)}:1`].join('\r\n'));
  };
}

const failing = (status: number, body = ''): ((prefix: string, response: ServerResponse) => void) => {
  return (_, response) => response.writeHead(status, { location: '/range/00000' }).end(body);
};

async function host(list: PwnedPasswordsOptions) {
  const world = await embedded({
    policy: { passwords: { breached: 'refuse' } },
    breachedPasswords: pwnedPasswords(list),
  });
  const creates = async (password: string) => {
    const made = await world.auth.people.create({ identifier: `${Math.random()}`, password, by: hostCode('host') });
    return isRefusal(made) ? made : 'created';
  };
  return { world, creates };
}

const BREACHED = {
  refused: 'malformed-input',
  errors: [{ path: 'password', code: 'breached', message: expect.any(String) }],
};

describe('a list of breached passwords', () => {
  it('X27 refuses a breached password, and takes another', async () => {
    const { url } = await ranges();
    const { world, creates } = await host({ url });
    expect(await creates(STOLEN)).toEqual(BREACHED);
    expect(await creates(FRESH)).toBe('created');
    await world.auth.close();
  });

  it('X27 gets five characters of the hash, and nothing else of the password', async () => {
    const { url, asked } = await ranges();
    const { world, creates } = await host({ url });
    await creates(STOLEN);
    await creates(FRESH);
    const hashes = [STOLEN, FRESH].map(digest);
    expect(asked.map(({ method, url: path, body }) => [method, path, body])).toEqual(
      hashes.map((hash) => ['GET', `/range/${hash.slice(0, 5)}`, '']),
    );
    const everything = JSON.stringify(asked).toUpperCase();
    for (const [place, hash] of hashes.entries()) {
      for (let from = 0; from + 6 <= hash.length; from += 1)
        expect(everything).not.toContain(hash.slice(from, from + 6));
      expect(everything).not.toContain([STOLEN, FRESH][place]?.toUpperCase());
    }
    expect(asked.every(({ headers }) => headers.includes('"add-padding":"true"'))).toBe(true);
    await world.auth.close();
  });

  it('X27 is asked once for a password, and never for one that another rule refuses', async () => {
    const { url, asked } = await ranges();
    const { world, creates } = await host({ url });
    await creates('short');
    await creates('password123456');
    expect(asked).toEqual([]);
    await creates(FRESH);
    expect(asked).toHaveLength(1);
    await world.auth.close();
  });

  it('X27 takes lines of padding for no password', async () => {
    const { url } = await ranges((prefix, response) =>
      response.end(`${digest(FRESH).slice(5)}:0\n${prefix}`.concat(`\n${PADDING}`)),
    );
    const { world, creates } = await host({ url });
    expect(await creates(FRESH)).toBe('created');
    await world.auth.close();
  });

  it.each<[string, (prefix: string, response: ServerResponse) => void]>([
    ['fails', failing(503)],
    ['has a limit', failing(429)],
    ['leads elsewhere', (prefix, response) => (prefix === '00000' ? knows() : failing(302))(prefix, response)],
    ['answers a page', failing(200, '<!doctype html><p>Sign in to the network</p>')],
    ['answers nothing', failing(200)],
    ['answers without end', (_, response) => void response.end(`${PADDING}\n`.repeat(30_000))],
    ['is silent', () => {}],
    ['hangs up', (_, response) => void response.destroy()],
  ])('X27 that %s lets no password be set, or every password and says so, as the host chose', async (_, answer) => {
    const { url } = await ranges(answer);
    const closed = await host({ url, timeout: '1s' });
    expect(await closed.creates(FRESH)).toEqual({ refused: 'provider-unavailable' });
    expect(closed.world.logged).toEqual([[expect.stringContaining('breached'), { because: expect.any(String) }]]);
    const open = await host({ url, failing: 'open', timeout: '1s' });
    expect(await open.creates(FRESH)).toBe('created');
    expect(open.world.logged).toEqual([[expect.stringContaining('not looked up')]]);
    for (const { logged } of [closed.world, open.world]) {
      expect(JSON.stringify(logged)).not.toContain(FRESH);
      expect(JSON.stringify(logged).toUpperCase()).not.toContain(digest(FRESH).slice(0, 6));
    }
    await Promise.all([closed.world.auth.close(), open.world.auth.close()]);
  });

  it('X27 of a host that answers anything else is a fault', async () => {
    const world = await embedded({
      policy: { passwords: { breached: 'refuse' } },
      breachedPasswords: () => 'none' as never,
    });
    await expect(newAccount(world, 'dora@example.org')).rejects.toThrow('provider-unavailable');
    expect(JSON.stringify(world.logged)).not.toContain(PASSWORD);
    await world.auth.close();
  });

  it('X27 that a stored policy asks for and the host no longer has lets no password be set', async () => {
    const { url } = await ranges();
    const { world: before } = await host({ url });
    await before.auth.close();
    const world = await embedded({ store: before.store });
    await expect(newAccount(world, 'dora@example.org')).rejects.toThrow('provider-unavailable');
    expect(JSON.stringify(world.logged)).toContain('the host has none');
    await world.auth.close();
  });

  it.each<[string, PwnedPasswordsOptions]>([
    ['no address', { url: 'pwned' }],
    ['an address without TLS', { url: 'http://list.example/range/' }],
    ['a word for how to fail', { failing: 'sometimes' as never }],
    ['a longer time than the engine waits', { timeout: '11s' }],
    ['no time', { timeout: 'soon' }],
  ])('X27 has settings that work: not %s', (_, options) => {
    expect(() => pwnedPasswords(options)).toThrow(SallyportConfigError);
    expect(() => pwnedPasswords({ url: 'http://localhost:1/', failing: 'open', timeout: '10s' })).not.toThrow();
  });
});
