import { accountText, chainText, type ThreatExample, type ThreatFinding, thiefText } from '@sallyport/assurance';
import type { CheckFinding } from '../check/report.ts';

export function threatFindings(findings: readonly ThreatFinding[]): readonly CheckFinding[] {
  return findings.map(({ example, ...finding }) =>
    example === undefined ? finding : { ...finding, chain: { ...example, text: exampleText(example) } },
  );
}

/** `mailbox × password, mail: follows a recovery link → sets a new password` */
function exampleText({ thief, account, chain }: ThreatExample): string {
  return `${thiefText(thief)} × ${accountText(account)}: ${chainText(chain)}`;
}
