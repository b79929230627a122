import { hueOf, initialsOf } from './names';

/** Somebody who has no camera is seen by the initials. */

/** A picture that does not change needs to come only as often as players look whether any comes. */
const EVERY_MS = 500;

/** The picture of somebody, as a camera would give it. */
export function drawnPictures(
  person: string,
  { width, height }: { width: number; height: number },
): ReadableStream<VideoFrame> {
  const canvas = draw(person, width, height);
  let timer: ReturnType<typeof setInterval> | undefined;
  return new ReadableStream<VideoFrame>({
    start(to) {
      const give = () => {
        if ((to.desiredSize ?? 0) > 0) {
          to.enqueue(new VideoFrame(canvas, { timestamp: Math.round(performance.now() * 1000) }));
        }
      };
      give();
      timer = setInterval(give, EVERY_MS);
    },
    cancel() {
      clearInterval(timer);
    },
  });
}

function draw(person: string, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const to = canvas.getContext('2d')!;
  const hue = hueOf(person);
  to.fillStyle = `hsl(${hue} 30% 16%)`;
  to.fillRect(0, 0, width, height);
  const radius = Math.min(width, height) / 4;
  to.fillStyle = `hsl(${hue} 45% 38%)`;
  to.beginPath();
  to.arc(width / 2, height / 2, radius, 0, 2 * Math.PI);
  to.fill();
  to.fillStyle = '#ffffff';
  to.font = `600 ${Math.round(radius * 0.85)}px system-ui, sans-serif`;
  to.textAlign = 'center';
  to.textBaseline = 'middle';
  to.fillText(initialsOf(person), width / 2, height / 2 + radius * 0.05);
  return canvas;
}
