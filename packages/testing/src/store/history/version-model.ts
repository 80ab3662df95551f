import type { Commit, SessionCheck, SessionLoaded } from '@sallyport/engine';
import type { Model } from './is-linearizable.ts';
import type { Call } from './record-history.ts';

/** A record that `commit` changes and `checkSession` answers. */
export type CheckedPart = 'session' | 'account' | 'policy';

/** The version of the tenant's session, account or policy: a register that begins at 1. An ended session has the version 0. */
export function versionModel(part: CheckedPart): Model<number> {
  const shown = (version: number, { asked }: Call): number | 'known' =>
    part === 'policy' && version <= (asked[0] as SessionCheck).knownPolicy ? 'known' : version;
  return {
    initial: 1,
    after(version, call) {
      if (call.verb !== 'commit') return { state: version, heard: shown(version, call) };
      const change = call.asked[0] as Commit;
      const ended = part === 'session' && change.endSessions !== undefined ? 0 : version;
      return { state: change[part]?.version ?? ended, heard: 'committed' };
    },
    heard(call, answer) {
      if (call.verb === 'commit') return 'committed';
      const loaded = answer as SessionLoaded | undefined;
      return shown(loaded?.[part]?.version ?? 0, call);
    },
    isRead: ({ verb }) => verb === 'checkSession',
    nameOf: String,
  };
}
