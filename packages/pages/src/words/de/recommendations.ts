import type { OwnWords } from '../en/index.ts';

export const recommendations: OwnWords['recommendations'] = {
  'add-passkey': 'Erstellen Sie einen Passkey: Er ist schneller als ein Passwort und schützt vor gefälschten Seiten.',
  'add-second-passkey':
    'Erstellen Sie einen zweiten Passkey: Wenn Sie den einen verlieren, melden Sie sich mit dem anderen an. Wählen Sie dafür im Fenster Ihres Browsers ein anderes Gerät oder einen Sicherheitsschlüssel.',
  'add-device-passkey':
    'Alle Ihre Passkeys sind auf Sicherheitsschlüsseln: Erstellen Sie einen auf einem Gerät, das Sie bei sich haben.',
  'add-roaming-passkey':
    'Alle Ihre Passkeys sind auf Ihren Geräten: Erstellen Sie einen auf einem Sicherheitsschlüssel, den Sie woanders aufbewahren.',
  'renew-backup-codes': 'Sie haben wenige oder keine Ersatzcodes: Erstellen Sie neue.',
};
