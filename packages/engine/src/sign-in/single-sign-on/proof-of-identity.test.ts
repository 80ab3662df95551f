import { type Instant, instant } from '@sallyport/core';
import type { PendingSso } from '@sallyport/store';
import { expect, it } from 'vitest';
import type { Kernel } from '../../kernel/kernel.ts';
import { dora, NOW } from '../step.test-support.ts';
import { FakeProvider, ISSUER } from './fake-provider.test-support.ts';
import { proofOfIdentity } from './proof-of-identity.ts';

const pending: PendingSso = {
  ...{ provider: 'corp', state: 's', callback: 'https://app.example/callback', kept: {} },
  ...{ leftAt: NOW, expiresAt: NOW },
};
const kernel = { random: (bytes: number) => new Uint8Array(bytes), now: () => NOW } as unknown as Kernel;

it.each([
  [instant(NOW - 60_000), { at: NOW - 60_000, undated: undefined }],
  [instant(NOW + 60_000), { at: NOW, undated: undefined }],
  [undefined, { at: NOW, undated: true }],
  [Number.NaN as Instant, { at: NOW, undated: true }],
  [Number.POSITIVE_INFINITY as Instant, { at: NOW, undated: true }],
])(
  'P7 a sign-in at a provider is dated by the provider, and never recent where that is no instant: %s',
  (authTime, dated) => {
    const identity = { issuer: ISSUER, subject: 'dora', roles: [], authTime };
    const { command } = proofOfIdentity(kernel, new FakeProvider(), identity, dora(), { now: NOW, pending });
    expect(command).toMatchObject({ type: 'prove', evidence: dated });
  },
);

it('X8 a provider dates nothing that was asked for the time and states none, or that states a time that is none', () => {
  const datesNothing = (identity: object, asked: Partial<PendingSso>) => {
    const answer = { issuer: ISSUER, subject: 'dora', roles: [], ...identity };
    const journey = { now: NOW, pending: { ...pending, ...asked } };
    const { command } = proofOfIdentity(kernel, new FakeProvider(), answer, dora(), journey);
    return command.type === 'prove' ? command.evidence.datesNothing : undefined;
  };
  expect(datesNothing({}, {})).toBeUndefined();
  expect(datesNothing({}, { asksAnew: 'person' })).toBe(true);
  expect(datesNothing({ datesNothing: true }, {})).toBe(true);
  expect(datesNothing({ authTime: NOW }, { asksAnew: 'person' })).toBeUndefined();
});
