import { useState } from 'preact/hooks';
import { useGate } from '../../access';
import type { Recording, Source } from '../../api/control-types';
import { exportUrl, spanOf, stateOf, titleOf } from '../../control/recordings';
import { duration, moment, UNKNOWN } from '../../format';
import { t } from '../../i18n';
import { recordingHash, recordingsHash } from '../../route';
import { DownloadIcon } from '../icons';
import { useDeed } from '../use-deed';
import { DeleteRecordingDialog } from './delete-recording-dialog';
import type { ControlView } from './pages';
import { RecordingStateBadge } from './recording-state';
import { useRecordings } from './use-recordings';

const PAGE = 50;

interface RecordingsPageProps {
  view: ControlView;
  /** Only of this one. */
  source: string | undefined;
  /** Only those that run. */
  active: boolean;
}

/** Recordings, the newest first. */
export function RecordingsPage({ view, source, active }: RecordingsPageProps) {
  const [count, setCount] = useState(PAGE);
  const { recordings, more, fault } = useRecordings(view, { source, active }, count);
  const sources = new Map(view.control.sources.map((each) => [each.id, each]));
  return (
    <section class="recordings" aria-label={t('recordings.title')}>
      <div class="grid-head">
        <h1>{t('recordings.title')}</h1>
        <Filters view={view} source={source} active={active} />
      </div>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {recordings === undefined && !fault && <p class="hint">{t('page.asking')}</p>}
      {recordings?.length === 0 && (
        <p class="hint">{t(source || active ? 'recordings.noneSuch' : 'recordings.none')}</p>
      )}
      {!!recordings?.length && (
        <div
          class="panel table-scroll"
          tabIndex={0}
          role="region"
          aria-label={t('recordings.title')}
        >
          <table>
            <Head />
            <tbody>
              {recordings.map((recording) => (
                <Row
                  key={recording.id}
                  view={view}
                  recording={recording}
                  source={sources.get(recording.source)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more && (
        <button type="button" class="button" onClick={() => setCount(count + PAGE)}>
          {t('recordings.more')}
        </button>
      )}
    </section>
  );
}

/** What is chosen is part of the address, so that it can be sent to somebody. */
function Filters({ view, source, active }: RecordingsPageProps) {
  const { sources } = view.control;
  const choose = (which: { source: string | undefined; active: boolean }) => {
    location.hash = recordingsHash(which);
  };
  return (
    <div class="filters">
      <label>
        <span class="off-screen">{t('recordings.source')}</span>
        <select
          value={source ?? ''}
          onChange={(event) => choose({ source: event.currentTarget.value || undefined, active })}
        >
          <option value="">{t('recordings.all')}</option>
          {source !== undefined && sources.every(({ id }) => id !== source) && (
            <option value={source}>{source}</option>
          )}
          {sources.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={active}
          onChange={(event) => choose({ source, active: event.currentTarget.checked })}
        />
        {t('recordings.active')}
      </label>
    </div>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">{t('recordings.name')}</th>
        <th scope="col">{t('recordings.source')}</th>
        <th scope="col">{t('recordings.start')}</th>
        <th scope="col" class="is-number">
          {t('recordings.length')}
        </th>
        <th scope="col">{t('recordings.state')}</th>
        <th scope="col">
          <span class="off-screen">{t('recordings.action')}</span>
        </th>
      </tr>
    </thead>
  );
}

interface RowProps {
  view: ControlView;
  recording: Recording;
  source: Source | undefined;
}

function Row({ view, recording, source }: RowProps) {
  const { id, description, start } = recording;
  const { startMs, endMs } = spanOf(recording, view.nowMs);
  return (
    <tr>
      <th scope="row" data-label={t('recordings.name')}>
        <a href={recordingHash(id)}>{titleOf(recording, source)}</a>
        {description && <small title={description}>{description}</small>}
      </th>
      <td class="is-channel" data-label={t('recordings.source')}>
        {source?.name ?? UNKNOWN}
      </td>
      <td data-label={t('recordings.start')}>{moment(start)}</td>
      <td class="is-number" data-label={t('recordings.length')}>
        {duration((endMs - startMs) / 1000)}
      </td>
      <td data-label={t('recordings.state')}>
        <RecordingStateBadge state={stateOf(recording)} />
      </td>
      <td class="row-action">
        <Actions view={view} recording={recording} title={titleOf(recording, source)} />
      </td>
    </tr>
  );
}

interface ActionsProps {
  view: ControlView;
  recording: Recording;
  title: string;
}

function Actions({ view, recording, title }: ActionsProps) {
  const { api, refresh } = view;
  const gate = useGate();
  const [deleting, setDeleting] = useState(false);
  const { busy, fault, attempt } = useDeed(refresh);
  const named = <span class="off-screen"> {title}</span>;
  return (
    <>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <span class="row-buttons">
        {recording.active && gate.may('operate') && (
          <button
            type="button"
            class="button"
            disabled={busy}
            onClick={() => attempt(() => api.control.stopRecording(recording.id))}
          >
            {t('recording.stop')}
            {named}
          </button>
        )}
        <a class="button" download href={exportUrl(recording.export, undefined, location)}>
          <DownloadIcon />
          {t('recording.export')}
          {named}
        </a>
        {gate.may('operate') && (
          <button type="button" class="button is-danger" onClick={() => setDeleting(true)}>
            {t('recording.delete')}
            {named}
          </button>
        )}
      </span>
      {deleting && (
        <DeleteRecordingDialog
          view={view}
          recording={recording}
          title={title}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}
