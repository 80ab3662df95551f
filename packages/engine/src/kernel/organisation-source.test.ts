import { definePolicy, instant, policyIn } from '@sallyport/core';
import { tenantId } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import type { OrganisationRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { isOrganisationId } from './organisation-id.ts';
import { organisationSource } from './organisation-source.ts';

const TENANT = tenantId('default');
const NOW = instant(Date.UTC(2031, 1, 1));
const POLICY = definePolicy<string>({ organisations: { roles: { owner: {} } } });

function source() {
  const logged: unknown[] = [];
  const logger = { warn: () => undefined, error: (...words: readonly unknown[]) => void logged.push(words) };
  return { made: organisationSource(memoryStore(), logger), logged };
}

const record = (id: string, more: Partial<OrganisationRecord> = {}): OrganisationRecord => ({
  ...{ tenant: TENANT, id, version: 1, document: {}, changedAt: NOW, changedBy: 'host' },
  ...more,
});

describe('X41 what a process knows of organisations', () => {
  it('is the newest version, also if an older answer comes later, and of each tenant its own', () => {
    const { made } = source();
    const third = record('acme', { version: 3 });
    expect(made.learn(third)).toBe(third);
    expect(made.learn(record('acme', { version: 2 }))).toBe(third);
    expect(made.learn(record('acme', { version: 3 }))).toBe(third);
    expect(made.known(TENANT, 'acme')).toBe(third);
    expect(made.known(tenantId('other'), 'acme')).toBeUndefined();
    expect(made.learn(record('acme', { version: 4 })).version).toBe(4);
  });

  it('15: are the two thousand that were used last', () => {
    const { made } = source();
    for (let place = 0; place < 2_000; place++) made.learn(record(`o${place}`));
    expect(made.known(TENANT, 'o0')).toBeDefined();
    made.learn(record('one-more'));
    expect([made.known(TENANT, 'o0'), made.known(TENANT, 'o1')].map((one) => one?.id)).toEqual(['o0', undefined]);
  });

  it('6: is compiled once for a policy, and anew for another version of the policy', () => {
    const { made } = source();
    const acme = made.learn(record('acme', { document: { requiredStrength: 'enhanced' } }));
    const first = made.compiled(acme, POLICY);
    expect(made.compiled(acme, POLICY)).toBe(first);
    const next = definePolicy<string>({ ...POLICY.document, requiredStrength: 'single' });
    const second = made.compiled(acme, next);
    expect(second).not.toBe(first);
    const inAcme = policyIn(next, { contexts: [], organisation: { rules: second.rules, roles: [] }, now: NOW });
    expect(inAcme.place?.strengths).not.toBe(0);
  });

  it('is closed, and told once, where the rule does not fit the policy', () => {
    const { made, logged } = source();
    const acme = made.learn(record('acme', { document: { requiredStrength: 'corporate' } }));
    for (let time = 0; time < 3; time++) expect(made.compiled(acme, POLICY).isClosed).toBe(true);
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).toContain('requiredStrength');
    const { rules } = made.compiled(acme, POLICY);
    const inAcme = policyIn(POLICY, { contexts: [], organisation: { rules, roles: ['owner'] }, now: NOW });
    expect(inAcme.place?.rules.some(({ methodsReason }) => methodsReason !== undefined)).toBe(true);
  });
});

describe('X41 the id of an organisation', () => {
  it('has the characters that no address escapes', () => {
    for (const id of ['acme', 'Acme_1', 'a.b', '7', '-', '~', '...', 'x'.repeat(100), crypto.randomUUID()])
      expect(isOrganisationId(id)).toBe(true);
    for (const id of [
      '',
      '.',
      '..',
      'a b',
      'a/b',
      'a%20',
      'ä',
      'a\n',
      'a\u0000',
      'x'.repeat(101),
      7,
      null,
      undefined,
      ['a'],
    ])
      expect(isOrganisationId(id)).toBe(false);
  });
});
