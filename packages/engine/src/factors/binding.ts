export function bindingOf(kind: string, id: string): string {
  return `${kind}:${id}`;
}

export function isBindingOf(binding: string, kind: string, id: string): boolean {
  return (
    binding.length === kind.length + 1 + id.length &&
    binding.startsWith(kind) &&
    binding[kind.length] === ':' &&
    binding.endsWith(id)
  );
}

export function enrollmentCodeBinding(hash: string): string {
  return bindingOf('enrollment-code', hash);
}

/** Ends the sessions of a disowned device, and is no proof. */
export function deviceBinding(deviceTokenHash: string): string {
  return bindingOf(DEVICE, deviceTokenHash);
}

export function isDeviceBinding(binding: string): boolean {
  return binding.startsWith(`${DEVICE}:`);
}

const DEVICE = 'device';
