import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { bitrate, bytes, count, duration } from '../../format';
import { t } from '../../i18n';
import { codecsHere, obstacle } from '../../publish/encoders';
import { channelHash, publishSocket } from '../../urls';
import { BackIcon } from '../icons';
import { nameFault } from '../publish-guide';
import { Words } from '../words';
import { type Form, MoreFields, SourceFields, sizeNamed, USUAL } from './publish-fields';
import { type Reading, type State, usePublisher } from './use-publisher';

const NAME_USUAL = 'live/browser';

/** Camera, microphone or screen, published as a channel. */
export function PublishPage({ name }: { name: string | undefined }) {
  const hindered = obstacle();
  return (
    <section class="publish-page">
      <header class="page-head">
        <a class="button is-quiet" href="#/">
          <BackIcon />
          {t('page.allChannels')}
        </a>
        <h1>{t('publisher.title')}</h1>
      </header>
      {hindered ? (
        <p class="banner is-trouble" role="status">
          <span>
            <Words text={t(`publisher.${hindered}`)} />
          </span>
        </p>
      ) : (
        <Studio key={name} name={name ?? NAME_USUAL} />
      )}
    </section>
  );
}

function Studio({ name: asked }: { name: string }) {
  const preview = useRef<HTMLVideoElement>(null);
  const [name, setName] = useState(asked);
  const [query, setQuery] = useState('');
  const [form, setForm] = useState<Form>(USUAL);
  const { state, reading, start, stop } = usePublisher(preview);
  const id = useId();
  const fault = nameFault(name);
  const nothing = form.picture === 'none' && !form.sound;
  const busy = state.is !== 'idle' && state.is !== 'over';
  useEffect(() => {
    void codecsHere().then((codecs) => setForm((before) => withCodecs(before, codecs)));
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    void start({
      url: publishSocket(name, query, location),
      wanted: { picture: form.picture, sound: form.sound, size: sizeNamed(form) },
      video: {
        codec: form.videoCodec,
        bitrate: form.videoKbits * 1000,
        keySeconds: form.keySeconds,
      },
      audio: { codec: form.audioCodec, bitrate: form.audioKbits * 1000 },
    });
  };
  return (
    <div class="studio">
      <form class="panel form" onSubmit={submit}>
        <label class="field">
          <span class="field-label">{t('publish.name')}</span>
          <input
            value={name}
            disabled={busy}
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            aria-invalid={fault !== ''}
            aria-describedby={`${id}-fault`}
            onInput={(event) => setName(event.currentTarget.value.trim())}
          />
          <span id={`${id}-fault`} class="fault" aria-live="polite">
            {fault}
          </span>
        </label>
        <SourceFields form={form} disabled={busy} onChange={setForm} />
        <details class="more">
          <summary>{t('publisher.more')}</summary>
          <MoreFields form={form} disabled={busy} onChange={setForm}>
            <label class="field">
              <span class="field-label">{t('publisher.query')}</span>
              <input
                class="is-code"
                value={query}
                disabled={busy}
                spellcheck={false}
                autocapitalize="none"
                autocomplete="off"
                aria-describedby={`${id}-query`}
                onInput={(event) => setQuery(event.currentTarget.value)}
              />
              <span id={`${id}-query`} class="field-hint">
                <Words text={t('publisher.queryHint')} />
              </span>
            </label>
          </MoreFields>
        </details>
        <p class="fault">{nothing ? t('publisher.nothing') : ''}</p>
        <div class="studio-actions">
          {busy ? (
            // Another element than the other one: a click must not go on as that of a submit button.
            <button key="stop" type="button" class="button is-danger" onClick={stop}>
              {t('publisher.stop')}
            </button>
          ) : (
            <button key="start" class="button is-primary" disabled={fault !== '' || nothing}>
              {t('publisher.start')}
            </button>
          )}
          {state.is === 'live' && (
            <a class="button" href={channelHash(name)} target="_blank" rel="noopener">
              {t('publisher.watch')}
            </a>
          )}
        </div>
        <p class="fault" role="alert">
          {state.is === 'over' ? state.fault : ''}
        </p>
      </form>
      <div class="panel studio-out">
        <video ref={preview} muted autoplay playsInline aria-label={t('publisher.preview')} />
        <Out state={state} reading={reading} />
      </div>
    </div>
  );
}

/** Codecs that the browser does not encode are not offered, and not chosen. */
function withCodecs(form: Form, { video, audio }: Awaited<ReturnType<typeof codecsHere>>): Form {
  return {
    ...form,
    videoCodecs: video,
    audioCodecs: audio,
    videoCodec: video[0] ?? form.videoCodec,
    audioCodec: audio[0] ?? form.audioCodec,
  };
}

const WORDS = {
  idle: 'publisher.idle',
  over: 'publisher.idle',
  asking: 'publisher.asking',
  connecting: 'publisher.connecting',
  live: 'publisher.live',
} as const;

function Out({ state, reading }: { state: State; reading: Reading | undefined }) {
  const slow = state.is === 'live' && reading?.slow;
  return (
    <>
      <p class={`studio-state is-${state.is}`} role="status" data-state={state.is}>
        {t(WORDS[state.is])}
      </p>
      {slow && (
        <p class="hint">
          {t('publisher.slow')}{' '}
          <a href="#/bandwidth" target="_blank" rel="noopener">
            {t('bandwidth.link')}
          </a>
        </p>
      )}
      {reading && (
        <dl class="readout">
          <Value name={t('publisher.time')} value={duration(reading.seconds)} />
          <Value name={t('publisher.sent')} value={bitrate(reading.bitrate)} />
          <Value name={t('publisher.waiting')} value={bytes(reading.waitingBytes)} />
          <Value name={t('publisher.pictures')} value={count(reading.pictures)} />
          <Value name={t('publisher.leftOut')} value={count(reading.leftOut)} />
        </dl>
      )}
    </>
  );
}

function Value({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
