import type { Memory, Server } from '../api/types';
import { type Budget, budgetOf, type Part, PARTS } from '../budget';
import { memory as size, UNKNOWN } from '../format';
import { language, t } from '../i18n';
import type { Live } from '../live';
import { Sparkline } from './sparkline';

interface OverviewProps {
  server: Server;
  history: Live['history'];
}

/** What the server uses of its machine, and what it did because there is too little. */
export function Overview({ server, history }: OverviewProps) {
  const { memory } = server;
  const budget = budgetOf(memory);
  return (
    <section class="overview panel" aria-label={t('overview.title')}>
      <div class="memory">
        <div class="memory-head">
          <h2>{t('overview.memory')}</h2>
          <p class="hint">{budget ? wholeOf(memory) : heapOf(memory)}</p>
        </div>
        {memory.pressure && (
          <p class="pressure" role="status">
            {pressureOf(memory.pressure)}
          </p>
        )}
        {budget && <Bar budget={budget} />}
        <Legend memory={memory} budget={budget} />
        <Beside memory={memory} inBar={budget !== undefined} />
      </div>
      <Processor server={server} history={history.cpu} />
    </section>
  );
}

/** The picture says no more than the list below it, which is read instead. */
function Bar({ budget: { whole, parts, reserve } }: { budget: Budget }) {
  return (
    <div class="bar" aria-hidden="true">
      {PARTS.map((part) => (
        <span key={part} class={`is-${part}`} style={{ width: percent(parts[part] / whole) }} />
      ))}
      {reserve > 0 && (
        <i class="reserve" style={{ width: percent(Math.min(1, reserve / whole)) }} />
      )}
    </div>
  );
}

function Legend({ memory, budget }: { memory: Memory; budget: Budget | undefined }) {
  const { channels, channelsMax } = memory;
  const sizeOf = (part: Part) => budget?.parts[part] ?? (part === 'channels' ? channels : 0);
  const shown = PARTS.filter((part) => (sizeOf(part) ?? 0) > 0 || part === 'channels');
  return (
    <dl class="legend">
      {shown.map((part) => (
        <Entry
          key={part}
          swatch={budget && part}
          name={t(`overview.${part}`)}
          value={size(sizeOf(part))}
          hint={
            part === 'channels' && channelsMax
              ? t('overview.channelsHint', { size: size(channelsMax) })
              : undefined
          }
        />
      ))}
      {budget && budget.reserve > 0 && (
        <Entry
          swatch="reserve"
          name={t('overview.reserve')}
          value={size(budget.reserve)}
          title={t('overview.reserveHint')}
        />
      )}
    </dl>
  );
}

/** What is part of the above, or on a disk. */
function Beside({ memory, inBar }: { memory: Memory; inBar: boolean }) {
  const { heapUsed, heapMax, files, filesMax } = memory;
  return (
    <dl class="beside">
      {inBar && heapUsed !== undefined && (
        <Entry name={t('overview.heap')} value={partOf(heapUsed, heapMax)} />
      )}
      {filesMax !== undefined && (
        <Entry name={t('overview.files')} value={partOf(files ?? 0, filesMax)} />
      )}
    </dl>
  );
}

interface EntryProps {
  name: string;
  value: string;
  /** Its colour in the bar. */
  swatch?: Part | 'reserve' | undefined;
  hint?: string | undefined;
  title?: string;
}

function Entry({ name, value, swatch, hint, title }: EntryProps) {
  return (
    <div class="entry" title={title}>
      <dt>
        {swatch && <span class={`swatch is-${swatch}`} />}
        {name}
      </dt>
      <dd>
        {value}
        {hint && <small>{hint}</small>}
      </dd>
    </div>
  );
}

function Processor({ server: { cpu }, history }: { server: Server; history: number[] }) {
  const { process, cores, load } = cpu;
  if (process === undefined && load === undefined) {
    return null;
  }
  return (
    <dl class="gauges">
      {process !== undefined && (
        <div class="gauge">
          <dt>{t('overview.cpu')}</dt>
          <dd>{percent(process)}</dd>
          {cores !== undefined && <dd class="hint">{t('overview.cpuHint', { n: cores })}</dd>}
          <Sparkline values={history} />
        </div>
      )}
      {load !== undefined && (
        <div class="gauge">
          <dt>{t('overview.load')}</dt>
          <dd>{load.toLocaleString(language(), { maximumFractionDigits: 2 })}</dd>
          {cores !== undefined && <dd class="hint">{t('overview.loadHint', { n: cores })}</dd>}
        </div>
      )}
    </dl>
  );
}

function wholeOf({ limit, limitedBy }: Memory): string {
  const key = limitedBy === 'cgroup' ? 'overview.ofCgroup' : 'overview.ofSystem';
  return t(key, { size: size(limit) });
}

function heapOf({ heapUsed, heapMax }: Memory): string {
  return heapUsed === undefined
    ? UNKNOWN
    : t('overview.ofHeap', { size: partOf(heapUsed, heapMax) });
}

function partOf(part: number, whole: number | undefined): string {
  return whole ? t('unit.of', { part: size(part), whole: size(whole) }) : size(part);
}

const PRESSURES = ['windows-shrunk', 'relays-stopped', 'viewers-refused'] as const;

/** One that this page does not know yet is told in the server's word for it. */
function pressureOf(kind: string): string {
  const known = PRESSURES.find((each) => each === kind);
  return known ? t(`overview.${known}`) : t('overview.pressure', { kind });
}

/** Small parts with a digit more: `0.4%`, `12%`. */
function percent(part: number): string {
  const value = part * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)}%`;
}
