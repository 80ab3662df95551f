import { connect, type Socket } from 'node:net';
import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, type Slapd, startSlapd } from '@sallyport/test-support/slapd';
import { dnOf } from '@sallyport/test-support/slapd-data';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { anyServer, direct, entryOf, PEOPLE, searched, signsIn } from './ldap.test-support.ts';

const UNAVAILABLE = { name: 'ProviderUnavailable', code: 'provider-unavailable', provider: 'ldap' };
const ALICE = { key: 'alice', dn: dnOf('alice') };
const soon = { timeouts: { connect: '1s', total: '1s' } };

describe.skipIf(!realPart('slapd', findSlapd))('a directory that fails', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ people: PEOPLE });
  });
  afterAll(() => slapd.stop());

  const silent = (): Promise<{ url: string }> => anyServer(() => undefined);

  it.each<[string, () => Promise<{ readonly url: string }>]>([
    ['is not there', async () => ({ url: 'ldap://127.0.0.1:1' })],
    ['is silent', silent],
    ['hangs up', () => anyServer((socket) => socket.destroy())],
    ['hangs up once it is asked', () => anyServer((socket) => socket.once('data', () => socket.end()))],
    [
      'speaks another language',
      () => anyServer((socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad\r\n'))),
    ],
    [
      'answers to something else',
      () =>
        anyServer((socket) =>
          socket.once('data', () => socket.write(Buffer.from([0x30, 0x0c, 2, 1, 99, 0x61, 7, 0x0a, 1, 0, 4, 0, 4, 0]))),
        ),
    ],
    ['never ends its answer', () => anyServer((socket) => socket.once('data', () => endless(socket)))],
  ])('P12 is unavailable, and no password is wrong: one that %s', async (_, start) => {
    const server = await start();
    for (const directory of [searched(server, soon), direct(server, soon)])
      await expect(directory.verify(ALICE, 'alice-secret')).rejects.toMatchObject(UNAVAILABLE);
    await expect(searched(server, soon).find('alice')).rejects.toMatchObject(UNAVAILABLE);
    await expect(searched(server, { ...soon, startTls: true }).find('alice')).rejects.toMatchObject(UNAVAILABLE);
  });

  it('P12 is unavailable while it stands still, and answers again after that', async () => {
    const directory = searched(slapd, soon);
    expect(await signsIn(directory, 'alice', 'alice-secret')).toBe(true);
    const thaw = await slapd.freeze();
    await expect(directory.find('alice')).rejects.toMatchObject(UNAVAILABLE);
    await expect(directory.verify(ALICE, 'alice-secret')).rejects.toMatchObject(UNAVAILABLE);
    thaw();
    expect(await signsIn(directory, 'alice', 'alice-secret')).toBe(true);
  });

  it('P12 is unavailable while it is down; what was kept open is not taken for nobody after that', async () => {
    const directory = searched(slapd);
    const alice = await entryOf(directory, 'alice');
    await slapd.crash();
    await expect(directory.find('alice')).rejects.toMatchObject(UNAVAILABLE);
    await expect(directory.verify(alice, 'alice-secret')).rejects.toMatchObject(UNAVAILABLE);
    await slapd.restart();
    expect(await entryOf(directory, 'alice')).toEqual(alice);
    await slapd.crash();
    await slapd.restart();
    expect(await directory.verify(alice, 'alice-secret')).toMatchObject({ subject: alice.subject });
    expect(await directory.verify(alice, 'wrong')).toBeUndefined();
  });

  it('X43 of several servers the next is asked while one is down', async () => {
    const directory = searched({ url: ['ldap://127.0.0.1:1', slapd.url] });
    const alice = await entryOf(directory, 'alice');
    expect(await directory.verify(alice, 'alice-secret')).toMatchObject({ subject: alice.subject });
    expect(await directory.verify(alice, 'wrong')).toBeUndefined();
  });

  it('X43 a server that is silent, or hangs up, is left alone after that', async () => {
    for (const treat of [() => undefined, (socket: Socket) => void socket.destroy()]) {
      const quiet = await anyServer(treat);
      const directory = searched({ url: [quiet.url, slapd.url] }, soon);
      await expect(directory.find('alice')).rejects.toMatchObject(UNAVAILABLE);
      const connections = quiet.connections();
      expect(await signsIn(directory, 'alice', 'alice-secret')).toBe(true);
      expect(quiet.connections()).toBe(connections);
    }
  });

  it('X43 a server that was down is asked again after a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    let isUp = false;
    const first = await anyServer((socket) => {
      if (!isUp) return void socket.destroy();
      const server = connect(slapd.port, '127.0.0.1');
      server.on('error', () => undefined);
      return socket.pipe(server).pipe(socket);
    });
    const directory = direct({ url: [first.url, slapd.url] });
    await expect(signsIn(directory, 'alice', 'alice-secret')).rejects.toMatchObject(UNAVAILABLE);
    isUp = true;
    const before = first.connections();
    expect(before).toBe(1);
    expect(await signsIn(directory, 'alice', 'alice-secret')).toBe(true);
    expect(first.connections()).toBe(before);
    vi.setSystemTime(Date.now() + 60_000);
    expect(await signsIn(directory, 'alice', 'alice-secret')).toBe(true);
    expect(first.connections()).toBeGreaterThan(before);
    await expect(searched({ url: ['ldap://127.0.0.1:1', 'ldap://127.0.0.1:2'] }).find('alice')).rejects.toMatchObject(
      UNAVAILABLE,
    );
  });

  it('P12 a connection that breaks is never used as nobody: what was asked is asked by the account that searches, or not at all', async () => {
    let answers = Number.POSITIVE_INFINITY;
    const proxy = await anyServer((client) => {
      const server = connect(slapd.port, '127.0.0.1');
      client.on('data', (asked) => server.write(asked)).once('close', () => server.destroy());
      server
        .on('error', () => undefined)
        .on('data', (answer) => {
          answers -= 1;
          if (answers < 0) client.destroy();
          else client.write(answer);
        });
    });
    for (let cut = 0; cut < 8; cut += 1) {
      const directory = searched(proxy);
      answers = Number.POSITIVE_INFINITY;
      await entryOf(directory, 'bob');
      answers = cut;
      const asked = await signsIn(directory, 'alice', 'alice-secret').catch((fault) => fault);
      expect(asked === true ? UNAVAILABLE : asked).toMatchObject(UNAVAILABLE);
      answers = Number.POSITIVE_INFINITY;
      expect(await signsIn(directory, 'alice', 'wrong')).toBe(false);
      await directory.close();
    }
  });

  it('X5 twenty at once are each told right, over no more connections than are allowed', async () => {
    let open = 0;
    let most = 0;
    const proxy = await anyServer((client) => {
      open += 1;
      most = Math.max(most, open);
      const server = connect(slapd.port, '127.0.0.1');
      client.pipe(server).pipe(client);
      client.once('close', () => {
        open -= 1;
        server.destroy();
      });
    });
    const directory = searched(proxy, { connections: { search: 2, bind: 3 } });
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? signsIn(directory, 'alice', index % 4 === 0 ? 'alice-secret' : 'wrong')
          : signsIn(directory, 'bob', 'bob-secret'),
      ),
    );
    expect(verdicts).toEqual(Array.from({ length: 20 }, (_, index) => index % 2 === 1 || index % 4 === 0));
    // The server notices a closed connection a moment later than the client.
    expect(most).toBeLessThanOrEqual(5 + 3);
  });

  it('P12 keeps no more waiting than it has room for', async () => {
    const server = await silent();
    const directory = direct(server, { ...soon, connections: { bind: 2, waiting: 3 } });
    const faults = await Promise.all(
      Array.from({ length: 20 }, () => directory.verify(ALICE, 'x').catch((fault: Error) => String(fault.cause))),
    );
    expect(faults.filter((fault) => String(fault).includes('more than 3 wait'))).toHaveLength(15);
  });

  it('P12 ends its connections when it is closed, and is unavailable from then on', async () => {
    const directory = searched(slapd);
    await entryOf(directory, 'alice');
    await directory.close();
    await directory.close();
    await expect(directory.find('alice')).rejects.toMatchObject(UNAVAILABLE);
    await expect(directory.verify(ALICE, 'alice-secret')).rejects.toMatchObject(UNAVAILABLE);
  });
});

/** Sends an answer of two gigabytes, as fast as the client reads. */
function endless(socket: Socket): void {
  const part = Buffer.alloc(1024 * 1024);
  const more = (): void => {
    while (!socket.destroyed && socket.write(part));
    if (!socket.destroyed) socket.once('drain', more);
  };
  socket.write(Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]));
  more();
}
