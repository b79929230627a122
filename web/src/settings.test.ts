// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { loadSettings, saveSettings } from './settings';

beforeEach(() => localStorage.clear());

it('remembers each choice', () => {
  saveSettings({ mode: 'ws' });
  saveSettings({ volume: 0.4 });
  expect(loadSettings()).toEqual({ mode: 'ws', volume: 0.4 });
});

it.each(['{', 'null', '[]', '"x"', '{"mode":"dash","volume":7}', '{"volume":"1"}'])(
  'does not trip over %s',
  (stored) => {
    localStorage.setItem('millrace.settings', stored);
    expect(loadSettings().volume).toBe(1);
    expect(['hls', 'flv']).toContain(loadSettings().mode);
  },
);

it('works without storage', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('forbidden');
  });
  expect(() => saveSettings({ mode: 'hls' })).not.toThrow();
});
