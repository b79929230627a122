import type { Listener } from '../api/types';
import { PublishGuide } from './publish-guide';
import { t } from '../i18n';

/** What one sees before anything is published. */
export function StartPage({ listeners }: { listeners: Listener[] | undefined }) {
  return (
    <section class="start">
      <div class="start-words">
        <h1>{t('start.title')}</h1>
        <p>{t('start.words')}</p>
        <ol class="steps">
          <li>
            <strong>{t('start.publish')}</strong> {t('start.publishHow')}
          </li>
          <li>
            <strong>{t('start.watch')}</strong> {t('start.watchHow')}
          </li>
          <li>
            <strong>{t('start.share')}</strong> {t('start.shareHow')}
          </li>
        </ol>
      </div>
      <div class="panel">
        <PublishGuide listeners={listeners} first />
      </div>
    </section>
  );
}
