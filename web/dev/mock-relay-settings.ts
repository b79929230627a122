const DURATION = 'such as `500ms`, `10s` or `2m`';
const WORDS =
  '`none`, or words with blanks between them, in quotes where they have blanks themselves';

/** What a relay can be set to, as the server tells it. */
export const RELAY_SETTINGS = [
  setting(
    'name',
    'The channel it publishes; without an app, in `live`.',
    '`stream` or `app/stream`',
  ),
  setting('source', 'What it fetches.', 'a URL, a path, or what else FFmpeg opens, in one line'),
  setting('start', 'Whether it runs `always`, or while somebody watches.', '', 'on-demand'),
  setting(
    'idle_timeout',
    'An on-demand relay that nobody watched for this long is stopped; `0s` is never.',
    `a duration from 0s to 24h, ${DURATION}`,
    '30s',
  ),
  setting(
    'stall_timeout',
    'A source that sent no frame for this long is taken for dead and fetched anew.',
    `a duration from 1s to 10m, ${DURATION}`,
    '10s',
  ),
  setting(
    'start_wait',
    'How long a viewer waits for the first picture.',
    `a duration from 1s to 2m, ${DURATION}`,
    '10s',
  ),
  setting(
    'retry.initial',
    'How long to wait after a failure; twice as long after each further one.',
    `a duration from 100ms to 1h, ${DURATION}`,
    '1s',
  ),
  setting(
    'retry.max',
    'How long to wait at most.',
    `a duration from 100ms to 24h, ${DURATION}`,
    '1m',
  ),
  setting(
    'retry.attempts',
    'How often to try again before a person has to look; 0 is for ever.',
    'a whole number from 0 to 1000000',
    '0',
  ),
  setting(
    'retry.jitter',
    'The part of each wait that is left to chance, so that many sources do not come back at once.',
    'a part from `0%` to `99%`',
    '20%',
  ),
  setting(
    'input_args',
    'For FFmpeg, in front of the source: `-rtsp_transport tcp`. If there are any, FFmpeg fetches the source, whatever it is.',
    WORDS,
    'none',
  ),
  setting(
    'output_args',
    'For FFmpeg, behind the source: codecs and filters, `-c:v libx264`. `none` is a copy. With `{output_dir}` they are an output of its own.',
    WORDS,
    'none',
  ),
  setting(
    'env',
    'For FFmpeg: variables in addition to the server’s own.',
    '`none`, or `NAME=value` with blanks between them',
    'none',
  ),
  setting(
    'disk_max',
    'Most that the files in its `{output_dir}` may take.',
    'a size from 1MB to 1024GB, such as `512KB` or `64MB`',
    '32MB',
  ),
  setting(
    'window',
    'How much of it is kept in memory for late and slow viewers.',
    `a duration from 1s to 10m, ${DURATION}`,
    '10s',
  ),
  setting(
    'memory',
    'Most memory that its channel may keep; when it is full, the window gets shorter.',
    'a size from 1MB to 16GB, such as `512KB` or `64MB`',
    '64MB',
  ),
];

function setting(key: string, about: string, allowed: string, byDefault = '') {
  return { key, about, allowed, byDefault, required: key === 'name' || key === 'source' };
}

type Fault = { key: string; message: string };

/** What is wrong with a configuration, as far as a mock needs to know. */
export function faultsIn(config: Record<string, unknown>, isNew: boolean): Fault[] {
  const faults: Fault[] = [];
  if (isNew && !/^[\w\-.~@:+=,!]+(\/[\w\-.~@:+=,!]+)?$/.test(String(config.name ?? ''))) {
    faults.push({ key: 'name', message: 'it is `stream` or `app/stream`, such as live/door' });
  }
  if (!config.source) {
    faults.push({ key: 'source', message: 'it must be set' });
  }
  for (const key of ['idle_timeout', 'stall_timeout', 'start_wait', 'window']) {
    const value = config[key];
    if (value !== undefined && !/^\d+(ms|s|m|h)$/.test(String(value))) {
      const allowed = RELAY_SETTINGS.find((each) => each.key === key)?.allowed;
      faults.push({ key, message: `“${String(value)}” is not allowed; it is ${allowed}` });
    }
  }
  return faults;
}
