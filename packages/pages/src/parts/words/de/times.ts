import type { PartsWords } from '../en/index.ts';

export const times: PartsWords['times'] = {
  never: 'nie',
  justNow: 'gerade eben',
  ends: (when) => `Abmeldung: ${when}.`,
  endsIfUnused: (when) => `Abmeldung: ${when}, wenn Sie bis dahin nichts tun.`,
  atTime: (time) => time,
  onDay: (day) => day,
  inAMoment: 'in einem Augenblick',
  notUsedSince: 'seither nicht benutzt',
  lastUsed: (when) => `zuletzt benutzt: ${when}`,
  seconds: (seconds) => (seconds === 1 ? '1 Sekunde' : `${seconds} Sekunden`),
};
