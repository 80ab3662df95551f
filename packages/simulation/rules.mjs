// Rules that `--without NAME` takes out of the bundle: each edit has a file, the text that is there once, and the text in its place.
// `pair` is what `--about` finds the rule by. The sources stay as they are.
export const RULES = [
  {
    name: 'a-set-up-is-judged-again',
    edits: [
      {
        file: 'engine/src/step/take-step.ts',
        is: 'const refused = told && refusalOf(judged(',
        becomes: 'const refused = proof.command.type === "enroll" ? undefined : told && refusalOf(judged(',
      },
    ],
    pair: ["the thief at cleo's goes on to set up an authenticator app", 'cleo follows the link to a new password'],
    breaks: 'Nothing that a thief began before a reset is registered after it.',
  },
  {
    name: 'a-vouched-policy-holds-in-the-last-round',
    edits: [
      {
        file: 'engine/src/acts/carry-out.ts',
        is: 'const verdict = await verdictOn(act, planned.proves);',
        becomes:
          'const verdict = act.type === "enroll" ? { outcome: "allowed" } : await verdictOn(act, planned.proves);',
      },
    ],
    pair: ["the thief at bea's sets up an authenticator app of their own", 'first factors are vouched for'],
    breaks: 'Where the policy in force wants a first factor vouched for',
  },
  {
    name: 'who-gains-administration-keeps-only-their-own',
    edits: [
      {
        file: 'engine/src/acts/role-gain.ts',
        is: 'const rank = rankOf(policy, after);',
        becomes: 'const rank = undefined;',
      },
    ],
    pair: ['pia as nina sets up an authenticator app for later', 'pol makes nina a policy administrator'],
    breaks: 'An account that gained administration has only what its owner set up.',
  },
  {
    name: 'a-session-wears-proved-roles',
    edits: [
      {
        file: 'core/src/acts/administration.ts',
        is: 'return rolesBy(policy, account, now, (giver) => isProved(giver, evidence));',
        becomes: 'return rolesBy(policy, account, now, (giver) => isProved(giver, evidence) || true);',
      },
    ],
    pair: [
      'dora signs in at the provider, which gives super-admin',
      "the thief with dora's password and phone blocks ada",
    ],
    breaks: "A session never wears a provider's role without that provider's identity.",
  },
  {
    name: 'codes-are-no-evidence-of-a-session',
    edits: [
      {
        file: 'core/src/acts/set-up-by.ts',
        is: "evidence.filter(({ method }) => method !== 'enrollment-code' && method !== 'reset-token')",
        becomes: 'evidence',
      },
    ],
    pair: [
      "ada's laptop follows the link to a new password",
      'the thief with the mailbox follows the link to a new password',
    ],
    breaks: 'An enrollment code opens at most one set-up.',
  },
  {
    name: 'a-recovery-asks-for-what-there-is-now',
    edits: [
      {
        file: 'engine/src/recovery/recovery.ts',
        is: 'if (account.block === undefined && recoveryAccepts(',
        becomes: 'if (account.version < 0 && recoveryAccepts(',
      },
      {
        file: 'core/src/acts/in-flow.ts',
        is: 'if (accept.length === 0 || evidence',
        becomes: 'if (accept.length >= 0 || evidence',
      },
    ],
    pair: ['bea sets up a first authenticator app', "the thief at bea's follows the link to a new password"],
    breaks: 'A recovery that is open ends where a stronger factor was set up.',
  },
  {
    name: 'who-is-above-people-is-linked-by-policy-administrators',
    edits: [
      {
        file: 'core/src/acts/provider.ts',
        is: 'if (isAbovePeople(policy, target)) return false;',
        becomes: '',
      },
    ],
    pair: ['signs in at the provider with the address of emma', 'pol looks around'],
    breaks: 'An emergency account or a policy administrator is linked by nobody but a policy administrator.',
  },
];

/**
 * Rules that a comparison of the thieves' table misses: the table is worked out with the rule, and the engine is without the rule. `about` is
 * a cell in which the comparison finds a disagreement, and `goal` is what the thief of the cell reaches, or no longer reaches.
 */
export const RULES_OF_THIEVES = [
  {
    name: 'a-set-up-asks-the-gate',
    edits: [
      { file: 'core/src/acts/set-up.ts', is: "if (gate.state === 'open') return ALLOWED;", becomes: 'return ALLOWED;' },
    ],
    about: 'mailbox × password, mail',
    finds: 'engine lets more (keeps)',
  },
  {
    name: 'people-administrators-stay-below',
    edits: [
      {
        file: 'core/src/acts/administrator.ts',
        is: 'return isOfPolicy || !isAbove ? ALLOWED',
        becomes: 'return isOfPolicy || !isAbove || true ? ALLOWED',
      },
    ],
    about: 'people administrator × super-admin: password, mail, app',
    finds: 'engine lets more (link)',
  },
  {
    name: 'a-recovery-asks-for-another-factor',
    edits: [
      {
        file: 'core/src/acts/recovery.ts',
        is: 'return hasStrong(factors) ? strong : codes',
        becomes: 'return hasStrong(factors) ? [] : codes',
      },
    ],
    about: 'mailbox × password, mail, app',
    finds: 'engine lets more (password)',
  },
  {
    name: 'a-forgotten-password-is-replaced',
    edits: [
      {
        file: 'core/src/acts/recovery.ts',
        is: 'return account.factors.password !== undefined && mayUsePassword(policy, account);',
        becomes: 'return account.factors.password === undefined && mayUsePassword(policy, account);',
      },
    ],
    about: 'mailbox × password, mail',
    finds: 'table says more (password)',
  },
];
