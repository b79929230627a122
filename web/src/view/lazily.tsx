import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Dialog } from './dialog';

type Load<P> = () => Promise<FunctionComponent<P>>;

/** A dialog that is fetched when it is shown for the first time. */
export function lazily<P extends { onClose: () => void }>(load: Load<P>) {
  const usePart = partOf(load);
  return function Lazy(props: P) {
    const { Part, failed } = usePart();
    if (Part) {
      return <Part {...props} />;
    }
    return failed ? (
      <Dialog title={t('trouble.part')} onClose={props.onClose}>
        <div class="dialog-actions">
          <ReloadButton />
        </div>
      </Dialog>
    ) : null;
  };
}

/** A page that is fetched when somebody goes there for the first time. */
export function lazyPage<P extends object>(load: Load<P>) {
  const usePart = partOf(load);
  return function Lazy(props: P) {
    const { Part, failed } = usePart();
    if (Part) {
      return <Part {...props} />;
    }
    return failed ? (
      <p class="banner is-trouble">
        {t('trouble.part')}
        <ReloadButton />
      </p>
    ) : (
      <p class="connecting">{t('page.asking')}</p>
    );
  };
}

function ReloadButton() {
  return (
    <button type="button" class="button" onClick={() => location.reload()}>
      {t('trouble.reload')}
    </button>
  );
}

/** Fetches it once, however often it is shown. */
function partOf<P>(load: Load<P>) {
  let loaded: FunctionComponent<P> | undefined;
  return function usePart() {
    const [failed, setFailed] = useState(false);
    const [, redraw] = useState(0);
    useEffect(() => {
      if (loaded) {
        return;
      }
      load().then(
        (component) => {
          loaded = component;
          redraw((times) => times + 1);
        },
        // It belongs to another version: the server was updated since the page was loaded.
        () => setFailed(true),
      );
    }, []);
    return { Part: loaded, failed };
  };
}
