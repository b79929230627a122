import { useEffect, useState } from 'preact/hooks';
import { moment } from '../format';
import { t } from '../i18n';
import type { Player } from '../player/player';
import { BackwardIcon, ForwardIcon, PauseIcon, PlayIcon } from './icons';
import { CommonControls, IconButton, usePaused, useSound } from './player-controls';

const SKIP_SECONDS = 10;
const LOOK_MS = 250;

interface ReplayControlsProps {
  video: HTMLVideoElement;
  stage: HTMLElement | null;
  player: Player;
}

/** The bar over the lower edge of a recording; where in time it is, is chosen on its timeline. */
export function ReplayControls({ video, stage, player }: ReplayControlsProps) {
  const sound = useSound(video);
  const paused = usePaused(video);
  const recordedMs = useRecordedMs(player);
  return (
    <div class="controls">
      {paused ? (
        <IconButton label={t('player.on')} onClick={() => void video.play().catch(() => {})}>
          <PlayIcon />
        </IconButton>
      ) : (
        <IconButton label={t('player.pause')} onClick={() => video.pause()}>
          <PauseIcon />
        </IconButton>
      )}
      <IconButton label={t('player.back', { n: SKIP_SECONDS })} onClick={() => skip(video, -1)}>
        <BackwardIcon />
      </IconButton>
      <IconButton label={t('player.forward', { n: SKIP_SECONDS })} onClick={() => skip(video, 1)}>
        <ForwardIcon />
      </IconButton>
      <time class="replay-time">
        {recordedMs === undefined ? '' : moment(new Date(recordedMs))}
      </time>
      <span class="spacer" />
      <CommonControls video={video} stage={stage} sound={sound} />
    </div>
  );
}

/** A little back, or forward. */
export function skip(video: HTMLVideoElement, way: number): void {
  video.currentTime = Math.max(0, video.currentTime + way * SKIP_SECONDS);
}

/** When was recorded what the player shows. */
export function useRecordedMs(player: Player | undefined): number | undefined {
  const [recordedMs, setRecordedMs] = useState<number>();
  useEffect(() => {
    const look = () => setRecordedMs(player?.recordedMs());
    const timer = setInterval(look, LOOK_MS);
    look();
    return () => clearInterval(timer);
  }, [player]);
  return recordedMs;
}
