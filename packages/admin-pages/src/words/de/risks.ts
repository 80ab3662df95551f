import type { Words } from '../en/index.ts';

export const risks: Words['risks'] = {
  says: {
    'administrator-without-strong-factor': (n, text) =>
      n === 1
        ? `${text} Administrator hat weder Passkey noch App`
        : `${text} Administratoren haben weder Passkey noch App`,
    'one-passkey-only': (n, text) =>
      n === 1 ? `${text} Person hat nur einen Passkey` : `${text} Personen haben nur einen Passkey`,
    'no-backup-codes': (n, text) =>
      n === 1 ? `${text} Person hat keine Ersatzcodes` : `${text} Personen haben keine Ersatzcodes`,
    attacked: (n, text) => (n === 1 ? `${text} Konto wird angegriffen` : `${text} Konten werden angegriffen`),
    dormant: (n, text) =>
      n === 1
        ? `${text} Person hat sich monatelang nicht angemeldet`
        : `${text} Personen haben sich monatelang nicht angemeldet`,
    'never-signed-in': (n, text) =>
      n === 1 ? `${text} Person hat sich noch nie angemeldet` : `${text} Personen haben sich noch nie angemeldet`,
  },
  why: {
    'administrator-without-strong-factor': 'Wer ihre E-Mails liest, kann Konten ändern.',
    'one-passkey-only': 'Geht er verloren, brauchen sie Ihre Hilfe.',
    'no-backup-codes': 'Geht ihr Gerät verloren, brauchen sie Ihre Hilfe.',
    attacked: 'Jemand rät ihre Passwörter oder Codes.',
    dormant: 'Niemand würde merken, wenn jemand anders diese Konten benutzt.',
    'never-signed-in': 'Ihr erstes Passwort oder ihre Einladung kann in falschen Händen sein.',
    'policy-finding': 'Eine Regel der Richtlinie.',
  },
  acts: {
    people: 'Ansehen',
    remind: 'Erinnern',
    policy: 'Zur Richtlinie',
    activity: 'Versuche ansehen',
  },
  severity: { error: 'Dringend', warning: 'Bald', info: 'Später' },
  title: 'Befunde',
  more: (n) => `und ${n} weitere`,
  nothing: (at) => `Nichts gefunden, geprüft um ${at}.`,
  lead: (urgent) =>
    urgent === 0 ? 'Nichts ist dringend' : urgent === 1 ? '1 Befund ist dringend' : `${urgent} Befunde sind dringend`,
  reminded: (done) => `${done} per E-Mail erinnert.`,
  notReminded: (n) => `${n} konnten nicht erinnert werden.`,
};
