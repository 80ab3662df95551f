/** Passkeys on the account page. */
export const passkeys = {
  title: 'Passkeys',
  none: 'None yet. The quickest and the safest way to sign in.',
  count: (count: number): string => `${count} set up.`,
  create: 'Create a passkey',
  created: 'The passkey is set up.',
  deviceBound: 'Stays on its device',
  synced: 'Synced across devices',
  added: (when: string): string => `added ${when}`,
  renameOne: (name: string): string => `Rename ${name}`,
  removeOne: (name: string): string => `Remove ${name}`,
  renameTitle: 'Rename the passkey',
  name: 'Name',
  renamed: (name: string): string => `The passkey is now called ${name}.`,
  removeTitle: (name: string): string => `Remove ${name}?`,
  removeText: 'It stops working at once. Everything else you sign in with stays as it is.',
  removed: (name: string): string => `${name} is removed.`,
};
