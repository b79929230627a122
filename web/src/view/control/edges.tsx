import type { Edge } from '../../api/control-types';
import { duration, moment, UNKNOWN } from '../../format';
import { t } from '../../i18n';
import type { ControlView } from './pages';

/** The edge nodes that are connected. */
export function Edges({ view }: { view: ControlView }) {
  const { edges } = view.control;
  return (
    <section class="edges" aria-label={t('edges.title')}>
      <div class="grid-head">
        <h2>{t('edges.title')}</h2>
        <p class="hint">{t('edges.count', { n: edges.length })}</p>
      </div>
      {edges.length === 0 ? (
        <p class="hint">{t('edges.none')}</p>
      ) : (
        <div class="panel table-scroll" tabIndex={0} role="region" aria-label={t('edges.title')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('edges.node')}</th>
                <th scope="col">{t('edges.version')}</th>
                <th scope="col">{t('edges.address')}</th>
                <th scope="col">{t('edges.since')}</th>
                <th scope="col">{t('edges.contact')}</th>
                <th scope="col">{t('edges.sources')}</th>
              </tr>
            </thead>
            <tbody>
              {edges.map((edge) => (
                <Row key={`${edge.node} ${edge.address}`} edge={edge} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ edge }: { edge: Edge }) {
  const { node, version, address, since, silentMs, alive, sources } = edge;
  return (
    <tr>
      <th scope="row" data-label={t('edges.node')}>
        {node}
      </th>
      <td data-label={t('edges.version')}>{version ?? UNKNOWN}</td>
      <td data-label={t('edges.address')}>{address ?? UNKNOWN}</td>
      <td data-label={t('edges.since')}>{moment(since)}</td>
      <td data-label={t('edges.contact')} class={alive ? '' : 'is-alarm'}>
        {silentMs === undefined
          ? UNKNOWN
          : t('time.ago', { time: duration(Math.round(silentMs / 1000)) })}
      </td>
      <td class="is-channel" data-label={t('edges.sources')}>
        {sources.join(t('page.comma')) || t('edges.noSources')}
      </td>
    </tr>
  );
}
