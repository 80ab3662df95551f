/**
 * The same object, each call of whose functions goes through `see` with its name. They run on the object itself, so that a class keeps its
 * private parts.
 */
export function seenPart<Part extends object>(
  part: Part,
  see: (name: string, call: () => unknown, asked: readonly unknown[]) => unknown,
): Part {
  const seen = new Map<string, unknown>();
  // A stand-in that inherits: what is frozen could not be answered otherwise than it is.
  const standIn: Part = Object.create(part);
  return new Proxy(standIn, {
    get(_, name) {
      const member: unknown = Reflect.get(part, name);
      if (typeof member !== 'function' || typeof name !== 'string') return member;
      const known = seen.get(name);
      if (known !== undefined) return known;
      const call = (...asked: readonly unknown[]): unknown =>
        see(name, () => Reflect.apply(member, part, asked), asked);
      seen.set(name, call);
      return call;
    },
  });
}
