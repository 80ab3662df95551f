import { parseDuration, type SessionLimitsInput } from '@sallyport/core';
import { helpdeskRoles, POLICY_DEFAULTS } from '@sallyport/core/model';
import type { Survey } from '../world/survey.ts';
import { ordinaryExampleOf } from './example.ts';
import type { Finding, Severity } from './finding.ts';
import { quoted } from './wording.ts';

const MINUTE = 60_000;
const HOUR: number = 60 * MINUTE;
const DAY: number = 24 * HOUR;

/** For a proof, an email code and the set-up of a passkey in turn. */
const COMFORTABLE: number = 5 * MINUTE;
const COMFORTABLE_TEXT = '5m';
/** For a person who mistypes, tries an older password, and mistypes the older password too. */
const COMFORTABLE_FAILURES = 5;
/** The most wrong guesses in a row by NIST SP 800-63B-4 §3.2.2. */
const NIST_FAILURES = 100;

export function findLimits(survey: Survey): Finding[] {
  return [
    ...shortProof(survey),
    ...shortSessions(survey),
    ...fewFailures(survey),
    ...longLock(survey),
    ...closed(survey),
  ];
}

function shortProof(survey: Survey): Finding[] {
  const { recentProof, document } = survey.policy;
  if (recentProof >= COMFORTABLE) return [];
  const message = `A proof counts for ${document.recentProof} as recent: people who administer, or change what they sign in with, are asked anew while they read a code from their mailbox or set up a passkey. ${COMFORTABLE_TEXT} or more is enough for that.`;
  return [finding(survey, 'hard-to-live-with', 'warning', 'recentProof', message)];
}

function shortSessions(survey: Survey): Finding[] {
  const { administrators, document } = survey.policy;
  const names = [...administrators.people, ...helpdeskRoles(survey.policy)];
  if (names.length === 0) return [];
  const short = (path: string, session: SessionLimitsInput | undefined, roles: readonly string[]): Finding[] => {
    const idle = session?.idle === undefined ? undefined : parseDuration(session.idle);
    if (idle === undefined || idle >= COMFORTABLE) return [];
    const message = `A session of those who administer (${quoted(roles)}) ends after ${session?.idle} without a request: whoever reads a page for longer signs in anew, and loses what was typed. ${COMFORTABLE_TEXT} or more is enough; NIST SP 800-63B-4 §2.3.3 asks for 15m at its highest level.`;
    return [finding(survey, 'hard-to-live-with', 'warning', `${path}.idle`, message, roles)];
  };
  return [
    ...short('session', document.session, names),
    ...names.flatMap((name) => short(`roles.${name}.session`, roleOf(survey, name)?.session, [name])),
  ];
}

function roleOf({ policy }: Survey, name: string): { readonly session?: SessionLimitsInput } | undefined {
  const { roles = {} } = policy.document;
  return Object.hasOwn(roles, name) ? roles[name] : undefined;
}

function fewFailures(survey: Survey): Finding[] {
  const { maxFailures } = survey.policy.lockout;
  if (maxFailures >= COMFORTABLE_FAILURES) return [];
  const message = `${maxFailures} wrong guesses lock an account: people who mistype are locked out, and so are people at whose accounts a stranger guesses. ${COMFORTABLE_FAILURES} or more are safe: NIST SP 800-63B-4 §3.2.2 allows up to ${NIST_FAILURES}.`;
  return [finding(survey, 'hard-to-live-with', 'info', 'lockout.maxFailures', message)];
}

function longLock(survey: Survey): Finding[] {
  const { lockLengths, maxFailures } = survey.policy.lockout;
  const place = lockLengths.findIndex((length) => length > DAY);
  if (place === -1) return [];
  const { lockFor, maxLockFor } = { ...POLICY_DEFAULTS.lockout, ...survey.policy.document.lockout };
  const message = `A stranger who guesses wrong ${(place + 1) * maxFailures} times${place === 0 ? '' : ', waiting for each lock to end,'} locks an account for more than a day (lockFor is ${lockFor}, maxLockFor is ${maxLockFor}): meanwhile its owner signs in only on a device that the account signed in on before, or by a factor that is not locked. A maxLockFor of 24h or less ends that sooner, and hardLimit bounds the guesses all the same.`;
  return [finding(survey, 'strangers-lock-out', 'warning', 'lockout.maxLockFor', message)];
}

/** A stranger can reach the hard limit within the hour, and keep the owner out. */
function closed(survey: Survey): Finding[] {
  const { lockLengths, maxFailures, hardLimit } = survey.policy.lockout;
  const locks = lockLengths.slice(0, Math.floor((hardLimit - 1) / maxFailures));
  const wait = locks.reduce((sum, length) => sum + length, 0);
  if (hardLimit >= NIST_FAILURES || wait >= HOUR) return [];
  const message = `A stranger who guesses wrong ${hardLimit} times within the hour closes an account's password to every new device, with no end: its owner needs a device that the account signed in on before, a factor that is not locked, or an administrator. Set hardLimit to up to ${NIST_FAILURES}, or let the locks before it grow longer than an hour together.`;
  return [finding(survey, 'strangers-lock-out', 'warning', 'lockout.hardLimit', message)];
}

function finding(
  survey: Survey,
  code: Finding['code'],
  severity: Severity,
  path: string,
  message: string,
  roles: readonly string[] = [],
): Finding {
  return { code, severity, path, message, counterexample: ordinaryExampleOf(survey, roles) };
}
