// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { loadSettings, saveSettings } from './settings';

beforeEach(() => localStorage.clear());

it('remembers each choice', () => {
  saveSettings({ mode: 'ws' });
  saveSettings({ volume: 0.4 });
  saveSettings({ language: 'zh' });
  saveSettings({ person: 'Anna' });
  expect(loadSettings()).toEqual({ mode: 'ws', volume: 0.4, language: 'zh', person: 'Anna' });
});

it.each([
  '{',
  'null',
  '[]',
  '"x"',
  '{"mode":"dash","volume":7}',
  '{"volume":"1"}',
  '{"language":"de"}',
])('does not trip over %s', (stored) => {
  localStorage.setItem('millrace.settings', stored);
  expect(loadSettings()).toMatchObject({ volume: 1, language: undefined });
  expect(['hls', 'flv']).toContain(loadSettings().mode);
});

it('works without storage', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('forbidden');
  });
  expect(() => saveSettings({ mode: 'hls' })).not.toThrow();
});
