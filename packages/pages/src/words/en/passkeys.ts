export const passkeys = {
  title: 'Passkeys',
  none: 'None yet. The quickest and the safest way to sign in, without a password.',
  count: (count: number): string => `${count} set up.`,
  notHere: 'Not in this browser.',
  create: 'Create a passkey',
  created: 'The passkey is set up.',
  deviceBound: 'on one device or key only',
  synced: 'synced across devices',
  added: (when: string): string => `Added ${when}`,
  renameOne: (name: string): string => `Rename ${name}`,
  removeOne: (name: string): string => `Remove ${name}`,
  renameTitle: 'Rename the passkey',
  name: 'Name',
  renamed: (name: string): string => `The passkey is now called “${name}”.`,
  removeTitle: (name: string, added: string): string => `Remove your passkey “${name}” (added ${added})?`,
  removeText: 'It stops working at once. Everything else you sign in with stays as it is.',
  removeOnly: 'This is your only passkey. It stops working at once.',
  /** To an owner of a vault. */
  vault: 'If this passkey opens your vault, you need another way to open it afterwards.',
  removeOnlyWithCodes: 'This is your only passkey. It stops working at once, and so do your backup codes.',
  /** Perhaps including this session. */
  ends: {
    here: 'You’ll be signed out wherever you signed in or confirmed something with it, here too.',
    notHere: 'You’ll be signed out wherever you signed in or confirmed something with it. Here you stay signed in.',
    perhapsHere:
      'You’ll be signed out wherever you signed in or confirmed something with it: here too, if you used it here or use it now to confirm this.',
  },
  removed: (name: string): string => `The passkey “${name}” is removed.`,
};
