/**
 * Returns a stand-in for `part` whose function calls go through `see` with the function's name. The functions run on `part` itself, so
 * that private members of a class work.
 */
export function seenPart<Part extends object>(
  part: Part,
  see: (name: string, call: () => unknown, asked: readonly unknown[]) => unknown,
): Part {
  const seen = new Map<string, unknown>();
  // The proxy's target inherits from `part`: a proxy of a frozen object could not return other values.
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
