import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { preview } from 'vite';
import { prepareSegments } from '../dev/mock-segments.ts';
import { Mock } from '../dev/mock-server.ts';

/** The built page with a mock of the server behind it, which a test can tell what to say. */
export async function startMock(options: ConstructorParameters<typeof Mock>[0]) {
  const mock = new Mock(options);
  if (options.control) {
    await prepareSegments();
  }
  const server = await preview({
    configFile: false,
    root: join(import.meta.dirname, '..'),
    plugins: [mock.plugin()],
    preview: { host: '127.0.0.1', port: 0 },
    logLevel: 'warn',
  });
  const { port } = server.httpServer.address() as AddressInfo;
  return { mock, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
