// Rules that `--without NAME` removes from the bundle. Each edit has a file, a text that the file contains exactly once, and its replacement.
// `pair` contains the arguments of `--about` for the pair that finds the missing rule. The sources stay unchanged.
import { IDENTITIES } from './rules/identities.mjs';
import { PROOFS } from './rules/proofs.mjs';
import { SET_UPS } from './rules/set-ups.mjs';

export const RULES = [...SET_UPS, ...PROOFS, ...IDENTITIES];

/**
 * Rules for the comparison of the thieves' table with the engine: the table has the rule, and the engine is without the rule. `about` names a
 * cell in which the comparison finds the disagreement `finds`.
 */
export const RULES_OF_THIEVES = [
  {
    name: 'a-set-up-asks-the-gate',
    edits: [
      {
        file: 'core/src/acts/set-up.ts',
        is: "if (proof.outcome === 'allowed' && isOpenFor(evidence)) return ALLOWED;",
        becomes: "if (proof.outcome === 'allowed') return ALLOWED;",
      },
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
        is: "return account.factors.password !== undefined && mayUse(policy, account, 'password');",
        becomes: "return account.factors.password === undefined && mayUse(policy, account, 'password');",
      },
    ],
    about: 'mailbox × password, mail',
    finds: 'table says more (password)',
  },
  {
    name: 'a-helpdesk-is-over-some-people',
    edits: [
      {
        file: 'core/src/acts/helpdesk.ts',
        is: '(target === undefined || isReached(desk.over, target))',
        becomes: '(target === undefined || desk.over.length > 0)',
      },
    ],
    about: 'helpdesk (desk) × password, mail, app',
    finds: 'engine lets more (address)',
  },
  {
    name: 'a-void-first-sign-in-is-over',
    edits: [
      {
        file: 'core/src/decision/evaluate.ts',
        is: "isFirstSignIn === true && evidence.some(({ method }) => method === 'email-code' || method === 'enrollment-code')",
        becomes: 'isFirstSignIn === true',
      },
      { file: 'core/src/acts/set-up-by.ts', is: 'if (evidence.length === 0) return BY_NOBODY;', becomes: '' },
      {
        file: 'engine/src/sign-in/flow-over.ts',
        is: "if (flow.purpose !== 'sign-up' || account.block !== undefined) return false;",
        becomes: 'return false;',
      },
    ],
    about: 'people administrator × an invitation that waits',
    finds: 'engine lets more (policy)',
  },
];
