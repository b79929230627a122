import type { Api } from '../../api/client';
import type { Control } from '../../api/control-types';
import { t } from '../../i18n';
import type { Live } from '../../live';
import type { Route } from '../../route';
import { RecordingPage } from './recording-page';
import { RecordingsPage } from './recordings-page';
import { SourcesPage } from './sources-page';

/** What every part of these pages needs. */
export interface ControlView {
  api: Api;
  control: Control;
  /** What time it is at the control node, which need not be what time it is here. */
  nowMs: number;
  /** Something was changed. */
  refresh: () => void;
}

interface ControlPagesProps {
  api: Api;
  live: Live;
  route: Route;
  refresh: () => void;
}

/** Sources and recordings of a control node. */
export function ControlPages({ api, live, route, refresh }: ControlPagesProps) {
  const { control } = live;
  if (control === undefined) {
    return <p class="connecting">{t('control.none')}</p>;
  }
  const aheadMs = (control.now?.getTime() ?? live.atMs) - live.atMs;
  const view: ControlView = { api, control, nowMs: Date.now() + aheadMs, refresh };
  return (
    <>
      {control.trouble && (
        <p class="banner is-trouble" role="status">
          {t('control.trouble', { reason: control.trouble })}
        </p>
      )}
      {route.shows === 'recording' ? (
        <RecordingPage key={route.id} view={view} id={route.id} />
      ) : route.shows === 'recordings' ? (
        <RecordingsPage view={view} source={route.source} active={route.active} />
      ) : (
        <SourcesPage view={view} />
      )}
    </>
  );
}
