package dev.millrace.hook;

/// When services are called.
public enum HookAction {
    CONNECT("on_connect", "connect"),
    CLOSE("on_close", "disconnect"),
    PUBLISH("on_publish", "publish"),
    UNPUBLISH("on_unpublish", "publish_done"),
    PLAY("on_play", "play"),
    STOP("on_stop", "play_done"),
    DVR("on_dvr", "record_done"),
    FORWARD("on_forward", "forward"),
    HLS("on_hls", "hls"),
    HLS_NOTIFY("on_hls_notify", "hls");

    private final String srsName;
    private final String nginxName;

    HookAction(String srsName, String nginxName) {
        this.srsName = srsName;
        this.nginxName = nginxName;
    }

    /// `on_publish`.
    @Override
    public String toString() {
        return srsName;
    }

    /// `publish`.
    String nginxName() {
        return nginxName;
    }
}
