import { randomInt } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spoiling, strangeText } from './junk.ts';
import { begun, exchange, hungUp, type Served, served } from './served.test-support.ts';

const HEADERS = 'Host: app.example\r\nOrigin: https://app.example\r\nContent-Type: application/json\r\n';
const BODY = '{"identifier":"nobody@app.example","password":"a guess at nothing"}';
const RIGHT = `POST /auth/sign-in HTTP/1.1\r\n${HEADERS}Content-Length: ${BODY.length}\r\nConnection: close\r\n\r\n${BODY}`;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function heap(): number {
  for (let time = 0; time < 3; time++) collect();
  return process.memoryUsage().heapUsed;
}

let server: Served;
beforeEach(async () => {
  server = await served();
});
afterEach(() => server.close());

const isServing = async (): Promise<void> => {
  const told = await exchange(
    server,
    Buffer.from('GET /auth/session HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n\r\n'),
  );
  expect(told).toMatch(/^HTTP\/1\.1 401 /);
};

describe('over a socket', () => {
  it('any bytes are answered or hung up on, and never by a fault', async () => {
    const framing = fc.constantFrom(
      ...[
        'Content-Length: 0',
        'Content-Length: 5',
        'Content-Length: 99999999999',
        'Content-Length: -1',
        'Content-Length: x',
      ],
      ...['Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Content-Length: 3\r\nContent-Length: 4'],
      ...[
        'Content-Length: 3\r\nTransfer-Encoding: chunked',
        'Expect: 100-continue',
        'Upgrade: h2c\r\nConnection: Upgrade',
      ],
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      spoiling.map((spoil) => Buffer.from(spoil(RIGHT))),
      fc
        .tuple(framing, strangeText, strangeText)
        .map(([frame, path, body]) =>
          Buffer.from(`POST /auth/sign-in/${path} HTTP/1.1\r\n${HEADERS}${frame}\r\nConnection: close\r\n\r\n${body}`),
        ),
      fc
        .constantFrom('0\r\n\r\n', 'zz\r\n', '5\r\n{"a":', 'ffffffffffffffff\r\n', '1;x=y\r\n{\r\n0\r\n\r\n')
        .map((chunks) =>
          Buffer.from(
            `POST /auth/sign-in HTTP/1.1\r\n${HEADERS}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunks}`,
          ),
        ),
    );
    const property = fc.asyncProperty(bytes, async (sent) => {
      expect(await exchange(server, sent, 20)).not.toMatch(/^HTTP\/1\.1 5/m);
      expect(server.faults).toEqual([]);
    });
    await fc.assert(property, { numRuns: 150, seed: randomInt(2 ** 31) });
    await isServing();
  });

  it('bodies that come slowly, or never to their end, hold up nobody and leave nothing behind', async () => {
    const before = heap();
    const slow = await Promise.all(
      Array.from({ length: 200 }, () =>
        begun(server, `POST /auth/sign-in HTTP/1.1\r\n${HEADERS}Content-Length: 60000\r\n\r\n{"identifier":"`),
      ),
    );
    for (let piece = 0; piece < 20; piece++) {
      for (const socket of slow) socket.write('x'.repeat(500));
      await isServing();
    }
    const held = heap() - before;
    for (const socket of slow) socket.destroy();
    await expect.poll(() => server.connections()).toBe(0);
    await isServing();
    const left = heap() - before;
    expect(server.faults).toEqual([]);
    console.log(
      `200 slow bodies of 10 kB: ${kilobytes(held / 200)} each while they come, ${kilobytes(left)} left by all of them`,
    );
    // The server buffers up to 64 KiB of a body. The rest is Node's memory for a connection.
    expect(held / 200).toBeLessThan(200_000);
    expect(left).toBeLessThan(10_000_000);
  });

  it('requests that are hung up on, in the middle of a body or before the answer, leave nothing behind', async () => {
    await isServing();
    const before = heap();
    const flows = (): number => server.store.toJSON().tenants.flatMap((tenant) => tenant.flows).length;
    const whole = `POST /auth/sign-in HTTP/1.1\r\n${HEADERS}Content-Length: 35\r\n\r\n{"identifier":"nobody@app.example"}`;
    const hasher = RIGHT.replace('Connection: close\r\n', '');
    const half = `POST /auth/sign-in HTTP/1.1\r\n${HEADERS}Content-Length: 60000\r\n\r\n${'x'.repeat(30_000)}`;
    for (let batch = 0; batch < 60; batch++) {
      await Promise.all(
        [whole, hasher, half].flatMap((text) => Array.from({ length: 10 }, () => hungUp(server, text))),
      );
      await isServing();
    }
    await expect.poll(() => server.connections()).toBe(0);
    await expect.poll(flows).toBe(600);
    server.later('1h');
    await server.sweep();
    const left = heap() - before;
    expect(server.faults).toEqual([]);
    console.log(`1,800 requests that were hung up on: ${kilobytes(left)} left by all of them`);
    expect(flows()).toBe(0);
    expect(left).toBeLessThan(10_000_000);
  });

  it('five thousand flows of one client end with their half hour, and the memory is free again', async () => {
    await isServing();
    const before = heap();
    const open = 'POST /auth/sign-in HTTP/1.1\r\n';
    const body = '{"identifier":"nobody@app.example"}';
    const request = Buffer.from(`${open}${HEADERS}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    for (let batch = 0; batch < 100; batch++) {
      const told = await Promise.all(Array.from({ length: 50 }, () => exchange(server, request)));
      expect(told.every((one) => one.startsWith('HTTP/1.1 200 '))).toBe(true);
    }
    const flows = (): number => server.store.toJSON().tenants.flatMap((tenant) => tenant.flows).length;
    expect(flows()).toBe(5_000);
    const each = (heap() - before) / 5_000;
    server.later('1h');
    await server.sweep();
    expect(flows()).toBe(0);
    const left = heap() - before;
    console.log(`5,000 flows: ${kilobytes(each)} each, ${kilobytes(left)} left by all of them once they are over`);
    expect(each).toBeLessThan(20_000);
    expect(left).toBeLessThan(20_000_000);
  });
});

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;
