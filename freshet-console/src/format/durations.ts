const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
];

/** A duration as queries and provisioning files write it, in the largest unit that tells it exactly: `500ms`, `5s`, `15m`. */
export function shortDuration(millis: number): string {
  const unit = UNITS.find(([size]) => millis >= size && millis % size === 0);
  return unit ? `${millis / unit[0]}${unit[1]}` : `${millis}ms`;
}
