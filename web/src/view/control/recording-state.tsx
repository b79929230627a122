import type { RecordingState } from '../../control/recordings';
import { t } from '../../i18n';

export function RecordingStateBadge({ state }: { state: RecordingState }) {
  return (
    <span class={`state is-${state}`} title={t(`recording.${state}Hint`)}>
      {t(`recording.${state}`)}
    </span>
  );
}
