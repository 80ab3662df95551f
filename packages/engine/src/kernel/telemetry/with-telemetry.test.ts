import { codeMethod } from '@sallyport/core';
import { memoryStore } from '@sallyport/storage-memory';
import type { Directory, SignInProvider } from '@sallyport/store/providers';
import { type Registered, registerOpenTelemetry } from '@sallyport/test-support/adapters/telemetry';
import { ACME, NOW } from '@sallyport/test-support/stores/records';
import { describe, expect, it } from 'vitest';
import type { HostCode } from '../host-codes.ts';
import { fairLine } from '../passwords/fair-line.ts';
import { openTelemetry } from './index.ts';
import { type WithTelemetry, withTelemetry } from './with-telemetry.ts';

it('without telemetry everything is handed through as it is, and nothing stands in between', () => {
  const telemetry = withTelemetry(undefined);
  const [store, part, call, line] = [memoryStore(), {}, async () => undefined, fairLine(1, 1)];
  const sources = { providers: new Map(), directory: undefined };
  expect(telemetry.store(store, Date.now)).toBe(store);
  expect(telemetry.part('signIn', part)).toBe(part);
  expect(telemetry.hostCall('sendMail', call)).toBe(call);
  expect(telemetry.hashing(line)).toBe(line);
  expect(telemetry.codes(sources.providers)).toBe(sources.providers);
  expect(telemetry.providers(sources)).toBe(sources);
});

describe('with telemetry, a call of the host', () => {
  const PAGE = 'https://corp.example/authorize';
  const provider: SignInProvider = {
    id: 'corp',
    name: 'Example Corp',
    roles: ['editor'],
    kind: 'oidc',
    begin: async () => ({ location: PAGE, kept: {} }),
    finish: () => Promise.reject(new Error('not asked')),
  };
  const directory: Directory = {
    id: 'ldap',
    name: 'The directory',
    roles: [],
    find: async () => ({ outcome: 'none' }),
    verify: async () => undefined,
    close: async () => undefined,
  };

  interface Observed extends Pick<Registered, 'spans'> {
    readonly telemetry: WithTelemetry;
    /** The attributes of the measured durations. */
    labels(): Promise<readonly unknown[]>;
  }

  function observed(): Observed {
    const { api, spans, metrics } = registerOpenTelemetry();
    const labels = async (): Promise<readonly unknown[]> =>
      (await metrics()).filter(({ name }) => name === 'sallyport.host.duration').map(({ attributes }) => attributes);
    return { telemetry: withTelemetry(openTelemetry(api)), spans, labels };
  }

  it('is told for each code that is sent. The other members of the code stay', async () => {
    const { telemetry, spans, labels } = observed();
    const sent: unknown[] = [];
    const method = codeMethod('sms');
    const sms: HostCode = {
      method,
      label: 'SMS',
      send: async (code) => void sent.push(code),
      address: (raw) => raw,
    };
    const codes = telemetry.codes(new Map([[method, sms]]));
    const seen = codes.get(method) ?? expect.fail('no code');
    expect(seen).toMatchObject({ method, label: 'SMS', address: sms.address });
    const code = { tenant: ACME, to: '+49 30 1234', code: '123456', method };
    await seen.send(code);
    expect(sent).toEqual([code]);
    expect(spans().map(({ name }) => name)).toEqual(['sallyport.host.sendCode']);
    expect(await labels()).toStrictEqual([{ 'sallyport.host.call': 'sendCode' }]);
  });

  it('is told for each call of a provider and of the directory, with its id', async () => {
    const { telemetry, spans, labels } = observed();
    const request = { callback: 'https://app.example/callback', state: 'state', acr: [], now: NOW };
    const seen = telemetry.providers({ providers: new Map([['corp', provider]]), directory });
    expect([...seen.providers.keys()]).toEqual(['corp']);
    expect(seen.providers.get('corp')?.name).toBe('Example Corp');
    expect(await seen.providers.get('corp')?.begin(request)).toEqual({ location: PAGE, kept: {} });
    expect(await seen.directory?.find('ada')).toEqual({ outcome: 'none' });
    expect(spans().map(({ name }) => name)).toEqual(['sallyport.host.provider.begin', 'sallyport.host.provider.find']);
    expect(await labels()).toStrictEqual([
      { 'sallyport.host.call': 'provider.begin', 'sallyport.provider': 'corp' },
      { 'sallyport.host.call': 'provider.find', 'sallyport.provider': 'ldap' },
    ]);
  });

  it('is not told for a directory that there is not', () => {
    const { telemetry } = observed();
    expect(telemetry.providers({ providers: new Map(), directory: undefined }).directory).toBeUndefined();
  });
});
