import { describe, expect, it } from 'vitest';
import { codeOf, post } from './ask.ts';
import { type Heard, ORIGIN } from './fake-sallyport.ts';
import { dial, firstWords } from './listen.ts';

/**
 * Tests how an adapter for Node reads the body of a request.
 *
 * @param parsers the body parsers of the framework, by name
 * @param appWith serves the contract under `/auth`, after the middleware that the test adds. The app answers `GET /` with status 200
 */
export function nodeBodies<App>(
  framework: string,
  parsers: Readonly<Record<string, (app: App) => void>>,
  appWith: (before?: (app: App) => void) => Promise<{ readonly site: string; readonly heard: readonly Heard[] }>,
): void {
  describe(`a body in ${framework}`, () => {
    it.each(Object.entries(parsers))('is read with %s, as strictly', async (_, before) => {
      const { site, heard } = await appWith(before);
      const url = `${site}/auth/sign-in`;
      expect((await post(url, { identifier: 'ada' })).status).toBe(200);
      expect(heard).toMatchObject([{ input: { identifier: 'ada' } }]);
      expect(await codeOf(await post(url, { identifier: 'ada', surplus: 1 }))).toBe('malformed-input');
      expect(await codeOf(await post(url, '{"identifier":"ada","__proto__":{"password":"x"}}'))).toBe(
        'malformed-input',
      );
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      expect(await codeOf(await post(url, 'identifier=ada', form))).toBe('unsupported-media-type');
      expect(await codeOf(await post(url, { identifier: 'a'.repeat(70_000) }))).toBe('too-large');
      const empty = await fetch(`${site}/auth/sign-in/email-code/send`, {
        method: 'POST',
        headers: { origin: ORIGIN },
      });
      expect(empty.status).toBe(200);
      expect(heard).toHaveLength(2);
    });

    it('of many megabytes is answered 413, to a client that sends it all first', async () => {
      const { site } = await appWith();
      for (let round = 0; round < 5; round += 1) {
        expect(await codeOf(await post(`${site}/auth/sign-in`, ' '.repeat(5_000_000)))).toBe('too-large');
      }
    });

    it('without end is answered 413 while it still comes, and the connection goes on', async () => {
      const { site } = await appWith();
      const socket = await dial(site);
      const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
      socket.write(`POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\n`);
      socket.write('Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
      const answer = firstWords(socket);
      const sending = setInterval(() => socket.write(chunk), 1);
      try {
        expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
      } finally {
        clearInterval(sending);
      }
      // Sends more than all buffers hold, so the server must read and discard the body.
      for (let sent = 0; sent < 1_000; sent += 1) socket.write(chunk);
      socket.write('0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n');
      expect(await firstWords(socket)).toMatch(/^HTTP\/1\.1 200 /);
    });

    it('that breaks off harms no one', async () => {
      const { site, heard } = await appWith();
      for (const sent of ['', '{"identi']) {
        const socket = await dial(site);
        socket.write(`POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\n`);
        socket.write(`Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n${sent}`);
        await new Promise((later) => setTimeout(later, 50));
        socket.destroy();
      }
      await new Promise((later) => setTimeout(later, 50));
      expect((await post(`${site}/auth/sign-in`, { identifier: 'ada' })).status).toBe(200);
      expect(heard).toHaveLength(1);
    });
  });
}
