import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Channel } from '../api/types';
import { Poller } from '../poller';
import { Pictures, RENEW_MS, showable } from '../snapshots';
import { snapshotUrl } from '../urls';
import { NoPictureIcon } from './icons';

interface SnapshotProps {
  /** `undefined` while there is nothing new to see. */
  url: string | undefined;
  /** What was seen is not to be seen any more. */
  gone: boolean;
}

/** Where the newest picture of a channel is: only while there is one, and this browser shows it. */
export function channelPicture(channel: Channel | undefined): string | undefined {
  return channel?.state === 'live' && showable(channel)
    ? snapshotUrl(channel, location)
    : undefined;
}

/** The newest key frame, renewed while one looks; a neutral sign where there is none. */
export function Snapshot({ url, gone }: SnapshotProps) {
  const box = useRef<HTMLSpanElement>(null);
  const seen = useSeen(box);
  const pictures = usePictures(seen ? url : undefined, gone);
  const { shown, coming } = pictures;
  return (
    <span ref={box} class="snapshot" aria-hidden="true">
      {shown === undefined && <NoPictureIcon />}
      {[shown, coming].map(
        (picture) =>
          picture !== undefined && (
            <video
              key={picture}
              class={picture === shown ? 'is-shown' : ''}
              // Phones show no picture of a video that was not sought in or played.
              src={`${picture}#t=0.001`}
              muted
              playsInline
              preload="auto"
              tabIndex={-1}
              onLoadedData={() => pictures.arrived(picture, true)}
              onError={() => pictures.arrived(picture, false)}
            />
          ),
      )}
    </span>
  );
}

/** Has the picture renewed for as long as there is an address. */
function usePictures(url: string | undefined, gone: boolean): Pictures {
  const [, redraw] = useState(0);
  const [pictures] = useState(() => new Pictures(() => redraw((times) => times + 1)));
  useEffect(() => {
    if (url === undefined) {
      return undefined;
    }
    const poller = new Poller(() => pictures.renew(url, performance.now()), RENEW_MS);
    poller.start();
    return () => poller.stop();
  }, [url]);
  useEffect(() => () => pictures.clear(), [gone]);
  return pictures;
}

/** Whether it is on the screen, or nearly. */
function useSeen(box: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!box.current || typeof IntersectionObserver === 'undefined') {
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => setSeen(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: '80px' },
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return seen;
}
