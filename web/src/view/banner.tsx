import type { Live } from '../live';

/** Says when what the page shows is old, or the page itself is. */
export function Banner({ live }: { live: Live }) {
  const { trouble, server, firstVersion } = live;
  const updated = server !== undefined && server.version !== firstVersion;
  return (
    <div class="banners" role="status">
      {trouble !== undefined && (
        <p class="banner is-trouble">
          <strong>{trouble}</strong> Trying again every two seconds
          {server ? '; what you see is from before.' : '.'}
        </p>
      )}
      {updated && (
        <p class="banner">
          The server was updated to version {server.version}.
          <button type="button" class="button" onClick={() => location.reload()}>
            Reload the page
          </button>
        </p>
      )}
    </div>
  );
}
