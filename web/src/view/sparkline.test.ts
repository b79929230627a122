import { expect, it } from 'vitest';
import { sparklinePath } from './sparkline';

it('goes from edge to edge and leaves room above', () => {
  expect(sparklinePath([0, 50, 100])).toBe('M0.0 28.0 L48.0 17.5 L96.0 7.0');
});

it('stays in its box whatever the numbers', () => {
  expect(sparklinePath([-5, 0])).toBe('M0.0 28.0 L96.0 28.0');
});
