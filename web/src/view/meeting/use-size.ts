import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Until it is known. */
const USUAL = { width: 640, height: 360 };

/** As in the style sheet. */
const SCROLLED = '(max-width: 800px)';

/** Of a page that is scrolled, pictures leave room for what is below. */
const SHARE = 0.46;

/** How large a part of the page is, or may become where its height is that of what is in it. */
export function useSize(box: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState(USUAL);
  useEffect(() => {
    if (!box.current || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      const isScrolled = matchMedia(SCROLLED).matches;
      const usable = { width, height: isScrolled ? innerHeight * SHARE : height };
      setSize(width > 0 && usable.height > 0 ? usable : USUAL);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return size;
}
