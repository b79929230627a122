import { useState } from 'preact/hooks';
import type { Source } from '../../api/control-types';
import { t } from '../../i18n';
import { Dialog } from '../dialog';
import { TextField } from '../relay-form-fields';
import { useDeed } from '../use-deed';
import type { ControlView } from './pages';

interface RenameDialogProps {
  view: ControlView;
  source: Source;
  onClose: () => void;
}

/** Gives a source another name; edge nodes go on announcing it by its first. */
export function RenameDialog({ view, source, onClose }: RenameDialogProps) {
  const [name, setName] = useState(source.name);
  const { busy, fault, attempt } = useDeed(view.refresh);
  const rename = async (event: Event) => {
    event.preventDefault();
    if (await attempt(() => view.api.control.changeSource(source.id, { name: name.trim() }))) {
      onClose();
    }
  };
  return (
    <Dialog title={t('rename.title', { name: source.name })} onClose={onClose}>
      <form class="form" onSubmit={rename}>
        <TextField
          name="alias"
          label={t('rename.name')}
          text={name}
          fault={fault || undefined}
          onChange={setName}
        >
          {source.announced !== undefined && t('rename.announced', { name: source.announced })}
        </TextField>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t('page.cancel')}
          </button>
          <button type="submit" class="button is-primary" disabled={busy || name.trim() === ''}>
            {t('rename.do')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
