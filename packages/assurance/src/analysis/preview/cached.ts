export function cached<One, Other, Answer extends string | number | boolean | object>(
  most: number,
  keyOf: (one: One, other: Other) => string | number | undefined,
  compute: (one: One, other: Other) => Answer,
): (one: One, other: Other) => Answer {
  const answers = new Map<string | number, Answer>();
  return (one, other) => {
    const key = keyOf(one, other);
    if (key === undefined) return compute(one, other);
    const before = answers.get(key);
    if (before !== undefined) return before;
    const answer = compute(one, other);
    if (answers.size >= most) answers.clear();
    answers.set(key, answer);
    return answer;
  };
}
