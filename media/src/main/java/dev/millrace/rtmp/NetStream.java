package dev.millrace.rtmp;

/// One message stream of a client, and what it is used for. RTMP 1.0, section 7.2.2.
final class NetStream {
    /// ```
    /// IDLE --publish--> PUBLISH_ASKED --accepted--> PUBLISHING
    /// IDLE --play--> PLAY_ASKED --accepted--> PLAYING
    /// any --rejected, closeStream, deleteStream, before another publish or play--> IDLE
    /// ```
    enum State {
        IDLE,
        PUBLISH_ASKED,
        PUBLISHING,
        PLAY_ASKED,
        PLAYING
    }

    private final int id;
    private State state = State.IDLE;
    private String name = "";
    private boolean isReset;

    NetStream(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    State state() {
        return state;
    }

    /// What is published or played, as the client wrote it: it uses the same words to end it.
    String name() {
        return name;
    }

    /// Whether the play is to begin afresh.
    boolean isReset() {
        return isReset;
    }

    boolean isPublish() {
        return state == State.PUBLISH_ASKED || state == State.PUBLISHING;
    }

    boolean isPlay() {
        return state == State.PLAY_ASKED || state == State.PLAYING;
    }

    void askPublish(String name) {
        state = State.PUBLISH_ASKED;
        this.name = name;
    }

    void askPlay(String name, boolean isReset) {
        state = State.PLAY_ASKED;
        this.name = name;
        this.isReset = isReset;
    }

    /// The owner said yes to what was asked.
    void accept() {
        switch (state) {
            case PUBLISH_ASKED -> state = State.PUBLISHING;
            case PLAY_ASKED -> state = State.PLAYING;
            case IDLE, PUBLISHING, PLAYING -> {}
        }
    }

    void idle() {
        state = State.IDLE;
    }
}
