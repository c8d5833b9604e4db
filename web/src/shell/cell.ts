// A cell of a journey map in the URL: lane/stage/step, each encoded, so that a link opens the same evidence.

export interface Cell { lane: string; stage: string; step?: string }

export const writeCell = (c: Cell): string => [c.lane, c.stage, c.step].filter((p) => p !== undefined).map((p) => encodeURIComponent(p)).join('/');

export function readCell(text: string | undefined): Cell | null {
  if (!text) return null;
  try {
    const [lane, stage, step] = text.split('/').map(decodeURIComponent);
    return lane && stage ? { lane, stage, step } : null;
  } catch {
    return null; // a hand-typed link
  }
}
