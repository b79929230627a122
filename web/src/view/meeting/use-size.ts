import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Until it is known. */
const USUAL = { width: 640, height: 360 };

/** How large a part of the page is. */
export function useSize(box: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState(USUAL);
  useEffect(() => {
    if (!box.current || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      setSize(width > 0 && height > 0 ? { width, height } : USUAL);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return size;
}
