/** A value that is already frozen is assumed to be frozen throughout. */
export function deepFreeze<Value>(value: Value): Value {
  if (Object.isFrozen(value)) return value;
  for (const member of Object.values(Object(value))) deepFreeze(member);
  return Object.freeze(value);
}
