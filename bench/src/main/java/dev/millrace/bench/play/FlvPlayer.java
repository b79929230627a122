package dev.millrace.bench.play;

import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.net.ChunkedBody;
import dev.millrace.bench.net.HttpHead;
import dev.millrace.bench.net.HttpUrl;
import dev.millrace.bench.net.Link;
import dev.millrace.bytes.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP-FLV player.
final class FlvPlayer extends Player {
    private static final int OK = 200;

    private final HttpUrl url;
    private final HttpHead.Reader headReader = new HttpHead.Reader();
    private final FlvSkimmer skimmer;
    private boolean hasHead;
    private @Nullable ChunkedBody chunked;

    FlvPlayer(HttpUrl url, Roster.Member member, Watch watch) {
        super(member, watch);
        this.url = url;
        skimmer = new FlvSkimmer(message -> watch.message(message, nowNs()));
    }

    @Override
    void begin(Link link) {
        link.write(HttpHead.get(url.target(), url.authority()));
    }

    @Override
    void take(Link link, ByteBuffer in) throws ProtocolException {
        if (!hasHead) {
            Optional<HttpHead> head = headReader.receive(in);
            if (head.isPresent()) {
                hasHead = true;
                begin(link, head.get());
            }
        }
        if (hasHead && chunked != null) {
            body(link, chunked, in);
        } else if (hasHead) {
            skimmer.receive(in);
        }
    }

    private void begin(Link link, HttpHead head) {
        if (head.isChunked()) {
            chunked = new ChunkedBody();
        }
        if (head.status() == OK) {
            established();
        } else {
            giveUp(link, "refused: HTTP status " + head.status());
        }
    }

    private void body(Link link, ChunkedBody chunks, ByteBuffer in) throws ProtocolException {
        chunks.receive(in, skimmer::receive);
        if (chunks.isDone()) {
            giveUp(link, "the stream ended");
        }
    }
}
