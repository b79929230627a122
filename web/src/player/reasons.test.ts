import { expect, it } from 'vitest';
import { flvFailure, hlsFailure, nativeFailure } from './reasons';

it.each([
  ['networkError', 'manifestLoadError', 404, /not on the air/, false],
  ['networkError', 'manifestLoadError', 403, /does not let you/, true],
  ['networkError', 'manifestLoadError', 503, /full/, false],
  ['networkError', 'manifestLoadTimeOut', undefined, /connection/, false],
  ['mediaError', 'bufferStalledError', undefined, /stumbled/, false],
  ['mediaError', 'manifestIncompatibleCodecsError', undefined, /codecs/, true],
  ['mediaError', 'bufferAddCodecError', undefined, /codecs/, true],
])('hls.js: %s, %s, %s', (type, details, code, why, permanent) => {
  const failure = hlsFailure({ type, details, response: { code } as { code?: number } });
  expect(failure).toEqual({ why: expect.stringMatching(why), permanent });
});

it.each([
  ['NetworkError', 'HttpStatusCodeInvalid', { code: 404 }, /not on the air/, false],
  ['NetworkError', 'HttpStatusCodeInvalid', { code: 401 }, /does not let you/, true],
  ['NetworkError', 'Exception', { code: -1 }, /connection/, false],
  ['NetworkError', 'Exception', undefined, /connection/, false],
  ['MediaError', 'CodecUnsupported', {}, /codecs/, true],
  ['MediaError', 'FormatUnsupported', {}, /codecs/, true],
  ['MediaError', 'FormatError', {}, /stumbled/, false],
  ['MediaError', 'MediaMSEError', {}, /stumbled/, false],
])('mpegts.js: %s, %s, %j', (type, detail, info, why, permanent) => {
  expect(flvFailure(type, detail, info)).toEqual({ why: expect.stringMatching(why), permanent });
});

it('the browser itself: always worth another try', () => {
  expect([2, 3, 4, undefined].map((code) => nativeFailure(code).permanent)).not.toContain(true);
});
