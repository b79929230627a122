import { useEffect, useRef, useState } from 'preact/hooks';
import { useGate } from '../access';
import { measure, type Way } from '../bandwidth';
import { bitrate } from '../format';
import { t } from '../i18n';
import { troubleOf } from '../live';
import { pageBase } from '../urls';
import { BackIcon } from './icons';

const WAYS: Way[] = ['down', 'up'];

/** How fast the line between this browser and the server is. */
export function BandwidthPage() {
  const gate = useGate();
  const [key, setKey] = useState('');
  const [running, setRunning] = useState<Way>();
  const [rates, setRates] = useState<Partial<Record<Way, number>>>({});
  const [fault, setFault] = useState('');
  const here = useRef(true);
  useEffect(() => () => void (here.current = false), []);

  const run = async (event: Event) => {
    event.preventDefault();
    setRates({});
    setFault('');
    try {
      for (const way of WAYS) {
        setRunning(way);
        const tell = (rate: number) => {
          if (here.current) {
            setRates((before) => ({ ...before, [way]: rate }));
          }
        };
        tell(await gate.attempt(() => measure(way, pageBase(location), key, tell)));
      }
    } catch (error) {
      setFault(troubleOf(error));
    }
    setRunning(undefined);
  };
  return (
    <section class="publish-page">
      <header class="page-head">
        <a class="button is-quiet" href="#/">
          <BackIcon />
          {t('page.allChannels')}
        </a>
        <h1>{t('bandwidth.title')}</h1>
      </header>
      <form class="panel form bandwidth" onSubmit={(event) => void run(event)}>
        <p class="hint">{t('bandwidth.words')}</p>
        <label class="field">
          <span class="field-label">{t('bandwidth.key')}</span>
          <input
            class="is-code"
            value={key}
            disabled={running !== undefined}
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            onInput={(event) => setKey(event.currentTarget.value.trim())}
          />
        </label>
        <div class="studio-actions">
          <button class="button is-primary" disabled={running !== undefined}>
            {t(running ? 'bandwidth.running' : 'bandwidth.start')}
          </button>
        </div>
        <dl class="bandwidth-rates" aria-live="polite" aria-busy={running !== undefined}>
          {WAYS.map((way) => (
            <div key={way} class={running === way ? 'is-running' : ''}>
              <dt>{t(`bandwidth.${way}`)}</dt>
              <dd data-way={way}>{bitrate(rates[way])}</dd>
            </div>
          ))}
        </dl>
        <p class="fault" role="alert">
          {fault}
        </p>
      </form>
    </section>
  );
}
