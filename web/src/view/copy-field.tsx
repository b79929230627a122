import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../clipboard';
import { CheckIcon, CopyIcon } from './icons';
import { t } from '../i18n';

const SHOWN_MS = 2000;

type Outcome = 'ready' | 'copied' | 'failed';

const WORDS = { ready: 'page.copy', copied: 'page.copied', failed: 'page.selectIt' } as const;

interface CopyFieldProps {
  label: string;
  value: string;
  /** A command is read as a whole before it is run, so it is wrapped instead of scrolled. */
  wrap?: boolean;
}

/** A value with its name and a button that copies it. */
export function CopyField({ label, value, wrap = false }: CopyFieldProps) {
  return (
    <div class={`copy-field ${wrap ? 'is-wrapped' : ''}`}>
      <span class="copy-label">{label}</span>
      <code class="copy-value" tabIndex={0} role="textbox" aria-readonly="true" aria-label={label}>
        {value}
      </code>
      <CopyButton label={label} value={value} />
    </div>
  );
}

function CopyButton({ label, value }: { label: string; value: string }) {
  const [outcome, setOutcome] = useState<Outcome>('ready');
  useEffect(() => {
    const timer = setTimeout(() => setOutcome('ready'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <button
      type="button"
      class={`copy-button is-${outcome}`}
      onClick={async () => setOutcome((await copyText(value)) ? 'copied' : 'failed')}
    >
      {outcome === 'copied' ? <CheckIcon /> : <CopyIcon />}
      <span aria-live="polite">{t(WORDS[outcome])}</span>
      <span class="off-screen"> {label}</span>
    </button>
  );
}
