import type { Words } from '../en/index.ts';

export const security: Words['security'] = {
  events: {
    nothing: 'Noch nichts.',
    all: 'Alles, was mit diesem Konto geschehen ist',
    none: 'keine',
    unrestricted: 'keine Einschränkung mehr',
    because: (reason) => `„${reason}“`,
    change: (from, to) => `${from} → ${to}`,
    lookEqual: (both) => `alt und neu sehen gekürzt gleich aus: ${both}`,
    roles: (roles) => `Rollen: ${roles}`,
    lost: (ways) => `Galt danach nicht mehr: ${ways}`,
    stranded: 'Die Person konnte sich danach ohne Hilfe nicht anmelden',
    address: 'E‑Mail‑Adresse',
    version: (version) => `Version ${version}`,
    unusual: {
      device: 'an einem unbekannten Gerät',
      failures: 'nach falschen Versuchen',
      absence: 'nach einem halben Jahr oder mehr',
    },
    fellShort: (version) => `erfüllte die Richtlinie nicht (Version ${version})`,
    signedInAt: (n, text) => (n === 1 ? 'schon an 1 Ort angemeldet' : `schon an ${text} Orten angemeldet`),
    reasons: {
      locked: 'nach falschen Versuchen zeitweise gesperrt',
      blocked: 'das Konto ist gesperrt',
      'method-not-allowed': 'darf sich so nicht anmelden',
      'no-way-in': 'nichts Eingerichtetes genügte',
      'unknown-to-host': 'die App kennt diese Person nicht mehr',
      'signed-in-again': 'neue Anmeldung im selben Browser',
    },
  },
};
