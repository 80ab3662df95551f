import type { TenantId } from '@sallyport/store';
import type { OfTenant, OrganisationMembers, OrganisationsPart } from '../contract/index.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tenantOf } from '../state/tenant-id.ts';
import { invite, withdraw } from './invitations.ts';
import { events, invitations, members, membershipsOf, organisationsIn, rule, versions } from './lists.ts';
import { removeMember, setMember } from './members.ts';
import { preview } from './preview.ts';
import { create, remove, setRule } from './rules.ts';

type OfMembers = {
  readonly [Name in keyof OrganisationMembers as `members.${Name}`]: OrganisationMembers[Name];
};

/** Flat, so that each operation runs in the place of its author. */
export type OrganisationOperations = Omit<OrganisationsPart, 'members'> & OfMembers;

export function organisations(kernel: Kernel): Undeclared<OrganisationOperations> {
  const tenantIn = ({ tenant }: OfTenant): TenantId => tenantOf(kernel, tenant);
  return {
    create: (input) => create(kernel, input),
    setRule: (id, written, input) => setRule(kernel, id, written, input),
    rule: async (id, asked = {}) => rule(kernel, tenantIn(asked), id, asked.version),
    versions: async (id, page = {}) => versions(kernel, tenantIn(page), id, page.cursor),
    preview: async (id, written, page = {}) =>
      preview(kernel, tenantIn(page), id, { rule: written, cursor: page.cursor }),
    list: async (page = {}) => organisationsIn(kernel, tenantIn(page), page.cursor),
    remove: (id, input) => remove(kernel, id, input),
    invite: (id, input) => invite(kernel, id, input),
    withdraw: (id, invitation, input) => withdraw(kernel, id, invitation, input),
    invitations: async (id, asked = {}) => invitations(kernel, tenantIn(asked), id),
    of: async (accountId, asked = {}) => membershipsOf(kernel, tenantIn(asked), accountId),
    events: async (id, page = {}) => events(kernel, tenantIn(page), id, page.cursor),
    'members.set': (id, who, input) => setMember(kernel, id, who, input),
    'members.remove': (id, who, input) => removeMember(kernel, id, who, input),
    'members.list': async (id, asked = {}) => members(kernel, tenantIn(asked), id, asked),
  };
}

export function withMembers({
  'members.set': set,
  'members.remove': remove,
  'members.list': list,
  ...part
}: OrganisationOperations): OrganisationsPart {
  return { ...part, members: { set, remove, list } };
}
