import { useMemo, useState } from 'preact/hooks';
import type { Channel } from '../api/types';
import type { Mode } from '../player/engine';
import { presenceOf, sourceOf } from '../player/source';
import { loadSettings, saveSettings } from '../settings';
import { watchUrls } from '../urls';
import { ModeSwitch } from './mode-switch';
import { ReadoutLine } from './readout-line';
import { channelPicture, Snapshot } from './snapshot';
import { Stage } from './stage';
import { usePlayer } from './use-player';
import { t } from '../i18n';

/**
 * - `card`: one of many, as little as possible around the picture until it plays.
 * - `feature`: the only one.
 * - `large`: the channel's own page; starts by itself, without sound, and shows every control.
 */
export type PlayerSize = 'card' | 'feature' | 'large';

interface PlayerBoxProps {
  name: string;
  channel: Channel | undefined;
  size: PlayerSize;
}

/** The picture of a channel, the choice of how it is played, and how far behind it is. */
export function PlayerBox({ name, channel, size }: PlayerBoxProps) {
  const [mode, setMode] = useState<Mode>(() => loadSettings().mode);
  const large = size === 'large';
  const vhost = channel?.vhost;
  // The listeners matter to RTMP only, which no browser plays.
  const urls = useMemo(() => watchUrls({ name, vhost }, undefined, location), [name, vhost]);
  const used = usePlayer({
    name,
    source: sourceOf(mode, urls, channel),
    presence: presenceOf(channel),
    autoplay: large,
  });
  const { state } = used.view;
  const choose = (chosen: Mode) => {
    saveSettings({ mode: chosen });
    setMode(chosen);
  };
  return (
    <div class={`player ${large ? 'is-large' : ''}`}>
      <Stage
        name={name}
        used={used}
        autoplay={large}
        poster={<Snapshot url={channelPicture(channel)} gone={channel === undefined} />}
      />
      {(size !== 'card' || state.is !== 'stopped') && (
        <div class="player-bar">
          <ModeSwitch mode={mode} withTransport={large} onChange={choose} />
          <ReadoutLine player={used.player} playing={state.is === 'playing'} detailed={large} />
        </div>
      )}
      {state.is === 'playing' && used.source.leftOut !== '' && (
        <p class="hint">{t('player.cannot', { tracks: used.source.leftOut })}</p>
      )}
    </div>
  );
}
