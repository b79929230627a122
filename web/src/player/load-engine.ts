import type { Mode, OpenEngine } from './engine';

/** Loads the code that plays the mode; a page that plays nothing loads no player. */
export async function loadEngine(mode: Mode): Promise<OpenEngine> {
  if (mode !== 'hls') {
    return (await import('./flv-engine')).openFlv;
  }
  return playsHlsItself(document.createElement('video'), navigator.vendor)
    ? (await import('./native-engine')).openNative
    : (await import('./hls-engine')).openHls;
}

/**
 * Safari plays HLS itself, with less power and with AirPlay. Chromium says it can as well, but
 * hls.js recovers better there and tells the latency.
 */
export function playsHlsItself(video: HTMLVideoElement, vendor: string): boolean {
  const offers = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  return offers && (vendor.startsWith('Apple') || !('MediaSource' in globalThis));
}
