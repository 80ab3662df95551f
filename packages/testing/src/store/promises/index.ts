import type { Chapter } from '../scene.ts';
import { actors } from './actors.ts';
import { attemptsBounded } from './attempts-bounded.ts';
import { attemptsCleared } from './attempts-cleared.ts';
import { attemptsInTime } from './attempts-in-time.ts';
import { attemptsModel } from './attempts-model.ts';
import { attemptsOpen } from './attempts-open.ts';
import { attemptsReturned } from './attempts-returned.ts';
import { attemptsSubjects } from './attempts-subjects.ts';
import { deviceLists } from './device-lists.ts';
import { deviceRecords } from './device-records.ts';
import { devices } from './devices.ts';
import { eventStream } from './event-stream.ts';
import { events } from './events.ts';
import { expiry } from './expiry.ts';
import { guards } from './guards.ts';
import { histories } from './histories.ts';
import { keys } from './keys.ts';
import { linearizable } from './linearizable.ts';
import { listings } from './listings.ts';
import { logBatches } from './log-batches.ts';
import { malformed } from './malformed.ts';
import { memberships } from './memberships.ts';
import { organisationChecks } from './organisation-checks.ts';
import { organisations } from './organisations.ts';
import { passkeys } from './passkeys.ts';
import { people } from './people.ts';
import { records } from './records.ts';
import { removedTenants } from './removed-tenants.ts';
import { retention } from './retention.ts';
import { reuses } from './reuses.ts';
import { rotations } from './rotations.ts';
import { samlRequests } from './saml-requests.ts';
import { sessionCheck } from './session-check.ts';
import { sessions } from './sessions.ts';
import { singleUses } from './single-use.ts';
import { steps } from './steps.ts';
import { sweep } from './sweep.ts';
import { tenants } from './tenants.ts';
import { textsInLists } from './texts-in-lists.ts';
import { unknownFailures } from './unknown-failures.ts';
import { vaults } from './vaults.ts';
import { versions } from './versions.ts';

export const chapters: readonly Chapter[] = [
  records,
  guards,
  steps,
  malformed,
  versions,
  keys,
  passkeys,
  singleUses,
  linearizable,
  sessions,
  rotations,
  actors,
  vaults,
  samlRequests,
  sessionCheck,
  expiry,
  attemptsBounded,
  attemptsInTime,
  attemptsReturned,
  attemptsOpen,
  attemptsSubjects,
  attemptsCleared,
  attemptsModel,
  histories,
  devices,
  deviceRecords,
  deviceLists,
  logBatches,
  listings,
  people,
  textsInLists,
  events,
  eventStream,
  unknownFailures,
  tenants,
  sweep,
  retention,
  reuses,
  organisations,
  memberships,
  organisationChecks,
  removedTenants,
];
