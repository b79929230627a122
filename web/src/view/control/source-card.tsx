import { useEffect, useId, useState } from 'preact/hooks';
import { useGate } from '../../access';
import type { Recording, Source } from '../../api/control-types';
import { stateOf } from '../../control/sources';
import { moment } from '../../format';
import { t } from '../../i18n';
import { recordingHash, recordingsHash } from '../../route';
import { RecordIcon } from '../icons';
import { useDeed } from '../use-deed';
import { DeleteSourceDialog } from './delete-source-dialog';
import type { ControlView } from './pages';
import { RecordDialog } from './record-dialog';
import { RenameDialog } from './rename-dialog';
import { SourceFacts } from './source-facts';
import { SourcePlayer } from './source-player';

interface SourceCardProps {
  view: ControlView;
  source: Source;
  /** Its recordings that run. */
  active: Recording[];
  /** How much of what was owed has come, 0 to 1. */
  progress: number;
}

/** One source: its picture, how it is, and what can be done with it. */
export function SourceCard({ view, source, active, progress }: SourceCardProps) {
  const id = useId();
  const gate = useGate();
  const state = stateOf(source);
  return (
    <article class="card source" aria-labelledby={`${id}-name`}>
      <SourcePlayer source={source} />
      <div class="card-body">
        <header class="card-head">
          <h2 id={`${id}-name`}>
            <span class="channel-name" title={source.description ?? source.name} dir="auto">
              {source.name}
            </span>
          </h2>
          <span class={`state is-${state}`} title={t(`source.${state}Hint`)}>
            {t(`source.${state}`)}
          </span>
        </header>
        <Running recordings={active} />
        <SourceFacts source={source} nowMs={view.nowMs} progress={progress} />
        {gate.may('operate') ? (
          <Actions view={view} source={source} />
        ) : (
          <footer class="card-foot">
            <AllRecordings source={source} />
            <button type="button" class="button is-quiet" onClick={() => gate.logIn()}>
              {t('source.logIn')}
            </button>
          </footer>
        )}
      </div>
    </article>
  );
}

/** That it is being recorded, and where to see that. */
function Running({ recordings }: { recordings: Recording[] }) {
  return recordings.length === 0 ? null : (
    <ul class="running">
      {recordings.map(({ id, alias, start }) => (
        <li key={id}>
          <a href={recordingHash(id)}>
            <RecordIcon />
            {alias ?? t('source.recordedSince', { time: moment(start) })}
          </a>
        </li>
      ))}
    </ul>
  );
}

type Asking = 'record' | 'rename' | 'delete';

function Actions({ view, source }: { view: ControlView; source: Source }) {
  const { api, refresh } = view;
  const { id, name, streaming } = source;
  const [asking, setAsking] = useState<Asking>();
  const { busy, fault, attempt } = useDeed(refresh);
  const closed = () => setAsking(undefined);
  // It is as it was pressed, until the control node has said that it is so.
  const [wanted, setWanted] = useState<boolean>();
  const stream = async (on: boolean) => {
    setWanted(on);
    if (!(await attempt(() => api.control.changeSource(id, { streaming: on })))) {
      setWanted(undefined);
    }
  };
  useEffect(() => setWanted(undefined), [streaming]);
  const button = (what: Asking, kind = '') => (
    <button type="button" class={`button ${kind}`} onClick={() => setAsking(what)}>
      {what === 'record' && <RecordIcon />}
      {t(`source.${what}`)}
      <span class="off-screen"> {name}</span>
    </button>
  );
  return (
    <>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <footer class="card-foot">
        {button('record', 'is-record')}
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={wanted ?? streaming}
            disabled={busy}
            onChange={(event) => stream(event.currentTarget.checked)}
          />
          <span>
            {t('source.streaming')}
            <span class="off-screen"> {name}</span>
          </span>
        </label>
      </footer>
      <footer class="card-foot is-small">
        <AllRecordings source={source} />
        <span class="spacer" />
        {button('rename', 'is-plain')}
        {button('delete', 'is-plain is-danger')}
      </footer>
      {asking === 'record' && <RecordDialog view={view} source={source} onClose={closed} />}
      {asking === 'rename' && <RenameDialog view={view} source={source} onClose={closed} />}
      {asking === 'delete' && <DeleteSourceDialog view={view} source={source} onClose={closed} />}
    </>
  );
}

function AllRecordings({ source: { id, name } }: { source: Source }) {
  return (
    <a class="button is-plain" href={recordingsHash({ source: id })}>
      {t('source.recordings')}
      <span class="off-screen"> {t('source.of', { name })}</span>
    </a>
  );
}
