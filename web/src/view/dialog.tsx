import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface DialogProps {
  title: string;
  /** It holds a form: as wide as that needs, and the whole screen of a phone. */
  large?: boolean;
  /** Escape, or a click beside it. */
  onClose: () => void;
  children: ComponentChildren;
}

/**
 * What has to be dealt with before the rest of the page. The browser keeps the focus inside, closes
 * it on Escape, and gives the focus back to where it was.
 */
export function Dialog({ title, large = false, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Only a dialog that is closed gives the focus back; one that is merely removed does not.
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${large ? 'is-large' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        // Whoever shows it takes it away.
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
