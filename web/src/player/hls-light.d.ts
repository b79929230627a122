/** The build of hls.js without subtitles, DRM and alternate audio, which the server never sends. */
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
