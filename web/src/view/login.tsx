import { useEffect, useRef, useState } from 'preact/hooks';
import { useGate } from '../access';
import type { Api } from '../api/client';
import { RefusedError } from '../api/refused';
import { duration } from '../format';
import { type Key, t } from '../i18n';
import { troubleOf } from '../live';
import { Dialog } from './dialog';
import { useNow } from './use-now';
import { Words } from './words';

/** What one sees who may see nothing else. */
export function LoginPage({ api }: { api: Api }) {
  return (
    <section class="login panel">
      <h1>{t('login.title')}</h1>
      <p class="hint">{t('login.words')}</p>
      <LoginForm api={api} />
    </section>
  );
}

/** Asks in between, and goes on with what was to be done. */
export function LoginDialog({ api }: { api: Api }) {
  const gate = useGate();
  const cancel = () => gate.answered(false);
  return (
    <Dialog title={t('login.title')} onClose={cancel}>
      <p class="hint">{t('login.toChange')}</p>
      <LoginForm api={api} onCancel={cancel} />
    </Dialog>
  );
}

interface LoginFormProps {
  api: Api;
  onCancel?: () => void;
}

function LoginForm({ api, onCancel }: LoginFormProps) {
  const gate = useGate();
  const field = useRef<HTMLInputElement>(null);
  const { fault, waitSeconds, busy, submit } = useLogin(api);
  const linkFault = gate.linkFault && t('login.link', { reason: gate.linkFault.message });
  const shown = waitSeconds > 0 ? t('login.slow', { time: duration(waitSeconds) }) : fault;
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(field.current?.value.trim() ?? '').then(() => field.current?.select());
      }}
    >
      {/* Password managers keep a password by a name. */}
      <input hidden type="text" name="username" autocomplete="username" value="admin" />
      <label class="field">
        <span class="field-label">{t('login.token')}</span>
        <input
          ref={field}
          type="password"
          name="token"
          autocomplete="current-password"
          aria-invalid={shown !== ''}
          aria-describedby="login-fault"
        />
      </label>
      <p id="login-fault" class="fault" role="alert">
        {shown || linkFault}
      </p>
      <div class="dialog-actions">
        {onCancel && (
          <button type="button" class="button" onClick={onCancel}>
            {t('page.cancel')}
          </button>
        )}
        <button type="submit" class="button is-primary" disabled={busy || waitSeconds > 0}>
          {t(busy ? 'login.checking' : 'login.do')}
        </button>
      </div>
      <Where />
    </form>
  );
}

/** Nobody remembers a token: where it is found. */
function Where() {
  const places: Extract<Key, `login.where${string}`>[] = [
    'login.whereLog',
    'login.whereFile',
    'login.whereSetting',
  ];
  return (
    <div class="login-where">
      <h3>{t('login.where')}</h3>
      <ul>
        {places.map((place) => (
          <li key={place}>
            <Words text={t(place)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function useLogin(api: Api) {
  const gate = useGate();
  const [fault, setFault] = useState('');
  const [untilMs, setUntilMs] = useState(0);
  const [busy, setBusy] = useState(false);
  const waitSeconds = Math.ceil((untilMs - useNow(untilMs > Date.now())) / 1000);
  const submit = async (token: string) => {
    if (token === '') {
      setFault(t('login.empty'));
      return;
    }
    setBusy(true);
    setFault('');
    try {
      await api.logIn(token);
      gate.answered(true);
    } catch (error) {
      const seconds = error instanceof RefusedError ? error.details.retryAfterSeconds : undefined;
      setUntilMs(seconds === undefined ? 0 : Date.now() + seconds * 1000);
      setFault(faultOf(error));
    }
    setBusy(false);
  };
  return { fault, waitSeconds, busy, submit };
}

function faultOf(error: unknown): string {
  return error instanceof RefusedError && error.status === 401
    ? t('login.wrong', { reason: error.message })
    : troubleOf(error);
}
