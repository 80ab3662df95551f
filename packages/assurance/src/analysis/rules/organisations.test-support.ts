import type { OrganisationsInput, PolicyInput } from '@sallyport/core';

export const there = (organisations: OrganisationsInput<string>): PolicyInput<string> => ({ organisations });
export const DATE = '2026-12-15T00:00:00Z';

/** For each member of `organisations`: a strict policy, and a policy that is weaker in this member alone. */
export const PAIRS_OF_ORGANISATIONS: Readonly<
  Record<string, readonly (readonly [strict: PolicyInput<string>, weaker: PolicyInput<string>])[]>
> = {
  'organisations.requiredStrength': [
    [there({ requiredStrength: 'enhanced' }), there({ requiredStrength: 'baseline' })],
    [there({ requiredStrength: 'baseline' }), {}],
  ],
  'organisations.methods': [[there({ methods: ['passkey'] }), there({ methods: ['passkey', 'sso'] })]],
  'organisations.proofsWithin': [[there({ proofsWithin: '1h' }), there({ proofsWithin: '2h' })]],
  'organisations.recentProof': [[there({ recentProof: '5m' }), {}]],
  'organisations.later': [
    [there({ later: [{ from: DATE, methods: ['passkey'] }] }), {}],
    [
      there({ later: [{ from: DATE, methods: ['passkey'] }] }),
      there({ later: [{ from: '2026-12-16T00:00:00Z', methods: ['passkey'] }] }),
    ],
  ],
  'organisations.roles.*.requiredStrength': [
    [there({ roles: { owner: { requiredStrength: 'enhanced' } } }), there({ roles: { owner: {} } })],
  ],
  'organisations.roles.*.methods': [[there({ roles: { owner: { methods: ['passkey'] } } }), {}]],
  'organisations.roles.*.proofsWithin': [
    [there({ roles: { owner: { proofsWithin: '1h' } } }), there({ roles: { owner: { proofsWithin: '3h' } } })],
  ],
  'organisations.roles.*.recentProof': [
    [there({ roles: { owner: { recentProof: '5m' } } }), there({ roles: { owner: {} } })],
  ],
  'organisations.roles.*.later': [
    [there({ roles: { owner: { later: [{ from: DATE, methods: ['passkey'] }] } } }), there({ roles: { owner: {} } })],
  ],
  'organisations.administrators.rule': [
    [
      there({ roles: { a: {}, b: {} }, administrators: { rule: ['a'] } }),
      there({ roles: { a: {}, b: {} }, administrators: { rule: ['a', 'b'] } }),
    ],
  ],
  'organisations.administrators.people': [
    [there({ roles: { a: {} } }), there({ roles: { a: {} }, administrators: { people: ['a'] } })],
  ],
};
