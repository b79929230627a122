import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../i18n';
import { isCode, isLines } from '../relay-config';
import { Words } from './words';

export interface FieldProps {
  text: string;
  fault: string | undefined;
  onChange: (text: string) => void;
}

interface TextFieldProps extends FieldProps {
  name: string;
  label: string;
  placeholder?: string | undefined;
  /** Below it, and read out with it. */
  children?: ComponentChildren;
}

/** A line of text, or lines, with its name above and what is wrong with it below. */
export function TextField(props: TextFieldProps) {
  const { name, label, text, fault, placeholder, onChange, children } = props;
  const id = useId();
  const common = {
    id,
    name,
    value: text,
    placeholder,
    class: isCode(name) ? 'is-code' : '',
    spellcheck: false,
    autocapitalize: 'none' as const,
    autocomplete: 'off' as const,
    'aria-invalid': fault !== undefined,
    'aria-describedby': `${id}-fault ${id}-hint`,
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {isLines(name) ? (
        <textarea {...common} rows={3} onInput={(event) => onChange(event.currentTarget.value)} />
      ) : (
        <input {...common} onInput={(event) => onChange(event.currentTarget.value)} />
      )}
      <p id={`${id}-fault`} class="fault" aria-live="polite">
        {fault && <Words text={fault} />}
      </p>
      <div id={`${id}-hint`} class="field-hint">
        {children}
      </div>
    </div>
  );
}

export function NameField(props: FieldProps) {
  return (
    <TextField {...props} name="name" label={t('form.name')} placeholder="live/door">
      <Words text={t('form.nameHint')} />
    </TextField>
  );
}

/** One of each kind. */
const EXAMPLES = [
  ['form.exampleCamera', 'rtsp://user:password@10.0.0.7/stream1'],
  ['form.exampleServer', 'rtmp://10.0.0.8/live/door'],
  ['form.examplePlaylist', 'https://example.org/live/index.m3u8'],
  ['form.exampleFile', '/srv/video/loop.mp4'],
] as const;

export function SourceField(props: FieldProps) {
  return (
    <TextField {...props} name="source" label={t('form.source')}>
      {props.text.includes('***') && (
        <p>
          <Words text={t('form.secret')} />
        </p>
      )}
      <p class="examples">
        {t('form.examples')}
        {EXAMPLES.map(([kind, source]) => (
          <button
            key={source}
            type="button"
            class="example"
            title={source}
            onClick={() => props.onChange(source)}
          >
            {t(kind)}
          </button>
        ))}
      </p>
    </TextField>
  );
}

/** Real radio buttons, so that arrow keys work. */
export function StartField({ text, fault, onChange }: FieldProps) {
  return (
    <fieldset class="field">
      <legend class="field-label">{t('form.start')}</legend>
      <div class="segments">
        {(['on-demand', 'always'] as const).map((start) => (
          <label key={start}>
            <input
              type="radio"
              name="start"
              value={start}
              checked={text === start}
              onChange={() => onChange(start)}
            />
            <span>{t(`form.start.${start}`)}</span>
          </label>
        ))}
      </div>
      <p class="fault" aria-live="polite">
        {fault}
      </p>
    </fieldset>
  );
}
