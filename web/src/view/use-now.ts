import { useEffect, useState } from 'preact/hooks';

const TICK_MS = 1000;

/** The time, renewed every second for as long as a clock is shown that runs. */
export function useNow(runs: boolean): number {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!runs) {
      return undefined;
    }
    const timer = setInterval(() => tick((times) => times + 1), TICK_MS);
    return () => clearInterval(timer);
  }, [runs]);
  return Date.now();
}
