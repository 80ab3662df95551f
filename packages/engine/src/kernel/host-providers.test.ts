import { createSallyport, type Directory, ProviderUnavailable, type SignInProvider } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { emptyDirectory } from '../empty-directory.test-support.ts';
import { hostProviders } from './host-providers.ts';
import type { Timer } from './timer.ts';
import { virtualTimer } from './virtual-timer.test-support.ts';

const sound: SignInProvider = {
  kind: 'oidc',
  id: 'corp',
  name: 'Example Corp',
  roles: ['staff'],
  begin: async () => ({ location: 'https://idp.example', kept: {} }),
  finish: async () => ({ outcome: 'cancelled' }),
};

function made(options: { providers?: readonly SignInProvider[]; directory?: Directory; policy?: object }): unknown {
  try {
    createSallyport({
      origin: 'https://app.example',
      secrets: ['0123456789abcdef0123456789abcdef'],
      store: memoryStore(),
      ...options,
    });
    return 'made';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

describe('the providers of a host', () => {
  it('P7 are taken where they can work, and known to the policy', () => {
    const policy = { preferSso: 'corp', methods: ['sso', 'ldap'], providers: { corp: {} } };
    expect(made({ providers: [sound], policy: { preferSso: 'corp' } })).toBe('made');
    expect(made({ providers: [sound], directory: emptyDirectory, policy })).toBe('made');
    expect(made({ providers: [sound], policy })).toBe('not-configured');
    expect(made({ providers: [{ ...sound, id: 'other' }], directory: emptyDirectory, policy })).toBe('not-configured');
  });

  it('P7 are refused at start-up where they cannot', () => {
    for (const wrong of [
      { ...sound, id: '' },
      { ...sound, id: 'Corp' },
      { ...sound, id: 'c/orp' },
      { ...sound, id: 'c'.repeat(101) },
      { ...sound, name: ' ' },
      { ...sound, roles: [''] },
    ])
      expect(made({ providers: [wrong] })).toBe('bad-provider');
    expect(made({ providers: [sound, { ...sound }] })).toBe('bad-provider');
    expect(made({ providers: [sound], directory: { ...emptyDirectory, id: 'corp' } })).toBe('bad-provider');
    expect(made({ providers: [Object.assign({}, sound, { finish: undefined })] })).toBe('bad-provider');
    expect(made({ directory: Object.assign({}, emptyDirectory, { verify: 1 }) })).toBe('bad-provider');
  });

  it('P7 are not waited for without end, and whatever they throw they are unavailable', async () => {
    const timer = virtualTimer();
    const silent = asked(timer, { begin: () => new Promise(() => {}) });
    await timer.pass(9_999);
    expect(await Promise.race([silent, 'waiting'])).toBe('waiting');
    await timer.pass(1);
    expect(await silent).toBeInstanceOf(ProviderUnavailable);
    const throwing = asked(timer, {
      begin: () => {
        throw new TypeError('fetch failed');
      },
    });
    expect(await throwing).toMatchObject({ code: 'provider-unavailable', provider: 'corp' });
  });
});

function asked(timer: Timer, over: Partial<SignInProvider>): Promise<unknown> {
  const { providers } = hostProviders([{ ...sound, ...over }], undefined, timer, () => {});
  const request = { callback: 'https://app.example/cb', state: 's', acr: [], now: 0 };
  return Promise.resolve(providers.get('corp')?.begin(Object.assign(request))).catch((fault: unknown) => fault);
}
