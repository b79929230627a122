import { useState } from 'preact/hooks';
import { troubleOf } from '../live';
import { Dialog } from './dialog';

interface ConfirmDialogProps {
  title: string;
  words: string;
  /** What the button that does it says. */
  action: string;
  /** What the button that does not do it says. */
  keep: string;
  /** Why it could not be done is shown here, where somebody waits for it. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, words, action, keep, onConfirm, onClose } = props;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const confirm = async () => {
    setBusy(true);
    setFault('');
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFault(troubleOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{words}</p>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {keep}
        </button>
        <button type="button" class="button is-danger is-solid" disabled={busy} onClick={confirm}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
