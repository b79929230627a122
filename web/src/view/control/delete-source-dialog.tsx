import { useEffect, useState } from 'preact/hooks';
import { useGate } from '../../access';
import type { Source } from '../../api/control-types';
import { t } from '../../i18n';
import { ConfirmDialog } from '../confirm-dialog';
import type { ControlView } from './pages';

/** More are not counted: it is many either way. */
const COUNT_MAX = 1000;

interface DeleteSourceDialogProps {
  view: ControlView;
  source: Source;
  onClose: () => void;
}

/** Asks before a source is deleted, and says what goes with it. */
export function DeleteSourceDialog({ view, source, onClose }: DeleteSourceDialogProps) {
  const { api, refresh } = view;
  const { id, name, alive } = source;
  const gate = useGate();
  const [words, setWords] = useState(t('source.deleteAll'));
  useEffect(() => {
    api.control.recordings({ source: id, limit: COUNT_MAX }).then(
      ({ items, next }) => {
        const n = items.length;
        setWords(
          next !== undefined
            ? t('source.deleteMany', { count: n })
            : n === 0
              ? t('source.deleteNone')
              : t('source.deleteSome', { n }),
        );
      },
      // How many is not known, and that all of them go is said already.
      () => {},
    );
  }, [api, id]);
  return (
    <ConfirmDialog
      title={t('source.deleteTitle', { name })}
      words={alive ? `${words} ${t('source.deleteAlive')}` : words}
      action={t('source.delete')}
      keep={t('source.deleteKeep')}
      onConfirm={async () => {
        await gate.attempt(() => api.control.deleteSource(id));
        refresh();
      }}
      onClose={onClose}
    />
  );
}
