export function whenText(at: number): string {
  return new Date(at).toISOString();
}
