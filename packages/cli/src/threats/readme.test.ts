import { readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { analyseThreats, type ThreatAccount, threatMarkdown, threatTable } from '@sallyport/assurance';
import type { HostMethods } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../policy-file/load-policy.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const README = `${root}/README.md`;
const BEGIN = '<!-- threats: written by packages/cli/src/threats/readme.test.ts -->\n';
const END = '<!-- /threats -->';

/** The host of the quickstart, and a provider that the policy does not trust. */
const HOST: HostMethods = {
  methods: ['passkey', 'password', 'sso', 'totp', 'email-code', 'backup-code'],
  providers: ['corp'],
};

const PASSKEY = {
  id: 'passkey',
  userVerified: true,
  deviceBound: false,
  attested: false,
  aaguid: '00000000-0000-0000-0000-000000000000',
};

function accountOf(roles: readonly string[], second: Partial<ThreatAccount['factors']>): ThreatAccount {
  return { roles, factors: { password: 'independent', mailDomain: 'mail.example', passkeys: [], ...second } };
}

const APP = { totp: true, backupCodes: 10 };
const KEY = { passkeys: [PASSKEY], backupCodes: 10 };
const ACCOUNTS = [
  accountOf([], {}),
  accountOf([], APP),
  accountOf([], KEY),
  accountOf(['super-admin'], APP),
  accountOf(['super-admin'], KEY),
];

describe("the README's table of thieves", () => {
  it("N16 is what the analysis says of the quickstart's policy (SALLYPORT_WRITE_README=1 writes it)", async () => {
    const loaded = await loadPolicy(`${root}/examples/quickstart/src/policy.ts`, HOST);
    if (!loaded.ok) throw new Error('the policy of the quickstart is none');
    const { cells, undecided } = analyseThreats(loaded.policy, { accounts: ACCOUNTS, pairs: true });
    expect(undecided).toEqual([]);
    const table = `\n${threatMarkdown(threatTable(cells))}\n`;
    const readme = readFileSync(README, 'utf8');
    const [before = '', rest = ''] = readme.split(BEGIN);
    const [written = '', ...after] = rest.split(END);
    if (env['SALLYPORT_WRITE_README'] === '1')
      writeFileSync(README, [before, BEGIN, table, END, after.join(END)].join(''));
    else expect(written).toBe(table);
  });
});
