import { useEffect, useRef, useState } from 'preact/hooks';
import { useGate } from '../access';
import type { Api } from '../api/client';
import { RefusedError } from '../api/refused';
import type { Relay, RelayConfig, RelaySetting } from '../api/types';
import { t } from '../i18n';
import { troubleOf } from '../live';
import { configOf, faultOf, type Fields, fieldsOf } from '../relay-config';
import { Dialog } from './dialog';
import { MoreSettings } from './relay-form-more';
import { NameField, SourceField, StartField } from './relay-form-fields';

/** What everybody has to say of a relay; the rest has defaults. */
const SIMPLE = ['name', 'source', 'start'];
const EMPTY = { source: '', start: 'on-demand' };

interface RelayFormProps {
  api: Api;
  /** The one to change; without it, one is added. */
  relay: Relay | undefined;
  onSaved: () => void;
  onClose: () => void;
}

/** Adds a relay, or changes one: the simple things first, what is wrong at its field. */
export function RelayForm({ api, relay, onSaved, onClose }: RelayFormProps) {
  const [before] = useState(() => configFrom(relay));
  const [fields, setFields] = useState<Fields>(() => ({ ...EMPTY, ...fieldsOf(before) }));
  const { settings, trouble } = useSettings(api);
  const saving = useSaving({ api, relay, before, onSaved, onClose });
  const { busy, fault, faults, refusals, save, forget } = saving;
  const form = useFocusOnFault(refusals);
  const change = (key: string, text: string) => {
    setFields((now) => ({ ...now, [key]: text }));
    forget(key);
  };
  const field = (key: string) => ({
    text: fields[key] ?? '',
    fault: faults[key],
    onChange: (text: string) => change(key, text),
  });
  return (
    <Dialog
      large
      title={relay ? t('form.editTitle', { name: relay.name }) : t('form.addTitle')}
      onClose={onClose}
    >
      <form
        ref={form}
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(fields, settings);
        }}
      >
        {relay && relay.origin !== 'api' && <p class="hint">{t('form.inFile')}</p>}
        {!relay && <NameField {...field('name')} />}
        <SourceField {...field('source')} />
        <StartField {...field('start')} />
        <MoreSettings
          settings={settings?.filter(({ key }) => !SIMPLE.includes(key))}
          trouble={trouble}
          field={field}
        />
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        <Actions
          action={t(busy ? 'form.saving' : relay ? 'form.save' : 'form.add')}
          busy={busy}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

interface ActionsProps {
  action: string;
  busy: boolean;
  onCancel: () => void;
}

function Actions({ action, busy, onCancel }: ActionsProps) {
  return (
    <div class="dialog-actions">
      <button type="button" class="button" onClick={onCancel}>
        {t('page.cancel')}
      </button>
      <button type="submit" class="button is-primary" disabled={busy}>
        {action}
      </button>
    </div>
  );
}

/** Its configuration, as far as this browser is told it. */
function configFrom(relay: Relay | undefined): RelayConfig {
  return relay ? { source: relay.source, start: relay.start, ...relay.config } : { name: '' };
}

function useSettings(api: Api) {
  const [settings, setSettings] = useState<RelaySetting[]>();
  const [trouble, setTrouble] = useState<unknown>();
  useEffect(() => {
    api.relaySettings().then(setSettings, setTrouble);
  }, [api]);
  return { settings, trouble };
}

/** Sends it, and keeps what was said against it: by field, and about the whole. */
function useSaving(props: RelayFormProps & { before: RelayConfig }) {
  const { api, relay, before, onSaved, onClose } = props;
  const gate = useGate();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const [faults, setFaults] = useState<Fields>({});
  const [refusals, setRefusals] = useState(0);
  const refuse = (wrong: Fields, words: string) => {
    setFaults(wrong);
    setFault(words);
    setRefusals((times) => times + 1);
  };
  const save = async (fields: Fields, settings: RelaySetting[] = []) => {
    const wrong = faultsIn(fields, settings);
    if (Object.keys(wrong).length > 0) {
      refuse(wrong, '');
      return;
    }
    setFaults({});
    setFault('');
    setBusy(true);
    try {
      const config = configOf(fields, before);
      await gate.attempt(() =>
        relay ? api.changeRelay(relay.name, config) : api.addRelay(config),
      );
      onSaved();
      onClose();
    } catch (error) {
      const said = faultsOf(error, relay === undefined);
      const shown = Object.keys(said).some((key) => isShown(key, relay, settings));
      refuse(said, shown ? '' : troubleOf(error));
      setBusy(false);
    }
  };
  const forget = (key: string) => setFaults(({ [key]: _, ...others }) => others);
  return { busy, fault, faults, refusals, save, forget };
}

function faultsIn(fields: Fields, settings: RelaySetting[]): Fields {
  const required = new Set(['name', 'source']);
  settings.filter((setting) => setting.required).forEach(({ key }) => required.add(key));
  const wrong: Fields = {};
  for (const [key, text] of Object.entries(fields)) {
    const fault = faultOf(key, text, required.has(key));
    if (fault) {
      wrong[key] = t(fault);
    }
  }
  return wrong;
}

/** A name that is taken is a fault of the name. */
function faultsOf(error: unknown, isNew: boolean): Fields {
  if (!(error instanceof RefusedError)) {
    return {};
  }
  const { errors = [] } = error.details;
  return error.status === 409 && isNew
    ? { name: error.message }
    : Object.fromEntries(errors.map(({ key, message }) => [key, message]));
}

/** Whether the setting has a field, where what is wrong with it can be read. */
function isShown(key: string, relay: Relay | undefined, settings: RelaySetting[]): boolean {
  return key === 'name'
    ? relay === undefined
    : SIMPLE.includes(key) || settings.some((setting) => setting.key === key);
}

/** The first field with a fault gets the focus, so that it is seen, and read out. */
function useFocusOnFault(refusals: number) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.closest('details')?.setAttribute('open', '');
    field?.focus();
  }, [refusals]);
  return form;
}
