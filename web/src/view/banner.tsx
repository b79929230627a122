import { needsLogin } from '../api/refused';
import { UNKNOWN } from '../format';
import { t } from '../i18n';
import { type Live, troubleOf } from '../live';

interface BannerProps {
  live: Live;
  trouble: unknown;
}

/** Says when what the page shows is old, or the page itself is. */
export function Banner({ live, trouble }: BannerProps) {
  const { server, firstVersion } = live;
  const updated = server !== undefined && server.version !== firstVersion;
  return (
    <div class="banners" role="status">
      {trouble !== undefined && (
        <p class="banner is-trouble">
          <strong>{troubleOf(trouble)}</strong>{' '}
          {!needsLogin(trouble) && t(server ? 'trouble.againOld' : 'trouble.again')}
        </p>
      )}
      {updated && (
        <p class="banner">
          {t('trouble.updated', { version: server.version ?? UNKNOWN })}
          <button type="button" class="button" onClick={() => location.reload()}>
            {t('trouble.reload')}
          </button>
        </p>
      )}
    </div>
  );
}
