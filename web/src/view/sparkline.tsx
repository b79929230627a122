const WIDTH = 96;
const HEIGHT = 28;

/** A steady stream draws its line here, with room above for what may come. */
const FILL = 0.75;

/** A curve of the last values without axes: the number beside it says how much. */
export function Sparkline({ values }: { values: number[] }) {
  if (values.length < 2 || values.every((value) => value === 0)) {
    return <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  }
  const line = sparklinePath(values);
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="area" d={`${line} V${HEIGHT} H0 Z`} />
      <path class="line" d={line} />
    </svg>
  );
}

/** From the left edge to the right one; the largest value nearly touches the top. */
export function sparklinePath(values: number[]): string {
  const highest = Math.max(...values, 1);
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * WIDTH;
    const y = HEIGHT - (Math.max(0, value) / highest) * HEIGHT * FILL;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join(' L')}`;
}
