import { useEffect, useState } from 'preact/hooks';
import type { Player } from '../player/player';
import { loadSettings, saveSettings } from '../settings';
import { FullscreenIcon, MutedIcon, PictureIcon, PlayIcon, SoundIcon, StopIcon } from './icons';
import { t } from '../i18n';

interface PlayerControlsProps {
  video: HTMLVideoElement;
  stage: HTMLElement | null;
  player: Player;
  /** It started without sound though there is some, so a large button offers it. */
  offerSound: boolean;
}

/** The bar over the lower edge of the picture. */
export function PlayerControls({ video, stage, player, offerSound }: PlayerControlsProps) {
  const sound = useSound(video);
  const paused = usePaused(video);
  return (
    <>
      {offerSound && sound.muted && !sound.touched && (
        <button type="button" class="unmute" onClick={sound.toggle}>
          <MutedIcon />
          {t('player.soundOn')}
        </button>
      )}
      <div class="controls">
        {paused ? (
          <IconButton label={t('player.on')} onClick={() => player.toLive()}>
            <PlayIcon />
          </IconButton>
        ) : (
          <IconButton label={t('player.stop')} onClick={() => player.stop()}>
            <StopIcon />
          </IconButton>
        )}
        <button type="button" class="go-live" onClick={() => player.toLive()}>
          {t('player.live')}
          <span class="off-screen">{t('player.toLive')}</span>
        </button>
        <span class="spacer" />
        <CommonControls video={video} stage={stage} sound={sound} />
      </div>
    </>
  );
}

interface CommonControlsProps {
  video: HTMLVideoElement;
  stage: HTMLElement | null;
  sound: Sound;
}

/** Sound and size, whatever is played. */
export function CommonControls({ video, stage, sound }: CommonControlsProps) {
  const canFloat = document.pictureInPictureEnabled && !video.disablePictureInPicture;
  return (
    <>
      <IconButton label={t(sound.muted ? 'player.soundOn' : 'player.mute')} onClick={sound.toggle}>
        {sound.muted ? <MutedIcon /> : <SoundIcon />}
      </IconButton>
      <input
        type="range"
        class="volume"
        aria-label={t('player.volume')}
        min="0"
        max="1"
        step="0.05"
        value={sound.muted ? 0 : sound.volume}
        onInput={(event) => sound.setVolume(Number(event.currentTarget.value))}
      />
      {canFloat && (
        <IconButton label={t('player.float')} onClick={() => toggleFloating(video)}>
          <PictureIcon />
        </IconButton>
      )}
      <IconButton label={t('player.full')} onClick={() => stage && toggleFullscreen(stage, video)}>
        <FullscreenIcon />
      </IconButton>
    </>
  );
}

/** Media keys, headphones and phones pause a video without asking the page. */
export function usePaused(video: HTMLVideoElement): boolean {
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    const changed = () => setPaused(video.paused && video.readyState >= 2);
    video.addEventListener('pause', changed);
    video.addEventListener('play', changed);
    return () => {
      video.removeEventListener('pause', changed);
      video.removeEventListener('play', changed);
    };
  }, [video]);
  return paused;
}

type Sound = ReturnType<typeof useSound>;

/** The sound as the video element has it, whoever changes it. */
export function useSound(video: HTMLVideoElement) {
  const [, redraw] = useState(0);
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    video.volume = loadSettings().volume;
    const changed = () => redraw((times) => times + 1);
    video.addEventListener('volumechange', changed);
    return () => video.removeEventListener('volumechange', changed);
  }, [video]);
  return {
    muted: video.muted,
    volume: video.volume,
    touched,
    toggle: () => {
      setTouched(true);
      video.muted = !video.muted;
    },
    setVolume: (volume: number) => {
      setTouched(true);
      video.muted = volume === 0;
      if (volume > 0) {
        video.volume = volume;
        saveSettings({ volume });
      }
    },
  };
}

/** Phones put only the video itself on the full screen. */
export function toggleFullscreen(stage: HTMLElement, video: HTMLVideoElement): void {
  const phone = video as HTMLVideoElement & { webkitEnterFullscreen?: () => void };
  if (document.fullscreenElement) {
    void document.exitFullscreen();
  } else if (typeof stage.requestFullscreen === 'function') {
    void stage.requestFullscreen().catch(() => {});
  } else {
    phone.webkitEnterFullscreen?.();
  }
}

async function toggleFloating(video: HTMLVideoElement): Promise<void> {
  try {
    await (document.pictureInPictureElement
      ? document.exitPictureInPicture()
      : video.requestPictureInPicture());
  } catch {
    // Refused while there is no picture yet; the viewer can press again.
  }
}

interface IconButtonProps {
  label: string;
  onClick: () => void;
  children: preact.ComponentChildren;
}

export function IconButton({ label, onClick, children }: IconButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  );
}
