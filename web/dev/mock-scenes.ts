/** Channels that exist only in the API, to look at the page with more than one at hand. */
export const SCENES: Record<string, Record<string, unknown>[]> = {
  busy: [
    channel('live/stage-main', {
      width: 1920,
      height: 1080,
      frameRate: 50,
      in: 6.2e6,
      viewers: 412,
    }),
    channel('live/eu/gate-3', { width: 640, height: 360, frameRate: 12.5, in: 380e3, viewers: 3 }),
    { ...channel('live/backstage', { in: 0, viewers: 2 }), state: 'waiting', publisher: null },
    { ...channel('radio/night', { in: 128e3, viewers: 57 }), tracks: [audio()] },
    channel('live/<img src=x onerror=alert(1)>&"\'', { in: 1e6, viewers: 0 }),
    channel(`live/${'long-'.repeat(24)}name`, { in: 2e6, viewers: 1 }),
    { name: 'live/sparse' },
  ],
};

/** The relays of a configuration file. */
export const RELAYS: Record<string, Record<string, unknown>> = {
  'live/door': {
    source: 'rtsp://***@10.0.0.7/stream1',
    start: 'always',
    retry: { initial: '1s' },
  },
  'live/yard': { source: 'rtsp://broken.example/yard', start: 'always' },
  'live/gate': { source: 'rtsp://wrong.example/gate', start: 'always', retry: { attempts: 3 } },
  'live/desk': {
    source: '/dev/video0',
    idle_timeout: '60s',
    input_args: ['-f', 'v4l2'],
    output_args: ['-c:v', 'libx264', '-vf', 'scale=640:-1, fps=5'],
    env: { LIBVA_DRIVER_NAME: 'iHD' },
  },
};

interface Sketch {
  width?: number;
  height?: number;
  frameRate?: number;
  in: number;
  viewers: number;
}

export function channel(name: string, sketch: Sketch): Record<string, unknown> {
  const { width = 1280, height = 720, frameRate = 25, viewers } = sketch;
  const hls = Math.floor(viewers * 0.7);
  return {
    name,
    state: 'live',
    publisher: {
      session: 's1',
      protocol: 'rtmp',
      remote: '192.0.2.17:50122',
      since: new Date(Date.now() - 4.2e6).toISOString(),
    },
    tracks: [
      {
        ...{ kind: 'video', codec: 'H.264', codecs: 'avc1.640028', profile: 'High', level: '4.0' },
        ...{ width, height, frameRate, bitrate: sketch.in },
      },
      audio(),
    ],
    groups: { kept: 5, newest: 2117, bytes: 1_482_000, durationMs: 9800 },
    timeline: { repairs: 0, driftMs: 0, kinds: [] },
    bitrate: { in: sketch.in, out: sketch.in * viewers },
    subscribers: {
      rtmp: viewers - hls - Math.min(1, viewers - hls),
      flv: Math.min(1, viewers - hls),
      ts: 0,
      hls,
    },
    ageSeconds: 4200 + name.length * 331,
  };
}

function audio(): Record<string, unknown> {
  return {
    ...{ kind: 'audio', codec: 'AAC', codecs: 'mp4a.40.2', profile: 'LC' },
    ...{ sampleRate: 48_000, channels: 2, channelLayout: 'stereo', bitrate: 128_000 },
  };
}
