import { useId, useState } from 'preact/hooks';
import type { Listener } from '../api/types';
import { PublishAddresses } from './addresses';
import { t } from '../i18n';
import { Words } from './words';

interface PublishGuideProps {
  listeners: Listener[] | undefined;
  /** Nothing is live yet, so this is what the page is about. */
  first: boolean;
}

const NAME_USUAL = 'live/cam';

/** How to get a stream onto the server, under a name of one's choice. */
export function PublishGuide({ listeners, first }: PublishGuideProps) {
  const [name, setName] = useState(NAME_USUAL);
  const fault = nameFault(name);
  const id = useId();
  return (
    <>
      <div class="name-choice">
        <label for={id}>{t('publish.name')}</label>
        <input
          id={id}
          value={name}
          spellcheck={false}
          autocapitalize="none"
          autocomplete="off"
          aria-invalid={fault !== ''}
          aria-describedby={`${id}-fault`}
          onInput={(event) => setName(event.currentTarget.value.trim())}
        />
        <p id={`${id}-fault`} class="fault" aria-live="polite">
          {fault}
        </p>
      </div>
      <PublishAddresses
        channel={{ name: fault === '' ? name : NAME_USUAL, vhost: undefined }}
        listeners={listeners}
      />
      {first && (
        <p class="hint">
          <Words text={t('publish.demo')} />
        </p>
      )}
    </>
  );
}

/** Why the server would refuse the name, in words; empty when it would not. */
export function nameFault(name: string): string {
  const segments = name.split('/');
  if (segments.length < 2 || segments.some((segment) => /^\.{0,2}$/.test(segment))) {
    return t('publish.nameSlash');
  }
  return /[^\p{L}\p{N}\-_.~@:+=,!/]/u.test(name) ? t('publish.nameChars') : '';
}
