import { definePolicy, instant, milliseconds } from '@sallyport/core';
import type { AccountId, AccountRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import type { Kernel } from '../kernel/kernel.ts';
import { codesForReport, standingCode, standingCodes } from './standing-code.ts';

const NOW = instant(1_000_000);
const POLICY = definePolicy({ administrators: { policy: ['super-admin'], people: ['admin'] } });
const PIA = 'pia' as AccountId;

function accountOf(id: string, more: Partial<AccountRecord> = {}): AccountRecord {
  return {
    id,
    tenant: 'default',
    identifiers: [id],
    roles: [],
    passkeys: [],
    epoch: 0,
    version: 1,
    ...more,
  } as AccountRecord;
}

function invitedBy(by: AccountId | 'host', id = 'ida', more: object = {}): AccountRecord {
  const expiresAt = instant(NOW + milliseconds(60_000));
  return accountOf(id, { enrollmentCode: { hash: `of ${id}`, expiresAt, by, mailed: true, ...more } });
}

function world(pia: AccountRecord | undefined | 'fault') {
  const [reads, warnings]: string[][] = [[], []];
  const kernel = {
    now: () => NOW,
    logger: { warn: (message: string) => warnings?.push(message) },
    store: {
      readAccount: async (_: string, id: string) => {
        reads?.push(id);
        if (pia === 'fault') throw new TypeError('no database');
        return pia;
      },
    },
  } as unknown as Kernel;
  return { kernel, reads, warnings };
}

const [RANKED, RANKLESS] = [accountOf(PIA, { roles: ['admin'] }), accountOf(PIA)];

describe('X21 an enrollment code counts', () => {
  it('by the stored roles of a voucher for whom the host does not answer', async () => {
    const resolveSubject = (): never => {
      throw new Error('no such row');
    };
    const logger = { warn: () => {}, error: () => {} };
    for (const [pia, counts] of [
      [RANKED, true],
      [RANKLESS, false],
    ] as const) {
      const kernel = { ...world(pia).kernel, resolveSubject, logger } as unknown as Kernel;
      const { before, after } = await standingCodes(kernel, POLICY, invitedBy(PIA), invitedBy(PIA));
      expect([before, after].map(({ enrollmentCode }) => enrollmentCode !== undefined)).toEqual([counts, counts]);
    }
  });

  it.each([
    ['has the right', RANKED, true],
    ['has no right any more', RANKLESS, false],
    ['is blocked', { ...RANKED, block: { at: NOW, by: 'host', reason: 'left' } } as AccountRecord, false],
    ['was deleted', undefined, false],
  ] as const)('as its voucher %s', async (_, pia, counts) => {
    const ida = invitedBy(PIA);
    const { kernel } = world(pia);
    for (const as of [await standingCode(kernel, POLICY, ida), await codesForReport(kernel)(POLICY, ida)]) {
      expect(as.enrollmentCode).toEqual(counts ? ida.enrollmentCode : undefined);
    }
  });

  it('if host code or the act itself gives it', async () => {
    const { kernel, reads } = world(RANKLESS);
    for (const one of [accountOf('ida'), invitedBy('host'), invitedBy(PIA, 'ida', { expiresAt: NOW })])
      expect(await standingCode(kernel, POLICY, one)).toBe(one);
    const [before, after] = [accountOf('ida'), invitedBy(PIA)];
    expect(await standingCodes(kernel, POLICY, before, after)).toEqual({ before, after });
    expect(reads).toEqual([]);
    const kept = await standingCodes(kernel, POLICY, after, { ...after, roles: ['sales'] });
    expect([kept.before.enrollmentCode, kept.after.enrollmentCode]).toEqual([undefined, undefined]);
    expect(reads).toEqual([PIA]);
  });
});

describe('X21 a report on many accounts', () => {
  it('reads a voucher once, and nobody for accounts without a code', async () => {
    const { kernel, reads } = world(RANKLESS);
    const asItCounts = codesForReport(kernel);
    for (let count = 0; count < 10_000; count++) await asItCounts(POLICY, accountOf(`${count}`));
    expect(reads).toEqual([]);
    const invited = Array.from({ length: 1_000 }, (_, count) => invitedBy(PIA, `${count}`));
    const counted = await Promise.all(invited.map((one) => asItCounts(POLICY, one)));
    expect(counted.every(({ enrollmentCode }) => enrollmentCode === undefined)).toBe(true);
    expect(reads).toEqual([PIA]);
  });

  it('counts the codes if nobody can say, and says so once; an act fails', async () => {
    const { kernel, warnings } = world('fault');
    const asItCounts = codesForReport(kernel);
    for (const one of [invitedBy(PIA), invitedBy(PIA, 'eva')]) expect(await asItCounts(POLICY, one)).toBe(one);
    expect(warnings).toHaveLength(1);
    await expect(standingCode(kernel, POLICY, invitedBy(PIA))).rejects.toThrow('no database');
  });
});
