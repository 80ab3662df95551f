import { expect, it } from 'vitest';
import { accountLines } from '../policy/change-report.ts';
import { ownerText } from '../secrets/text.ts';
import { namesText } from './names-text.ts';

const named = { accountId: 'a1', identifier: 'ceo@example.org', email: 'eve@example.org' };

it.each([
  [{ accountId: 'a1', identifiers: ['dora'], email: 'dora@example.org' }, 'dora (dora@example.org)'],
  [named, 'ceo@example.org (eve@example.org)'],
  [{ accountId: 'a1', identifiers: ['dora@example.org'], email: 'dora@example.org' }, 'dora@example.org'],
  [{ accountId: 'a1', identifiers: [] }, 'a1'],
])('X21 the names of %j are %j', (account, text) => {
  expect(namesText(account)).toBe(text);
});

it('X21 N5 a preview lists an account with its mailbox, if the name is another', () => {
  const [, line] = accountLines()({ ...named, impact: 'stranded', because: [{ message: 'It has no way in.' }] });
  expect(line).toContain('ceo@example.org (eve@example.org)');
});

it('X21 X40 an owner of sealed data has the mailbox, if the name is another', () => {
  const owner = { ...named, tenant: 'default', needs: ['authenticatorApps'] } as const;
  expect(ownerText(owner)).toBe('tenant default, ceo@example.org (eve@example.org, a1): authenticator app');
});
