import { describe, expect, it } from 'vitest';
import { type Chosen, chosenIn, isSame, keptParts, withChanges } from './rule-draft.ts';

const offered = { methods: ['passkey', 'password', 'sso'], roles: ['owner', 'finance'] };

/** With members that no form knows. */
const rule = {
  requiredStrength: 'enhanced',
  recentProof: '10m',
  later: [{ from: '2031-12-15T00:00:00Z', requiredStrength: 'phishing-resistant' }],
  contexts: { outside: { methods: ['passkey'] } },
  proofsAfter: '2031-03-03T00:00:00Z',
  roles: { finance: { requiredStrength: 'phishing-resistant', proofsWithin: '4h' }, guest: {} },
};

function changed(what: Partial<Chosen>, from: object = rule): unknown {
  const before = chosenIn({ ...from }, offered);
  return withChanges({ ...from }, { before, after: { ...before, ...what }, offered });
}

describe('X41 the rule of an organisation in a form', () => {
  it('is the same without a change', () => {
    expect(changed({})).toEqual(rule);
    expect(changed({}, { methods: ['passkey', 'password', 'sso'] })).toEqual({
      methods: ['passkey', 'password', 'sso'],
    });
    const chosen = chosenIn(rule, offered);
    expect(isSame(chosen, chosenIn(rule, offered))).toBe(true);
    expect(isSame(chosen, { ...chosen, roles: { ...chosen.roles, owner: 'enhanced' } })).toBe(false);
  });

  it('keeps everything that the form does not know, also in the rule of a role', () => {
    const { requiredStrength: _, ...without } = rule;
    expect(changed({ requiredStrength: '' })).toEqual(without);
    expect(changed({ roles: { owner: 'enhanced', finance: '' } })).toEqual({
      ...rule,
      roles: { owner: { requiredStrength: 'enhanced' }, finance: { proofsWithin: '4h' }, guest: {} },
    });
    expect(keptParts(rule)).toEqual({ ...without, roles: { finance: { proofsWithin: '4h' } } });
    expect(keptParts({ requiredStrength: 'enhanced', methods: ['passkey'], roles: { guest: {} } })).toEqual({});
  });

  it('names ways in if some do not count, and none if all count', () => {
    expect(changed({ methods: ['passkey'] })).toEqual({ ...rule, methods: ['passkey'] });
    expect(changed({ methods: ['passkey', 'password', 'sso'] }, { ...rule, methods: ['passkey'] })).toEqual(rule);
  });

  it('takes the changes of a person over to a rule that somebody else saved meanwhile', () => {
    const before = chosenIn(rule, offered);
    const after = { ...before, proofsWithin: '8h' };
    expect(withChanges({ requiredStrength: 'baseline' }, { before, after, offered })).toEqual({
      requiredStrength: 'baseline',
      proofsWithin: '8h',
    });
  });
});
