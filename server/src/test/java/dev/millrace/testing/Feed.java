package dev.millrace.testing;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Channel;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Frame;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/// A publisher in the hands of a test: a test picture with a tone, whose frames come when the test
/// says so. Belongs to one thread.
public final class Feed implements Publisher, AutoCloseable {
    private final TestCard card = new TestCard(TestCardSettings.DEFAULT, 0);
    private final Sessions sessions;
    private final Session session;
    private final Publication publication;

    /// Takes the channel and says what it will send.
    public static Feed open(Channels channels, Sessions sessions, String channel) {
        try {
            return new Feed(channels, sessions, ChannelName.parse(channel));
        } catch (ProtocolException | ChannelBusyException e) {
            throw new IllegalStateException(e);
        }
    }

    private Feed(Channels channels, Sessions sessions, ChannelName name)
            throws ProtocolException, ChannelBusyException {
        this.sessions = sessions;
        this.session =
                sessions.open(
                        new Session.Opening(
                                "rtmp", "127.0.0.1:50000", Instant.now(), this::dismiss));
        this.publication =
                channels.publish(name, this, Channels.Policy.REJECT, Duration.ofSeconds(5));
        session.engage(Session.Role.PUBLISHER, name.toString());
        publication.configure(card.videoConfig());
        card.audioConfig().ifPresent(publication::configure);
    }

    /// Sends so many frames, at once.
    public void send(int frames) {
        for (int i = 0; i < frames; i++) {
            Frame frame = card.next();
            session.bytesIn().add(frame.payload().length);
            publication.write(frame.header(), ByteBuffer.wrap(frame.payload()));
        }
    }

    public Session session() {
        return session;
    }

    public Channel channel() {
        return publication.channel();
    }

    public Publication publication() {
        return publication;
    }

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public String protocol() {
        return session.protocol();
    }

    @Override
    public String remote() {
        return session.remote();
    }

    @Override
    public void dismiss(String reason) {
        session.note(reason);
        close();
    }

    /// Leaves the channel, then the server.
    @Override
    public void close() {
        publication.close();
        session.disengage();
        sessions.close(session);
    }
}
