import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyOfNode, headersOfNode } from './node.ts';

/** What a server read of one request, or why it did not. */
async function read(incoming: IncomingMessage): Promise<string> {
  const body = bodyOfNode(incoming, undefined);
  if (body.kind !== 'stream') throw new Error(`a ${body.kind} body`);
  const pieces: Uint8Array[] = [];
  for await (const piece of body.chunks) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('the headers of a Node request', () => {
  it('are one text each, though somebody made several of one', () => {
    expect(headersOfNode({ host: 'x', 'set-cookie': ['a=1', 'b=2'] })).toEqual({ host: 'x', 'set-cookie': 'a=1, b=2' });
    expect(headersOfNode({ host: 'x', accept: undefined })).toEqual({ host: 'x' });
  });
});

describe('the body of a Node request', () => {
  let receive: (incoming: IncomingMessage) => Promise<string>;
  let answers: Promise<string>[];
  let arrived: () => void;
  let socket: Socket;
  const server = createServer((incoming, response) => {
    answers.push(receive(incoming));
    arrived();
    void Promise.allSettled(answers).then(() => response.end('.'));
  });

  beforeEach(async () => {
    [receive, answers] = [read, []];
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  });
  afterEach(async () => {
    socket.destroy();
    await new Promise((closed) => server.close(closed));
  });

  /** Sends pieces, the first with the headers of a request and each a moment after the one before it. */
  async function send(length: number, ...pieces: readonly string[]): Promise<string> {
    const there = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const [first = '', ...others] = pieces;
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n${first}`);
    await there;
    for (const piece of others) {
      await pause(20);
      socket.write(piece);
    }
    return (await answers[0]) ?? '';
  }

  it('that came with its headers', async () => {
    expect(await send(5, 'whole')).toBe('whole');
  });

  it('that comes later, in pieces', async () => {
    expect(await send(9, '', 'one', 'two', 'six')).toBe('onetwosix');
  });

  it('of which a character is in two pieces', async () => {
    receive = (incoming) => read(incoming.setEncoding('utf8'));
    expect(await send(6, 'zoë', 'zo')).toBe('zoëzo');
  });

  it('that is larger than what is kept of it unread', async () => {
    const half = 'x'.repeat(200_000);
    expect(await send(400_000, half, half)).toBe(half + half);
  });

  it('that is none', async () => {
    expect(await send(0)).toBe('');
  });

  it('that the host read before is empty', async () => {
    receive = async (incoming) => `${await read(incoming)}${await read(incoming)}`;
    expect(await send(5, 'whole')).toBe('whole');
  });

  it.each(['', 'ha'])('that breaks off after %j is no body', async (piece) => {
    const sent = send(4, piece);
    await pause(50);
    socket.destroy();
    await expect(sent).rejects.toThrow('aborted');
  });

  it('that broke off before it was read is none either', async () => {
    receive = async (incoming) => {
      while (!incoming.destroyed) await pause(5);
      return read(incoming);
    };
    const sent = send(4, 'ha');
    await pause(50);
    socket.destroy();
    await expect(sent).rejects.toThrow('aborted');
  });

  it('of which no more is wanted lets the connection go on', async () => {
    receive = async (incoming) => {
      const body = bodyOfNode(incoming, undefined);
      if (body.kind !== 'stream') throw new Error(`a ${body.kind} body`);
      for await (const piece of body.chunks) return Buffer.from(piece).toString().slice(0, 3);
      return 'nothing';
    };
    expect(await send(500_000, 'the', 'x'.repeat(300_000), 'x'.repeat(199_997))).toBe('the');
    [receive, answers] = [read, []];
    expect(await send(5, 'again')).toBe('again');
  });
});
