import type { Reason } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { reasonShape } from './reason.ts';

describe('X41 N17 the source of a reason over HTTP', () => {
  it.each<[Reason['source']]>([
    ['tenant'],
    ['request'],
    [{ role: 'admin' }],
    [{ context: 'outside' }],
    [{ context: 'outside', shown: true }],
    [{ context: 'outside', organisation: 'acme' }],
    [{ context: 'outside', organisation: 'acme', shown: true }],
    [{ organisation: 'acme' }],
    [{ organisation: 'acme', role: 'owner' }],
  ])('has every member of %j', (source) => {
    const reason = { code: 'strength-required', params: { strength: 'enhanced' }, source, message: 'More.' } as const;
    expect(reasonShape.encode(reason)).toEqual(reason);
  });
});
