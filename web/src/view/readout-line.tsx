import { useEffect, useState } from 'preact/hooks';
import { count, seconds } from '../format';
import type { Player, Reading } from '../player/player';
import { t } from '../i18n';

const READ_MS = 500;

interface ReadoutLineProps {
  player: Player | undefined;
  playing: boolean;
  detailed: boolean;
}

/** How far behind the newest picture this player is. */
export function ReadoutLine({ player, playing, detailed }: ReadoutLineProps) {
  const [reading, setReading] = useState<Reading>();
  useEffect(() => {
    if (!player || !playing) {
      setReading(undefined);
      return undefined;
    }
    const timer = setInterval(() => setReading(player.reading()), READ_MS);
    return () => clearInterval(timer);
  }, [player, playing]);
  if (!reading) {
    return <dl class="readout" />;
  }
  return (
    <dl class="readout">
      <Value name={t('player.behind')} value={seconds(reading.behindLiveSeconds)} />
      {detailed && (
        <>
          <Value name={t('player.buffer')} value={seconds(reading.bufferSeconds)} />
          <Value name={t('player.dropped')} value={count(reading.droppedFrames)} />
        </>
      )}
    </dl>
  );
}

function Value({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
