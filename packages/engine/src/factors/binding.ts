/** The id of a binding: the kind of factor and the factor's own id. Evidence and sessions rest on bindings. */
export function bindingOf(kind: string, id: string): string {
  return `${kind}:${id}`;
}

/**
 * Returns whether {@link bindingOf} returns this binding for `kind` and `id`. Builds no text, because a session check calls this for each
 * factor.
 */
export function isBindingOf(binding: string, kind: string, id: string): boolean {
  return (
    binding.length === kind.length + 1 + id.length &&
    binding.startsWith(kind) &&
    binding[kind.length] === ':' &&
    binding.endsWith(id)
  );
}

/** The binding of an enrollment code that was used: the evidence goes with the code. */
export function enrollmentCodeBinding(hash: string): string {
  return bindingOf('enrollment-code', hash);
}

/** The binding of the device at which a session was opened. The binding ends the sessions of a disowned device, and is no proof. */
export function deviceBinding(deviceTokenHash: string): string {
  return bindingOf(DEVICE, deviceTokenHash);
}

/** Returns whether {@link deviceBinding} made this binding. */
export function isDeviceBinding(binding: string): boolean {
  return binding.startsWith(`${DEVICE}:`);
}

const DEVICE = 'device';
