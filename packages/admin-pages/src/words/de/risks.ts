import type { Words } from '../en/index.ts';

export const risks: Words['risks'] = {
  urgent: 'dringend',
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
  names: {
    'administrator-without-strong-factor': 'Administratoren ohne Passkey und App',
    'one-passkey-only': 'Nur ein Passkey',
    'no-backup-codes': 'Keine Ersatzcodes',
    attacked: 'Wird angegriffen',
    dormant: 'Monatelang unbenutzt',
    'never-signed-in': 'Noch nie angemeldet',
    'policy-finding': 'Befunde der Richtlinie',
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
    policy: 'Zur Richtlinie',
    activity: 'Versuche ansehen',
  },
  severity: { error: 'Dringend', warning: 'Bald', info: 'Wenn Zeit ist' },
  more: (n) => `und ${n} weitere`,
  nothing: 'Nichts gefunden.',
  lead: (n, at) => `${n === 1 ? '1 Befund' : `${n} Befunde`}, geprüft um ${at}`,
  clearChecks: (n) => (n === 1 ? '1 Prüfung ohne Befund' : `${n} Prüfungen ohne Befund`),
  clear: {
    'administrator-without-strong-factor': 'Alle Administratoren haben einen Passkey oder eine App',
    attacked: 'Kein Konto wird angegriffen',
    'one-passkey-only': 'Niemand hängt von einem einzigen Passkey ab',
    'no-backup-codes': 'Alle mit Passkey oder App haben Ersatzcodes',
    dormant: 'Kein benutztes Konto liegt seit Monaten brach',
    'never-signed-in': 'Alle haben sich schon angemeldet',
    'policy-finding': 'Die Richtlinie hat keine schwache Regel',
  },
};
