export const recommendations = {
  'add-passkey': 'Create a passkey: it’s quicker than a password, and no fake site can steal it.',
  'add-second-passkey':
    'Create a second passkey: if you lose one passkey, you sign in with the other. In your browser’s window, choose another device or a security key for it.',
  'add-device-passkey': 'All your passkeys are on security keys: create one on a device you carry.',
  'add-roaming-passkey': 'All your passkeys are on your devices: create one on a security key you keep elsewhere.',
  'renew-backup-codes': 'You have few or no backup codes: make new ones.',
};
