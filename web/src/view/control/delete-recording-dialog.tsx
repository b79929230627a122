import { useGate } from '../../access';
import type { Recording } from '../../api/control-types';
import { t } from '../../i18n';
import { ConfirmDialog } from '../confirm-dialog';
import type { ControlView } from './pages';

interface DeleteRecordingDialogProps {
  view: ControlView;
  recording: Recording;
  title: string;
  onDeleted?: () => void;
  onClose: () => void;
}

/** Asks before a recording is deleted. */
export function DeleteRecordingDialog(props: DeleteRecordingDialogProps) {
  const { view, recording, title, onDeleted, onClose } = props;
  const gate = useGate();
  return (
    <ConfirmDialog
      title={t('recording.deleteTitle', { title })}
      words={t(recording.active ? 'recording.deleteRunning' : 'recording.deleteWords')}
      action={t('recording.delete')}
      keep={t('recording.deleteKeep')}
      onConfirm={async () => {
        await gate.attempt(() => view.api.control.deleteRecording(recording.id));
        view.refresh();
        onDeleted?.();
      }}
      onClose={onClose}
    />
  );
}
