import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Dialog } from './dialog';

/** A dialog that is fetched when it is shown for the first time. */
export function lazily<P extends { onClose: () => void }>(
  load: () => Promise<FunctionComponent<P>>,
) {
  let loaded: FunctionComponent<P> | undefined;
  return function Lazy(props: P) {
    const [failed, setFailed] = useState(false);
    const [, redraw] = useState(0);
    useEffect(() => {
      load().then(
        (component) => {
          loaded = component;
          redraw((times) => times + 1);
        },
        // It belongs to another version: the server was updated since the page was loaded.
        () => setFailed(true),
      );
    }, []);
    if (loaded) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    return failed ? (
      <Dialog title={t('trouble.part')} onClose={props.onClose}>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={() => location.reload()}>
            {t('trouble.reload')}
          </button>
        </div>
      </Dialog>
    ) : null;
  };
}
