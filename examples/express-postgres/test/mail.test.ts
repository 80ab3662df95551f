import type { AddressInfo } from 'node:net';
import { type TenantId, tenantId } from '@sallyport/engine';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailer } from '../src/mail.ts';

const TENANT: TenantId = tenantId('default');

describe('the mailer, before a real SMTP server', () => {
  const received: { to: string[]; text: string }[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 100,
    onData(stream, { envelope }, done) {
      let text = '';
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      stream.on('end', () => {
        received.push({ to: envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  const send = (to: string): Promise<void> | void => {
    const { port } = server.server.address() as AddressInfo;
    const sends = mailer({ url: `smtp://127.0.0.1:${port}`, from: 'no-reply@app.example' });
    return sends({ tenant: TENANT, to, kind: 'email-code', code: '123456' });
  };

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
  beforeEach(() => {
    received.length = 0;
  });

  it('brings a code to its address', async () => {
    await send('alice@example.org');
    expect(received).toEqual([{ to: ['alice@example.org'], text: expect.stringContaining('123456') }]);
  });

  it.each([
    'alice@example.org, evil@example.org',
    'alice@example.org <evil@example.org>',
    'alice@example.org\r\nRCPT TO:<evil@example.org>',
  ])('brings none to another: %j', async (to) => {
    await Promise.resolve(send(to)).catch(() => undefined);
    expect(received.flatMap((mail) => mail.to)).not.toContain('evil@example.org');
  });
});
