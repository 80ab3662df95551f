import type { PartsWords } from '../en/index.ts';

export const times: PartsWords['times'] = {
  never: 'nie',
  justNow: 'gerade eben',
  ends: (when) => `Sie werden ${when} abgemeldet.`,
  endsIfUnused: (when) => `Sie werden ${when} abgemeldet, wenn Sie bis dahin nichts tun.`,
  atTime: (time) => `um ${time} Uhr`,
  onDay: (day) => `am ${day} Uhr`,
  inAMoment: 'in einem Augenblick',
  notUsedSince: 'seitdem nicht benutzt',
  lastUsed: (when) => `zuletzt benutzt: ${when}`,
  minutes: (clock) => `${clock} Minuten`,
  hours: (clock) => `${clock} Stunden`,
  seconds: (seconds) => (seconds === 1 ? '1 Sekunde' : `${seconds} Sekunden`),
};
