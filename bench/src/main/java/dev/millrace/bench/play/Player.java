package dev.millrace.bench.play;

import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.net.Link;
import dev.millrace.bytes.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One player, whatever it speaks.
abstract sealed class Player implements Link.Handler permits RtmpPlayer, FlvPlayer {
    private final Roster.Member member;
    private final Watch watch;
    private long nowNs;
    private @Nullable Link link;

    Player(Roster.Member member, Watch watch) {
        this.member = member;
        this.watch = watch;
    }

    Watch watch() {
        return watch;
    }

    boolean isPresent() {
        return member.isPresent();
    }

    boolean isGone() {
        return member.isGone();
    }

    /// Leaves, because we want to.
    void leave() {
        if (link != null) {
            link.close();
        }
        member.left();
    }

    @Override
    public final void connected(Link newLink) {
        link = newLink;
        begin(newLink);
    }

    @Override
    public final void received(Link link, ByteBuffer in) throws ProtocolException {
        nowNs = System.nanoTime();
        watch.received(in.remaining());
        take(link, in);
    }

    @Override
    public final void lost(String why) {
        member.lost(why);
    }

    /// The connection stands.
    abstract void begin(Link newLink);

    /// Bytes have come.
    abstract void take(Link link, ByteBuffer in) throws ProtocolException;

    /// The server lets us watch.
    final void established() {
        member.established();
    }

    /// Nothing will come of it.
    final void giveUp(Link link, String why) {
        link.close();
        lost(why);
    }

    /// When the bytes came that are being read.
    final long nowNs() {
        return nowNs;
    }
}
