/** Rules about set-ups that a concurrent change voids. */
export const SET_UPS = [
  {
    name: 'a-password-is-not-used-again',
    edits: [
      {
        file: 'engine/src/accounts/change-password.ts',
        is: '(await refuses(act, proves)) ?? (await candidate.refusedFor(policy, latest))',
        becomes: 'await refuses(act, proves)',
      },
      {
        file: 'engine/src/kernel/passwords/new-password.ts',
        is: 'known, present: wanted.typed }',
        becomes: 'known }',
      },
    ],
    pair: ["ada's phone looks around", "ada's laptop changes the password to the first one"],
    breaks: 'A new password is none of the last passwords of its account.',
  },
  {
    name: 'a-recovery-uses-no-password-again',
    edits: [
      {
        file: 'engine/src/state/counted-comparison.ts',
        is: 'candidate.refusedFor(inForce.policy, latest)',
        becomes: 'candidate.refusedAlone(inForce.policy)',
      },
    ],
    pair: ["ada's phone looks around", "ada's laptop follows the link to the first password"],
    breaks: 'A new password is none of the last passwords of its account.',
  },
  {
    name: 'a-set-up-is-judged-again',
    edits: [
      {
        file: 'engine/src/sign-in/judged-proof.ts',
        is: 'const refused = after && refusalOf(await verdictOn(',
        becomes: 'const refused = proof.command.type === "enroll" ? undefined : after && refusalOf(await verdictOn(',
      },
      {
        file: 'core/src/acts/set-up-by.ts',
        is: 'if (evidence.length === 0) return BY_NOBODY;',
        becomes: '',
      },
    ],
    pair: ["the thief at cleo's goes on to set up an authenticator app", 'cleo follows the link to a new password'],
    breaks: 'A set-up that a thief began before a reset is not registered after the reset.',
  },
  {
    name: 'a-set-up-in-a-flow-ends-with-the-mailbox',
    edits: [
      {
        file: 'engine/src/sign-in/judged-proof.ts',
        is: 'const refused = after && refusalOf(await verdictOn(',
        becomes: 'const refused = proof.command.type === "enroll" ? undefined : after && refusalOf(await verdictOn(',
      },
    ],
    pair: [
      "the thief at bea's goes on to set up an authenticator app beside a code to the mailbox",
      'bea changes the address',
    ],
    breaks: 'A set-up that a thief began before a reset is not registered after the reset.',
  },
  {
    name: 'a-code-proves-one-mailbox',
    edits: [
      {
        file: 'engine/src/factors/delivered-code.ts',
        is: 'confirmedAt: to.since,',
        becomes: '',
      },
    ],
    pair: [
      "the thief at bea's goes on to set up an authenticator app beside a code to the mailbox",
      'bea changes the address',
    ],
    breaks: 'A set-up that a thief began before a reset is not registered after the reset.',
  },
  {
    name: 'a-set-up-in-a-flow-is-judged-by-the-policy-in-force',
    edits: [
      {
        file: 'engine/src/sign-in/judged-proof.ts',
        is: 'const refused = after && refusalOf(await verdictOn(',
        becomes: 'const refused = proof.command.type === "enroll" ? undefined : after && refusalOf(await verdictOn(',
      },
    ],
    pair: [
      "the thief at cleo's goes on to set up an authenticator app",
      'pol puts a policy in force: baseline, and first factors are vouched for',
    ],
    breaks: 'If the policy in force, or the account, requires a vouched first factor',
  },
  {
    name: 'a-vouched-policy-holds-in-the-last-round',
    edits: [
      {
        file: 'engine/src/acts/perform-act.ts',
        is: 'const refused = refusedOn(act, target, proved);',
        becomes: 'const refused = act.type === "enroll" ? undefined : refusedOn(act, target, proved);',
      },
    ],
    pair: ["the thief at bea's sets up an authenticator app of their own", 'first factors are vouched for'],
    breaks: 'If the policy in force, or the account, requires a vouched first factor',
  },
  {
    name: 'a-set-up-in-a-session-ends-with-the-session',
    edits: [
      {
        file: 'engine/src/acts/doer.ts',
        is: 'if (target === undefined || !(await stillLives(kernel, by.session, target))) return',
        becomes: 'if (target === undefined) return',
      },
      {
        file: 'engine/src/acts/liveness.ts',
        is: 'return { actor: { accountId, version, sessionId } };',
        becomes: 'return {};',
      },
    ],
    pair: ["the thief at bea's sets up an authenticator app of their own", 'bea signs out all others'],
    breaks: 'A set-up that a thief began before a reset is not registered after the reset.',
  },
  {
    name: 'a-first-sign-in-ends-with-its-proofs',
    edits: [
      {
        file: 'core/src/decision/evaluate.ts',
        is: "isFirstSignIn === true && evidence.some(({ method }) => method === 'email-code' || method === 'enrollment-code')",
        becomes: 'isFirstSignIn === true',
      },
      {
        file: 'core/src/acts/set-up-by.ts',
        is: 'if (evidence.length === 0) return BY_NOBODY;',
        becomes: '',
      },
      {
        file: 'engine/src/sign-in/flow-over.ts',
        is: "if (flow.purpose !== 'sign-up' || account.block !== undefined) return false;",
        becomes: 'return false;',
      },
    ],
    pair: ['ida registers a security key in the first sign-in', 'sets a password of ida, as host code'],
    breaks: "A first sign-in that was overtaken sets up nothing that counts as the owner's.",
  },
  {
    name: 'an-address-is-confirmed-in-its-epoch',
    edits: [
      {
        file: 'engine/src/accounts/own-account.ts',
        is: 'function changeTo({ tenant, id: accountId, epoch }: AccountRecord',
        becomes: 'function changeTo({ tenant, id: accountId, createdAt: epoch }: AccountRecord',
      },
      {
        file: 'engine/src/factors/pending.ts',
        is: 'return { ...withoutMailed(account), epoch: account.epoch + 1 };',
        becomes: 'return { ...account, epoch: account.epoch + 1 };',
      },
      {
        file: 'engine/src/state/written-account.ts',
        is: '...withoutPending(next), epochSince',
        becomes: '...next, epochSince',
      },
    ],
    pair: ["the thief at bea's signs in anew, and confirms the other address", 'bea signs out all others'],
    breaks: 'An address that was requested before a reset is not confirmed after the reset.',
  },
  {
    name: 'no-more-than-25-passkeys-in-the-last-round',
    edits: [
      {
        file: 'engine/src/acts/perform-act.ts',
        is: 'const refused = refusedOn(act, target, proved);',
        becomes: "const refused = act.factor === 'passkey' ? undefined : refusedOn(act, target, proved);",
      },
    ],
    pair: ["kim's laptop registers one more security key", "the thief with kim's key registers one more security key"],
    breaks: 'An account never has more than 25 passkeys.',
  },
];
