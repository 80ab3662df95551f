import { definePolicy, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { unwrapped, widest } from '../installed.test-support.ts';
import { reportOn } from './report-on.ts';
import { openSessions } from './sessions.ts';
import { openSessionsText } from './sessions-text.ts';
import { previewSummary } from './summary.ts';
import { previewText } from './text.ts';

const lax = definePolicy({ roles: { contractor: { requiredStrength: 'baseline' } } });
const strict = (onTighten: NonNullable<PolicyInput<string>['onTighten']> = 'next-sign-in') =>
  definePolicy({
    onTighten,
    roles: { contractor: { requiredStrength: 'phishing-resistant' }, staff: { requiredStrength: 'enhanced' } },
  });

/** The sentence about open sessions. */
const told = (...policies: Parameters<typeof openSessions>) => {
  const open = openSessions(...policies);
  return open && openSessionsText(open);
};

describe('sallyport preview of a rule that becomes stricter', () => {
  it('N5 N10 tells how long open sessions go on, and lists the session limits that follow from the strength', async () => {
    const report = await reportOn({ file: 'old.json', policy: lax }, { file: 'new.json', policy: strict() }, undefined);
    const [text, summary] = [previewText(report, false), previewSummary(report)];
    expect(widest(text)).toBeLessThanOrEqual(80);
    const sentence =
      "Open sessions go on until their own limits: of people with the roles 'contractor' and 'staff' at most 30d after the sign-in. The new policy counts from the next sign-in on ('onTighten' is next-sign-in).";
    expect(unwrapped(text)).toContain(`Open sessions ${sentence} Decisions that change`);
    expect(summary).toContain(`### Open sessions\n\n${sentence}\n`);
    const people = ['contractor', 'staff'].map((role) => ({ source: { role }, longest: '30d' }));
    expect(report.openSessions).toEqual({ act: 'next-sign-in', people });

    const limits = ['roles.contractor.session', 'idle 30d, absolute 30d', 'idle 15m, absolute 12h'] as const;
    expect(unwrapped(text)).toContain(
      `${limits[0]}: ${limits[1]} → ${limits[2]} (follows from requiredStrength) - roles.staff.session: `,
    );
    expect(summary).toContain(`| ${limits.join(' | ')} | follows from requiredStrength |`);
    expect(report.sessionLimits).toContainEqual({
      source: { role: 'contractor' },
      before: { idle: '30d', absolute: '30d' },
      after: { idle: '15m', absolute: '12h' },
    });
  });

  it.each([
    ['revoke', 'end at once'],
    ['step-up', 'are asked for what is missing at their next request'],
    ['next-request', 'are refused from their next request on'],
    [{ after: '7d', then: 'revoke' }, 'go on for 7d after the policy comes in force, and then end'],
    [{ after: '7d', then: 'step-up' }, 'and then are asked for what is missing'],
  ] as const)('N10 tells what happens to open sessions under onTighten %j', (onTighten, end) => {
    const text = told(lax, strict(onTighten));
    expect(text).toContain(
      "Open sessions of people with the roles 'contractor' and 'staff' that do not meet the new policy ",
    );
    expect(text).toContain(`${end} ('onTighten' is `);
  });

  it('N10 names people without a role, and people with other limits', () => {
    const admin = { admin: { requiredStrength: 'enhanced' } } as const;
    const all = definePolicy({ requiredStrength: 'phishing-resistant', roles: admin });
    expect(told(definePolicy({ roles: admin }), all)).toContain(
      "of people without a role at most 30d after the sign-in and of people with the role 'admin' at most 24h after the sign-in.",
    );
  });

  it('N10 tells nothing of open sessions if no sign-in is asked for more', () => {
    expect(told(strict(), lax)).toBeUndefined();
    expect(told(lax, definePolicy({ ...lax.document, session: { idle: '5m' } }))).toBeUndefined();
  });
});
