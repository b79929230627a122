import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Source } from '../player/engine';
import { Player, type PlayerView } from '../player/player';
import { type Presence, STOPPED } from '../player/state';

const AT_REST: PlayerView = { state: STOPPED, presence: 'live', moving: true, silenced: false };

interface UsePlayerProps {
  /** Of what is shown; another one has another player. */
  name: string;
  source: Source;
  presence: Presence;
  autoplay: boolean;
}

export interface UsedPlayer {
  video: RefObject<HTMLVideoElement | null>;
  /** `undefined` until the video element is there. */
  player: Player | undefined;
  view: PlayerView;
  source: Source;
}

/** One `Player` for as long as the same is shown; it follows what the server says. */
export function usePlayer({ name, source, presence, autoplay }: UsePlayerProps): UsedPlayer {
  const video = useRef<HTMLVideoElement>(null);
  const [player, setPlayer] = useState<Player>();
  const [view, setView] = useState(AT_REST);

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

  useEffect(() => player?.follow(source, presence));
  return { video, player, view, source };
}
