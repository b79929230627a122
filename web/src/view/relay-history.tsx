import type { Transition } from '../api/types';
import { moment } from '../format';
import { t } from '../i18n';

/** How it came to its state: the last changes, newest first, failures marked. */
export function RelayHistory({ name, history }: { name: string; history: Transition[] }) {
  const n = failuresIn(history);
  if (history.length === 0) {
    return <p class="hint">{t('relay.noHistory')}</p>;
  }
  return (
    <>
      <p class="hint">{t('relay.failures', { n, all: history.length })}</p>
      <ol class="relay-log is-history" tabIndex={0} aria-label={t('relay.historyOf', { name })}>
        {[...history].reverse().map((change, index) => (
          <li key={history.length - index} class={isFailure(change) ? 'is-failure' : ''}>
            <time>{moment(change.at)}</time> <b>{t(`relay.${change.to}`)}</b>
            {change.reason && <span class="why">{change.reason}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}

export function failuresIn(history: Transition[]): number {
  return history.filter(isFailure).length;
}

/** A stall is followed by the back-off that it is answered with, so it is not counted twice. */
function isFailure({ to }: Transition): boolean {
  return to === 'backoff' || to === 'failed';
}
