import { useEffect, useId, useRef } from 'preact/hooks';

interface ConfirmDialogProps {
  open: boolean;
  title: string;
  words: string;
  /** What the button that does it says. */
  action: string;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks before something that cannot be undone. The browser keeps the focus inside and returns it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, words, action, onConfirm, onCancel } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) {
      dialog.current?.showModal();
    } else {
      dialog.current?.close();
    }
  }, [open]);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onCancel={onCancel} onClose={onCancel}>
      <h3 id={id}>{title}</h3>
      <p>{words}</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onCancel}>
          Keep it
        </button>
        <button type="button" class="button is-danger is-solid" onClick={onConfirm}>
          {action}
        </button>
      </div>
    </dialog>
  );
}
