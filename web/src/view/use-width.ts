import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Until it is known. */
const USUAL_PX = 800;

/** How wide a part of the page is. */
export function useWidth(box: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(USUAL_PX);
  useEffect(() => {
    if (!box.current || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry?.contentRect.width ?? 0);
      setWidthPx(width > 0 ? width : USUAL_PX);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return widthPx;
}
