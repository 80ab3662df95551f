/** Rules about the proofs of set-ups and recoveries. */
export const PROOFS = [
  {
    name: 'a-factor-in-a-session-is-a-set-up',
    edits: [
      {
        file: 'core/src/acts/owner.ts',
        is: 'return both(setUp(policy, question, act.factor), () => withinLimits(act, target));',
        becomes: 'return both(recentlyProved(policy, question), () => withinLimits(act, target));',
      },
    ],
    pair: [
      "ada's laptop looks around",
      "the thief with finn's password sets up an authenticator app, with the password alone",
    ],
    breaks: 'A set-up requires two proofs, and the mailbox gives at most one proof.',
  },
  {
    name: 'an-address-is-a-set-up',
    edits: [
      {
        file: 'core/src/acts/owner.ts',
        is: "case 'set-address':\n      return both(setUp(",
        becomes: "case 'set-address':\n      return both(recentlyProved(",
      },
    ],
    pair: ["ada's laptop looks around", "the thief with finn's password changes the address, with the password alone"],
    breaks: 'A set-up requires two proofs, and the mailbox gives at most one proof.',
  },
  {
    name: 'a-first-password-is-a-set-up',
    edits: [
      {
        file: 'core/src/acts/owner.ts',
        is: 'return isKnown ? recentlyProved(policy, question) : setUp(policy, question);',
        becomes: 'return recentlyProved(policy, question);',
      },
    ],
    pair: ["ada's laptop looks around", "the thief with gwen's key sets a first password"],
    breaks: 'A set-up requires two proofs, and the mailbox gives at most one proof.',
  },
  {
    name: 'a-link-is-a-set-up',
    edits: [
      {
        file: 'core/src/acts/owner.ts',
        is: "if (method === 'ldap' && target.factors.password !== undefined) return refused('method-not-allowed');\n  return setUp(",
        becomes:
          "if (method === 'ldap' && target.factors.password !== undefined) return refused('method-not-allowed');\n  return recentlyProved(",
      },
    ],
    pair: ["ada's laptop looks around", "the thief with bea's mailbox links an identity, with the mailbox alone"],
    breaks: 'A set-up requires two proofs, and the mailbox gives at most one proof.',
  },
  {
    name: 'a-tightened-session-steps-up',
    edits: [
      {
        file: 'engine/src/sessions/guard.ts',
        is: "if (effect?.verdict === 'step-up' && evenIfTightened !== true) {",
        becomes: "if (effect?.verdict === 'step-up' && evenIfTightened === true) {",
      },
    ],
    pair: ['pol puts a policy in force: enhanced, who falls short steps up', 'vera takes the number away'],
    breaks: 'A session passes only if its evidence meets the policy in force',
  },
  {
    name: 'a-password-that-was-set-by-mail-is-the-mailbox',
    edits: [
      {
        file: 'core/src/enrollment/enrollment.ts',
        is: "const independent = provenance !== 'mailbox';",
        becomes: 'const independent = true;',
      },
    ],
    pair: [
      "ada's laptop looks around",
      "the thief with bea's mailbox sets up an authenticator app, with the mailbox alone",
    ],
    breaks: 'A set-up requires two proofs, and the mailbox gives at most one proof.',
  },
  {
    name: 'a-recovery-asks-for-what-there-is-now',
    edits: [
      {
        file: 'engine/src/sign-in/recovery.ts',
        is: 'if (account.block === undefined && recoveryAccepts(',
        becomes: 'if (account.version < 0 && recoveryAccepts(',
      },
      {
        file: 'core/src/acts/in-flow.ts',
        is: 'accept.length === 0 ||\n    evidence',
        becomes: 'accept.length >= 0 ||\n    evidence',
      },
    ],
    pair: ['bea sets up a first authenticator app', "the thief at bea's follows the link to a new password"],
    breaks: 'A recovery by the mailbox alone does not complete if the account has a stronger factor.',
  },
  {
    name: 'a-recovery-by-a-code-asks-for-what-there-is-now',
    edits: [
      {
        file: 'core/src/acts/in-flow.ts',
        is: 'accept.length === 0 ||\n    evidence',
        becomes: 'accept.length >= 0 ||\n    evidence',
      },
    ],
    pair: [
      'vera sets up a first authenticator app',
      "the thief with vera's mailbox and number follows the link to a new password",
    ],
    breaks: 'A recovery by the mailbox alone does not complete if the account has a stronger factor.',
  },
  {
    name: 'a-code-counts-at-the-number-of-now',
    edits: [
      {
        file: 'engine/src/factors/delivered-code.ts',
        is: 'applyTo: (latest) => (isThere(latest) ? latest : undefined),',
        becomes: 'applyTo: (latest) => latest,',
      },
    ],
    pair: [
      "the thief with vera's mailbox and number follows the link to a new password",
      'vera sets up another number for codes',
    ],
    breaks: 'A delivered code counts only while the account has the address of the code.',
  },
  {
    name: 'a-link-works-once',
    edits: [
      {
        file: 'engine/src/sign-in/recovery.ts',
        is: "if (!isLink(kernel, left, link, now)) return { refused: 'invalid-credentials' };",
        becomes: '',
      },
    ],
    pair: ['bea follows the link to a new password', "the thief at bea's follows the link to a new password"],
    breaks: 'A single-use secret works once.',
  },
  {
    name: 'a-mailed-link-ends-with-its-address',
    edits: [
      {
        file: 'engine/src/kernel/secrets/mailed-secret.ts',
        is: 'JSON.stringify([purpose, tenant, accountId, address, ',
        becomes: 'JSON.stringify([purpose, tenant, accountId, ',
      },
      {
        file: 'engine/src/accounts/other-mailbox.ts',
        is: 'const { email: former, password, ...rest } = withoutMailed(account);',
        becomes: 'const { email: former, password, ...rest } = account;',
      },
    ],
    pair: [
      "the thief at bea's follows the link to a new password",
      'the world corrects the address of bea, as host code',
    ],
    breaks: 'A mailed link works only while its address is the address of the account.',
  },
  {
    name: 'an-invitation-ends-with-its-address',
    edits: [
      {
        file: 'engine/src/kernel/secrets/mailed-secret.ts',
        is: 'JSON.stringify([purpose, tenant, accountId, address, ',
        becomes: 'JSON.stringify([purpose, tenant, accountId, ',
      },
      {
        file: 'engine/src/accounts/other-mailbox.ts',
        is: 'const { email: former, password, ...rest } = withoutMailed(account);',
        becomes: 'const { email: former, password, ...rest } = account;',
      },
    ],
    pair: ['ida opens the newest link of an invitation', 'the world corrects the address of ida, as host code'],
    breaks: 'A mailed link works only while its address is the address of the account.',
  },
  {
    name: 'a-link-about-a-sign-in-ends-with-its-address',
    edits: [
      {
        file: 'engine/src/sessions/disown.ts',
        is: "if (!link.wentTo(account.email?.address)) return { refused: 'invalid-credentials' };",
        becomes: '',
      },
    ],
    pair: [
      "the thief at bea's says that the last unusual sign-in was of somebody else",
      'the world corrects the address of bea, as host code',
    ],
    breaks: 'A mailed link works only while its address is the address of the account.',
  },
  {
    name: 'codes-are-no-evidence-of-a-session',
    edits: [
      {
        file: 'core/src/strength/session-evidence.ts',
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
    name: 'an-enrollment-code-is-shown-once',
    edits: [
      {
        file: 'engine/src/factors/open-code.ts',
        is: 'return usedIn !== undefined && (usedUntil === undefined || usedUntil > now);',
        becomes: 'return false;',
      },
    ],
    pair: [
      'cleo sets up an authenticator app with the enrollment code',
      "the thief at cleo's sets up an authenticator app with the enrollment code",
    ],
    breaks: 'A single-use secret works once.',
  },
];
