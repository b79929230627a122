import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { PlayerView } from '../player/player';
import { message } from '../player/state';
import { PlayIcon, WaveIcon } from './icons';
import { PlayerControls, toggleFullscreen } from './player-controls';
import { ReplayControls, skip } from './replay-controls';
import type { UsedPlayer } from './use-player';
import { t } from '../i18n';

interface StageProps {
  name: string;
  used: UsedPlayer;
  /** Shown until it plays. */
  poster?: ComponentChildren;
  /** There is something to play. */
  offered?: boolean;
  /** It starts by itself and therefore silently, so the sound is offered. */
  autoplay: boolean;
}

/** The picture and what lies over it. */
export function Stage({ name, used, poster, offered = true, autoplay }: StageProps) {
  const { video, player, view, source } = used;
  const stage = useRef<HTMLDivElement>(null);
  const stopped = view.state.is === 'stopped';
  const playing = view.state.is === 'playing';
  const words = message(view.state, view.presence, view.moving);
  return (
    <div
      ref={stage}
      class="stage"
      data-state={view.state.is}
      style={{ '--hue': String(hueOf(name)) }}
      onKeyDown={(event) => onKey(event, used, stage.current)}
    >
      <video ref={video} playsInline preload="none" aria-label={t('player.picture', { name })} />
      {source.hasVideo === false && words === '' && <SoundOnly />}
      {stopped && poster}
      {stopped && offered && <PlayButton name={name} onClick={() => playWithSound(used)} />}
      {isBusy(view) && words === '' && <span class="spinner" />}
      <p class="stage-words" role="status">
        {words}
      </p>
      {!stopped && player && video.current && source.recorded && (
        <ReplayControls video={video.current} stage={stage.current} player={player} />
      )}
      {!stopped && player && video.current && !source.recorded && (
        <PlayerControls
          video={video.current}
          stage={stage.current}
          player={player}
          offerSound={playing && (autoplay || view.silenced) && source.hasAudio !== false}
        />
      )}
    </div>
  );
}

function PlayButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button type="button" class="play" onClick={onClick}>
      <span class="play-disc">
        <PlayIcon />
      </span>
      <span class="off-screen">{t('player.play', { name })}</span>
    </button>
  );
}

function SoundOnly() {
  return (
    <p class="audio-only">
      <WaveIcon />
      {t('player.soundOnly')}
    </p>
  );
}

/** Somebody who presses play wants to hear it. */
function playWithSound({ video, player }: UsedPlayer): void {
  if (video.current) {
    video.current.muted = false;
  }
  player?.play();
}

/** Letters as other players use them, while the focus is in the player. */
function onKey(event: KeyboardEvent, used: UsedPlayer, stage: HTMLElement | null): void {
  const video = used.video.current;
  if (!video || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === 'm') {
    video.muted = !video.muted;
  } else if (event.key === 'f' && stage) {
    toggleFullscreen(stage, video);
  } else if (used.source.recorded && !(event.target instanceof HTMLInputElement)) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way !== undefined) {
      event.preventDefault();
      skip(video, way);
    }
  }
}

function isBusy({ state, moving }: PlayerView): boolean {
  return state.is === 'starting' || (state.is === 'playing' && !moving);
}

/** A hue between green-blue and violet, always the same for the same name. */
function hueOf(name: string): number {
  let sum = 0;
  for (const char of name) {
    sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 997;
  }
  return 165 + (sum % 110);
}
