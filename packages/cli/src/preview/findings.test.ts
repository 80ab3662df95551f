import { definePolicy, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { unwrapped } from '../installed.test-support.ts';
import { reportOn } from './report-on.ts';
import { previewText } from './text.ts';

const HOST = { methods: ['passkey', 'password', 'totp', 'email-code', 'backup-code'] } as const;
const withRoles = (roles: PolicyInput<string>['roles'], more: PolicyInput<string> = {}) => ({
  file: 'policy.json',
  policy: definePolicy({ ...more, roles }, HOST),
});
const admin = { requiredStrength: 'enhanced' } as const;
const lax = withRoles({ admin, contractor: {} });
const strict = withRoles({ admin, contractor: { requiredStrength: 'phishing-resistant' } });
const codesOf = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);

describe('sallyport preview of a finding about several roles', () => {
  it('N16 tells the finding as new if a role joins, and as gone only if a role leaves', async () => {
    const tightened = await reportOn(lax, strict, undefined);
    expect(codesOf(tightened.findings.come)).toContain('phished-proofs-keep-account');
    expect(codesOf(tightened.findings.gone)).not.toContain('phished-proofs-keep-account');
    expect(unwrapped(previewText(tightened, false))).toContain(
      "note phished-proofs-keep-account enrollment.firstFactor A phished password and a phished mail code set up the first strong factor of people with the roles 'admin' and 'contractor'",
    );
    const vouched = withRoles(strict.policy.document.roles, { enrollment: { firstFactor: 'vouched' } });
    const { come, gone } = (await reportOn(strict, vouched, undefined)).findings;
    expect(codesOf(come)).not.toContain('phished-proofs-keep-account');
    expect(codesOf(gone)).toContain('phished-proofs-keep-account');
  });
});
