import { useMemo, useState } from 'preact/hooks';
import { useGate } from '../../access';
import type { Recording } from '../../api/control-types';
import { spanOf, stateOf, titleOf } from '../../control/recordings';
import { type Known, lengths, piecesOf, type Span } from '../../control/timeline';
import { bytes, count, duration, moment, UNKNOWN } from '../../format';
import { t } from '../../i18n';
import { playlist } from '../../player/engine';
import { recordingsHash } from '../../route';
import { mediaAt } from '../../urls';
import { BackIcon } from '../icons';
import { useRecordedMs } from '../replay-controls';
import { Stage } from '../stage';
import { useDeed } from '../use-deed';
import { usePlayer } from '../use-player';
import { DeleteRecordingDialog } from './delete-recording-dialog';
import { ExportBar } from './export-bar';
import type { ControlView } from './pages';
import { RecordingStateBadge } from './recording-state';
import { Timeline } from './timeline';
import { useRecording } from './use-recording';

/** One recording: its replay, its time, and what can be done with it. */
export function RecordingPage({ view, id }: { view: ControlView; id: string }) {
  const { recording, known, gone, fault } = useRecording(view.api, id, view.control.revision);
  if (recording === undefined || gone) {
    return (
      <section class="recording-page">
        <Back />
        <p class="hint">{gone ? t('recording.gone') : (fault ?? t('page.asking'))}</p>
      </section>
    );
  }
  return <Opened view={view} recording={recording} known={known} fault={fault} />;
}

function Back() {
  return (
    <a class="button is-quiet" href={recordingsHash({})}>
      <BackIcon />
      {t('recordings.title')}
    </a>
  );
}

interface OpenedProps {
  view: ControlView;
  recording: Recording;
  known: Known;
  fault: string | undefined;
}

function Opened({ view, recording, known, fault }: OpenedProps) {
  const source = view.control.sources.find(({ id }) => id === recording.source);
  const title = titleOf(recording, source);
  const whole = spanOf(recording, view.nowMs);
  const pieces = piecesOf(known, whole);
  const [selected, setSelected] = useState<Span>();
  const played = useMemo(
    () => playlist(mediaAt(recording.replay, location), true),
    [recording.replay],
  );
  const used = usePlayer({ name: recording.id, source: played, presence: 'live', autoplay: false });
  const playsMs = useRecordedMs(used.player);
  const stored = known.stretches.some(({ state }) => state === 'stored');
  return (
    <section class="recording-page" aria-label={title}>
      <div class="page-head">
        <Back />
        <h1>{title}</h1>
        <RecordingStateBadge state={stateOf(recording)} />
        <span class="spacer" />
        <Actions view={view} recording={recording} title={title} />
      </div>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="replay">
        <div class="player is-large">
          <Stage
            name={title}
            used={used}
            autoplay={false}
            offered={stored}
            poster={!stored && <p class="stage-empty">{t('recording.empty')}</p>}
          />
        </div>
        <div class="panel timeline-panel">
          <Timeline
            {...{ whole, pieces, playsMs, selected }}
            onSeek={(ms) => used.player?.seekTo(ms)}
            onSelect={setSelected}
          />
          <ExportBar
            {...{ recording, known, whole, playsMs, selected }}
            lengths={lengths(pieces)}
            onSelect={setSelected}
          />
        </div>
        <Facts recording={recording} known={known} whole={whole} source={source?.name} />
      </div>
    </section>
  );
}

interface ActionsProps {
  view: ControlView;
  recording: Recording;
  title: string;
}

function Actions({ view, recording, title }: ActionsProps) {
  const gate = useGate();
  const [deleting, setDeleting] = useState(false);
  const { busy, fault, attempt } = useDeed(view.refresh);
  if (!gate.may('operate')) {
    return (
      <button type="button" class="button is-quiet" onClick={() => gate.logIn()}>
        {t('recording.logIn')}
      </button>
    );
  }
  return (
    <>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {recording.active && (
        <button
          type="button"
          class="button"
          disabled={busy}
          onClick={() => attempt(() => view.api.control.stopRecording(recording.id))}
        >
          {t('recording.stop')}
        </button>
      )}
      <button type="button" class="button is-danger" onClick={() => setDeleting(true)}>
        {t('recording.delete')}
      </button>
      {deleting && (
        <DeleteRecordingDialog
          view={view}
          recording={recording}
          title={title}
          onDeleted={() => {
            location.hash = recordingsHash({});
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}

interface FactsProps {
  recording: Recording;
  known: Known;
  whole: Span;
  source: string | undefined;
}

function Facts({ recording, known, whole, source }: FactsProps) {
  const { id, description, start, end } = recording;
  const sum = (what: 'bytes' | 'segments') =>
    known.stretches
      .filter(({ state }) => state === 'stored')
      .reduce((total, stretch) => total + stretch[what], 0);
  const facts: [string, string][] = [
    [t('recordings.source'), source ?? UNKNOWN],
    [t('recordings.start'), moment(start)],
    [t('recording.end'), end ? moment(end) : t('recording.goesOn')],
    [t('recordings.length'), duration((whole.endMs - whole.startMs) / 1000)],
    [t('recording.size'), bytes(sum('bytes'))],
    [t('recording.segments'), count(sum('segments'))],
  ];
  return (
    <div class="panel recording-facts">
      {description && <p>{description}</p>}
      <dl class="details">
        {facts.map(([name, value]) => (
          <div key={name} class="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div class="fact is-wide">
          <dt>{t('recording.id')}</dt>
          <dd>{id}</dd>
        </div>
      </dl>
    </div>
  );
}
