import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../../i18n';
import { AUDIO_CODECS, CODEC_NAMES, VIDEO_CODECS } from '../../publish/encoders';
import type { AudioCodec, VideoCodec } from '../../publish/flv';
import type { PictureSource, Wanted } from '../../publish/sources';

/** What stands in the fields, and what they offer. */
export interface Form {
  picture: PictureSource;
  sound: boolean;
  height: number;
  frameRate: number;
  videoCodec: VideoCodec;
  videoCodecs: VideoCodec[];
  videoKbits: number;
  keySeconds: number;
  audioCodec: AudioCodec;
  audioCodecs: AudioCodec[];
  audioKbits: number;
}

/** Bit rates that look good enough at 30 frames, by height. */
const KBITS: Record<number, number> = { 240: 400, 360: 800, 480: 1200, 720: 2500, 1080: 4500 };

const SIZES = Object.keys(KBITS).map(Number);
const RATES = [10, 15, 25, 30, 60];
const KEY_SECONDS = [1, 2, 4];
const AUDIO_KBITS = [32, 64, 96, 128, 192];

export const USUAL: Form = {
  picture: 'camera',
  sound: true,
  height: 720,
  frameRate: 30,
  videoCodec: 'h264',
  videoCodecs: VIDEO_CODECS,
  videoKbits: KBITS[720]!,
  keySeconds: 2,
  audioCodec: 'opus',
  audioCodecs: AUDIO_CODECS,
  audioKbits: 96,
};

export function sizeNamed({ height, frameRate }: Form): Wanted['size'] {
  return { width: 2 * Math.round((height * 8) / 9), height, frameRate };
}

interface FieldsProps {
  form: Form;
  disabled: boolean;
  onChange: (form: Form) => void;
}

/** Where picture and sound come from. */
export function SourceFields({ form, disabled, onChange }: FieldsProps) {
  const name = useId();
  const pictures: [PictureSource, string][] = [
    ['camera', t('publisher.camera')],
    ['screen', t('publisher.screen')],
    ['none', t('publisher.noPicture')],
  ];
  return (
    <div class="studio-sources">
      <fieldset class="field" disabled={disabled}>
        <legend class="field-label">{t('publisher.from')}</legend>
        <div class="segments">
          {pictures.map(([picture, words]) => (
            <label key={picture}>
              <input
                type="radio"
                name={name}
                checked={form.picture === picture}
                onChange={() => onChange({ ...form, picture })}
              />
              <span>{words}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset class="field" disabled={disabled}>
        <legend class="field-label">{t('publisher.sound')}</legend>
        <label class="check">
          <input
            type="checkbox"
            checked={form.sound}
            onChange={(event) => onChange({ ...form, sound: event.currentTarget.checked })}
          />
          {t('publisher.microphone')}
        </label>
      </fieldset>
    </div>
  );
}

/** How it is encoded; everything has a usual value. */
export function MoreFields({
  form,
  disabled,
  onChange,
  children,
}: FieldsProps & { children: ComponentChildren }) {
  return (
    <fieldset class="more-fields" disabled={disabled}>
      <Choice
        label={t('publisher.size')}
        value={form.height}
        options={SIZES.map((height) => [height, `${height}p`])}
        onChange={(height) => onChange({ ...form, height, videoKbits: KBITS[height]! })}
      />
      <Choice
        label={t('publisher.rate')}
        value={form.frameRate}
        options={RATES.map((rate) => [rate, String(rate)])}
        onChange={(frameRate) => onChange({ ...form, frameRate })}
      />
      <Choice
        label={t('publisher.codec')}
        value={form.videoCodec}
        options={form.videoCodecs.map((codec) => [codec, CODEC_NAMES[codec]])}
        hint={t('publisher.codecHint')}
        onChange={(videoCodec) => onChange({ ...form, videoCodec })}
      />
      <label class="field">
        <span class="field-label">{t('publisher.bitrate')}</span>
        <input
          type="number"
          min={50}
          max={50_000}
          step={50}
          required
          value={form.videoKbits}
          onChange={(event) =>
            onChange({ ...form, videoKbits: event.currentTarget.valueAsNumber || KBITS[720]! })
          }
        />
      </label>
      <Choice
        label={t('publisher.keys')}
        value={form.keySeconds}
        options={KEY_SECONDS.map((each) => [each, `${each} ${t('unit.s')}`])}
        onChange={(keySeconds) => onChange({ ...form, keySeconds })}
      />
      <Choice
        label={t('publisher.audioCodec')}
        value={form.audioCodec}
        options={form.audioCodecs.map((codec) => [codec, CODEC_NAMES[codec]])}
        onChange={(audioCodec) => onChange({ ...form, audioCodec })}
      />
      <Choice
        label={t('publisher.audioBitrate')}
        value={form.audioKbits}
        options={AUDIO_KBITS.map((kbits) => [kbits, String(kbits)])}
        onChange={(audioKbits) => onChange({ ...form, audioKbits })}
      />
      {children}
    </fieldset>
  );
}

interface ChoiceProps<T> {
  label: string;
  value: T;
  options: [T, string][];
  hint?: string;
  onChange: (value: T) => void;
}

function Choice<T extends string | number>({
  label,
  value,
  options,
  hint,
  onChange,
}: ChoiceProps<T>) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(options[event.currentTarget.selectedIndex]![0])}
      >
        {options.map(([each, words]) => (
          <option key={each} value={each} selected={each === value}>
            {words}
          </option>
        ))}
      </select>
      {hint && <span class="field-hint">{hint}</span>}
    </label>
  );
}
