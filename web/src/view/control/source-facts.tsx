import type { ComponentChildren } from 'preact';
import type { Source } from '../../api/control-types';
import { isBehind } from '../../control/sources';
import { bytes, count, duration, seconds, UNKNOWN } from '../../format';
import { t } from '../../i18n';

interface SourceFactsProps {
  source: Source;
  nowMs: number;
  progress: number;
}

/** How its edge node is doing with it. */
export function SourceFacts({ source, nowMs, progress }: SourceFactsProps) {
  const { node, contactAt, alive, lagMs, outbox } = source;
  return (
    <>
      <dl class="numbers">
        <Fact name={t('source.contact')} alarm={!alive}>
          {contactAt ? ago(nowMs - contactAt.getTime()) : t('source.never')}
        </Fact>
        <Fact name={t('source.lag')}>
          {lagMs === undefined
            ? UNKNOWN
            : lagMs < 60_000
              ? seconds(lagMs / 1000)
              : duration(lagMs / 1000)}
        </Fact>
        <Fact name={t('source.node')}>{node ?? UNKNOWN}</Fact>
        {!!outbox?.lost && (
          <Fact name={t('source.lost')} alarm>
            {t('source.segments', { n: outbox.lost })}
          </Fact>
        )}
      </dl>
      {isBehind(outbox, nowMs) && (
        <div class="back-fill">
          <p>
            {t('source.owes', {
              n: outbox.segments,
              size: bytes(outbox.bytes),
              time: duration((nowMs - outbox.oldest!.getTime()) / 1000),
            })}
          </p>
          <progress max={1} value={progress} aria-label={t('source.backFill')}>
            {count(Math.round(progress * 100))}%
          </progress>
        </div>
      )}
    </>
  );
}

interface FactProps {
  name: string;
  /** It is nothing that one likes to see. */
  alarm?: boolean;
  children: ComponentChildren;
}

function Fact({ name, alarm = false, children }: FactProps) {
  return (
    <div class={`fact ${alarm ? 'is-alarm' : ''}`}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** `3 s ago`. */
export function ago(ms: number): string {
  return t('time.ago', { time: duration(Math.max(0, ms) / 1000) });
}
