import { connect, type Socket } from 'node:net';
import { type Authority, createAuthority } from '@sallyport/test-support/certificates';
import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, type Slapd, type SlapdOptions, startSlapd } from '@sallyport/test-support/slapd';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { anyServer, PEOPLE, searched, signsIn } from './ldap.test-support.ts';
import type { LdapOptions } from './options.ts';

describe.skipIf(!realPart('slapd', findSlapd))('a directory over TLS', () => {
  let authority: Authority;
  let slapd: Slapd;
  beforeAll(async () => {
    authority = await createAuthority();
    slapd = await startSlapd({
      people: PEOPLE,
      requireTls: true,
      tls: await authority.issue(['localhost', '127.0.0.1']),
    });
  });
  afterAll(() => slapd.stop());

  const another = async (tls: SlapdOptions['tls']): Promise<Slapd> => {
    const started = await startSlapd({ people: PEOPLE, tls });
    onTestFinished(() => started.stop());
    return started;
  };
  /** Both ways to TLS: from the first byte, and StartTLS. */
  const ways = ({ port, securePort }: Slapd, host = '127.0.0.1'): [string, Partial<LdapOptions>][] => [
    [`ldaps://${host}:${securePort}`, {}],
    [`ldap://${host}:${port}`, { startTls: true }],
  ];
  const refusal = async (url: string, options: Partial<LdapOptions>): Promise<unknown> => {
    try {
      return await searched({ url }, options).find('alice');
    } catch (fault) {
      return fault instanceof Error && 'code' in fault && fault.cause instanceof Error && 'code' in fault.cause
        ? [fault.code, fault.cause.code]
        : fault;
    }
  };

  it('P12 is asked by LDAPS and by StartTLS, by name and by address', async () => {
    for (const host of ['127.0.0.1', 'localhost'])
      for (const [url, options] of ways(slapd, host)) {
        const directory = searched({ url }, { ...options, ca: authority.pem });
        expect(await signsIn(directory, 'alice', 'alice-secret')).toBe(true);
        expect(await signsIn(directory, 'alice', 'wrong')).toBe(false);
      }
  });

  it('P12 a certificate of nobody that is believed ends it before a password is sent', async () => {
    const { pem } = await createAuthority('CN=Somebody else');
    await slapd.binds();
    for (const ca of [undefined, pem])
      for (const [url, options] of ways(slapd)) {
        expect(await refusal(url, { ...options, ca })).toEqual([
          'provider-unavailable',
          expect.stringMatching(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE/),
        ]);
      }
    expect(await slapd.binds()).toEqual([]);
  });

  it('P12 nor does a variable of the process make it believe one', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    onTestFinished(() => {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    });
    for (const [url, options] of ways(slapd)) expect(await refusal(url, options)).toContain('provider-unavailable');
  });

  it('P12 one that is of another host, and one that is past its end, are refused', async () => {
    const elsewhere = await another(await authority.issue(['directory.example']));
    const expired = await another(await authority.issue(['127.0.0.1'], -1));
    const { pem: ca } = authority;
    for (const [url, options] of ways(elsewhere))
      expect(await refusal(url, { ...options, ca })).toEqual(['provider-unavailable', 'ERR_TLS_CERT_ALTNAME_INVALID']);
    for (const [url, options] of ways(expired))
      expect(await refusal(url, { ...options, ca })).toEqual(['provider-unavailable', 'CERT_HAS_EXPIRED']);
  });

  it('P12 where the server has no TLS, or demands it, nobody is told that a password is wrong', async () => {
    const plain = await another(undefined);
    expect(await refusal(plain.url, { startTls: true, ca: authority.pem })).toEqual(['provider-unavailable', 2]);
    expect(await refusal(slapd.url, {})).toEqual(['provider-unavailable', 13]);
  });

  it('P12 what somebody on the way says in the clear is no part of what is said over TLS', async () => {
    // The attacker sends the start of "the bind succeeded" before TLS. The server's "wrong password" would then be read as the rest.
    const forged = (id: number): Buffer => Buffer.from([0x30, 0x1a, 2, 1, id, 0x61, 0x15, 0x0a, 1, 0, 4, 0, 4, 14]);
    for (const id of [1, 2, 3, 4]) {
      const { url } = await anyServer((client: Socket) => {
        const server = connect(slapd.port, '127.0.0.1');
        client.pipe(server).on('error', () => undefined);
        server.once('data', (answer) => {
          client.write(Buffer.concat([answer, forged(id)]));
          server.pipe(client);
        });
      });
      const directory = searched({ url }, { startTls: true, ca: authority.pem });
      expect(await signsIn(directory, 'alice', 'wrong')).toBe(false);
      expect(await signsIn(directory, 'alice', 'alice-secret')).toBe(true);
    }
  });
});
