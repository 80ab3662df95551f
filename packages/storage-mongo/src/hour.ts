export const HOUR = 3_600_000;

export function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}
