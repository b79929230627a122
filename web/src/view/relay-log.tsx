import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { LogLine } from '../api/types';
import { moment } from '../format';
import { troubleOf } from '../live';
import { Poller } from '../poller';
import { t } from '../i18n';

const POLL_MS = 2000;

/** What a relay's source said lately, newest first. */
export function RelayLog({ api, name }: { api: Api; name: string }) {
  const [lines, setLines] = useState<LogLine[]>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    const poller = new Poller(async () => {
      try {
        setLines(await api.relayLog(name));
        setTrouble(undefined);
      } catch (error) {
        setTrouble(troubleOf(error));
      }
    }, POLL_MS);
    poller.start();
    return () => poller.stop();
  }, [api, name]);
  if (trouble !== undefined || lines === undefined) {
    return <p class="hint">{trouble ?? t('page.asking')}</p>;
  }
  return lines.length === 0 ? (
    <p class="hint">{t('relay.quiet')}</p>
  ) : (
    <ol class="relay-log" tabIndex={0} aria-label={t('relay.logOf', { name })}>
      {[...lines].reverse().map((line, index) => (
        <li key={lines.length - index}>
          <time>{moment(line.at)}</time> {line.text}
        </li>
      ))}
    </ol>
  );
}
