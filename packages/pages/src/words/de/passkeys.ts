import type { OwnWords } from '../en/index.ts';

export const passkeys: OwnWords['account']['passkeys'] = {
  title: 'Passkeys',
  none: 'Noch keine. Der schnellste und sicherste Weg, sich anzumelden, ohne Passwort.',
  count: (count) => `${count} eingerichtet.`,
  notHere: 'Nicht in diesem Browser.',
  create: 'Passkey erstellen',
  created: 'Der Passkey ist eingerichtet.',
  deviceBound: 'liegt nur auf einem Gerät oder Schlüssel',
  synced: 'auf mehreren Geräten verfügbar',
  added: (when) => `Hinzugefügt: ${when}`,
  renameOne: (name) => `${name} umbenennen`,
  removeOne: (name) => `${name} entfernen`,
  renameTitle: 'Passkey umbenennen',
  name: 'Name',
  renamed: (name) => `Der Passkey heißt jetzt „${name}“.`,
  removeTitle: (name, added) => `Ihren Passkey „${name}“ (hinzugefügt ${added}) entfernen?`,
  removeText: 'Er gilt sofort nicht mehr. Alles andere, womit Sie sich anmelden, bleibt, wie es ist.',
  removeOnly: 'Das ist Ihr einziger Passkey. Er gilt sofort nicht mehr.',
  vault: 'Wenn dieser Passkey Ihren Tresor öffnet, brauchen Sie danach einen anderen Weg in den Tresor.',
  removeOnlyWithCodes: 'Das ist Ihr einziger Passkey. Er gilt sofort nicht mehr, und Ihre Ersatzcodes auch nicht.',
  ends: {
    here: 'Sie werden überall abgemeldet, wo Sie sich damit angemeldet oder etwas bestätigt haben, auch hier.',
    notHere:
      'Sie werden überall abgemeldet, wo Sie sich damit angemeldet oder etwas bestätigt haben. Hier bleiben Sie angemeldet.',
    perhapsHere:
      'Sie werden überall abgemeldet, wo Sie sich damit angemeldet oder etwas bestätigt haben: auch hier, wenn Sie ihn hier benutzt haben oder jetzt benutzen.',
  },
  removed: (name) => `Der Passkey „${name}“ ist entfernt.`,
};
