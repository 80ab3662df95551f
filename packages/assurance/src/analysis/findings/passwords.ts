import { AT, NIST_MINIMUM } from '@sallyport/core/model';
import type { Survey } from '../world/survey.ts';
import { exampleOf, ordinaryExampleOf } from './example.ts';
import type { Finding } from './finding.ts';

/** NIST SP 800-63B-4 §3.1.1.2. */
export function findPasswords(survey: Survey): Finding[] {
  return [...shortPasswords(survey), ...compositionRule(survey)];
}

/** A role can only ask for more. */
function shortPasswords(survey: Survey): Finding[] {
  const { minimum } = survey.policy.passwords;
  if (minimum >= NIST_MINIMUM.alone) return [];
  const example = exampleOf(survey, [], { passkeys: [], password: 'independent' }, [
    { method: 'password', at: AT, provenance: 'independent' },
  ]);
  if (example.decision.outcome !== 'granted') return [];
  const message = `A password of ${minimum} characters signs in alone. NIST SP 800-63B-4 §3.1.1.2 asks for at least ${NIST_MINIMUM.alone} characters where no other factor is asked for: leave 'passwords.minimum' out, or require a second factor.`;
  return [
    { code: 'short-passwords', severity: 'warning', path: 'passwords.minimum', message, counterexample: example },
  ];
}

function compositionRule(survey: Survey): Finding[] {
  if (!survey.policy.passwords.letterAndDigit) return [];
  const message =
    "A new password needs a letter and a digit, as PCI DSS 4.0.1 §8.3.6 asks. NIST SP 800-63B-4 §3.1.1.2 forbids rules of composition: people answer such a rule by passwords that are easy to guess. Leave 'passwords.letterAndDigit' out if no standard asks for the rule.";
  return [
    {
      code: 'composition-rule',
      severity: 'info',
      path: 'passwords.letterAndDigit',
      message,
      counterexample: ordinaryExampleOf(survey),
    },
  ];
}
