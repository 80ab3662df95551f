/** The id of something that an account has, which evidence and sessions rest on: of which kind it is, and its own id. */
export function bindingOf(kind: string, id: string): string {
  return `${kind}:${id}`;
}

/** Whether this is {@link bindingOf} them. A session check asks it for each of an account's factors, and so writes no text for it. */
export function isBindingOf(binding: string, kind: string, id: string): boolean {
  return (
    binding.length === kind.length + 1 + id.length &&
    binding.startsWith(kind) &&
    binding[kind.length] === ':' &&
    binding.endsWith(id)
  );
}

/** The id of an enrollment code that was shown: its evidence goes with the code. */
export function enrollmentCodeBinding(hash: string): string {
  return bindingOf('enrollment-code', hash);
}
