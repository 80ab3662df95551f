/** Freezes a value and all that it holds; what is frozen already, as every primitive is, is taken to be so all through. */
export function deepFreeze<Value>(value: Value): Value {
  if (Object.isFrozen(value)) return value;
  for (const member of Object.values(Object(value))) deepFreeze(member);
  return Object.freeze(value);
}
