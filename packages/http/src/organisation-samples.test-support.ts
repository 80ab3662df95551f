import type {
  MembershipView,
  MemberView,
  OrganisationImpact,
  OrganisationView,
  OwnOrganisationView,
  Sallyport,
} from '@sallyport/engine';
import { accountId, NOW } from './fake-sallyport.test-support.ts';
import { because } from './policy-samples.test-support.ts';

export const ownOrganisations: readonly OwnOrganisationView[] = [
  { id: 'acme', name: 'Acme', roles: ['owner'], since: NOW, enters: true },
  {
    ...{ id: 'beta', roles: [], since: NOW, enters: false, because },
    demand: { strengths: ['enhanced'], maxAgeSeconds: 300 },
  },
];

const organisation: OrganisationView = {
  ...{ id: 'acme', name: 'Acme', version: 7, rule: { requiredStrength: 'enhanced' } },
  ...{ changedAt: NOW, changedBy: 'host:sign-up' },
};

const member: MemberView = { accountId, roles: ['owner'], since: NOW, by: 'host:sign-up' };

export const membership: MembershipView = { organisation: 'acme', name: 'Acme', roles: ['owner'], since: NOW };

const impact: OrganisationImpact = {
  ...{ enters: 1, mustEnroll: 1, cannot: 1 },
  dates: [{ from: NOW, enters: 0, mustEnroll: 2, cannot: 1 }],
  members: [
    { accountId, impact: 'must-enroll', offer: ['totp'], because },
    { accountId, impact: 'cannot', because },
  ],
  ...{ strandsOwners: true, next: 'more' },
};

/** The lines of `contract`. */
export const ofOrganisations: readonly { readonly line: string; readonly json?: unknown }[] = [
  { line: 'GET /organisations' },
  { line: 'GET /organisations/acme/members?role=owner&cursor=c' },
  { line: 'PUT /organisations/acme/members/a1', json: { roles: ['owner'] } },
  { line: 'DELETE /organisations/acme/members/a1' },
  { line: 'POST /organisations/acme/invitations', json: { email: 'bo@example.org', roles: ['owner'] } },
  { line: 'GET /organisations/acme/invitations' },
  { line: 'DELETE /organisations/acme/invitations/i1' },
  { line: 'POST /organisations/join', json: { token: 't1' } },
  { line: 'GET /organisations/acme/rule' },
  { line: 'PUT /organisations/acme/rule', json: { rule: {} } },
  { line: 'POST /organisations/acme/rule/preview', json: { rule: {}, cursor: 'c' } },
];

/** The part of `willing`. */
export const willingOrganisations: Partial<Sallyport['organisations']> = {
  rule: async () => organisation,
  setRule: async () => organisation,
  preview: async () => impact,
  invite: async () => ({ id: 'i1', expiresAt: NOW }),
  invitations: async () => ({
    invitations: [
      { id: 'i1', to: 'b•••@example.org', roles: ['owner'], by: accountId, invitedAt: NOW, expiresAt: NOW },
    ],
  }),
  withdraw: async () => undefined,
  members: {
    list: async () => ({ members: [member], next: 'more' }),
    set: async () => member,
    remove: async () => undefined,
  },
};
