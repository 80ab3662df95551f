import type { PolicyVersion } from '@sallyport/browser';
import { expect, it } from 'vitest';
import { type Draft, openDraft } from './draft.ts';
import { rolesKnown } from './policy-roles.ts';
import { shownRoles } from './shown-roles.ts';

const inForce: PolicyVersion = {
  ...{ version: 3, changedAt: '2031-02-03T09:00:00.000Z', changedBy: 'host' },
  policy: { requiredStrength: 'baseline', roles: { staff: {} }, administrators: { policy: ['owner'], people: [] } },
};

const draftOn = (base: PolicyVersion): Draft =>
  openDraft(base, { take: () => undefined, keep: () => undefined }, undefined);

const tableOf = (draft: Draft) =>
  shownRoles(draft, {
    roles: () => [...new Set([...rolesKnown(draft.base.policy, []), ...rolesKnown(draft.policy(), [])])],
  });

it('N5 the row of a role that only the draft names goes with the draft, and with the member that names the role', () => {
  const draft = draftOn(inForce);
  const table = tableOf(draft);
  expect(table.roles()).toEqual(['owner', 'staff']);
  draft.edit(['administrators', 'policy'], ['owner', 'policy-owner']);
  expect(table.roles()).toContain('policy-owner');
  draft.edit(['administrators', 'policy'], ['owner']);
  expect(table.roles()).toEqual(['owner', 'staff']);
  draft.edit(['administrators', 'policy'], ['owner', 'policy-owner']);
  draft.edit(['roles', 'policy-owner', 'requiredStrength'], 'enhanced');
  table.add('typed');
  expect(table.roles()).toEqual(expect.arrayContaining(['policy-owner', 'typed']));
  draft.discard();
  expect(table.roles()).toEqual(['owner', 'staff']);
});

it('N5 a role keeps its row when its only rule goes, and a typed role before its first rule', () => {
  const draft = draftOn(inForce);
  const table = tableOf(draft);
  table.add('typed');
  expect(table.roles()).toContain('typed');
  draft.edit(['roles', 'desk', 'requiredStrength'], 'enhanced');
  table.roles();
  draft.edit(['roles', 'desk', 'requiredStrength'], undefined);
  draft.edit(['roles', 'desk'], undefined);
  expect(table.roles()).toEqual(expect.arrayContaining(['desk', 'typed']));
});
