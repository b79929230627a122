import { useMemo } from 'preact/hooks';
import type { Source } from '../../api/control-types';
import { type SourceState, stateOf } from '../../control/sources';
import { playlist } from '../../player/engine';
import type { Presence } from '../../player/state';
import { mediaAt } from '../../urls';
import { ReadoutLine } from '../readout-line';
import { Snapshot } from '../snapshot';
import { Stage } from '../stage';
import { usePlayer } from '../use-player';

const PRESENCE: Record<SourceState, Presence> = {
  live: 'live',
  silent: 'waiting',
  away: 'waiting',
  off: 'absent',
};

/** Its newest picture, and on a click all that follow. */
export function SourcePlayer({ source }: { source: Source }) {
  const { id, name, live, snapshot } = source;
  const state = stateOf(source);
  const played = useMemo(() => playlist(mediaAt(live, location), false), [live]);
  const used = usePlayer({ name: id, source: played, presence: PRESENCE[state], autoplay: false });
  const playing = used.view.state.is !== 'stopped';
  return (
    <div class="player">
      <Stage
        name={name}
        used={used}
        autoplay={false}
        offered={state === 'live' || state === 'silent'}
        poster={
          <Snapshot
            url={state === 'live' ? mediaAt(snapshot, location) : undefined}
            gone={state === 'off'}
          />
        }
      />
      {playing && (
        <div class="player-bar">
          <ReadoutLine
            player={used.player}
            playing={used.view.state.is === 'playing'}
            detailed={false}
          />
        </div>
      )}
    </div>
  );
}
