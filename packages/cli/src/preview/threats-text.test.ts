import { describe, expect, it } from 'vitest';
import { unwrapped, widest } from '../installed.test-support.ts';
import type { PreviewReport } from './report.ts';
import { previewSummary } from './summary.ts';
import { previewText } from './text.ts';

const reportWith = (count: number): PreviewReport => ({
  version: 1,
  ...{ from: 'old.json', to: 'new.json', rules: [], sessionLimits: [], decisions: [] },
  findings: { come: [], gone: [] },
  policyAdministrators: [],
  threats: {
    more: [],
    less: count,
    lessCells: Array.from({ length: count }, (_, place) => ({
      thief: 'mailbox',
      reach: `role-${place}: password, mail`,
      ...{ before: 'session (baseline), password', after: 'password', lost: 'session (baseline)', accounts: 2 },
      codes: { thief: 'mailbox', roles: [], factors: ['password'], emergency: false, before: [], after: [] },
    })),
    undecided: 0,
  },
});

describe('the cells in which a thief reaches less', () => {
  it('N16 are listed with the goals before and after, and the number of accounts', () => {
    const text = previewText(reportWith(3), false);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(unwrapped(text)).toContain(
      'In 3 cells a thief reaches less than before: - mailbox × role-0: password, mail (2 accounts): session (baseline), password → password - mailbox × role-1',
    );
    expect(previewSummary(reportWith(3))).toContain(
      '| mailbox | role-2: password, mail | session (baseline), password | password | 2 accounts |',
    );
  });

  it('N16 are ten at most, and then the number of the others', () => {
    for (const text of [previewText(reportWith(12), false), previewSummary(reportWith(12))]) {
      expect(text).toContain('In 12 cells a thief reaches less than before:');
      expect(text).toContain('role-9:');
      expect(text).not.toContain('role-10:');
      expect(text).toContain('And 2 more.');
    }
    expect(previewText(reportWith(10), false)).not.toContain('more.');
  });

  it('N10 N16 are said to hold once the open sessions have ended, if `onTighten` lets these sessions go on', () => {
    const people = [{ source: { role: 'a' }, longest: '30d' }] as const;
    const title = (openSessions: PreviewReport['openSessions']): string =>
      unwrapped(previewText({ ...reportWith(1), openSessions }, false));
    const after = 'In 1 cell a thief reaches less than before, once the open sessions have ended: -';
    expect(title({ act: 'next-sign-in', people })).toContain(after);
    expect(title({ act: 'revoke', after: '7d', people })).toContain(after);
    expect(title({ act: 'revoke', people })).toContain('In 1 cell a thief reaches less than before: -');
    expect(previewSummary({ ...reportWith(1), openSessions: { act: 'next-sign-in', people } })).toContain(
      ', once the open sessions have ended:',
    );
  });

  it('N16 name the lost goal if the short text before and after is the same', () => {
    const { threats, ...report } = reportWith(1);
    const [cell] = threats?.lessCells ?? [];
    if (threats === undefined || cell === undefined) throw new RangeError('there is a cell');
    const same = { ...cell, before: 'keeps', after: 'keeps', lost: 'deletes' };
    expect(unwrapped(previewText({ ...report, threats: { ...threats, lessCells: [same] } }, false))).toContain(
      'keeps → keeps, without deletes',
    );
  });
});
