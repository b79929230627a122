import { useId } from 'preact/hooks';
import type { Mode } from '../player/engine';
import { t } from '../i18n';

const TRANSPORTS: readonly (readonly [Mode, string])[] = [
  ['flv', 'HTTP-FLV'],
  ['ws', 'WebSocket-FLV'],
  ['ts', 'HTTP-TS'],
];

interface ModeSwitchProps {
  mode: Mode;
  /** Also offers the choice of how it comes, for networks that break one of them. */
  withTransport: boolean;
  onChange: (mode: Mode) => void;
}

/** HLS or low latency: real radio buttons, so that arrow keys work. */
export function ModeSwitch({ mode, withTransport, onChange }: ModeSwitchProps) {
  const name = useId();
  const low = mode !== 'hls';
  return (
    <div class="mode-switch">
      <fieldset class="segments">
        <legend class="off-screen">{t('player.by')}</legend>
        <label>
          <input type="radio" name={name} checked={!low} onChange={() => onChange('hls')} />
          <span>HLS</span>
        </label>
        <label>
          <input type="radio" name={name} checked={low} onChange={() => onChange('flv')} />
          <span>{t('player.low')}</span>
        </label>
      </fieldset>
      {withTransport && low && (
        <label class="over">
          {t('player.over')}
          <select value={mode} onChange={(event) => onChange(event.currentTarget.value as Mode)}>
            {TRANSPORTS.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
