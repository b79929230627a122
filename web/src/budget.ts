import type { Memory } from './api/types';

export const PARTS = ['server', 'channels', 'children', 'others', 'free'] as const;
export type Part = (typeof PARTS)[number];

/** What there is of memory, and who has it; in bytes. The parts make up the whole. */
export interface Budget {
  whole: number;
  parts: Record<Part, number>;
  reserve: number;
}

/**
 * Where the memory is, or `undefined` if not enough of it is known. The numbers were not read in
 * the same instant, so that a part may come out as less than nothing, and is nothing then.
 */
export function budgetOf(memory: Memory): Budget | undefined {
  const { limit, free, channels = 0, children = 0, reserve = 0 } = memory;
  const own = memory.resident ?? memory.heapUsed;
  if (!limit || own === undefined) {
    return undefined;
  }
  const server = Math.max(0, own - channels);
  const known = server + channels + children;
  // A system that does not tell what is free has nothing but ourselves in it.
  const rest = free ?? Math.max(0, limit - known);
  const others = Math.max(0, limit - rest - known);
  const parts = { server, channels, children, others, free: rest };
  return { whole: PARTS.reduce((sum, part) => sum + parts[part], 0), parts, reserve };
}
