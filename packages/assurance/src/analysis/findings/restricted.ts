import { type AccountFactors, type DeliveredCode, methodBit } from '@sallyport/core';
import { AT, DELIVERED, methodNames, ONLY_WAYS_IN } from '@sallyport/core/model';
import type { Survey } from '../world/survey.ts';
import { exampleOf, ordinaryExampleOf } from './example.ts';
import type { Finding } from './finding.ts';
import { conjoined, holders, quoted } from './wording.ts';

/**
 * A code over the telephone network is a restricted authenticator (NIST SP 800-63B-4 §3.1.3.3). A code to a mailbox is not an out-of-band
 * authenticator (§3.1.3.1).
 */
export function findRestricted(survey: Survey): Finding[] {
  const { policy } = survey;
  // A code that is enough with a role is enough without a role.
  const taken = policy.codes.filter(
    (code) => survey.ask([], factorsWith(code), evidenceWith(code)).outcome === 'granted',
  );
  return [...(taken.length === 0 ? [] : [beside(survey, taken)]), ...levels(survey)];
}

function factorsWith(code: DeliveredCode): AccountFactors {
  return { passkeys: [], password: 'independent', codes: [code] };
}

function evidenceWith(method: DeliveredCode): Parameters<Survey['ask']>[2] {
  return [
    { method: 'password', at: AT, provenance: 'independent' },
    { method, at: AT },
  ];
}

function beside(survey: Survey, codes: readonly DeliveredCode[]): Finding {
  const [code = '*-code'] = codes;
  return {
    code: 'restricted-authenticator',
    severity: 'info',
    path: 'requiredStrength',
    message: `For ${holders([])}, ${conjoined(codes, 'or')} is all that stands beside a password. A code over the telephone network is a restricted authenticator (NIST SP 800-63B-4 §3.1.3.3): offer another factor as well, tell people of the risk, and have a plan for the day it is no longer accepted.`,
    counterexample: exampleOf(survey, [], factorsWith(code), evidenceWith(code)),
  };
}

function levels(survey: Survey): Finding[] {
  const own = Object.entries(survey.policy.document.strengths ?? {}).filter(([name]) => /aal-?[23]/.test(name));
  return own.flatMap(([name, { anyOf }]) =>
    anyOf.flatMap((combination, place): Finding[] => {
      const restricted = combination.every(({ method }) => (methodBit(method) & (DELIVERED | ONLY_WAYS_IN)) !== 0);
      const codes = methodNames(combination).filter((method) => (methodBit(method) & DELIVERED) !== 0);
      if (!restricted || codes.length === 0) return [];
      return [
        {
          code: 'restricted-authenticator',
          severity: 'warning',
          path: `strengths.${name}.anyOf.${place}`,
          message: `${quoted([name])} is named after an assurance level, and takes ${conjoined(codes)} beside a way in: a code over the telephone network is restricted there (NIST SP 800-63B-4 §3.1.3.3), and one to a mailbox is not accepted.`,
          counterexample: ordinaryExampleOf(survey),
        },
      ];
    }),
  );
}
