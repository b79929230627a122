import { useState } from 'preact/hooks';
import type { Recording } from '../../api/control-types';
import { exportRefusal, exportUrl } from '../../control/recordings';
import { type Fate, type Known, type Span } from '../../control/timeline';
import { bytes, duration, moment } from '../../format';
import { t } from '../../i18n';
import { DownloadIcon } from '../icons';
import { endingAt, startingAt } from './timeline';

/** The server gives no more in one piece. */
const SEGMENTS_MAX = 100_000;

interface ExportBarProps {
  recording: Recording;
  known: Known;
  whole: Span;
  lengths: Record<Fate, number>;
  playsMs: number | undefined;
  selected: Span | undefined;
  onSelect: (selected: Span | undefined) => void;
}

/** What the colours of the timeline mean, what is selected, and the way to take it away. */
export function ExportBar(props: ExportBarProps) {
  const { recording, known, whole, lengths, playsMs, selected, onSelect } = props;
  const shown = (['stored', 'owed', 'lost', 'none'] as const).filter(
    (fate) => lengths[fate] > 0 || fate === 'stored',
  );
  return (
    <>
      <dl class="legend fates">
        {shown.map((fate) => (
          <div key={fate} class="entry" title={t(`timeline.${fate}Hint`)}>
            <dt>
              <span class={`swatch is-${fate}`} />
              {t(`timeline.${fate}`)}
            </dt>
            <dd>{duration(Math.round(lengths[fate] / 1000))}</dd>
          </div>
        ))}
      </dl>
      <div class="export-bar">
        <div class="selecting">
          <button
            type="button"
            class="button is-plain"
            disabled={playsMs === undefined}
            onClick={() => onSelect(startingAt(playsMs!, selected, whole))}
          >
            {t('timeline.startHere')}
          </button>
          <button
            type="button"
            class="button is-plain"
            disabled={playsMs === undefined}
            onClick={() => onSelect(endingAt(playsMs!, selected, whole))}
          >
            {t('timeline.endHere')}
          </button>
          {selected && (
            <button type="button" class="button is-plain" onClick={() => onSelect(undefined)}>
              {t('timeline.clear')}
            </button>
          )}
        </div>
        <p class="hint" role="status">
          {selected ? selection(selected) : t('timeline.how')}
        </p>
        <span class="spacer" />
        <ExportLinks recording={recording} part={selected} known={known} />
      </div>
    </>
  );
}

function selection({ startMs, endMs }: Span): string {
  return t('timeline.selected', {
    from: moment(new Date(startMs)),
    to: moment(new Date(endMs)),
    time: duration((endMs - startMs) / 1000),
  });
}

interface ExportLinksProps {
  recording: Recording;
  part: Span | undefined;
  known: Known;
}

/** Links, so that the browser shows how far it has come; none where it would be refused. */
function ExportLinks({ recording, part, known: { stretches } }: ExportLinksProps) {
  const [fault, setFault] = useState('');
  const inside = stretches.filter(
    ({ state, startMs, endMs }) =>
      state === 'stored' && (!part || (startMs < part.endMs && endMs > part.startMs)),
  );
  const segments = inside.reduce((sum, stretch) => sum + stretch.segments, 0);
  if (segments === 0) {
    return <p class="hint">{t('timeline.nothing')}</p>;
  }
  if (!part && segments > SEGMENTS_MAX) {
    return <p class="hint">{t('timeline.tooMuch')}</p>;
  }
  const size = bytes(inside.reduce((sum, stretch) => sum + stretch.bytes, 0));
  const movie = exportUrl(recording.movie, part, location);
  const take = async (event: Event) => {
    event.preventDefault();
    const why = await exportRefusal(movie);
    setFault(why ?? '');
    if (why === undefined) {
      location.assign(movie);
    }
  };
  return (
    <>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="export-links">
        <a class="button is-primary" download href={movie} onClick={take}>
          <DownloadIcon />
          {part ? t('timeline.exportPart') : t('timeline.exportAll', { size })}
        </a>
        <a
          class="button"
          download
          href={exportUrl(recording.export, part, location)}
          title={t('timeline.exportTsHint')}
        >
          {t('timeline.exportTs')}
        </a>
      </div>
    </>
  );
}
