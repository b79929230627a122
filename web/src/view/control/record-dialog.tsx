import { useId, useState } from 'preact/hooks';
import type { Source } from '../../api/control-types';
import {
  dateOf,
  fieldOf,
  type From,
  isInReach,
  MINUTES,
  reachMs,
  startOf,
} from '../../control/record-from';
import { duration, moment } from '../../format';
import { t } from '../../i18n';
import { Dialog } from '../dialog';
import { TextField } from '../relay-form-fields';
import { useDeed } from '../use-deed';
import type { ControlView } from './pages';

interface RecordDialogProps {
  view: ControlView;
  source: Source;
  onClose: () => void;
}

/** From when on to record, and what to call it. */
export function RecordDialog({ view, source, onClose }: RecordDialogProps) {
  const { api, nowMs, refresh } = view;
  const { id, name, cachedFrom } = source;
  const [from, setFrom] = useState<From>(0);
  const [other, setOther] = useState(() => fieldOf(new Date(nowMs)));
  const [alias, setAlias] = useState('');
  const [description, setDescription] = useState('');
  const { busy, fault, attempt } = useDeed(refresh);
  const otherDate = dateOf(other);
  const record = async (event: Event) => {
    event.preventDefault();
    const start = startOf({ from, other: otherDate, cachedFrom, nowMs });
    const wanted = {
      source: id,
      ...(start === undefined ? {} : { start }),
      ...(alias.trim() === '' ? {} : { alias: alias.trim() }),
      ...(description.trim() === '' ? {} : { description: description.trim() }),
    };
    if (await attempt(() => api.control.startRecording(wanted))) {
      onClose();
    }
  };
  return (
    <Dialog title={t('record.title', { name })} onClose={onClose}>
      <form class="form" onSubmit={record}>
        <FromField {...{ source, nowMs, from, other }} onFrom={setFrom} onOther={setOther} />
        <TextField
          name="alias"
          label={t('record.alias')}
          text={alias}
          fault={undefined}
          onChange={setAlias}
        />
        <TextField
          name="description"
          label={t('record.description')}
          text={description}
          fault={undefined}
          onChange={setDescription}
        />
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t('page.cancel')}
          </button>
          <button
            type="submit"
            class="button is-danger is-solid"
            disabled={busy || (from === 'other' && otherDate === undefined)}
          >
            {t('record.do')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface FromFieldProps {
  source: Source;
  nowMs: number;
  from: From;
  other: string;
  onFrom: (from: From) => void;
  onOther: (field: string) => void;
}

/** Real radio buttons, so that arrow keys work. What is out of reach cannot be chosen. */
function FromField({ source, nowMs, from, other, onFrom, onOther }: FromFieldProps) {
  const id = useId();
  const { cachedFrom } = source;
  const reach = reachMs(cachedFrom, nowMs);
  const choice = (value: From, words: string, enabled = true) => (
    <label key={value} class={`choice ${enabled ? '' : 'is-out'}`}>
      <input
        type="radio"
        name={id}
        checked={from === value}
        disabled={!enabled}
        onChange={() => onFrom(value)}
      />
      <span>{words}</span>
    </label>
  );
  return (
    <fieldset class="field" aria-describedby={`${id}-reach`}>
      <legend class="field-label">{t('record.from')}</legend>
      <div class="choices">
        {MINUTES.map((minutes) =>
          choice(
            minutes,
            minutes === 0 ? t('record.now') : t('record.ago', { n: minutes }),
            isInReach(minutes, reach),
          ),
        )}
        {reach !== undefined &&
          reach > 0 &&
          choice('all', t('record.all', { time: duration(reach / 1000) }))}
        {choice('other', t('record.other'))}
      </div>
      {from === 'other' && (
        <input
          type="datetime-local"
          step="1"
          aria-label={t('record.otherTime')}
          value={other}
          max={fieldOf(new Date(nowMs))}
          min={cachedFrom && fieldOf(cachedFrom)}
          onInput={(event) => onOther(event.currentTarget.value)}
        />
      )}
      <p id={`${id}-reach`} class="field-hint">
        {cachedFrom === undefined
          ? t('record.reachUnknown')
          : t('record.reach', { time: duration(reach! / 1000), moment: moment(cachedFrom) })}
      </p>
    </fieldset>
  );
}
