import type { AdminAccount } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { nameOfItem } from './name-of-item.ts';

type Passkey = AdminAccount['factors']['passkeys'][number];

const passkey = (id: string, name: string, aaguid = ''): Passkey => ({
  ...{ id, name, aaguid, createdAt: '2026-11-20T12:00:00.000Z', lastUsedAt: null },
  deviceBound: false,
});

describe('a passkey among the things that end', () => {
  const BITWARDEN = 'd548826e-79b4-db40-a3d8-11116f7e8349';
  const nameOf = (id: string, ...passkeys: readonly Passkey[]): string =>
    nameOfItem({ kind: 'passkey', id, name: passkeys.find((one) => one.id === id)?.name ?? '' }, passkeys);

  it('W12 has the name of the account page in place of the stored name of the server', () => {
    expect(nameOf('k1', passkey('k1', 'Security key', BITWARDEN))).toBe('Bitwarden');
    expect(nameOf('k1', passkey('k1', 'Blue key'))).toBe('Passkey: Blue key');
  });

  it('W12 has its date beside another one of the name', () => {
    expect(nameOf('k1', passkey('k1', 'Security key'), passkey('k2', 'Security key 2'))).toMatch(
      /^Security key \(added /,
    );
    expect(nameOf('k1', passkey('k1', 'Security key'), passkey('k2', 'Passkey'))).toBe('Security key');
  });
});
