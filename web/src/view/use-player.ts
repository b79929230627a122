import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Channel } from '../api/types';
import type { Mode, Source } from '../player/engine';
import { Player, type PlayerView } from '../player/player';
import { presenceOf, sourceOf } from '../player/source';
import { STOPPED } from '../player/state';
import { watchUrls } from '../urls';

const AT_REST: PlayerView = { state: STOPPED, presence: 'live', moving: true, silenced: false };

interface UsePlayerProps {
  name: string;
  channel: Channel | undefined;
  mode: Mode;
  autoplay: boolean;
}

export interface UsedPlayer {
  video: RefObject<HTMLVideoElement | null>;
  /** `undefined` until the video element is there. */
  player: Player | undefined;
  view: PlayerView;
  source: Source;
}

/** One `Player` for as long as the same channel is shown; it follows what the server says. */
export function usePlayer({ name, channel, mode, autoplay }: UsePlayerProps): UsedPlayer {
  const video = useRef<HTMLVideoElement>(null);
  const [player, setPlayer] = useState<Player>();
  const [view, setView] = useState(AT_REST);
  const vhost = channel?.vhost;
  // The listeners matter to RTMP only, which no browser plays.
  const urls = useMemo(() => watchUrls({ name, vhost }, undefined, location), [name, vhost]);
  const source = sourceOf(mode, urls, channel);

  useEffect(() => {
    if (!video.current) {
      return undefined;
    }
    const created = new Player(video.current, source, setView);
    setPlayer(created);
    if (autoplay) {
      video.current.muted = true;
      created.play();
    }
    return () => created.stop();
  }, [name]);

  useEffect(() => player?.follow(source, presenceOf(channel)));
  return { video, player, view, source };
}
