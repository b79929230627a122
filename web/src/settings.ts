import type { Language } from './i18n';
import { PERSON_LENGTH_MAX } from './meeting/names';
import { type Mode, MODES } from './player/engine';

/** What the viewer chose, kept for the next visit. */
export interface Settings {
  mode: Mode;
  volume: number;
  /** `undefined` as long as it is the browser's choice. */
  language: Language | undefined;
  /** What the person is called in meetings; empty if never asked. */
  person: string;
}

const KEY = 'millrace.settings';

/** Low latency, except on phones that can only play HLS. */
const DEFAULTS: Pick<Settings, 'mode' | 'volume'> = {
  mode: 'MediaSource' in globalThis ? 'flv' : 'hls',
  volume: 1,
};

export function loadSettings(): Settings {
  const { mode, volume, language, person } = stored();
  return {
    mode: MODES.find((known) => known === mode) ?? DEFAULTS.mode,
    volume: typeof volume === 'number' && volume > 0 && volume <= 1 ? volume : DEFAULTS.volume,
    language: language === 'en' || language === 'zh' ? language : undefined,
    person: typeof person === 'string' ? person.slice(0, PERSON_LENGTH_MAX) : '',
  };
}

export function saveSettings(change: Partial<Settings>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...loadSettings(), ...change }));
  } catch {
    // A private window may forbid storage; then the choice holds for this page only.
  }
}

function stored(): Record<string, unknown> {
  try {
    return Object(JSON.parse(localStorage.getItem(KEY) ?? '{}')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
