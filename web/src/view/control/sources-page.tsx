import { useMemo, useState } from 'preact/hooks';
import type { Recording } from '../../api/control-types';
import { BackFill } from '../../control/sources';
import { t } from '../../i18n';
import { Edges } from './edges';
import type { ControlView } from './pages';
import { SourceCard } from './source-card';
import { useRecordings } from './use-recordings';

/** So many cards are found without searching. */
const CARDS_WITHOUT_FILTER_MAX = 9;

/** Of a page that shows which sources are recorded now. */
const ACTIVE_MAX = 1000;

/** All sources as cards, and the edge nodes that send them. */
export function SourcesPage({ view }: { view: ControlView }) {
  const { sources, more } = view.control;
  const [filter, setFilter] = useState('');
  const active = useRecordings(view, { active: true }, ACTIVE_MAX).recordings;
  const bySource = useMemo(() => grouped(active ?? []), [active]);
  const fill = useMemo(() => new BackFill(), []);
  const words = filter.toLowerCase();
  const shown = sources.filter(({ name }) => name.toLowerCase().includes(words));
  return (
    <>
      <section class="channels sources" aria-label={t('sources.title')}>
        <div class="grid-head">
          <h1>{t('sources.title')}</h1>
          {sources.length > CARDS_WITHOUT_FILTER_MAX && (
            <label class="filter">
              <span class="off-screen">{t('sources.filter')}</span>
              <input
                type="search"
                placeholder={t('sources.filter')}
                value={filter}
                onInput={(event) => setFilter(event.currentTarget.value)}
              />
            </label>
          )}
        </div>
        <div class="grid">
          {shown.map((source) => (
            <SourceCard
              key={source.id}
              view={view}
              source={source}
              active={bySource.get(source.id) ?? []}
              progress={fill.progress(source)}
            />
          ))}
        </div>
        {sources.length === 0 && <p class="hint">{t('sources.empty')}</p>}
        {sources.length > 0 && shown.length === 0 && (
          <p class="hint">{t('sources.none', { filter })}</p>
        )}
        {more && <p class="hint">{t('sources.more', { n: sources.length })}</p>}
      </section>
      <Edges view={view} />
    </>
  );
}

function grouped(recordings: Recording[]): Map<string, Recording[]> {
  const found = new Map<string, Recording[]>();
  for (const recording of recordings) {
    found.set(recording.source, [...(found.get(recording.source) ?? []), recording]);
  }
  return found;
}
