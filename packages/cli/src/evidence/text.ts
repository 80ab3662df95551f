import { counted, listed, plain, wrap } from '../terminal/wrap.ts';
import type { EvidenceReport, PersonThen, PolicyThen } from './report.ts';
import { nameOf } from './who.ts';

export function evidenceText({ on, logFrom, policies, counts, without, unsure }: EvidenceReport): string {
  const open = counts.with + counts.without + counts.unsure;
  return [
    wrap(
      `At the end of ${on} (UTC), ${open === 1 ? '1 account was' : `${open} accounts were`} open to sign-ins. ${counts.with} had a second factor: a passkey, an authenticator app or a code to a number. ${counts.without} had none.`,
    ),
    ...without.map((person) => personText(person)),
    ...(counts.unsure === 0
      ? []
      : [wrap(`Of ${counted(counts.unsure, 'account')} the log does not say:`), ...unsure.map(personText)]),
    ...(counts.blocked === 0 ? [] : [wrap(`Blocked, so that nobody could sign in: ${counts.blocked}.`)]),
    ...(counts.deleted === 0 ? [] : [wrap(`Deleted since, and counted above: ${counts.deleted}.`)]),
    ...policies.map(policyText),
    ...(policies.length > 0 ? [] : ['The store has no version of the policy from then.']),
    wrap(logFrom === undefined ? 'The log has all its events.' : `The log has every event from ${logFrom} on.`),
  ].join('\n');
}

function personText(person: PersonThen): string {
  const { unsure, providers, signIns } = person;
  const strengths = Object.entries(signIns).map(([strength, count]) => `${count} at ${strength}`);
  const facts = [
    strengths.length === 0 ? 'did not sign in that day' : `signed in that day: ${strengths.join(', ')}`,
    ...(unsure.length === 0 ? [] : [`not known: ${unsure.join(', ')}`]),
    ...(providers.length === 0 ? [] : [`also at ${listed(providers)}, whose second factors are not in this log`]),
  ];
  return wrap(`${plain(nameOf(person))}: ${facts.join('; ')}`, '    ', '  ');
}

function policyText({ version, changedAt, requiredStrength, roles }: PolicyThen): string {
  const ofRoles = Object.entries(roles).map(([role, strength]) => `'${strength}' of '${role}'`);
  const asked = listed([`'${requiredStrength}' of everybody`, ...ofRoles]);
  return wrap(`The policy in force, version ${version} of ${changedAt}, required ${asked}.`);
}
