import type { WhatIfWords } from '../en/what-if.ts';

export const whatIf: WhatIfWords = {
  begin: 'Die Anmeldung beginnt',
  accepted: 'Angenommen',
  notYet: (why) => `Richtig, aber allein nicht genug. ${why}`,
  passkeyOneStep: 'Dieser Passkey verlangt weder PIN noch Finger und zählt deshalb als ein Schritt.',
  refused: 'Genügt nicht',
  notOffered: 'Wird in dieser Anmeldung nicht angeboten',
  startsOther: 'Eine Anmeldung beginnt immer mit etwas anderem, zum Beispiel mit einem Passwort.',
  nothingStronger: 'Die Richtlinie bietet Codes per E-Mail nur an, wenn weder App noch Passkey eingerichtet ist.',
  cannotGive: 'Hat diese Person nicht eingerichtet',
  asksFor: (ways) => `Gefragt wird nach: ${ways}`,
  setsUp: (ways) => `Muss einrichten: ${ways}`,
  goesTo: 'Wird zum Single Sign-on geschickt',
  complete: 'Angemeldet',
  denied: {
    'account-blocked': 'Abgelehnt: Das Konto ist gesperrt',
    'method-not-allowed': 'Abgelehnt: Dieser Weg ist nicht erlaubt',
    'no-way-in': 'Abgelehnt: Nichts Eingerichtetes würde genügen',
    locked: 'Abgelehnt: Das Konto ist nach Fehlversuchen zu',
  },
  other: 'Abgelehnt',
};
