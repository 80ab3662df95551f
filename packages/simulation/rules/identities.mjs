/** Rules about roles, and about identities at a provider or in the directory. */
export const IDENTITIES = [
  {
    name: 'who-gains-administration-keeps-only-their-own',
    edits: [
      {
        file: 'engine/src/acts/role-gain.ts',
        is: 'if (!hasOthers(after)) return after;',
        becomes: 'return after;',
      },
    ],
    pair: ['pia as nina sets up an authenticator app for later', 'pol makes nina a policy administrator'],
    breaks: 'An account that gained administration has only factors and addresses that its owner set up.',
  },
  {
    name: 'a-link-remembers-who-made-it',
    edits: [
      {
        file: 'engine/src/accounts/create-account.ts',
        is: 'externalIds: input.externalIds?.map((link) => ({ ...link, setUpBy })),',
        becomes: 'externalIds: input.externalIds,',
      },
    ],
    pair: ["ada's laptop looks around", 'pol makes nina a policy administrator'],
    breaks: 'An account that is given administration has no identity',
  },
  {
    name: 'a-session-wears-proved-roles',
    edits: [
      {
        file: 'core/src/acts/administration.ts',
        is: "isProved(giver, evidence) &&\n      evaluate(policy, { account, evidence, now }).outcome === 'granted',",
        becomes: 'now >= 0,',
      },
    ],
    pair: [
      'dora signs in at the provider, which gives super-admin',
      "the thief with dora's password and phone blocks ada",
    ],
    breaks: "A session uses a provider's role only if the session proved the identity at the provider.",
  },
  {
    name: 'a-role-counts-while-its-provider-may-give-it',
    edits: [
      {
        file: 'engine/src/state/roles.ts',
        is: 'return gives === undefined ? roles : roles.filter((role) => gives[provider]?.includes(role) === true);',
        becomes: 'return roles;',
      },
    ],
    pair: ["ada's laptop looks around", 'dora blocks ada, by a role that the provider may give no more'],
    breaks: 'A role from a provider counts only while the provider may give the role',
  },
  {
    name: 'a-role-counts-for-a-day',
    edits: [
      {
        file: 'core/src/acts/administration.ts',
        is: 'return now - saidAt <= givenRolesWithin;',
        becomes: 'return true;',
      },
    ],
    pair: ["ada's laptop looks around", 'dora blocks ada, by a role that the provider gave a day ago'],
    breaks: 'A role from a provider counts only while the provider may give the role',
  },
  {
    name: 'a-role-goes-with-its-identity',
    edits: [
      {
        file: 'engine/src/factors/sso-and-ldap.ts',
        is: 'providerRoles: Object.keys(roles).length === 0 ? undefined : roles,',
        becomes: 'providerRoles: account.providerRoles,',
      },
    ],
    pair: ["ada's laptop looks around", 'dora unlinks the identity at the provider'],
    breaks: 'A role from a provider ends with the identity at the provider.',
  },
  {
    name: 'a-session-ends-with-its-identity',
    edits: [
      {
        file: 'engine/src/accounts/own-account.ts',
        is: 'return { act, next, also: { endSessions: { accountId: next.id, provedBy: [binding] }, events: [record] } };',
        becomes: 'return { act, next, also: { events: [record] } };',
      },
      {
        file: 'engine/src/acts/liveness.ts',
        is: 'const rests = session.bindings.every((binding) => isDeviceBinding(binding) || hasBinding(account, binding));',
        becomes: 'const rests = true;',
      },
    ],
    pair: ["ada's laptop looks around", 'dora unlinks the identity at the provider'],
    breaks: 'A session that rests on an identity passes only while the account has the identity.',
  },
  {
    name: 'who-is-above-people-is-linked-by-policy-administrators',
    edits: [
      {
        file: 'core/src/reach/would-link.ts',
        is: ' || isAbovePeople(policy, target)) return false;',
        becomes: ') return false;',
      },
    ],
    pair: ['signs in at the provider with the address of emma', 'pol looks around'],
    breaks: 'Only a policy administrator links an identity to an emergency account or to a policy administrator.',
  },
  {
    name: 'no-entry-of-the-directory-is-above-people',
    edits: [
      {
        file: 'core/src/reach/would-link.ts',
        is: ' || isAbovePeople(policy, target)) return false;',
        becomes: ') return false;',
      },
    ],
    pair: ["ada's laptop looks around", 'the thief who edits an entry writes the address of otto'],
    breaks: 'Only a policy administrator links an identity to an emergency account or to a policy administrator.',
  },
  {
    name: 'people-administrators-link-nobody-above-them',
    edits: [
      {
        file: 'core/src/acts/administrator.ts',
        is: "return isOfPolicy || !isAbove ? ALLOWED : refused('not-permitted');",
        becomes: 'return ALLOWED;',
      },
    ],
    pair: ["ada's laptop looks around", 'pia names an identity at the provider of emma'],
    breaks: 'An act of administration is committed only while the actor has the right to the act.',
  },
  {
    name: 'a-helpdesk-reaches-the-roles-of-its-list',
    edits: [
      {
        file: 'core/src/acts/helpdesk.ts',
        is: 'roles.length > 0 && roles.every((role) => over.includes(role));',
        becomes: 'roles.length > 0 && over.length > 0;',
      },
    ],
    pair: ["ada's laptop looks around", 'hugo vouches for cleo, as a helpdesk'],
    breaks: 'A helpdesk changes only accounts whose roles are all in its list.',
  },
  {
    name: 'the-directory-links-no-account-with-a-password',
    edits: [
      {
        file: 'core/src/reach/would-link.ts',
        is: 'return factors.ldap !== true && factors.password === undefined;',
        becomes: 'return factors.ldap !== true;',
      },
      {
        file: 'core/src/acts/provider.ts',
        is: '? leavesWayIn(policy, act, target) : refused(',
        becomes: '? ALLOWED : refused(',
      },
    ],
    pair: ["ada's laptop looks around", 'the thief who edits an entry writes the address of bea'],
    breaks: 'Linking by address skips an account that was unlinked there',
  },
  {
    name: 'an-owner-takes-no-address-of-others',
    edits: [
      {
        file: 'core/src/acts/new-name.ts',
        is: "if (isInAddressForm(identifier) && identifier !== mailbox) return 'not-own-mailbox';",
        becomes: '',
      },
    ],
    pair: ["ada's laptop looks around", "kim's laptop takes an address of nobody as a name"],
    breaks: 'An owner takes no mail address as a name except the own mailbox',
  },
  {
    name: 'an-owner-takes-no-name-of-the-directory',
    edits: [
      {
        file: 'core/src/acts/new-name.ts',
        is: "return isOthers ? 'name-taken' : undefined;",
        becomes: 'return undefined;',
      },
    ],
    pair: ["ada's laptop looks around", "kim's laptop takes the name of an entry of the directory as a name"],
    breaks:
      'An owner takes no mail address as a name except the own mailbox, and no name of somebody else in the directory.',
  },
  {
    name: 'who-was-unlinked-is-not-linked-by-address',
    edits: [
      {
        file: 'engine/src/factors/sso-and-ldap.ts',
        is: 'if (externalIdAt(account, provider) !== undefined || wasUnlinked(account, provider)) return undefined;',
        becomes: 'if (externalIdAt(account, provider) !== undefined) return undefined;',
      },
      {
        file: 'engine/src/sign-in/linking.ts',
        is: 'externalIdAt(latest, link.provider) === undefined && !wasUnlinked(latest, link.provider);',
        becomes: 'externalIdAt(latest, link.provider) === undefined;',
      },
    ],
    pair: [
      "ada's laptop looks around",
      'the operator of the provider signs in at the provider with the address of bea, who unlinked it',
    ],
    breaks: 'Linking by address skips an account that was unlinked there',
  },
  {
    name: 'the-owner-hears-of-an-identity',
    edits: [
      {
        file: 'store/src/event-types.ts',
        is: "'external-id.linked': 'notice',",
        becomes: "'external-id.linked': 'logged',",
      },
    ],
    pair: ["ada's laptop looks around", 'pia names an identity at the provider of bea'],
    breaks: 'The owner is told of each linked and each unlinked identity.',
  },
  {
    name: 'a-removed-member-joins-by-no-earlier-link',
    edits: [
      {
        file: 'engine/src/accounts/join-organisation.ts',
        is: 'if (isVoid || (await wasRemoved(kernel, account, invitation)) || (await isOver(kernel, tenant, link)))',
        becomes: 'if (isVoid)',
      },
      {
        file: 'engine/src/acts/perform-act.ts',
        is: 'endings.uses.length > 0 &&',
        becomes: 'endings.uses.length < 0 &&',
      },
    ],
    pair: ['bea takes up the first invitation into acme', "ada's laptop enters acme"],
    breaks: 'Whoever was removed from an organisation comes back by no earlier invitation.',
  },
];
