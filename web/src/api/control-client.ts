import type { NewRecording, Page, Recording, RecordingQuery, Timeline } from './control-types';
import { decodeRecording, decodeRecordings, decodeTimeline } from './decode-control';

/** Sends a request below `api/v2/`, and rejects if it is refused. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Response>;

/** The calls that only a control node answers. */
export class ControlApi {
  constructor(private readonly call: Call) {}

  async changeSource(id: string, change: { name?: string; streaming?: boolean }): Promise<void> {
    await this.call('PATCH', `sources/${encodeURIComponent(id)}`, change);
  }

  /** Its recordings go with it. */
  async deleteSource(id: string): Promise<void> {
    await this.call('DELETE', `sources/${encodeURIComponent(id)}`);
  }

  async recordings({ source, active, limit, after }: RecordingQuery): Promise<Page<Recording>> {
    const query = new URLSearchParams({ newest: 'true' });
    const given = { source, active: active ? 'true' : undefined, limit, after };
    for (const [name, value] of Object.entries(given)) {
      if (value !== undefined) {
        query.set(name, String(value));
      }
    }
    return decodeRecordings(await (await this.call('GET', `recordings?${query}`)).json());
  }

  async recording(id: string): Promise<Recording | undefined> {
    return decodeRecording(await (await this.call('GET', recordingPath(id))).json());
  }

  async startRecording(recording: NewRecording): Promise<void> {
    await this.call('POST', 'recordings', recording);
  }

  async stopRecording(id: string): Promise<void> {
    await this.call('POST', `${recordingPath(id)}/stop`);
  }

  async deleteRecording(id: string): Promise<void> {
    await this.call('DELETE', recordingPath(id));
  }

  /** @param from only what begins then or later */
  async timeline(id: string, from?: Date): Promise<Timeline> {
    const query = from === undefined ? '' : `?from=${from.toISOString()}`;
    return decodeTimeline(
      await (await this.call('GET', `${recordingPath(id)}/timeline${query}`)).json(),
    );
  }
}

function recordingPath(id: string): string {
  return `recordings/${encodeURIComponent(id)}`;
}
